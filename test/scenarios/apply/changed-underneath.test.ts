/** 50 of 200 contacts change at the PSA while it cannot be reached: the true conflicts stop, with three values; the rest lands once. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunView } from '../../../shared/contract/run-entries.ts';
import { type ApplyWorld, anApplyWorld, approvedInFull, retitle, until } from './apply-world.ts';

let world: ApplyWorld;
let planId: string;
let updates: { contactId: string; from: string | null; to: string | null }[];
let run: RunView;

const conflicting = 30;
const harmless = 20;

beforeAll(async () => {
  world = await anApplyWorld(['Harrow', 'Ακτή']);
  await retitle(world, 'Harrow', 200);
  planId = await approvedInFull(world.engine);
  const { rows } = await world.engine.client.plans.rows({ planId, actions: ['update'], limit: 500 });
  updates = rows.flatMap(({ contact, fields }) =>
    contact && fields.length === 1 && fields[0]?.field === 'role'
      ? [{ contactId: contact.contactId, from: fields[0].from, to: fields[0].to }]
      : [],
  );
}, 120_000);

afterAll(() => world.stop());

test('an approved plan waits while the PSA is away, and goes on by itself', async () => {
  expect(updates.length).toBeGreaterThanOrEqual(195);
  const { client, ended } = world.engine;
  world.sandbox.clearRequests();
  world.line.setAway(true);
  const { runId } = await client.runs.apply({ planId });
  await until(async () => (await client.runs.get({ runId })).run.sentence.includes('waits and goes on by itself'));
  expect(world.writes()).toEqual([]);
  for (const { contactId } of updates.slice(0, conflicting))
    await world.sandbox.control('psa.changeContact', { contactId, changes: { role: 'Decided Elsewhere' } });
  for (const { contactId } of updates.slice(conflicting, conflicting + harmless))
    await world.sandbox.control('psa.changeContact', { contactId, changes: { notes: 'met at the fair' } });
  world.line.setAway(false);
  run = await ended({ runId });
  expect(run.status).toBe('partial');
}, 120_000);

test('exactly the true conflicts stopped, and nothing was overwritten', async () => {
  expect(run).toMatchObject({ stale: conflicting, failures: 0 });
  const { contacts } = world.truth();
  const roles = updates.map(({ contactId }) => contacts.get(contactId)?.facts.role);
  const wanted = updates.map(({ to }, at) => (at < conflicting ? 'Decided Elsewhere' : to));
  expect(roles).toEqual(wanted);
});

test('the rest landed once', () => {
  const written = world.writes();
  const times = updates.map(({ contactId }) => written.filter((write) => write.includes(contactId)).length);
  expect(times).toEqual(updates.map((_, at) => (at < conflicting ? 0 : 1)));
});

test('each conflict comes back with what was seen, what was chosen and what is there now', async () => {
  const { rows } = await world.engine.client.queue.conflicts({});
  expect(rows.map((row) => row.contactId).toSorted()).toEqual(
    updates
      .slice(0, conflicting)
      .map((update) => update.contactId)
      .toSorted(),
  );
  for (const { contactId, fields } of rows) {
    const { from, to } = updates.find((update) => update.contactId === contactId) ?? {};
    expect(fields).toEqual([{ field: 'role', base: from, intended: to, current: 'Decided Elsewhere' }]);
  }
});

test('planned again and applied, the same rows land; a run after that changes nothing', async () => {
  const { client, ended } = world.engine;
  const again = await ended(await client.runs.apply({ planId: await approvedInFull(world.engine) }));
  expect(again).toMatchObject({ status: 'completed', stale: 0, counters: { updated: conflicting } });
  world.sandbox.clearRequests();
  const preflight = await ended(await client.plans.preflight({ scope: { kind: 'estate' } }));
  const plan = await client.plans.get({ planId: preflight.planId ?? '' });
  expect(plan.counts).toMatchObject({ create: 0, link: 0, update: 0, inactivate: 0 });
  expect(world.writes()).toEqual([]);
}, 120_000);
