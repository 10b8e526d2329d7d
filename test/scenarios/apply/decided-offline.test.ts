/**
 * 200 people of the review queue are answered while the PSA is away; meanwhile 50 of their contacts change in ways that
 * matter, 35 in ways that do not. Online again: the 50 come back once each with three values, the rest land once.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ConflictView, QueueRow } from '../../../shared/contract/queue-entries.ts';
import { type CliResult, runNode } from '../support/cli.ts';
import { type ApplyWorld, anApplyWorld, approvedInFull, until } from './apply-world.ts';
import { type Asked, askAbout } from './namesakes.ts';

let world: ApplyWorld;
let asked: readonly Asked[];
let others: readonly string[];
let came: readonly ConflictView[];

/** What happens at the PSA to the contact of the person at each place; everybody else is left alone. */
const underneath: readonly {
  readonly from: number;
  readonly to: number;
  readonly field: string | null;
  change(one: Asked): Promise<unknown>;
}[] = [
  { from: 0, to: 10, field: 'fullName', change: (one) => changed(one, { full_name: `Not ${one.name}` }) },
  { from: 10, to: 20, field: 'email', change: (one) => changed(one, { email: `moved.${one.contactEmail}` }) },
  { from: 20, to: 25, field: 'isInactive', change: (one) => changed(one, { is_inactive: true }) },
  { from: 25, to: 30, field: 'contact', change: (one) => psa('psa.deleteContact', { contactId: one.contactId }) },
  {
    from: 30,
    to: 40,
    field: 'clientId',
    change: (one) => psa('psa.moveContact', { contactId: one.contactId, clientId: null }),
  },
  { from: 40, to: 50, field: null, change: (one) => changed(one, { notes: 'met at the fair' }) },
  { from: 50, to: 60, field: null, change: (one) => changed(one, { role: 'Decided Elsewhere' }) },
  { from: 60, to: 65, field: null, change: (one) => changed(one, { phone_numbers: ['+12065550199'] }) },
  { from: 65, to: 70, field: null, change: (one) => changed(one, { email: one.contactEmail.toUpperCase() }) },
  { from: 70, to: 75, field: null, change: (one) => changed(one, { full_name: ` ${one.name.toUpperCase()}  ` }) },
  {
    from: 190,
    to: 200,
    field: 'contact',
    change: (one) =>
      psa('psa.addContact', { fullName: `${one.name} the Second`, email: one.address, clientId: one.clientId }),
  },
];
/** From here on the answer is "a new contact". */
const firstCreated = 180;

const psa = (verb: string, args: Readonly<Record<string, unknown>>) => world.sandbox.control(verb, args);
const changed = ({ contactId }: Asked, changes: Readonly<Record<string, unknown>>) =>
  psa('psa.changeContact', { contactId, changes });

const fieldAt = (at: number) => underneath.find(({ from, to }) => at >= from && at < to)?.field ?? null;
const isConflict = (at: number) => fieldAt(at) !== null;
const idsOf = (people: readonly { readonly entraObjectId: string }[]) =>
  people.map((one) => one.entraObjectId).toSorted();

async function queued(status: 'open' | 'resolved'): Promise<QueueRow[]> {
  const rows: QueueRow[] = [];
  for (;;) {
    const page = await world.engine.client.queue.list({ status, offset: rows.length, limit: 500 });
    rows.push(...page.rows);
    if (page.rows.length === 0 || rows.length >= page.total) return rows;
  }
}

async function answerAll(): Promise<void> {
  const { client } = world.engine;
  for (const [at, { queueItemId, contactId }] of asked.entries())
    await client.queue.resolve({
      queueItemId,
      resolution: at < firstCreated ? { kind: 'linkExisting', contactId } : { kind: 'createNew' },
    });
}

beforeAll(async () => {
  world = await anApplyWorld(['Harrow']);
  asked = await askAbout(world, 'Harrow', 200);
  const mine = new Set(asked.map((one) => one.queueItemId));
  others = idsOf((await queued('open')).filter((row) => !mine.has(row.queueItemId)));
}, 180_000);

afterAll(() => world.stop());

test('200 answers given while the PSA is away are kept and counted, and nothing is written', async () => {
  world.line.setAway(true);
  world.sandbox.clearRequests();
  await answerAll();
  expect(await queued('open')).toHaveLength(others.length);
  expect((await queued('resolved')).filter((row) => row.push === 'waiting')).toHaveLength(200);
  expect(await world.engine.client.queue.pushes({})).toEqual({ waiting: 200, conflicts: 0, failed: 0 });
  for (const { from, to, change } of underneath) for (const one of asked.slice(from, to)) await change(one);
  expect(world.writes()).toEqual([]);
}, 120_000);

test('online again, every answer is settled: in the PSA, or in conflict', async () => {
  world.line.setAway(false);
  await until(async () => (await world.engine.client.queue.pushes({})).waiting === 0, 90_000);
  const byId = new Map((await queued('resolved')).map((row) => [row.queueItemId, row]));
  const words = asked.map(({ queueItemId }) => byId.get(queueItemId)?.push);
  expect(words).toEqual(asked.map((_, at) => (isConflict(at) ? 'conflict' : 'done')));
  expect(await world.engine.client.queue.pushes({})).toEqual({ waiting: 0, conflicts: 50, failed: 0 });
}, 120_000);

test('exactly the true conflicts come back, one item each, with all three values', async () => {
  came = (await world.engine.client.queue.conflicts({})).rows;
  expect(came.map((row) => row.queueItemId).toSorted()).toEqual(
    asked
      .filter((_, at) => isConflict(at))
      .map((one) => one.queueItemId)
      .toSorted(),
  );
  for (const [at, one] of asked.entries()) {
    if (!isConflict(at)) continue;
    const row = came.find(({ queueItemId }) => queueItemId === one.queueItemId);
    expect(row).toMatchObject({ kind: 'decision', action: at < firstCreated ? 'link' : 'create' });
    expect(row?.fields.map(({ field }) => field)).toEqual([fieldAt(at)]);
    expect(row?.chosen).toContain(one.name);
    const [fact] = row?.fields ?? [];
    expect(fact?.intended).not.toBeNull();
    expect(fact?.current).not.toBe(fact?.base);
  }
  const valuesOf = (at: number) => came.find((row) => row.queueItemId === asked[at]?.queueItemId)?.fields[0];
  const [renamed, readdressed] = [asked[0], asked[10]];
  expect(valuesOf(0)).toMatchObject({ base: renamed?.name, current: `Not ${renamed?.name}` });
  expect(valuesOf(10)).toMatchObject({
    base: readdressed?.contactEmail,
    current: `moved.${readdressed?.contactEmail}`,
  });
  expect(valuesOf(20)).toMatchObject({ base: 'active', current: 'inactive' });
  expect(valuesOf(25)).toMatchObject({ base: asked[25]?.name, current: null });
  expect(valuesOf(30)).toMatchObject({ base: expect.stringContaining('Harrow'), current: null });
  expect(valuesOf(190)).toMatchObject({
    base: null,
    intended: `${asked[190]?.name} <${asked[190]?.address}>`,
    current: `${asked[190]?.name} the Second <${asked[190]?.address}>`,
  });
});

test('the rest landed exactly once, and no conflict wrote anything', async () => {
  const { client } = world.engine;
  const written = world.writes();
  expect(written.filter((write) => write.startsWith('POST'))).toHaveLength(10);
  expect(written).toHaveLength(10);
  const { createdByEmail } = world.truth();
  for (const [at, { address }] of asked.entries())
    expect(createdByEmail.get(address) ?? 0, `contacts made for ${address}`).toBe(at < firstCreated ? 0 : 1);
  const { rows, total } = await client.runs.list({ types: ['resolve'], limit: 500 });
  expect(total).toBe(200);
  const endedAs = (status: string) => rows.filter((run) => run.status === status);
  expect([endedAs('completed').length, endedAs('failed').length]).toEqual([150, 50]);
  expect(rows.reduce((sum, { counters }) => sum + counters.linked + counters.created, 0)).toBe(150);
});

test('given again on the facts of now, an answer that came back lands', async () => {
  const { client } = world.engine;
  const [queueItemId = '', contactId = ''] = [asked[0]?.queueItemId, asked[0]?.contactId];
  expect(await client.queue.reopen({ queueItemId })).toMatchObject({ status: 'open', push: 'none' });
  await client.queue.resolve({ queueItemId, resolution: { kind: 'linkExisting', contactId } });
  await until(async () => (await client.queue.get({ queueItemId })).push === 'done');
  expect(await client.queue.pushes({})).toEqual({ waiting: 0, conflicts: 49, failed: 0 });
  const gone = await client.queue.reopen({ queueItemId: asked[25]?.queueItemId ?? '' });
  const { candidates } = await client.queue.get({ queueItemId: gone.queueItemId });
  expect(candidates).toMatchObject([{ choosable: false, obstacle: 'This contact is no longer in the PSA.' }]);
  await client.queue.resolve({ queueItemId: gone.queueItemId, resolution: { kind: 'createNew' } });
  await until(async () => (await client.queue.pushes({})).waiting === 0);
}, 60_000);

test('the next sync asks about nobody twice: who landed is linked, who came back still waits in one place', async () => {
  const { client, ended } = world.engine;
  const before = (await client.queue.conflicts({})).rows.map((row) => row.queueItemId);
  const planId = await approvedInFull(world.engine);
  const { rows } = await client.plans.rows({ planId, search: 'quill', limit: 500 });
  const planned = new Map(rows.map((row) => [row.entraObjectId, row]));
  for (const [at, one] of asked.entries()) {
    const action = planned.get(one.entraObjectId)?.action;
    // A field rule may still write to somebody who is linked now.
    const isBack = before.includes(one.queueItemId);
    const fitting = isBack ? ['queue'] : ['noChange', 'update'];
    expect(fitting, `${at}: ${one.name}`).toContain(action);
  }
  await ended(await client.runs.apply({ planId }));
  expect(idsOf(await queued('open'))).toEqual(others);
  expect((await client.queue.conflicts({})).rows.map((row) => row.queueItemId)).toEqual(before);
  expect(before).toHaveLength(48);
  const { createdByEmail } = world.truth();
  for (const { address } of [...asked.slice(firstCreated), ...asked.slice(25, 26)])
    expect(createdByEmail.get(address)).toBe(1);
}, 120_000);

test('the CLI lists what came back, for people and as JSON', async () => {
  await world.engine.close();
  const conflicts = (...flags: string[]): Promise<CliResult> =>
    runNode(['src-main/cli/main.ts', '--home', world.engine.home, ...flags, 'conflicts']);
  const json = await conflicts('--json');
  expect(json.code).toBe(0);
  expect(json.json<ConflictView[]>()).toHaveLength(48);
  expect(json.json<ConflictView[]>()[0]).toMatchObject({ kind: 'decision', fields: [{ field: 'fullName' }] });
  const { stdout } = await conflicts();
  expect(stdout).toContain(`Not ${asked[1]?.name}`);
  expect(stdout).toContain(asked[1]?.queueItemId);
  expect(stdout).not.toContain(asked[0]?.name);
}, 60_000);
