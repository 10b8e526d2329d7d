/**
 * What follows when a handler returns or throws: the job's row and what its handler stores about the end change together, in
 * one transaction, so that a crash in between cannot leave a run that goes on for ever. A worker that lost its lease changes
 * nothing. Whatever a handler's own notes throw is swallowed: the queue's row must be right first.
 */
import type { JobId } from '../../../shared/vocabulary/ids.ts';
import { assertNever } from '../../../shared/vocabulary/states.ts';
import type { EngineError } from '../domain/engine-error.ts';
import type { Store } from '../store/open-store.ts';
import type { Job, JobError } from '../store/repos/job-row.ts';
import { type RetryNumbers, retryDelayMs, waitsInARow } from './backoff.ts';
import { dispositions } from './dispositions.ts';
import type { JobEnd, JobHandler, JobPause } from './job.ts';

/** Why a running job was aborted; `requeue`: it goes on later, at a shutdown or after a withdrawn pause. */
export type StopReason = 'cancel' | 'pause' | 'requeue';

export interface Settling {
  readonly jobs: Store['jobs'];
  readonly workerId: string;
  readonly retry: RetryNumbers;
  now(): number;
}

export interface FailedJob {
  readonly job: Job;
  readonly handler: JobHandler | undefined;
  readonly stopReason: StopReason | null;
  /** Whether this attempt finished work that stays done before it failed. */
  readonly gotSomewhere: boolean;
}

export function settleJobs({ jobs, workerId, retry, now }: Settling) {
  /** How often a job waited in a row, for the backoff: waiting uses up no attempt. */
  const waits = new Map<JobId, number>();
  const leaseOf = ({ jobId }: Job) => ({ jobId, workerId });

  function tellEnd(handler: JobHandler | undefined, job: Job, end: JobEnd): void {
    guarded(() => handler?.onEnded?.(job.payload, end));
  }

  function tellPause(handler: JobHandler | undefined, job: Job, pause: JobPause): void {
    guarded(() => handler?.onPaused?.(job.payload, pause));
  }

  function end({ job, handler }: Pick<FailedJob, 'job' | 'handler'>, ending: JobEnd, result: unknown): void {
    waits.delete(job.jobId);
    jobs.together(() => {
      if (jobs.finish(leaseOf(job), { ...ending, result })) tellEnd(handler, job, ending);
    });
  }

  function pause({ job, handler }: FailedJob, paused: JobPause, giveBack: () => boolean): void {
    jobs.together(() => {
      if (giveBack()) tellPause(handler, job, paused);
    });
  }

  function waitFor(failed: FailedJob, error: EngineError, failure: JobError): void {
    const { job, handler, gotSomewhere } = failed;
    const isFree = handler?.waitsForConnection === true && dispositions[error.code] === 'wait';
    const count = isFree ? waitsInARow(waits.get(job.jobId) ?? 0, gotSomewhere) : job.attempts;
    if (isFree) waits.set(job.jobId, count);
    const until = Math.max(now() + retryDelayMs(count, retry), error.retryAt ?? 0);
    pause(failed, { status: 'waiting', error: failure, until }, () =>
      isFree ? jobs.release(leaseOf(job), 'waiting', until) : jobs.retry(leaseOf(job), until, failure),
    );
  }

  return {
    succeeded(job: Job, handler: JobHandler, result: unknown): void {
      end({ job, handler }, { status: 'done', error: null }, result ?? null);
    },
    failed(failed: FailedJob, error: EngineError): void {
      const { job, stopReason } = failed;
      if (stopReason === 'requeue') return void jobs.release(leaseOf(job), 'queued', now());
      if (stopReason === 'pause') {
        const paused: JobPause = { status: 'paused', error: null, until: null };
        return pause(failed, paused, () => jobs.release(leaseOf(job), 'paused', now()));
      }
      const failure: JobError = { code: error.code, sentence: error.message, at: now(), attempt: job.attempts };
      if (mayGoOn(failed, error)) return waitFor(failed, error, failure);
      end(failed, { status: endedStatus(failed, error), error: failure }, null);
    },
    /** A job that is not running was cancelled or paused, or was found in such a state after a crash. */
    told(job: Job, handler: JobHandler | undefined): void {
      const { status, lastError: error } = job;
      if (status === 'cancelled') tellEnd(handler, job, { status, error: null });
      if (status === 'dead') tellEnd(handler, job, { status, error });
      if (status === 'paused') tellPause(handler, job, { status, error: null, until: null });
    },
  };
}

/** Another try is worth it: the failure may pass, and attempts are left or none is needed. */
function mayGoOn({ job, handler, stopReason }: FailedJob, error: EngineError): boolean {
  if (stopReason === 'cancel') return false;
  const verdict = dispositions[error.code];
  if (verdict === 'wait' && handler?.waitsForConnection) return true;
  return (verdict === 'wait' || verdict === 'retry') && job.attempts < job.maxAttempts;
}

function endedStatus({ stopReason }: FailedJob, error: EngineError): 'failed' | 'dead' | 'cancelled' {
  const verdict = stopReason === 'cancel' ? 'quiet' : dispositions[error.code];
  switch (verdict) {
    case 'quiet':
      return 'cancelled';
    case 'dead':
      return 'dead';
    case 'retry':
    case 'wait':
    case 'stop':
      return 'failed';
    default:
      return assertNever(verdict);
  }
}

/** Runs a callback that must not disturb the queue. */
export function guarded(work: () => unknown): void {
  try {
    work();
  } catch {
    // The callback's owner records its own failures; the queue's rows are already right, or are freed by the next heartbeat.
  }
}
