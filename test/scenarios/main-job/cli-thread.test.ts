/** The main job by hand, command by command: what an operator with a terminal does, and what must not happen on the way. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PlanHeader, PlanRow } from '../../../shared/contract/plan-entries.ts';
import type { QueueItem, QueueRow } from '../../../shared/contract/queue-entries.ts';
import type { RunView } from '../../../shared/contract/run-entries.ts';
import type { TenantRow } from '../../../shared/contract/tenant-entries.ts';
import { aProfile, connect, type Profile } from '../support/cli.ts';
import { type Sandbox, startSandbox } from '../support/sandbox.ts';

let sandbox: Sandbox;
let profile: Profile;
let plan: PlanHeader;

async function answer<Value>(...args: string[]): Promise<Value> {
  const result = await profile.run([...args, '--json']);
  expect(result.code, `${args.join(' ')}: ${result.stderr}`).toBe(0);
  return result.json<Value>();
}

beforeAll(async () => {
  sandbox = await startSandbox();
  profile = await aProfile();
  await connect(profile, sandbox);
}, 60_000);

afterAll(async () => {
  await sandbox.stop();
  await profile.remove();
});

describe('the main job, step by step', () => {
  test('discovery finds every customer and writes nothing', async () => {
    await sandbox.clearRequests();
    const { tenants } = await answer<{ tenants: { all: number } }>('discover');
    const { tenants: real } = await sandbox.state();
    expect(tenants.all).toBeGreaterThanOrEqual(real.length);
    expect((await sandbox.requests()).filter((request) => request.write)).toEqual([]);
  }, 60_000);

  test('a tenant can be mapped, skipped, and created as a client', async () => {
    const rows = await answer<TenantRow[]>('tenants', '--state', 'needsReview');
    const unmatched = rows.filter((row) => row.candidates.length === 0 && !row.isPartner);
    const candidate = rows.find(
      (row) => row.candidates.length === 1 && !row.candidates[0]?.isInactive && !row.isPartner,
    );
    const [toCreate, toSkip] = unmatched;
    expect(await answer('map', toCreate?.entraTenantId ?? '', '--create')).toMatchObject({
      mapped: 1,
      clientsCreated: 1,
    });
    expect(await answer('map', toSkip?.defaultDomain ?? '', '--skip')).toMatchObject({ skipped: 1 });
    expect(
      await answer('map', candidate?.displayName ?? '', '--client', candidate?.candidates[0]?.clientId ?? ''),
    ).toMatchObject({ mapped: 1 });
    const auto = await answer<TenantRow[]>('tenants', '--state', 'autoMatched');
    expect(await answer('map', '--auto')).toMatchObject({ mapped: auto.length, refused: [] });
    const { psa } = await sandbox.state();
    expect(psa.clients.map((client) => client.client_name)).toContain(toCreate?.displayName);
  }, 60_000);

  test('a preflight of the estate makes a plan and writes nothing', async () => {
    await sandbox.clearRequests();
    ({ plan } = await answer<{ plan: PlanHeader }>('preflight'));
    expect(plan).toMatchObject({ status: 'ready', isComplete: true, isApplicable: true });
    expect((await sandbox.requests()).filter((request) => request.write)).toEqual([]);
  }, 120_000);

  test('the plan can be read whole, and as a document', async () => {
    const { rows } = await answer<{ rows: PlanRow[] }>('plan', plan.planId);
    expect(rows.length).toBe(Object.values(plan.counts).reduce((sum, count) => sum + count, 0));
    expect(rows.every((row) => row.because.length > 0)).toBe(true);
    const markdown = await profile.run(['plan', plan.planId, '--markdown']);
    expect(markdown.stdout).toContain('# Plan');
  }, 60_000);

  test('applying lands every row and reads it back', async () => {
    const { run } = await answer<{ run: RunView }>('apply', plan.planId);
    expect(run).toMatchObject({ status: 'completed', failures: 0, stale: 0, verified: { mismatches: 0 } });
    expect(run.counters).toMatchObject({
      created: plan.counts.create,
      linked: plan.counts.link,
      ambiguous: plan.counts.queue,
    });
  }, 180_000);

  test('applying the same plan again changes nothing', async () => {
    const earlier = (await sandbox.state()).psa.contacts.length;
    await profile.run(['apply', plan.planId, '--json']);
    expect((await sandbox.state()).psa.contacts.length).toBe(earlier);
  }, 60_000);

  test('a queue item can be linked, created and dismissed, and stays answered', async () => {
    const queue = await answer<QueueRow[]>('queue');
    const items = await Promise.all(
      queue
        .slice(0, 12)
        .map((row) => row.queueItemId)
        .map((id) => id),
    ).then(async (ids) => {
      const all: QueueItem[] = [];
      for (const id of ids) all.push(await answer<QueueItem>('queue', id));
      return all;
    });
    const linkable = items.find((item) => item.candidates.some((candidate) => candidate.choosable));
    const creatable = items.find((item) => item !== linkable && item.createObstacle === null);
    const rest = items.find((item) => item !== linkable && item !== creatable);
    const choice = linkable?.candidates.find((candidate) => candidate.choosable);
    expect(
      await answer('resolve', linkable?.queueItemId ?? '', '--link', choice?.contact.contactId ?? ''),
    ).toMatchObject({ status: 'resolved', push: 'done' });
    if (creatable)
      expect(await answer('resolve', creatable.queueItemId, '--create')).toMatchObject({
        status: 'resolved',
        push: 'done',
      });
    expect(await answer('resolve', rest?.queueItemId ?? '', '--dismiss')).toMatchObject({ status: 'dismissed' });
    const second = await profile.run(['resolve', rest?.queueItemId ?? '', '--dismiss', '--json']);
    expect(second.code).not.toBe(0);
    expect(second.stderr).toContain('answered already');
  }, 120_000);

  test('a second preflight proposes nothing and asks nothing answered again', async () => {
    const open = (await answer<QueueRow[]>('queue')).length;
    const { plan: second } = await answer<{ plan: PlanHeader }>('preflight');
    const { create, link, update, inactivate, queue } = second.counts;
    expect({ create, link, update, inactivate }).toEqual({ create: 0, link: 0, update: 0, inactivate: 0 });
    expect(queue).toBe(open);
  }, 120_000);

  test('the audit chain is intact and tells who did what', async () => {
    expect(await answer('audit', 'verify')).toMatchObject({ isIntact: true });
    const exported = await profile.run(['audit', 'export', '--format', 'json']);
    const kinds = (JSON.parse(exported.stdout) as { kind: string }[]).map((event) => event.kind);
    expect(kinds).toEqual(
      expect.arrayContaining([
        'connection.connected',
        'mapping.mapped',
        'plan.approved',
        'run.finished',
        'queue.resolved',
      ]),
    );
  });

  test('no secret stands in any file of the profile but the vault, nor in the output', async () => {
    const { cipp, psa, identity } = sandbox.line;
    const secrets = [cipp.token, psa.apiKey, cipp.clientSecret, identity.clientSecret];
    const files = (await readdir(profile.home, { recursive: true, withFileTypes: true })).filter((file) =>
      file.isFile(),
    );
    expect(files.map((file) => file.name)).toContain('concord.db');
    for (const file of files) {
      const bytes = await readFile(join(file.parentPath, file.name));
      for (const secret of secrets) expect(bytes.includes(secret), `${file.name} holds a secret`).toBe(false);
    }
    const status = await profile.run(['status', '--json']);
    for (const secret of secrets) expect(status.stdout + status.stderr).not.toContain(secret);
  });
});
