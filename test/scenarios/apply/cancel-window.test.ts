/**
 * The cancel window of what has no inverse, at an attended engine: nothing reaches the PSA while it lasts, taking back is as
 * if it had never been asked for, a crash inside it loses nothing and doubles nothing, and nobody waits where nobody watches.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { QueueRow } from '../../../shared/contract/queue-entries.ts';
import { anEngine, approvedPlan, inAHurry, type RunningEngine } from '../support/engine.ts';
import { type ApplyWorld, anApplyWorld, retitle, until } from './apply-world.ts';

const windowMs = 5000;
/** Long enough after the window for a push that should not be there to have happened. */
const afterwardsMs = windowMs + 1500;

let world: ApplyWorld;
let engine: RunningEngine;
let asked: QueueRow[];

const attended = () => anEngine({ home: world.engine.home, isAttended: true, patience: inAHurry });
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
/** When requests that would change something reached the PSA, epoch ms: the machine may be slow, the log is not. */
const writtenAt = () =>
  world.sandbox
    .requests()
    .filter((request) => request.service === 'psa' && request.write)
    .map((request) => request.at);
const rowOf = (queueItemId: string) => engine.client.queue.get({ queueItemId });
const createdFor = ({ address }: QueueRow) => world.truth().createdByEmail.get(address ?? '') ?? 0;

async function answerNew(): Promise<QueueRow> {
  const { queueItemId = '' } = asked.shift() ?? {};
  return engine.client.queue.resolve({ queueItemId, resolution: { kind: 'createNew' } });
}

/** People whom a plan would create get a namesake at their client, so that the next plan asks about them. */
async function askAbout(count: number): Promise<void> {
  const run = await engine.ended(await engine.client.plans.preflight({ scope: { kind: 'estate' } }));
  const { rows } = await engine.client.plans.rows({ planId: run.planId ?? '', actions: ['create'], limit: count });
  for (const { displayName, clientId, entraObjectId } of rows)
    await world.sandbox.control('psa.addContact', {
      fullName: displayName,
      email: `${entraObjectId}@elsewhere.example`,
      clientId,
    });
}

beforeAll(async () => {
  world = await anApplyWorld(['Harrow']);
  await world.engine.close();
  engine = await attended();
  await askAbout(7);
}, 120_000);

afterAll(async () => {
  await engine.close();
  await world.stop();
});

test('a run with creates waits, and cancelling it in the window writes nothing and leaves its plan appliable', async () => {
  const planId = await approvedPlan(engine);
  const plan = await engine.client.plans.get({ planId });
  expect(plan.oneWay).toMatchObject([{ kind: 'contactCreated', count: plan.counts.create - plan.heldCounts.create }]);
  const before = world.writes();
  const askedAt = Date.now();
  const { runId } = await engine.client.runs.apply({ planId });
  const { run } = await engine.client.runs.get({ runId });
  expect(run).toMatchObject({ status: 'queued', canPause: false, canCancel: true, window: { oneWay: plan.oneWay } });
  expect(run.window?.endsAt).toBeGreaterThanOrEqual(askedAt + windowMs);
  await engine.client.runs.cancel({ runId });
  const cancelled = await engine.ended({ runId });
  expect(cancelled).toMatchObject({ status: 'cancelled', startedAt: null, window: null });
  expect(cancelled.sentence).toBe('Initial sync was taken back before it began; nothing was sent.');
  await pause(afterwardsMs);
  expect(world.writes()).toEqual(before);
  expect(await engine.client.plans.get({ planId })).toMatchObject({ status: 'approved', runId: null, refusal: null });
  expect((await engine.client.engine.overview({})).wizardStep).toBe(4);

  const again = await engine.client.runs.apply({ planId });
  expect(again.runId).not.toBe(runId);
  const applied = await engine.ended(again);
  expect(applied).toMatchObject({ status: 'completed', runType: 'initial' });
  expect(applied.counters.created).toBe(plan.oneWay[0]?.count);
  expect((applied.startedAt ?? 0) - askedAt).toBeGreaterThanOrEqual(windowMs);
  asked = (await engine.client.queue.list({ status: 'open', reason: 'nameOnlyMatch', limit: 500 })).rows;
  expect(asked.length).toBeGreaterThanOrEqual(7);
}, 120_000);

test('“a new contact” is stored at once and sent after the window, once', async () => {
  const before = writtenAt().length;
  const askedAt = Date.now();
  const row = await answerNew();
  expect(row).toMatchObject({ status: 'resolved', push: 'waiting', isOneWay: true });
  expect(row.pushAt).toBeGreaterThanOrEqual(askedAt + windowMs);
  expect((await engine.client.queue.waiting({})).rows.map((one) => one.queueItemId)).toEqual([row.queueItemId]);
  await until(async () => (await rowOf(row.queueItemId)).push === 'done');
  const [sentAt, ...others] = writtenAt().slice(before);
  expect(sentAt).toBeGreaterThanOrEqual(row.pushAt ?? 0);
  expect(others).toEqual([]);
  expect(await rowOf(row.queueItemId)).toMatchObject({ pushAt: null, isOneWay: true });
  expect((await engine.client.queue.waiting({})).rows).toEqual([]);
  expect(createdFor(row)).toBe(1);
}, 60_000);

test('taken back inside the window, nothing is ever created', async () => {
  const before = world.writes().length;
  const row = await answerNew();
  expect(await engine.client.queue.reopen({ queueItemId: row.queueItemId })).toMatchObject({
    status: 'open',
    pushAt: null,
    isOneWay: false,
  });
  await pause(afterwardsMs);
  expect(world.writes()).toHaveLength(before);
  expect(createdFor(row)).toBe(0);
}, 60_000);

test('an engine that dies inside the window pushes once after it is opened again', async () => {
  const before = writtenAt().length;
  await engine.client.engine.saveSettings({ oneWayWindowSeconds: 10 });
  const row = await answerNew();
  await engine.close();
  engine = await attended();
  expect(await rowOf(row.queueItemId)).toMatchObject({ push: 'waiting', pushAt: row.pushAt });
  await engine.client.engine.saveSettings({ oneWayWindowSeconds: 5 });
  await until(async () => (await rowOf(row.queueItemId)).push === 'done');
  await pause(1000);
  expect(createdFor(row)).toBe(1);
  const [sentAt, ...others] = writtenAt().slice(before);
  expect(sentAt).toBeGreaterThanOrEqual(row.pushAt ?? 0);
  expect(others).toEqual([]);
}, 60_000);

test('what undo gives back in full does not wait: a link by answer, and a run without creates', async () => {
  const item = await rowOf(asked.shift()?.queueItemId ?? '');
  const contactId = item.candidates.find((candidate) => candidate.choosable)?.contact.contactId ?? '';
  expect(item.oneWayAnswers.map(({ answer }) => answer)).toEqual(['createNew']);
  const answered = await engine.client.queue.resolve({
    queueItemId: item.queueItemId,
    resolution: { kind: 'linkExisting', contactId },
  });
  expect(answered).toMatchObject({ isOneWay: false, pushAt: null });
  await retitle(world, 'Harrow', 3);
  const planId = await approvedPlan(engine);
  const plan = await engine.client.plans.get({ planId });
  expect(plan).toMatchObject({ oneWay: [], counts: { create: 0 } });
  const started = await engine.client.runs.apply({ planId });
  expect((await engine.client.runs.get({ runId: started.runId })).run.window).toBeNull();
  expect((await engine.ended(started)).counters.updated).toBe(plan.counts.update);
}, 60_000);

test('undoing creates waits too, and can be begun at once by hand', async () => {
  const { rows } = await engine.client.runs.list({ types: ['initial'], limit: 5 });
  const initial = rows.find((run) => run.status === 'completed');
  const before = world.writes().length;
  const started = await engine.client.runs.undo({ runId: initial?.runId ?? '' });
  const { run } = await engine.client.runs.get({ runId: started.runId });
  expect(run.window?.oneWay).toMatchObject([{ kind: 'createUndone', count: initial?.counters.created }]);
  expect(world.writes()).toHaveLength(before);
  await engine.client.runs.resume({ runId: started.runId });
  const undone = await engine.ended(started);
  expect(undone.counters.updated).toBeGreaterThanOrEqual(initial?.counters.created ?? 0);
  expect(undone.startedAt).toBeLessThan(run.window?.endsAt ?? 0);
}, 60_000);

test('nobody waits at a setting of 0 s, nor where nobody sits at a screen', async () => {
  await engine.client.engine.saveSettings({ oneWayWindowSeconds: 0 });
  const row = await answerNew();
  expect(row).toMatchObject({ isOneWay: true, pushAt: null });
  await until(async () => (await rowOf(row.queueItemId)).push === 'done');
  await engine.client.engine.saveSettings({ oneWayWindowSeconds: 30 });
  await engine.close();
  engine = await anEngine({ home: world.engine.home, patience: inAHurry });
  const unattended = await answerNew();
  expect(unattended.pushAt).toBeNull();
  await until(async () => (await rowOf(unattended.queueItemId)).push === 'done');
  expect([createdFor(row), createdFor(unattended)]).toEqual([1, 1]);
}, 60_000);
