/**
 * The cancel window: the time in which a one-way act can be taken back as if it had never been asked for. It is the due time
 * of a job that no attempt was made at, so it is on disk with the act itself and outlives a crash. A retry is no window.
 */
import type { Job } from '../store/repos/job-row.ts';
import type { SyncContext } from './context.ts';

/** When the job's window ends, epoch ms; null when it has none, or it is over. */
export function windowEndOf(ctx: Pick<SyncContext, 'now'>, job: Job | null): number | null {
  const isUntried = job?.status === 'queued' && job.startedAt === null;
  return isUntried && job.runAt > ctx.now() ? job.runAt : null;
}
