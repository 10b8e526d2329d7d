import { afterEach, expect, test } from 'vitest';
import type { JobId } from '../../../shared/vocabulary/ids.ts';
import { aProfileHome, aStoreIn, type TestClock } from '../../../test/builders/stores.ts';
import type { Store } from '../store/open-store.ts';
import { serverRetryNumbers } from './backoff.ts';
import type { JobContext, JobHandler } from './job.ts';
import { createJobRunner, type JobRunner } from './job-runner.ts';

// A crash is a runner that is never heard of again: its store is closed under it, and its promises never settle.

const clock: TestClock = { at: 1_000_000 };
const never = new Promise<never>(() => undefined);
const alive: JobRunner[] = [];

afterEach(async () => {
  for (const runner of alive.splice(0)) await runner.stop(50);
});

function aRunner(store: Store, workerId: string, handler: Partial<JobHandler> & { run: JobHandler['run'] }): JobRunner {
  const runner = createJobRunner({
    jobs: store.jobs,
    handlers: [{ kind: 'work', waitsForConnection: false, ...handler }],
    workerId,
    atOnce: 4,
    retry: serverRetryNumbers,
    now: () => clock.at,
    onChanged: () => undefined,
  });
  alive.push(runner);
  return runner;
}

function enqueue(store: Store, lane: string | null = null): JobId {
  const job = { kind: 'work', dedupeKey: 'the work', lane, payload: {}, priority: 0, runAt: 0, maxAttempts: 3 };
  return store.jobs.enqueue(job).job.jobId;
}

/** Starts a runner and "kills the process" once `isReached` says so. */
async function runUntil(home: string, isReached: () => boolean, run: JobHandler['run']): Promise<void> {
  const store = aStoreIn(home, clock);
  aRunner(store, `worker of ${Math.random()}`, { run }).start();
  while (!isReached()) await new Promise((resolve) => setImmediate(resolve));
  store.close();
}

test('killed at any step, the work goes on after the last finished one, and no finished step runs twice', async () => {
  const steps = ['read', 'plan', 'write 1', 'write 2', 'write 3', 'report'];
  for (let diesIn = 0; diesIn < steps.length; diesIn += 1) {
    const home = aProfileHome();
    const setUp = aStoreIn(home, clock);
    const jobId = enqueue(setUp, 'client:1');
    setUp.close();
    const ran: string[] = [];
    let deaths = 0;
    const work = async ({ step }: JobContext): Promise<string[]> => {
      const results: string[] = [];
      for (const [index, name] of steps.entries()) {
        if (index === diesIn && deaths === 0) {
          deaths = 1;
          await never;
        }
        results.push(await step(name, () => Promise.resolve(`${name} ${ran.push(name)}`)));
      }
      return results;
    };
    await runUntil(
      home,
      () => deaths === 1,
      (_payload, context) => work(context),
    );
    const store = aStoreIn(home, clock);
    expect(store.jobs.find(jobId)?.status).toBe('running');
    const runner = aRunner(store, 'the next process', { run: (_payload, context) => work(context) });
    runner.start();
    await runner.whenIdle();
    expect(ran).toEqual(steps);
    expect(store.jobs.find(jobId)).toMatchObject({
      status: 'done',
      attempts: 1,
      result: steps.map((name, index) => `${name} ${index + 1}`),
    });
    store.close();
  }
});

test('a hundred crashes in a row use up no attempt as long as the work gets somewhere', async () => {
  const home = aProfileHome();
  const setUp = aStoreIn(home, clock);
  const jobId = enqueue(setUp);
  setUp.close();
  const ran: number[] = [];
  for (let crash = 0; crash < 100; crash += 1) {
    let isReached = false;
    await runUntil(
      home,
      () => isReached,
      async (_payload, { step }) => {
        for (let i = 0; i <= crash; i += 1) await step(`step ${i}`, () => Promise.resolve(ran.push(i)));
        isReached = true;
        return never;
      },
    );
  }
  const store = aStoreIn(home, clock);
  const runner = aRunner(store, 'the last process', { run: () => Promise.resolve('finished') });
  runner.start();
  await runner.whenIdle();
  expect(store.jobs.find(jobId)).toMatchObject({ status: 'done', attempts: 1, result: 'finished' });
  expect(ran).toEqual(Array.from({ length: 100 }, (_, i) => i));
  store.close();
});

test('work that takes the process down again and again without getting anywhere is set aside, and said so', () => {
  const home = aProfileHome();
  const store = aStoreIn(home, clock);
  const jobId = enqueue(store);
  const ended: string[] = [];
  let crashes = 0;
  while (store.jobs.find(jobId)?.status !== 'dead' && crashes < 200) {
    store.jobs.claim(`process ${crashes}`, clock.at + 60_000);
    const next = aRunner(store, `process ${crashes + 1}`, {
      run: () => never,
      onEnded: (_payload, { status }) => void ended.push(status),
    });
    for (const job of store.jobs.recover(`process ${crashes + 1}`, 50)) if (job.status === 'dead') next.start();
    crashes += 1;
  }
  expect(crashes).toBe(51);
  expect(store.jobs.find(jobId)).toMatchObject({ status: 'dead', lastError: { code: 'internal.invariant' } });
  expect(store.jobs.retryFinished(jobId)).toBe(true);
  expect(store.jobs.find(jobId)).toMatchObject({ status: 'queued', attempts: 0, recoveries: 0 });
});

test.each([
  ['cancel', 'cancelled'],
  ['pause', 'paused'],
] as const)('a %s that was asked for before the crash is honoured after it', async (asked, status) => {
  const home = aProfileHome();
  const setUp = aStoreIn(home, clock);
  const jobId = enqueue(setUp);
  setUp.close();
  const store = aStoreIn(home, clock);
  let isRunning = false;
  const dying = aRunner(store, 'the first process', {
    run: () => {
      isRunning = true;
      return never;
    },
  });
  dying.start();
  while (!isRunning) await new Promise((resolve) => setImmediate(resolve));
  if (asked === 'cancel') dying.cancel(jobId);
  else dying.pause(jobId);
  store.close();
  const after = aStoreIn(home, clock);
  const told: string[] = [];
  const runner = aRunner(after, 'the next process', {
    run: () => Promise.reject(new Error('must not run')),
    onEnded: (_payload, end) => void told.push(end.status),
    onPaused: (_payload, pause) => void told.push(pause.status),
  });
  runner.start();
  await runner.whenIdle();
  expect(after.jobs.find(jobId)?.status).toBe(status);
  expect(told).toEqual([status]);
  after.close();
});

test('a worker that lost its job can neither finish it, nor add a step, nor move its progress', () => {
  const store = aStoreIn(aProfileHome(), clock);
  const jobId = enqueue(store);
  store.jobs.claim('slow', clock.at + 10);
  clock.at += 11;
  expect(store.jobs.recover('quick', 50)).toHaveLength(1);
  expect(store.jobs.claim('quick', clock.at + 60_000)?.jobId).toBe(jobId);
  const lost = { jobId, workerId: 'slow' };
  expect(store.jobs.saveStep(lost, { name: 'late', result: null })).toBe(false);
  expect(store.jobs.setProgress(lost, 'late')).toBe(false);
  expect(store.jobs.heartbeat(lost, clock.at + 99)).toBeNull();
  expect(store.jobs.finish(lost, { status: 'done', result: 'late', error: null })).toBe(false);
  expect(store.jobs.find(jobId)).toMatchObject({ status: 'running', leasedBy: 'quick', progress: null });
  expect(store.jobs.steps(jobId).size).toBe(0);
});

test('a job whose end could not be stored is given back by the next heartbeat', () => {
  const store = aStoreIn(aProfileHome(), clock);
  const lost = enqueue(store);
  store.jobs.claim('me', clock.at + 60_000);
  expect(store.jobs.letGoAllBut('me', [lost])).toBe(0);
  expect(store.jobs.letGoAllBut('me', [])).toBe(1);
  expect(store.jobs.find(lost)).toMatchObject({ status: 'queued', attempts: 0 });
});

test('finished jobs stay until they are pruned by age, and can be listed', () => {
  const store = aStoreIn(aProfileHome(), clock);
  const jobId = enqueue(store);
  store.jobs.claim('me', clock.at + 60_000);
  store.jobs.finish({ jobId, workerId: 'me' }, { status: 'done', result: null, error: null });
  expect(
    store.jobs.page({ status: 'done', kind: 'work' }, { offset: 0, limit: 5 }).rows.map((job) => job.jobId),
  ).toEqual([jobId]);
  expect(store.jobs.prune(clock.at)).toBe(0);
  expect(store.jobs.prune(clock.at + 1)).toBe(1);
  expect(store.jobs.findUnfinishedByKey('the work')).toBeNull();
});
