/** A PSA that drops fields, throttles, or refuses to be written to, and runs that are paused, resumed and cancelled meanwhile. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { approvedPlan } from '../support/engine.ts';
import { type ApplyWorld, anApplyWorld, retitle, until } from './apply-world.ts';

let world: ApplyWorld;

beforeAll(async () => {
  world = await anApplyWorld(['Harrow']);
  // The first sync: what is left afterwards is what each test changes.
  await world.engine.ended(await world.engine.client.runs.apply({ planId: await approvedPlan(world.engine) }));
}, 120_000);

afterAll(() => world.stop());

test('a server that accepts and drops 1 of 100 is caught, and the one is named', async () => {
  const { client, ended } = world.engine;
  await retitle(world, 'Harrow', 100);
  await world.sandbox.control('psa.acceptAndDropField', { field: 'role', everyNth: 60, count: 1, echo: true });
  const run = await ended(await client.runs.apply({ planId: await approvedPlan(world.engine) }));
  expect(run).toMatchObject({ status: 'partial', failures: 1, verified: { mismatches: 1 } });
  const { rows } = await client.runs.operations({ runId: run.runId, states: ['mismatch'], limit: 10 });
  expect(rows).toHaveLength(1);
  const { contacts } = world.truth();
  const [caught] = rows;
  expect(caught?.sentence).toContain('accepted this but shows something else');
  expect(contacts.get(caught?.contactId ?? '')?.facts.role).not.toBe(caught?.fields[0]?.intended);
  await world.sandbox.control('psa.clearFaults');
}, 120_000);

test('a storm of 429 is waited out, and each change lands once', async () => {
  const { client, ended } = world.engine;
  await renumber('A', 20);
  const planId = await approvedPlan(world.engine);
  world.sandbox.clearRequests();
  await world.sandbox.control('psa.throttleNext', { count: 8, retryAfterSeconds: 0 });
  const run = await ended(await client.runs.apply({ planId }));
  expect(run).toMatchObject({ status: 'completed', failures: 0 });
  const landed = world.sandbox.requests().filter((one) => one.service === 'psa' && one.write && one.status === 200);
  expect(landed).toHaveLength(run.counters.updated);
}, 120_000);

test('a paused run stops after the request in flight, and goes on where it stopped', async () => {
  const { client, ended } = world.engine;
  await renumber('B', 60);
  const planId = await approvedPlan(world.engine);
  world.sandbox.clearRequests();
  await world.sandbox.control('latency', { service: 'psa', ms: 15 });
  const { runId } = await client.runs.apply({ planId });
  await until(async () => world.writes().length > 3);
  await client.runs.pause({ runId });
  await until(async () => (await client.runs.get({ runId })).run.status === 'paused');
  const stoppedAt = world.sandbox.requests().length;
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect(world.sandbox.requests().length).toBe(stoppedAt);
  await client.runs.resume({ runId });
  const run = await ended({ runId });
  expect(run).toMatchObject({ status: 'completed', stale: 0, failures: 0 });
  const times = new Map<string, number>();
  for (const write of world.writes()) times.set(write, (times.get(write) ?? 0) + 1);
  expect([...times.values()].filter((count) => count > 1).length).toBeLessThanOrEqual(1);
}, 120_000);

test('a cancelled run keeps what it did and writes nothing more', async () => {
  const { client, ended } = world.engine;
  await renumber('C', 60);
  const planId = await approvedPlan(world.engine);
  world.sandbox.clearRequests();
  const { runId } = await client.runs.apply({ planId });
  await until(async () => world.writes().length > 3);
  await client.runs.cancel({ runId });
  const run = await ended({ runId });
  expect(run.status).toBe('cancelled');
  const written = world.writes().length;
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect(world.writes().length).toBe(written);
  expect(run.counters.updated).toBeGreaterThan(0);
  await world.sandbox.control('latency', { service: 'psa', ms: 0 });
}, 120_000);

test('a key that may only read stops the run with a sentence, and nothing is lost', async () => {
  const { client, ended } = world.engine;
  const planId = await approvedPlan(world.engine);
  await world.sandbox.control('psa.makeKeyReadOnly', { key: 'full', readOnly: true });
  const run = await ended(await client.runs.apply({ planId }));
  expect(run.status).toBe('failed');
  expect(run.errorMessage).toMatch(/key|permission|may/i);
  await world.sandbox.control('psa.makeKeyReadOnly', { key: 'full', readOnly: false });
  const after = await ended(await client.runs.apply({ planId: await approvedPlan(world.engine) }));
  expect(after).toMatchObject({ status: 'completed', failures: 0 });
}, 120_000);

/** New titles for the first people, different from those of every other round. */
async function renumber(label: string, count: number): Promise<void> {
  const { world: estate, psa } = world.sandbox.state();
  const linked = new Set(
    (psa as { links: readonly { entra_object_id: string }[] }).links.map((one) => one.entra_object_id),
  );
  const tenant = estate.tenants.find((one) => one.displayName.includes('Harrow'));
  const people = tenant?.users.filter((user) => user.accountEnabled && linked.has(user.id)).slice(0, count) ?? [];
  for (const user of people)
    await world.sandbox.control('directory.changeUser', {
      tenant: tenant?.entraTenantId,
      user: user.id,
      changes: { jobTitle: `${label} ${user.jobTitle}` },
    });
}
