import { afterEach, expect, test } from 'vitest';
import { errorCodes } from '../../../shared/vocabulary/error-codes.ts';
import type { JobId } from '../../../shared/vocabulary/ids.ts';
import { aStore, type TestClock } from '../../../test/builders/stores.ts';
import { EngineError } from '../domain/engine-error.ts';
import type { Store } from '../store/open-store.ts';
import type { NewJob } from '../store/repos/job-repo.ts';
import type { Job } from '../store/repos/job-row.ts';
import { retryDelayMs, serverRetryNumbers, waitsInARow } from './backoff.ts';
import { dispositions } from './dispositions.ts';
import type { JobContext, JobHandler } from './job.ts';
import { createJobRunner, type JobRunner } from './job-runner.ts';

const runners: JobRunner[] = [];

// Leak check: whatever a test did, its runner must come to rest.
afterEach(async () => {
  for (const runner of runners.splice(0)) await runner.stop(2_000);
});

type Work = (context: JobContext, payload: unknown) => Promise<unknown>;

interface Desk {
  readonly store: Store;
  readonly clock: TestClock;
  readonly told: string[];
  runner(work: Work, how?: Partial<JobHandler> & { readonly atOnce?: number; readonly workerId?: string }): JobRunner;
  enqueue(job?: Partial<NewJob>): JobId;
  job(jobId: JobId): Job;
}

/** A store, a clock and runners over them; `told` lists what handlers were told about ends and pauses. */
function aDesk(store?: Store): Desk {
  const clock = { at: 1_000_000 };
  const own = store ?? aStore(clock);
  const told: string[] = [];
  return {
    store: own,
    clock,
    told,
    runner(work, { atOnce = 2, workerId = `worker-${runners.length}`, ...how } = {}) {
      const handler: JobHandler = {
        kind: 'work',
        waitsForConnection: false,
        run: (payload, context) => work(context, payload),
        onEnded: (_payload, { status, error }) => void told.push(`ended ${status} ${error?.code ?? '-'}`),
        onPaused: (_payload, { status, until }) =>
          void told.push(`paused ${status} ${until === null ? '-' : until - clock.at}`),
        ...how,
      };
      const runner = createJobRunner({
        jobs: own.jobs,
        handlers: [handler],
        workerId,
        atOnce,
        retry: serverRetryNumbers,
        now: () => clock.at,
        onChanged: () => {
          throw new Error('a listener that throws must not matter');
        },
      });
      runners.push(runner);
      return runner;
    },
    enqueue: (job) =>
      own.jobs.enqueue({
        kind: 'work',
        dedupeKey: null,
        lane: null,
        payload: {},
        priority: 0,
        runAt: 0,
        maxAttempts: 3,
        ...job,
      }).job.jobId,
    job: (jobId) => own.jobs.find(jobId) as Job,
  };
}

const nothing: Work = () => Promise.resolve(null);

function untilAborted({ signal }: JobContext): Promise<never> {
  return new Promise((_resolve, reject) => {
    const stop = (): void => reject(new EngineError('cancelled', 'Stopped by you.'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop);
  });
}

async function running(desk: Desk, jobId: JobId): Promise<void> {
  while (desk.job(jobId).status !== 'running') await new Promise((resolve) => setImmediate(resolve));
}

test('work is done once, its result kept, and its handler told', async () => {
  const desk = aDesk();
  const jobId = desk.enqueue({ payload: { planId: 'p1' } });
  const runner = desk.runner((_context, payload) => Promise.resolve({ got: payload }));
  runner.start();
  await runner.whenIdle();
  expect(desk.job(jobId)).toMatchObject({
    status: 'done',
    result: { got: { planId: 'p1' } },
    attempts: 1,
    leasedBy: null,
    lastError: null,
  });
  expect(desk.told).toEqual(['ended done -']);
});

test('enqueueing a key again answers the job that is there, until it has ended', async () => {
  const desk = aDesk();
  const first = desk.enqueue({ dedupeKey: 'apply:p1' });
  expect(desk.enqueue({ dedupeKey: 'apply:p1' })).toBe(first);
  const runner = desk.runner(nothing);
  runner.start();
  await runner.whenIdle();
  expect(desk.enqueue({ dedupeKey: 'apply:p1' })).not.toBe(first);
});

test('lower priority numbers run first, then older jobs, and nothing before its time', async () => {
  const desk = aDesk();
  const order: unknown[] = [];
  desk.enqueue({ payload: 'second', priority: 5 });
  desk.enqueue({ payload: 'third', priority: 5 });
  desk.enqueue({ payload: 'first', priority: 1 });
  const later = desk.enqueue({ payload: 'later', priority: 0, runAt: desk.clock.at + 60_000 });
  const runner = desk.runner((_context, payload) => Promise.resolve(void order.push(payload)), { atOnce: 1 });
  runner.start();
  await runner.whenIdle();
  expect(order).toEqual(['first', 'second', 'third']);
  desk.clock.at += 60_000;
  runner.wake();
  await runner.whenIdle();
  expect(desk.job(later).status).toBe('done');
});

test('a failure that may pass is tried three times, 5 s then 10 s apart, and the row says why', async () => {
  const desk = aDesk();
  const jobId = desk.enqueue();
  const runner = desk.runner(() => Promise.reject(new EngineError('psa.serverFailed', 'The PSA answered 500.')));
  runner.start();
  await runner.whenIdle();
  expect(desk.job(jobId)).toMatchObject({
    status: 'queued',
    attempts: 1,
    runAt: desk.clock.at + 5_000,
    lastError: { code: 'psa.serverFailed', attempt: 1 },
  });
  desk.clock.at += 5_000;
  runner.wake();
  await runner.whenIdle();
  expect(desk.job(jobId)).toMatchObject({ attempts: 2, runAt: desk.clock.at + 10_000 });
  desk.clock.at += 10_000;
  runner.wake();
  await runner.whenIdle();
  expect(desk.job(jobId)).toMatchObject({
    status: 'failed',
    attempts: 3,
    lastError: { sentence: 'The PSA answered 500.' },
  });
  expect(desk.told).toEqual(['paused waiting 5000', 'paused waiting 10000', 'ended failed psa.serverFailed']);
});

test('when the other side says when to come back, that time is kept', async () => {
  const desk = aDesk();
  const retryAt = desk.clock.at + 90_000;
  const jobId = desk.enqueue();
  const runner = desk.runner(() => Promise.reject(new EngineError('provider.throttled', 'Wait.', { retryAt })));
  runner.start();
  await runner.whenIdle();
  expect(desk.job(jobId).runAt).toBe(retryAt);
});

test('a job that waits for its connection never runs out of attempts', async () => {
  const desk = aDesk();
  const jobId = desk.enqueue({ maxAttempts: 1 });
  let isAway = true;
  const runner = desk.runner(
    () => (isAway ? Promise.reject(new EngineError('psa.unreachable', 'Away.')) : Promise.resolve('pushed')),
    {
      waitsForConnection: true,
    },
  );
  runner.start();
  const delays: number[] = [];
  for (let round = 0; round < 7; round += 1) {
    await runner.whenIdle();
    delays.push(desk.job(jobId).runAt - desk.clock.at);
    desk.clock.at = desk.job(jobId).runAt;
    runner.wake();
  }
  expect(delays).toEqual([5_000, 10_000, 20_000, 40_000, 80_000, 120_000, 120_000]);
  await runner.whenIdle();
  isAway = false;
  desk.clock.at = desk.job(jobId).runAt;
  runner.wake();
  await runner.whenIdle();
  expect(desk.job(jobId)).toMatchObject({ status: 'done', result: 'pushed', attempts: 1 });
});

test.each([
  ['psa.keyRejected', 'failed'],
  ['job.payloadInvalid', 'dead'],
  ['internal.invariant', 'dead'],
  ['cancelled', 'cancelled'],
] as const)('%s ends a job as %s at once', async (code, status) => {
  const desk = aDesk();
  const jobId = desk.enqueue();
  const runner = desk.runner(() => Promise.reject(new EngineError(code, 'Because.')));
  runner.start();
  await runner.whenIdle();
  expect(desk.job(jobId)).toMatchObject({ status, attempts: 1 });
});

test('a foreign error is our own mistake, and an unknown kind too: the row is kept as dead', async () => {
  const desk = aDesk();
  const ids = [desk.enqueue(), desk.enqueue({ kind: 'from an older version' })];
  const runner = desk.runner(() => Promise.reject(new TypeError('undefined is not a function')));
  runner.start();
  await runner.whenIdle();
  expect(ids.map((id) => desk.job(id).status)).toEqual(['dead', 'dead']);
});

test("every error code has a disposition, and the delays are the server's", () => {
  expect(Object.keys(dispositions).sort()).toEqual([...errorCodes].sort());
  expect([1, 2, 3, 4, 5, 6, 7].map((failures) => retryDelayMs(failures, serverRetryNumbers))).toEqual([
    5_000, 10_000, 20_000, 40_000, 80_000, 120_000, 120_000,
  ]);
});

test.each([
  ['the first wait', { before: 0, gotSomewhere: false, count: 1 }],
  ['another one without getting anywhere', { before: 3, gotSomewhere: false, count: 4 }],
  ['after work was finished, however often it waited before', { before: 7, gotSomewhere: true, count: 1 }],
])('waits are counted while nothing is finished: %s', (_what, { before, gotSomewhere, count }) => {
  expect(waitsInARow(before, gotSomewhere)).toBe(count);
});

test('a long job that meets many short outages waits shortly each time, and longer only while it gets nowhere', async () => {
  const desk = aDesk();
  const jobId = desk.enqueue({});
  const getsOn = [false, false, true, false];
  const waited: number[] = [];
  let attempt = 0;
  const runner = desk.runner(
    (context) => {
      if (attempt === getsOn.length) return Promise.resolve(null);
      if (getsOn[attempt]) context.advanced();
      attempt += 1;
      return Promise.reject(new EngineError('psa.unreachable', 'Away.'));
    },
    { waitsForConnection: true },
  );
  runner.start();
  for (const _outage of getsOn) {
    await runner.whenIdle();
    const { runAt } = desk.job(jobId);
    waited.push(runAt - desk.clock.at);
    desk.clock.at = runAt;
    runner.wake();
  }
  await runner.whenIdle();
  expect(waited).toEqual([5000, 10_000, 5000, 10_000]);
  expect(desk.job(jobId)).toMatchObject({ status: 'done', attempts: 1 });
});

test.each([0, 1, 2, 3, 4, 5, 6, 7, 8])(
  'a job that comes due %i readings of the clock from now is not slept through',
  async (ahead) => {
    const desk = aDesk();
    let at = 2_000_000;
    Object.defineProperty(desk.clock, 'at', { get: () => at++ });
    const runner = desk.runner(nothing);
    const jobId = desk.enqueue({ runAt: at + ahead });
    runner.start();
    for (let waits = 0; desk.job(jobId).status !== 'done' && waits < 200; waits += 1)
      await new Promise((resolve) => setTimeout(resolve, 5));
    expect(desk.job(jobId).status).toBe('done');
  },
);

test('two jobs of one lane never run together, other lanes go on', async () => {
  const desk = aDesk();
  const inside = new Map<unknown, number>();
  let most = 0;
  let mostAtAll = 0;
  const work: Work = async (_context, lane) => {
    inside.set(lane, (inside.get(lane) ?? 0) + 1);
    most = Math.max(most, inside.get(lane) ?? 0);
    mostAtAll = Math.max(
      mostAtAll,
      [...inside.values()].reduce((sum, n) => sum + n, 0),
    );
    await new Promise((resolve) => setTimeout(resolve, 2));
    inside.set(lane, (inside.get(lane) ?? 0) - 1);
  };
  for (let i = 0; i < 12; i += 1) desk.enqueue({ lane: `client:${i % 3}`, payload: `client:${i % 3}` });
  const runner = desk.runner(work, { atOnce: 6 });
  runner.start();
  await runner.whenIdle();
  expect(most).toBe(1);
  expect(mostAtAll).toBeGreaterThan(1);
  expect(desk.store.jobs.counts()).toEqual({ done: 12 });
});

test('a queued job is cancelled at once and never starts', async () => {
  const desk = aDesk();
  const jobId = desk.enqueue({ runAt: desk.clock.at + 1 });
  const runner = desk.runner(() => Promise.reject(new Error('must not run')));
  runner.start();
  runner.cancel(jobId);
  desk.clock.at += 10;
  runner.wake();
  await runner.whenIdle();
  expect(desk.job(jobId)).toMatchObject({ status: 'cancelled', attempts: 0, finishedAt: 1_000_000 });
  expect(desk.told).toEqual(['ended cancelled -']);
  runner.cancel(jobId);
  expect(desk.told).toHaveLength(1);
});

test('a running job is told to stop, and ends as cancelled', async () => {
  const desk = aDesk();
  const jobId = desk.enqueue();
  const runner = desk.runner(untilAborted);
  runner.start();
  await running(desk, jobId);
  runner.cancel(jobId);
  await runner.whenIdle();
  expect(desk.job(jobId).status).toBe('cancelled');
});

test('a paused job keeps its finished steps, uses up no attempt, and goes on when resumed', async () => {
  const desk = aDesk();
  const jobId = desk.enqueue();
  const ran: string[] = [];
  let isFirst = true;
  const runner = desk.runner(async (context) => {
    await context.step('one', () => Promise.resolve(void ran.push('one')));
    if (isFirst) {
      isFirst = false;
      await untilAborted(context);
    }
    await context.step('two', () => Promise.resolve(void ran.push('two')));
  });
  runner.start();
  await running(desk, jobId);
  while (ran.length === 0) await new Promise((resolve) => setImmediate(resolve));
  runner.pause(jobId);
  await runner.whenIdle();
  expect(desk.job(jobId)).toMatchObject({ status: 'paused', attempts: 0 });
  runner.resume(jobId);
  await runner.whenIdle();
  expect(desk.job(jobId)).toMatchObject({ status: 'done', attempts: 1 });
  expect(ran).toEqual(['one', 'two']);
  expect(desk.told).toEqual(['paused paused -', 'ended done -']);
});

test('a pause that is withdrawn before it took effect does not leave the job paused', async () => {
  const desk = aDesk();
  const jobId = desk.enqueue();
  let isFirst = true;
  const runner = desk.runner((context) => {
    if (!isFirst) return Promise.resolve(null);
    isFirst = false;
    return untilAborted(context);
  });
  runner.start();
  await running(desk, jobId);
  runner.pause(jobId);
  runner.resume(jobId);
  await runner.whenIdle();
  expect(desk.job(jobId).status).toBe('done');
});

test('stopping gives running work back to the queue without using up an attempt', async () => {
  const desk = aDesk();
  const jobId = desk.enqueue();
  const first = desk.runner(untilAborted);
  first.start();
  await running(desk, jobId);
  await first.stop();
  expect(desk.job(jobId)).toMatchObject({ status: 'queued', attempts: 0, leasedBy: null });
  expect(desk.told).toEqual([]);
});

test('stopping does not wait for ever for a handler that does not heed its signal', async () => {
  const desk = aDesk();
  const jobId = desk.enqueue();
  let letGo: (() => void) | undefined;
  const runner = desk.runner(
    () =>
      new Promise<void>((resolve) => {
        letGo = resolve;
      }),
  );
  runner.start();
  await running(desk, jobId);
  await runner.stop(20);
  expect(desk.job(jobId).status).toBe('running');
  letGo?.();
});

test('progress and steps are on the row', async () => {
  const desk = aDesk();
  const jobId = desk.enqueue();
  const runner = desk.runner(async ({ step, progress }) => {
    progress({ done: 1, of: 2 });
    return step('read', () => Promise.resolve({ users: 12 }));
  });
  runner.start();
  await runner.whenIdle();
  expect(desk.job(jobId)).toMatchObject({ progress: { done: 1, of: 2 }, result: { users: 12 } });
  expect(desk.store.jobs.steps(jobId)).toEqual(new Map([['read', { users: 12 }]]));
});

test('a handler whose own notes fail cannot leave its job claimed', async () => {
  const desk = aDesk();
  const jobId = desk.enqueue();
  const runner = desk.runner(nothing, {
    onEnded: () => {
      throw new Error('the notes are full');
    },
  });
  runner.start();
  await runner.whenIdle();
  expect(desk.job(jobId).status).toBe('done');
});

test('what a handler stores about the end is stored with the end, or not at all', async () => {
  const desk = aDesk();
  desk.enqueue();
  const statuses: unknown[] = [];
  const runner = desk.runner(nothing, {
    onEnded: () => {
      desk.store.settings.set('ended', true);
      statuses.push(desk.store.jobs.counts());
    },
  });
  runner.start();
  await runner.whenIdle();
  expect(statuses).toEqual([{ done: 1 }]);
  expect(desk.store.settings.get('ended')).toBe(true);
});
