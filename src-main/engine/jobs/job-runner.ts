/**
 * Runs jobs: claims, heartbeats, retries, pauses, cancels, and takes up after a crash what another process left. The profile
 * lock makes us the only process of this profile, so every lease that is not ours at start belongs to the dead.
 * A listener or handler that throws can never leave a job claimed.
 */
import type { JobId } from '../../../shared/vocabulary/ids.ts';
import { EngineError, InvariantError, toEngineError } from '../domain/engine-error.ts';
import type { Store } from '../store/open-store.ts';
import type { Job } from '../store/repos/job-row.ts';
import type { RetryNumbers } from './backoff.ts';
import type { JobContext, JobHandler } from './job.ts';
import { guarded, type StopReason, settleJobs } from './settle-job.ts';

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
  /**
   * Aborts what runs and gives it back to the queue; resolves when nothing runs, or after `graceMs`: a handler that does not
   * heed its signal is left behind, and its job is freed at the next start.
   */
  stop(graceMs?: number): Promise<void>;
}

const leaseMs = 60_000;
const heartbeatEveryMs = 15_000;
const longestSleepMs = 60_000;
const stopGraceMs = 10_000;
const afterStoreFailureMs = 5_000;
/** A job that went down with the process this often without getting anywhere is set aside. */
const mostCrashes = 50;

interface Running {
  readonly job: Job;
  readonly abort: AbortController;
  stopReason: StopReason | null;
  gotSomewhere: boolean;
  finished: Promise<void>;
}

export function createJobRunner(options: JobRunnerOptions): JobRunner {
  const { jobs, workerId, now } = options;
  const settle = settleJobs(options);
  const handlers = new Map(options.handlers.map((handler) => [handler.kind, handler]));
  const running = new Map<JobId, Running>();
  const idleWaiters = new Set<() => void>();
  let timer: NodeJS.Timeout | null = null;
  let heart: NodeJS.Timeout | null = null;
  let isStarted = false;

  const leaseOf = (job: Job) => ({ jobId: job.jobId, workerId });

  /** Nothing here may throw: it is called by timers. A store that cannot be asked now is asked again soon. */
  function wake(): void {
    if (!isStarted) return;
    if (timer) clearTimeout(timer);
    timer = null;
    try {
      claimAndSleep();
    } catch {
      timer = setTimeout(wake, afterStoreFailureMs);
    }
  }

  function claimAndSleep(): void {
    // A job that comes due between being passed over and going to sleep must not be slept through.
    const at = now();
    while (running.size < options.atOnce) {
      const job = jobs.claim(workerId, now() + leaseMs);
      if (!job) break;
      begin(job);
    }
    if (running.size === 0) settleIdle();
    // A job that was due and could not be claimed has a busy lane: the end of the job in that lane wakes us.
    const dueAt = jobs.nextRunAt(at);
    if (dueAt !== null) timer = setTimeout(wake, Math.min(Math.max(0, dueAt - now()), longestSleepMs));
  }

  function settleIdle(): void {
    const dueAt = jobs.nextRunAt(-1);
    if (dueAt !== null && dueAt <= now()) return;
    for (const resolve of idleWaiters) resolve();
    idleWaiters.clear();
  }

  function begin(job: Job): void {
    const abort = new AbortController();
    const entry: Running = { job, abort, stopReason: null, gotSomewhere: false, finished: Promise.resolve() };
    running.set(job.jobId, entry);
    entry.finished = runOne(entry).finally(() => {
      running.delete(job.jobId);
      guarded(options.onChanged);
      setImmediate(wake);
    });
    guarded(options.onChanged);
  }

  /** Nothing here may throw: the claim must be released, or be freed by the next heartbeat. */
  async function runOne(entry: Running): Promise<void> {
    const { job } = entry;
    const handler = handlers.get(job.kind);
    try {
      if (!handler) throw new InvariantError(`No handler for job kind ${job.kind}.`);
      const result = await handler.run(job.payload, contextOf(entry));
      settle.succeeded(job, handler, result);
    } catch (thrown) {
      guarded(() => settle.failed({ ...entry, handler }, toEngineError(thrown)));
    }
  }

  function contextOf(entry: Running): JobContext {
    const { job, abort } = entry;
    const finishedSteps = jobs.steps(job.jobId);
    return {
      jobId: job.jobId,
      attempt: job.attempts,
      signal: abort.signal,
      async step(name, work) {
        if (finishedSteps.has(name)) return finishedSteps.get(name) as Awaited<ReturnType<typeof work>>;
        const result = await work();
        const isOurs = jobs.saveStep(leaseOf(job), { name, result: result ?? null });
        if (!isOurs) throw new EngineError('cancelled', 'This work was taken over by another Concord.');
        finishedSteps.set(name, result ?? null);
        entry.gotSomewhere = true;
        return result;
      },
      advanced() {
        entry.gotSomewhere = true;
      },
      progress(state) {
        jobs.setProgress(leaseOf(job), state);
        guarded(options.onChanged);
      },
    };
  }

  /** What runs is told to stop and settles itself; what does not run is settled here. Both are on disk before this returns. */
  function halt(jobId: JobId, reason: 'cancel' | 'pause'): void {
    jobs.together(() => {
      const before = jobs.find(jobId)?.status;
      const after = reason === 'cancel' ? jobs.requestCancel(jobId) : jobs.requestPause(jobId);
      const job = jobs.find(jobId);
      if (job && before !== after) settle.told(job, handlers.get(job.kind));
    });
    const entry = running.get(jobId);
    if (entry) {
      entry.stopReason = reason;
      entry.abort.abort();
    }
    guarded(options.onChanged);
  }

  /** A pause that has not taken effect yet is withdrawn: the job stops as asked, and goes on at once. */
  function resume(jobId: JobId): void {
    const entry = running.get(jobId);
    if (entry?.stopReason === 'pause') entry.stopReason = 'requeue';
    jobs.resume(jobId);
    guarded(options.onChanged);
    wake();
  }

  /** Keeps our leases, and gives back jobs whose end could not be stored (a full disk): they run again, their steps do not. */
  function beat(): void {
    for (const { job } of running.values()) guarded(() => jobs.heartbeat(leaseOf(job), now() + leaseMs));
    guarded(() => {
      if (jobs.letGoAllBut(workerId, [...running.keys()]) > 0) wake();
    });
  }

  return {
    start() {
      jobs.together(() => {
        for (const job of jobs.recover(workerId, mostCrashes)) settle.told(job, handlers.get(job.kind));
      });
      isStarted = true;
      heart = setInterval(beat, heartbeatEveryMs);
      wake();
    },
    wake,
    cancel: (jobId) => halt(jobId, 'cancel'),
    pause: (jobId) => halt(jobId, 'pause'),
    resume,
    whenIdle() {
      return new Promise((resolve) => {
        idleWaiters.add(resolve);
        if (running.size === 0) settleIdle();
      });
    },
    async stop(graceMs = stopGraceMs) {
      isStarted = false;
      if (timer) clearTimeout(timer);
      if (heart) clearInterval(heart);
      for (const entry of running.values()) {
        entry.stopReason ??= 'requeue';
        entry.abort.abort();
      }
      await withinGrace(Promise.all([...running.values()].map((entry) => entry.finished)), graceMs);
    },
  };
}

async function withinGrace(work: Promise<unknown>, graceMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const grace = new Promise((resolve) => {
    timer = setTimeout(resolve, graceMs);
  });
  await Promise.race([work, grace]);
  clearTimeout(timer);
}
