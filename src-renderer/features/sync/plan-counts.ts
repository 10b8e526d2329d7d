/** Sums over a plan's buckets. Pure. */
import type { ActionCountsView, PlanHeader } from '../../../shared/contract/plan-entries.ts';

/** Changes that reach the PSA or store a link; asking and skipping are not writes. */
export function writesOf(counts: ActionCountsView): number {
  return counts.create + counts.link + counts.update + counts.inactivate;
}

export function heldWrites(plan: PlanHeader): number {
  return writesOf(plan.heldCounts);
}

export function allOf(counts: ActionCountsView): number {
  return writesOf(counts) + counts.queue + counts.skip + counts.noChange;
}
