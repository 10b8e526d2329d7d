/**
 * Runs jobs: claims, heartbeats, retries, pauses, cancels, and takes up after a crash what another process left. The profile
 * lock makes us the only process of this profile, so every lease that is not ours at start belongs to the dead.
 * A listener or handler that throws can never leave a job claimed.
 */
import type { JobId } from '../../../shared/vocabulary/ids.ts';
import { type EngineError, InvariantError, toEngineError } from '../domain/engine-error.ts';
import type { Store } from '../store/open-store.ts';
import type { Job, JobError } from '../store/repos/job-row.ts';
import { dispositions, type RetryNumbers, retryDelayMs } from './dispositions.ts';
import type { JobContext, JobEnd, JobHandler, JobPause } from './job.ts';

export interface JobRunnerOptions {
  readonly jobs: Store['jobs'];
  readonly handlers: readonly JobHandler[];
  readonly workerId: string;
  readonly atOnce: number;
  readonly retry: RetryNumbers;
  now(): number;
  /** Told after each change of a job's row; whatever it throws is swallowed. */
  onChanged(): void;
}

export interface JobRunner {
  start(): void;
  /** Looks for claimable work now: call after enqueueing. */
  wake(): void;
  cancel(jobId: JobId): void;
  pause(jobId: JobId): void;
  resume(jobId: JobId): void;
  /** Resolves when nothing runs and nothing is due. */
  whenIdle(): Promise<void>;
  /** Aborts what runs and gives it back to the queue; resolves when nothing runs. */
  stop(): Promise<void>;
}

const leaseMs = 60_000;
const heartbeatEveryMs = 15_000;
const longestSleepMs = 60_000;

interface Running {
  readonly job: Job;
  readonly abort: AbortController;
  stopReason: 'cancel' | 'pause' | 'shutdown' | null;
  readonly finished: Promise<void>;
}

export function createJobRunner(options: JobRunnerOptions): JobRunner {
  const { jobs, workerId, now } = options;
  const handlers = new Map(options.handlers.map((handler) => [handler.kind, handler]));
  const running = new Map<JobId, Running>();
  /** How often a job waited in a row, for the backoff: waiting uses up no attempt. */
  const waits = new Map<JobId, number>();
  const idleWaiters = new Set<() => void>();
  let timer: NodeJS.Timeout | null = null;
  let heart: NodeJS.Timeout | null = null;
  let isStarted = false;

  const leaseOf = (job: Job) => ({ jobId: job.jobId, workerId });

  function wake(): void {
    if (!isStarted) return;
    if (timer) clearTimeout(timer);
    timer = null;
    while (running.size < options.atOnce) {
      const job = jobs.claim(workerId, now() + leaseMs);
      if (!job) break;
      begin(job);
    }
    if (running.size === 0) settleIdle();
    const dueAt = jobs.nextRunAt();
    // A due job that could not be claimed has a busy lane: the end of the job in that lane wakes us.
    if (dueAt !== null && dueAt > now()) timer = setTimeout(wake, Math.min(dueAt - now(), longestSleepMs));
  }

  function settleIdle(): void {
    const dueAt = jobs.nextRunAt();
    if (dueAt !== null && dueAt <= now()) return;
    for (const resolve of idleWaiters) resolve();
    idleWaiters.clear();
  }

  function begin(job: Job): void {
    const abort = new AbortController();
    const entry: { job: Job; abort: AbortController; stopReason: Running['stopReason']; finished: Promise<void> } = {
      job,
      abort,
      stopReason: null,
      finished: Promise.resolve(),
    };
    running.set(job.jobId, entry);
    entry.finished = runOne(entry).finally(() => {
      running.delete(job.jobId);
      guarded(options.onChanged);
      setImmediate(wake);
    });
    guarded(options.onChanged);
  }

  /** Nothing here may throw: the claim must be released, or be freed at the next start. */
  async function runOne(entry: Running): Promise<void> {
    const { job, abort } = entry;
    const handler = handlers.get(job.kind);
    try {
      if (!handler) throw new InvariantError(`No handler for job kind ${job.kind}.`);
      const result = await handler.run(job.payload, contextOf(job, abort.signal));
      jobs.finish(leaseOf(job), { status: 'done', result: result ?? null, error: null });
      waits.delete(job.jobId);
      tellEnd(handler, job, { status: 'done', error: null });
    } catch (thrown) {
      guarded(() => afterFailure(entry, handler, toEngineError(thrown)));
    }
  }

  function contextOf(job: Job, signal: AbortSignal): JobContext {
    const finishedSteps = jobs.steps(job.jobId);
    return {
      jobId: job.jobId,
      attempt: job.attempts,
      signal,
      async step(name, work) {
        if (finishedSteps.has(name)) return finishedSteps.get(name) as Awaited<ReturnType<typeof work>>;
        const result = await work();
        jobs.saveStep(leaseOf(job), { name, result: result ?? null });
        return result;
      },
      progress(state) {
        jobs.setProgress(leaseOf(job), state);
        guarded(options.onChanged);
      },
    };
  }

  function afterFailure(entry: Running, handler: JobHandler | undefined, error: EngineError): void {
    const { job, stopReason } = entry;
    if (stopReason === 'shutdown') return void jobs.release(leaseOf(job), 'queued', now());
    if (stopReason !== 'pause') return settleFailure(entry, handler, error);
    jobs.release(leaseOf(job), 'paused', now());
    tellPause(handler, job, { status: 'paused', error: null, until: null });
  }

  function settleFailure({ job, stopReason }: Running, handler: JobHandler | undefined, error: EngineError): void {
    const failure: JobError = { code: error.code, sentence: error.message, at: now(), attempt: job.attempts };
    const verdict = stopReason === 'cancel' ? 'quiet' : dispositions[error.code];
    if (verdict === 'wait' && handler?.waitsForConnection) return waitThenRetry(handler, job, { error, failure });
    if ((verdict === 'wait' || verdict === 'retry') && job.attempts < job.maxAttempts) {
      const until = Math.max(now() + retryDelayMs(job.attempts, options.retry), error.retryAt ?? 0);
      jobs.retry(leaseOf(job), until, failure);
      return tellPause(handler, job, { status: 'waiting', error: failure, until });
    }
    const status = verdict === 'quiet' ? 'cancelled' : verdict === 'dead' ? 'dead' : 'failed';
    jobs.finish(leaseOf(job), { status, result: null, error: failure });
    tellEnd(handler, job, { status, error: failure });
  }

  function waitThenRetry(
    handler: JobHandler,
    job: Job,
    { error, failure }: { readonly error: EngineError; readonly failure: JobError },
  ): void {
    const count = (waits.get(job.jobId) ?? 0) + 1;
    waits.set(job.jobId, count);
    const until = Math.max(now() + retryDelayMs(count, options.retry), error.retryAt ?? 0);
    jobs.release(leaseOf(job), 'waiting', until);
    tellPause(handler, job, { status: 'waiting', error: failure, until });
  }

  function tellEnd(handler: JobHandler | undefined, job: Job, end: JobEnd): void {
    guarded(() => handler?.onEnded?.(job.payload, end));
  }

  function tellPause(handler: JobHandler | undefined, job: Job, pause: JobPause): void {
    guarded(() => handler?.onPaused?.(job.payload, pause));
  }

  /** What runs is aborted, and settles in `afterFailure`; what waits is settled here. */
  function halt(jobId: JobId, reason: 'cancel' | 'pause'): void {
    const entry = running.get(jobId);
    if (entry) {
      entry.stopReason = reason;
      entry.abort.abort();
      return;
    }
    const job = jobs.find(jobId);
    const status = reason === 'cancel' ? jobs.requestCancel(jobId) : jobs.requestPause(jobId);
    const handler = job ? handlers.get(job.kind) : undefined;
    if (job && status === 'cancelled') tellEnd(handler, job, { status, error: null });
    if (job && status === 'paused') tellPause(handler, job, { status, error: null, until: null });
    guarded(options.onChanged);
  }

  return {
    start() {
      for (const job of jobs.recover(workerId))
        if (job.status === 'cancelled') tellEnd(handlers.get(job.kind), job, { status: 'cancelled', error: null });
      isStarted = true;
      heart = setInterval(
        () => guarded(() => [...running.values()].map(({ job }) => jobs.heartbeat(leaseOf(job), now() + leaseMs))),
        heartbeatEveryMs,
      );
      wake();
    },
    wake,
    cancel: (jobId) => halt(jobId, 'cancel'),
    pause: (jobId) => halt(jobId, 'pause'),
    resume(jobId) {
      jobs.resume(jobId);
      guarded(options.onChanged);
      wake();
    },
    whenIdle() {
      return new Promise((resolve) => {
        idleWaiters.add(resolve);
        if (running.size === 0) settleIdle();
      });
    },
    async stop() {
      isStarted = false;
      if (timer) clearTimeout(timer);
      if (heart) clearInterval(heart);
      for (const entry of running.values()) {
        entry.stopReason ??= 'shutdown';
        entry.abort.abort();
      }
      await Promise.all([...running.values()].map((entry) => entry.finished));
    },
  };
}

/** Runs a callback that must not disturb the queue. */
function guarded(work: () => unknown): void {
  try {
    work();
  } catch {
    // The callback's owner records its own failures; the queue's rows are already right, or are freed at the next start.
  }
}
