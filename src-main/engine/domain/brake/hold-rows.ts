/** Setting holds on rows. A row keeps its action, and the first hold that reached it. */
import type { HoldReason } from '../../../../shared/vocabulary/states.ts';
import type { PlannedChange } from '../planned-change.ts';

/** Creates, links, updates and inactivations: what apply would carry out. */
export function isWriting({ action }: Pick<PlannedChange, 'action'>): boolean {
  return action === 'create' || action === 'link' || action === 'update' || action === 'inactivate';
}

/** Everything but rows that do nothing anyway: questions wait too while their client's facts are in doubt. */
export function isActionable({ action }: Pick<PlannedChange, 'action'>): boolean {
  return action !== 'skip' && action !== 'noChange';
}

/** The same rows, with the hold on those that `applies` names and that carry none yet. */
export function holdRows(
  rows: readonly PlannedChange[],
  reason: HoldReason,
  applies: (row: PlannedChange) => boolean,
): readonly PlannedChange[] {
  return rows.map((row) => (row.hold === null && applies(row) ? { ...row, hold: reason } : row));
}
