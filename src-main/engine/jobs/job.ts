/**
 * Words of the queue. **Job**: one row of work to be done, kept after it ended. **Kind**: names the handler. **Lane**: jobs of
 * one lane never run together. **Key**: while a job with this key is unfinished, enqueueing it again answers that job.
 * **Attempt**: a start that was not given back; being killed, paused or told to wait costs none. **Step**: a named part that is
 * skipped when the job runs again. **Lease**: this worker's claim, renewed by heartbeats.
 */
import type { JobId } from '../../../shared/vocabulary/ids.ts';
import type { JobError } from '../store/repos/job-row.ts';

/** What a handler is given. */
export interface JobContext {
  readonly jobId: JobId;
  /** 1 on the first try. */
  readonly attempt: number;
  /** Aborts on cancel, pause and shutdown; a handler stops at the next safe point. */
  readonly signal: AbortSignal;
  /** Runs `work` once over all attempts; its result is kept and must be JSON. */
  step<Result>(name: string, work: () => Promise<Result>): Promise<Result>;
  progress(state: unknown): void;
  /** Work that stays done was finished, so that a wait after it is a first one. Finishing a step says so by itself. */
  advanced(): void;
}

export interface JobEnd {
  readonly status: 'done' | 'failed' | 'dead' | 'cancelled';
  readonly error: JobError | null;
}

export interface JobPause {
  readonly status: 'waiting' | 'paused';
  readonly error: JobError | null;
  /** When it goes on by itself, epoch ms; null: on request. */
  readonly until: number | null;
}

export interface JobHandler {
  readonly kind: string;
  /** True: while the other side is away the job waits instead of using up its attempts. */
  readonly waitsForConnection: boolean;
  /** Throws `job.payloadInvalid` when the stored payload is not what this handler enqueued. */
  run(payload: unknown, context: JobContext): Promise<unknown>;
  /** Called once the job ended for good, also after a crash; must be safe to repeat. */
  onEnded?(payload: unknown, end: JobEnd): void;
  /** Called when the job stops for a while. */
  onPaused?(payload: unknown, pause: JobPause): void;
}
