/**
 * Telling the operator when a human is needed, once per cause and only where notifications are on: people who arrived in the
 * queue, a plan that waits, a run that failed twice in a row, decisions that did not reach the PSA. Ids, not names: a
 * notification may stand on a locked screen.
 */
import type { RunId } from '../../../shared/vocabulary/ids.ts';
import type { SyncRun } from '../store/repos/sync-run-row.ts';
import type { SyncContext } from './context.ts';

interface Notice {
  /** The same cause is told once until it is over. */
  readonly dedupeKey: string;
  readonly severity: 'info' | 'warning' | 'error';
  readonly title: string;
  readonly body: string;
  readonly route: string;
}

function tell(ctx: SyncContext, notice: Notice): void {
  if (ctx.store.notices.raise(notice)) ctx.notify({ title: notice.title, body: notice.body, route: notice.route });
}

const troubled = new Set<SyncRun['status']>(['failed', 'partial']);

/** After a run that writes: new questions, and a second failure in a row (the newest finished run before it counts). */
export function noticesAfterRun(ctx: SyncContext, runId: RunId): void {
  const run = ctx.store.runs.get(runId);
  if (run.counts.ambiguous > 0) {
    const { open } = ctx.store.queue.counts();
    tell(ctx, {
      dedupeKey: `queue.arrivals:${runId}`,
      severity: 'info',
      title: `${open} people wait for your decision`,
      body: `${run.counts.ambiguous} of them came with this run.`,
      route: '/queue',
    });
  }
  const [previous] = ctx.store.runs
    .page({ runType: run.runType, status: null }, { offset: 0, limit: 20 })
    .rows.filter((other) => other.runId !== runId && other.finishedAt !== null && other.queuedAt < run.queuedAt);
  if (troubled.has(run.status) && previous && troubled.has(previous.status))
    tell(ctx, {
      dedupeKey: `run.failing:${run.runType}`,
      severity: 'error',
      title: 'A sync failed twice in a row',
      body: 'Open the run to see which tenants and why.',
      route: `/sync/runs/${runId}`,
    });
  if (run.status === 'completed') ctx.store.notices.clear(`run.failing:${run.runType}`);
}

/** After a scheduled preflight whose plan waits for a human. */
export function noticePlanWaits(ctx: SyncContext, planId: string): void {
  tell(ctx, {
    dedupeKey: 'plan.waits',
    severity: 'info',
    title: 'A plan waits for your approval',
    body: 'The schedule made it; nothing is written until you approve.',
    route: `/sync/plans/${planId}`,
  });
}

export function noticePushFailed(ctx: SyncContext, queueItemId: string): void {
  tell(ctx, {
    dedupeKey: `push.failed:${queueItemId}`,
    severity: 'warning',
    title: 'A decision did not reach the PSA',
    body: 'Open the review queue to see why.',
    route: '/queue',
  });
}

/** Told once until all of them are decided again: fifty answers given offline may come back within a second. */
export function noticePushesCameBack(ctx: SyncContext): void {
  const { conflict } = ctx.store.queue.countPushes();
  if (conflict === 0) return void ctx.store.notices.clear('push.cameBack');
  tell(ctx, {
    dedupeKey: 'push.cameBack',
    severity: 'warning',
    title: 'Answers came back',
    body: 'Contacts changed before the answers reached the PSA. Nothing was written; see what changed and decide again.',
    route: '/queue?status=cameBack',
  });
}
