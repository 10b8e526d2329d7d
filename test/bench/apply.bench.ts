/**
 * Benches of apply. `apply-throughput-50ms`: a whole plan against the sandbox with 50 ms before each answer, as a share of the
 * ideal for its requests (requests × latency ÷ four customers at once; design 11 asks for 0.9). `journal-overhead`: what the
 * journal costs a change on disk, next to plain inserts of the same text.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { asId } from '../../shared/vocabulary/ids.ts';
import { openStore, type Store } from '../../src-main/engine/store/open-store.ts';
import { approvedPlan, mappedEngine } from '../scenarios/support/engine.ts';
import { startSandbox } from '../scenarios/support/sandbox.ts';
import { type BenchLine, peakMemoryMb } from './bench-line.ts';

const latencyMs = 50;
const customersAtOnce = 4;
/** No single one of these holds more than a quarter of the work, so that four at once can be kept busy to the end. */
const customers = ['Kessler', 'Pemberton', 'Botha', 'Sjöberg', 'Maison', 'Harrow', 'Ακτή'];
const changes = 1000;

export async function run(): Promise<BenchLine[]> {
  return [await throughput(), journal()];
}

async function throughput(): Promise<BenchLine> {
  const sandbox = await startSandbox();
  const engine = await mappedEngine(sandbox, { customers });
  try {
    const planId = await approvedPlan(engine);
    await sandbox.clearRequests();
    await sandbox.control('latency', { service: 'psa', ms: latencyMs });
    const startedAt = performance.now();
    const finished = await engine.ended(await engine.client.runs.apply({ planId }));
    const tookMs = performance.now() - startedAt;
    const requests = (await sandbox.requests()).filter((request) => request.service === 'psa').length;
    const idealMs = (requests * latencyMs) / customersAtOnce;
    return {
      name: 'apply-throughput-50ms',
      value: Math.round(tookMs),
      unit: 'ms',
      baseline: Math.round(idealMs),
      ratio: Math.round((idealMs / tookMs) * 100) / 100,
      peakMemoryMb: peakMemoryMb(),
      note: `${requests} requests, ${finished.status}; the baseline is the ideal`,
    };
  } finally {
    await engine.remove();
    await sandbox.stop();
  }
}

/** A create's journal: begun, sent, answered, finished; the texts are as long as a real one's. */
const person = JSON.stringify({ displayName: 'Ada Berg', phones: [], because: 'x'.repeat(900) });

function journal(): BenchLine {
  const folder = mkdtempSync(join(tmpdir(), 'concord-bench-'));
  try {
    const store = openStore(join(folder, 'profile'), { now: Date.now, newId: randomUUID });
    const journalMs = journalChanges(store);
    store.close();
    const plainMs = plainInserts(join(folder, 'plain.db'));
    const perChange = (ms: number) => Math.round((ms / changes) * 1000) / 1000;
    return {
      name: 'journal-overhead',
      value: perChange(journalMs),
      unit: 'ms per change',
      baseline: perChange(plainMs),
      ratio: Math.round((plainMs / journalMs) * 100) / 100,
      peakMemoryMb: peakMemoryMb(),
      note: 'the baseline is four plain inserts, one of them synced to disk',
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function journalChanges({ runs, operations }: Store): number {
  const { run: made } = runs.create({
    workflowId: asId('bench'),
    runType: 'initial',
    place: 'here',
    triggerKind: 'manual',
    planId: null,
    managedTenantId: null,
    clientId: null,
    undoOfRunId: null,
    startedBy: 'bench',
    queuedAt: 0,
    totalTenants: 1,
  });
  const { runId } = made;
  runs.addTenants(runId, [{ managedTenantId: asId('tenant'), clientId: asId('client'), plannedCount: changes }]);
  const startedAt = performance.now();
  for (let at = 0; at < changes; at++) {
    const { operationId } = operations.begin({
      runId,
      changeId: asId(`change-${at}`),
      managedTenantId: asId('tenant'),
      clientId: asId('client'),
      entraTenantId: asId('entra'),
      entraObjectId: asId(`object-${at}`),
      action: 'create',
      contactId: null,
      intended: person,
      isReversible: false,
      undoOfOperationId: null,
    });
    operations.recordSent(operationId, person);
    operations.recordAnswered(operationId, person);
    operations.finish(
      operationId,
      { state: 'done', contactId: null, before: null, observed: person, sentence: null, counter: 'created' },
      () => undefined,
    );
  }
  return performance.now() - startedAt;
}

/** The same four texts a change, with the same one commit that waits for the disk. */
function plainInserts(file: string): number {
  const plain = new SqliteDatabase(file);
  plain.pragma('journal_mode = WAL');
  plain.exec('CREATE TABLE line (id INTEGER PRIMARY KEY, text TEXT)');
  const insert = plain.prepare('INSERT INTO line (text) VALUES (?)');
  const startedAt = performance.now();
  for (let at = 0; at < changes; at++) {
    for (const synchronous of ['NORMAL', 'FULL', 'NORMAL', 'NORMAL']) {
      plain.pragma(`synchronous = ${synchronous}`);
      insert.run(person);
    }
  }
  const tookMs = performance.now() - startedAt;
  plain.close();
  return tookMs;
}
