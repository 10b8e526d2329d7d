/**
 * The recurring sync. It is checked against the wall clock, so it also works when the machine slept: one overdue run is made
 * up for, never several, and a run that still goes on is never overlapped (`contracts/psa.md` 3.6).
 */
import type { SyncContext } from './context.ts';
import { startPreflight } from './plan-commands.ts';
import { readSchedule } from './rule-settings.ts';

const checkEveryMs = 30_000;
const unfinished = new Set(['queued', 'running', 'paused']);

/** When the next scheduled run is due, epoch ms; null while the schedule is off. Counted from when it was switched on. */
export function nextScheduledAt(ctx: SyncContext): number | null {
  const { isOn, intervalMinutes } = readSchedule(ctx.store);
  if (!isOn) return null;
  const last = ctx.store.settings.get('scheduleAnchor');
  return typeof last === 'number' ? last + intervalMinutes * 60_000 : ctx.now();
}

/** Starts one preflight if one is due and none goes on; answers whether it did. */
export function runIfDue(ctx: SyncContext): boolean {
  const dueAt = nextScheduledAt(ctx);
  if (dueAt === null || ctx.now() < dueAt) return false;
  const isBusy = ctx.store.runs.listUnfinished().some((run) => unfinished.has(run.status) && run.runType !== 'resolve');
  if (isBusy || !ctx.store.psaConnections.getActive() || !ctx.store.directoryConnections.getActive()) return false;
  ctx.store.settings.set('scheduleAnchor', ctx.now());
  startPreflight(ctx, { kind: 'estate' }, 'scheduled');
  return true;
}

/** Looks now and then; the returned function stops it. A failed look is logged and tried again. */
export function startSchedule(ctx: SyncContext): () => void {
  const look = () => {
    try {
      runIfDue(ctx);
    } catch (thrown) {
      ctx.log.warn(
        { reason: thrown instanceof Error ? thrown.message : 'unknown' },
        'the schedule could not start a run',
      );
    }
  };
  const timer = setInterval(look, checkEveryMs);
  timer.unref();
  return () => clearInterval(timer);
}
