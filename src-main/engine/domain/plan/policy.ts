/**
 * Policy: what this connection may do at all, as holds. A pure step between ownership and brake; rows keep their action.
 * Refuses nothing silently: what is not written is held, or said in `because`.
 */

import { holdRows, isWriting } from '../brake/hold-rows.ts';
import type { PlanPolicy } from '../plan-input.ts';
import type { ClientHold, FieldChange, PlannedChange } from '../planned-change.ts';

export interface HeldRows {
  readonly rows: readonly PlannedChange[];
  readonly holds: readonly ClientHold[];
}

const flagWords = ' The flag for field sync is off, so no field is written.';

/** Read-only key and client-sync flag hold every writing row; the field-sync flag takes the field rules away. */
export function applyPolicy(rows: readonly PlannedChange[], policy: PlanPolicy): HeldRows {
  const permitted = policy.fieldSyncFlagOn ? rows : rows.map(withoutFieldSync);
  const writing = permitted.filter(isWriting).length;
  const hold = planHold(policy, writing);
  if (hold !== null) return { rows: holdRows(permitted, hold.reason, isWriting), holds: [hold] };
  if (policy.fieldSyncFlagOn) return { rows: permitted, holds: [] };
  const held = permitted.filter(({ hold: reason }) => reason === 'flagOff').length;
  const holds: readonly ClientHold[] =
    held === 0
      ? []
      : [
          {
            ...wholePlan,
            reason: 'flagOff',
            sentence: `${held} field updates wait because the flag for field sync is off.`,
            count: held,
            population: rows.length,
          },
        ];
  return { rows: permitted, holds };
}

const wholePlan = { clientId: null, managedTenantId: null, limit: 0 } as const;

function planHold(policy: PlanPolicy, writing: number): ClientHold | null {
  if (writing === 0) return null;
  const counted = { ...wholePlan, count: writing, population: writing };
  if (!policy.psaMayWrite)
    return {
      ...counted,
      reason: 'policyReadOnly',
      sentence: 'The PSA key may only read, so nothing of this plan can be applied.',
    };
  if (!policy.clientSyncFlagOn)
    return {
      ...counted,
      reason: 'flagOff',
      sentence: 'The flag for syncing single clients is off, so nothing of this plan can be applied.',
    };
  return null;
}

/** A link stays a link without its fields; an update of fields alone waits; marking inactive or active is no field rule. */
function withoutFieldSync(row: PlannedChange): PlannedChange {
  const isFieldSync = (change: FieldChange): boolean => change.field !== 'isInactive';
  if (!row.fields.some(isFieldSync)) return row;
  if (row.action === 'update' && row.fields.every(isFieldSync)) return { ...row, hold: 'flagOff' };
  return { ...row, fields: row.fields.filter((change) => !isFieldSync(change)), because: `${row.because}${flagWords}` };
}
