/**
 * Runs jobs: claims, heartbeats, retries, pauses, cancels, and takes up after a crash what another process left. The profile
 * lock makes us the only process of this profile, so every lease that is not ours at start belongs to the dead.
 * A listener or handler that throws can never leave a job claimed.
 */
import { type EngineError, toEngineError } from '../domain/engine-error.ts';
import type { JobRepo } from '../store/repos/job-repo.ts';
import { dispositions, type RetryNumbers, retryDelayMs } from './dispositions.ts';
import type { Job, JobContext, JobError, JobHandler } from './job.ts';

export interface JobRunnerOptions {
  readonly jobs: JobRepo;
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
  cancel(jobId: Job['jobId']): void;
  pause(jobId: Job['jobId']): void;
  resume(jobId: Job['jobId']): void;
  /** Resolves when nothing runs and nothing is due. */
  whenIdle(): Promise<void>;
  /** Aborts what runs and gives it back to the queue; resolves when nothing runs. */
  stop(): Promise<void>;
}

const leaseMs = 60_000;
const heartbeatEveryMs = 15_000;

type StopReason = 'cancel' | 'pause' | 'shutdown';

interface Running {
  readonly job: Job;
  readonly abort: AbortController;
  stopReason: StopReason | null;
  readonly finished: Promise<void>;
}

export function createJobRunner(options: JobRunnerOptions): JobRunner {
  const { jobs, workerId, now } = options;
  const handlers = new Map(options.handlers.map((handler) => [handler.kind, handler]));
  const running = new Map<string, Running>();
  const idleWaiters = new Set<() => void>();
  let timer: NodeJS.Timeout | null = null;
  let heart: NodeJS.Timeout | null = null;
  let isStarted = false;

  function changed(): void {
    try {
      options.onChanged();
    } catch {
      // A listener's mistake must not disturb the queue; listeners log their own failures.
    }
  }

  function wake(): void {
    if (!isStarted) return;
    if (timer) clearTimeout(timer);
    timer = null;
    while (running.size < options.atOnce) {
      const job = jobs.claim({ workerId, now: now(), leaseUntil: now() + leaseMs });
      if (!job) break;
      begin(job);
    }
    if (running.size === 0) settleIdle();
    const dueAt = jobs.nextDueAt();
    if (dueAt !== null && running.size < options.atOnce) timer = setTimeout(wake, Math.min(Math.max(dueAt - now(), 20), 60_000));
  }

  function settleIdle(): void {
    const dueAt = jobs.nextDueAt();
    if (dueAt !== null && dueAt <= now()) return;
    for (const resolve of idleWaiters) resolve();
    idleWaiters.clear();
  }

  function begin(job: Job): void {
    const abort = new AbortController();
    const entry: Running = { job, abort, stopReason: null, finished: Promise.resolve() };
    const finished = runOne(entry).finally(() => {
      running.delete(job.jobId);
      changed();
      setImmediate(wake);
    });
    running.set(job.jobId, Object.assign(entry, { finished }));
    changed();
  }

  /** Nothing here may throw: the claim must be released, or handed to the next start by the lease. */
  async function runOne(entry: Running): Promise<void> {
    const { job, abort } = entry;
    const handler = handlers.get(job.kind);
    try {
      if (!handler) throw toEngineError(new Error(`No handler for job kind ${job.kind}.`));
      const result = await handler.run(job.payload, contextOf(job, abort.signal));
      jobs.finish({ jobId: job.jobId, workerId, status: 'done', result: result ?? null, error: null, at: now() });
      tellEnd(handler, job, { status: 'done', error: null });
    } catch (thrown) {
      afterFailure(entry, handler, toEngineError(thrown));
    }
  }

  function contextOf(job: Job, signal: AbortSignal): JobContext {
    return {
      jobId: job.jobId,
      attempt: job.attempts + 1,
      signal,
      async step(name, work) {
        const known = jobs.findStep(job.jobId, name);
        if (known) return known.result as Awaited<ReturnType<typeof work>>;
        const result = await work();
        jobs.recordStep({ jobId: job.jobId, name, result: result ?? null, attempt: job.attempts + 1, at: now() });
        return result;
      },
      progress(state) {
        jobs.recordProgress({ jobId: job.jobId, workerId, progress: state });
        changed();
      },
    };
  }

  function afterFailure({ job, stopReason }: Running, handler: JobHandler | undefined, error: EngineError): void {
    const { jobId } = job;
    const { attempts } = job;
    if (stopReason === 'shutdown') return jobs.release({ jobId, workerId, status: 'queued', runAt: now(), attempts, error: null });
    if (stopReason === 'pause') {
      jobs.release({ jobId, workerId, status: 'paused', runAt: now(), attempts, error: null });
      return tellPause(handler, job, { status: 'paused', error: null, until: null });
    }
    const failure: JobError = { code: error.code, sentence: error.message, at: now() };
    const verdict = stopReason === 'cancel' ? 'quiet' : dispositions[error.code];
    const failures = job.attempts + 1;
    const waits = verdict === 'wait' && (handler?.waitsForConnection ?? false);
    if (waits || ((verdict === 'wait' || verdict === 'retry') && failures < job.maxAttempts)) {
      const until = Math.max(now() + retryDelayMs(failures, options.retry), error.retryAt ?? 0);
      jobs.release({ jobId, workerId, status: 'waiting', runAt: until, attempts: failures, error: failure });
      return tellPause(handler, job, { status: 'waiting', error: failure, until });
    }
    const status = verdict === 'quiet' ? 'cancelled' : verdict === 'dead' ? 'dead' : 'failed';
    jobs.finish({ jobId, workerId, status, result: null, error: failure, at: now() });
    tellEnd(handler, job, { status, error: failure });
  }

  function tellEnd(handler: JobHandler | undefined, job: Job, end: { status: 'done' | 'failed' | 'dead' | 'cancelled'; error: JobError | null }): void {
    guarded(() => handler?.onEnded?.(job.payload, end));
  }

  function tellPause(handler: JobHandler | undefined, job: Job, pause: { status: 'waiting' | 'paused'; error: JobError | null; until: number | null }): void {
    guarded(() => handler?.onPaused?.(job.payload, pause));
  }

  function halt(jobId: Job['jobId'], reason: 'cancel' | 'pause'): void {
    const entry = running.get(jobId);
    if (entry) {
      entry.stopReason = reason;
      entry.abort.abort();
      return;
    }
    const job = jobs.find(jobId);
    if (!job || !['queued', 'waiting', 'paused'].includes(job.status)) return;
    const handler = handlers.get(job.kind);
    if (reason === 'pause') {
      jobs.move(jobId, 'paused', now());
      tellPause(handler, job, { status: 'paused', error: null, until: null });
    } else {
      jobs.cancelWaiting(jobId, now());
      tellEnd(handler, job, { status: 'cancelled', error: null });
    }
    changed();
  }

  return {
    start() {
      jobs.takeOver({ workerId, now: now() });
      isStarted = true;
      heart = setInterval(() => guarded(() => jobs.heartbeat({ workerId, now: now(), leaseUntil: now() + leaseMs })), heartbeatEveryMs);
      wake();
    },
    wake,
    cancel: (jobId) => halt(jobId, 'cancel'),
    pause: (jobId) => halt(jobId, 'pause'),
    resume(jobId) {
      jobs.move(jobId, 'queued', now());
      changed();
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
function guarded(work: () => void): void {
  try {
    work();
  } catch {
    // The callback's owner records its own failures; the queue's rows are already right.
  }
}
