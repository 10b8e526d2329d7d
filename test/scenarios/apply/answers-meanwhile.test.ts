/** Operators go on answering while a plan waits and while it is applied: their answers hold, and one client is written by one run. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { approvedPlan } from '../support/engine.ts';
import { type ApplyWorld, anApplyWorld, retitle, until } from './apply-world.ts';

let world: ApplyWorld;

beforeAll(async () => {
  world = await anApplyWorld(['Harrow']);
  await world.engine.ended(await world.engine.client.runs.apply({ planId: await approvedPlan(world.engine) }));
}, 120_000);

afterAll(() => world.stop());

test('an item answered after the plan was made stays answered when the plan is applied', async () => {
  const { client, ended } = world.engine;
  const before = (await client.queue.list({ status: 'open', limit: 500 })).rows;
  expect(before.length).toBeGreaterThan(1);
  await retitle(world, 'Harrow', 5);
  const planId = await approvedPlan(world.engine);
  const [answered] = before;
  const queueItemId = answered?.queueItemId ?? '';
  await client.queue.resolve({ queueItemId, resolution: { kind: 'dismiss', note: null } });
  const run = await ended(await client.runs.apply({ planId }));
  expect(run).toMatchObject({ status: 'completed', counters: { skipped: 1, ambiguous: before.length - 1 } });
  expect((await client.queue.get({ queueItemId })).status).toBe('dismissed');
  expect((await client.queue.list({ status: 'open', limit: 500 })).total).toBe(before.length - 1);
}, 120_000);

test('a push and an apply at one client never have two requests in flight', async () => {
  const { client, ended } = world.engine;
  await retitle(world, 'Harrow', 60);
  const planId = await approvedPlan(world.engine);
  let [inFlight, most, seen] = [0, 0, 0];
  world.line.watch({
    fate() {
      inFlight += 1;
      seen += 1;
      most = Math.max(most, inFlight);
      return 'pass';
    },
    onEffect() {
      inFlight -= 1;
    },
  });
  await world.sandbox.control('latency', { service: 'psa', ms: 10 });
  const { runId } = await client.runs.apply({ planId });
  await until(async () => seen > 3);
  for (const { queueItemId } of (await client.queue.list({ status: 'open', limit: 500 })).rows) {
    const { candidates } = await client.queue.get({ queueItemId });
    const contact = candidates.find((candidate) => candidate.choosable)?.contact;
    if (contact)
      await client.queue.resolve({ queueItemId, resolution: { kind: 'linkExisting', contactId: contact.contactId } });
  }
  await ended({ runId });
  await until(async () =>
    (await client.queue.list({ status: 'resolved', limit: 500 })).rows.every((row) => row.push !== 'waiting'),
  );
  world.line.watch(null);
  expect(seen).toBeGreaterThan(60);
  expect(most).toBe(1);
}, 120_000);
