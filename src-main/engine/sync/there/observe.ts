/** Planned, reported, observed: what one tenant's rows look like at the PSA after the server's own sync. */
import type { ManagedTenantId, PlanId } from '../../../../shared/vocabulary/ids.ts';
import type { PlannedChange } from '../../domain/planned-change.ts';
import type { ServerRunTenant } from '../../psa/entra-routes-port.ts';
import type { MappedTenant } from '../assemble-plan-input.ts';
import type { SyncContext } from '../context.ts';

export interface ThreeNumbers {
  readonly planned: number;
  /** Null: the server has no result for this tenant. */
  readonly reported: number | null;
  readonly observed: number;
}

export interface ThereResult {
  readonly managedTenantId: ManagedTenantId;
  readonly status: string;
  readonly errorMessage: string | null;
  readonly created: ThreeNumbers;
  readonly linked: ThreeNumbers;
  readonly inactivated: ThreeNumbers;
  readonly isAsPlanned: boolean;
}

interface Observing {
  readonly planId: PlanId;
  readonly tenant: MappedTenant;
  readonly reported: ServerRunTenant | null;
}

/** Compares the plan's rows with the contacts as just read back. */
export function observe(ctx: SyncContext, { planId, tenant, reported }: Observing): ThereResult {
  const { managedTenantId } = tenant.managedTenant;
  const rows = [...ctx.store.plans.iterateRows(planId)].filter((row) => row.managedTenantId === managedTenantId);
  const numbers = (action: PlannedChange['action'], report: number | undefined): ThreeNumbers => {
    const planned = rows.filter((row) => row.action === action);
    return {
      planned: planned.length,
      reported: report ?? null,
      observed: planned.filter((row) => isThere(ctx, row)).length,
    };
  };
  const created = numbers('create', reported?.created);
  const linked = numbers('link', reported?.linked);
  const inactivated = numbers('inactivate', reported?.inactivated);
  return {
    managedTenantId,
    status: reported?.status ?? 'missing',
    errorMessage: reported ? reported.errorMessage : 'The server’s run has no result for this tenant.',
    created,
    linked,
    inactivated,
    isAsPlanned: [created, linked, inactivated].every((one) => one.observed === one.planned),
  };
}

function isThere(ctx: SyncContext, row: PlannedChange): boolean {
  if (row.action === 'inactivate')
    return row.contactId !== null && ctx.store.contacts.find(row.contactId)?.isInactive === true;
  const contacts =
    row.contactId === null
      ? ctx.store.contacts.findByAddress(row.person.address ?? '')
      : [ctx.store.contacts.find(row.contactId)];
  return contacts.some(
    (contact) => contact?.clientId === row.clientId && contact.entraObjectId?.toLowerCase() === row.entraObjectId,
  );
}
