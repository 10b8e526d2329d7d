/**
 * A planned change as stored. What lists filter by and apply looks up has columns; everything else, new properties included,
 * travels in `detail`, so that a richer decision needs no migration.
 */
import { asId } from '../../../../shared/vocabulary/ids.ts';
import type { PlannedChange } from '../../domain/planned-change.ts';
import type { SqlValue } from '../database.ts';

export interface ChangeRow {
  ordinal: number;
  change_id: string;
  managed_tenant_id: string;
  client_id: string;
  entra_tenant_id: string;
  entra_object_id: string;
  action: PlannedChange['action'];
  reason: PlannedChange['reason'];
  exclusion: PlannedChange['exclusion'];
  contact_id: string | null;
  hold: PlannedChange['hold'];
  detail: string;
}

/** In the order of `toChangeRow`. */
export const insertColumns = [
  'plan_key',
  'ordinal',
  'change_id',
  'managed_tenant_id',
  'client_id',
  'entra_tenant_id',
  'entra_object_id',
  'action',
  'reason',
  'exclusion',
  'contact_id',
  'hold',
  'detail',
] as const;

export function toChangeRow(planKey: number, change: PlannedChange): SqlValue[] {
  const { ordinal, changeId, managedTenantId, clientId, entraTenantId, entraObjectId, ...rest } = change;
  const { action, reason, exclusion, contactId, hold, ...detail } = rest;
  const identity = [planKey, ordinal, changeId, managedTenantId, clientId, entraTenantId, entraObjectId];
  return [...identity, action, reason, exclusion, contactId, hold, JSON.stringify(detail)];
}

type ColumnFields =
  | 'ordinal'
  | 'changeId'
  | 'managedTenantId'
  | 'clientId'
  | 'entraTenantId'
  | 'entraObjectId'
  | 'action'
  | 'reason'
  | 'exclusion'
  | 'contactId'
  | 'hold';

export function fromChangeRow(row: ChangeRow): PlannedChange {
  return {
    ...(JSON.parse(row.detail) as Omit<PlannedChange, ColumnFields>),
    ordinal: row.ordinal,
    changeId: asId(row.change_id),
    managedTenantId: asId(row.managed_tenant_id),
    clientId: asId(row.client_id),
    entraTenantId: asId(row.entra_tenant_id),
    entraObjectId: asId(row.entra_object_id),
    action: row.action,
    reason: row.reason,
    exclusion: row.exclusion,
    contactId: row.contact_id === null ? null : asId(row.contact_id),
    hold: row.hold,
  };
}
