/** Plans as the contract shows them: names instead of ids, fields as text, outcomes beside the rows. */
import type { ActionCountsView, PlanHeader as PlanHeaderView, PlanRow } from '../../../shared/contract/plan-entries.ts';
import { asId, type ClientId, type ManagedTenantId, type RunId } from '../../../shared/vocabulary/ids.ts';
import { changeActions, type ExclusionReason } from '../../../shared/vocabulary/states.ts';
import type { ContactPhone } from '../domain/contact.ts';
import type { FieldChange, PlannedChange } from '../domain/planned-change.ts';
import type { PlanHeader } from '../store/repos/sync-plan-repo.ts';
import type { SyncContext } from '../sync/context.ts';
import { heldCounts, oneWayOfPlan, planContext, refusalOf, runOfPlan } from '../sync/plan-commands.ts';
import { clientNames } from './evidence-views.ts';

export function phoneText(phone: ContactPhone): string {
  const label = phone.customType ?? phone.type;
  return `${phone.number}${phone.extension ? ` ext. ${phone.extension}` : ''}${label ? ` (${label})` : ''}${phone.isDefault ? ' ★' : ''}`;
}

/** One side of a field change as a person reads it; null is empty. */
export function fieldText(value: FieldChange['from' | 'to']): string | null {
  if (value === null || typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'inactive' : 'active';
  return value.length === 0
    ? null
    : value.map((item) => (typeof item === 'string' ? item : phoneText(item))).join(', ');
}

export function tenantNames(ctx: SyncContext): (managedTenantId: string) => string {
  const known = new Map<string, string>();
  return (managedTenantId) => {
    if (!known.has(managedTenantId))
      known.set(
        managedTenantId,
        ctx.store.managedTenants.find(asId<ManagedTenantId>(managedTenantId))?.displayName ?? 'unknown tenant',
      );
    return known.get(managedTenantId) ?? 'unknown tenant';
  };
}

const noCounts = (): ActionCountsView =>
  Object.fromEntries(changeActions.map((action) => [action, 0])) as ActionCountsView;

/** What a plan would do per client, by client name. */
export function countsPerClient(ctx: SyncContext, plan: PlanHeader) {
  const name = clientNames(ctx);
  const rows = new Map<ClientId, { clientId: string; clientName: string; counts: ActionCountsView; isHeld: boolean }>();
  for (const { clientId, action, isHeld, n } of ctx.store.plans.countByClient(plan.planId)) {
    const row = rows.get(clientId) ?? {
      clientId,
      clientName: name(clientId) ?? 'unknown client',
      counts: noCounts(),
      isHeld: false,
    };
    row.counts[action] += n;
    row.isHeld ||= isHeld;
    rows.set(clientId, row);
  }
  return [...rows.values()].sort((left, right) => left.clientName.localeCompare(right.clientName));
}

function scopeText(ctx: SyncContext, plan: PlanHeader): string {
  const { scope } = planContext(plan);
  if (scope.kind === 'estate') return 'The whole estate';
  if (scope.kind === 'client') return `Client ${clientNames(ctx)(scope.clientId) ?? scope.clientId}`;
  return `Managed tenant ${tenantNames(ctx)(scope.managedTenantId)}`;
}

export function planHeaderView(ctx: SyncContext, plan: PlanHeader): PlanHeaderView {
  const name = clientNames(ctx);
  const tenant = tenantNames(ctx);
  const context = planContext(plan);
  const lifted = plan.liftedHolds.map(({ hold, override }) => ({
    ...hold,
    clientName: name(hold.clientId),
    override: { reason: override.reason, operator: override.operator },
  }));
  return {
    planId: plan.planId,
    status: plan.status,
    scope: scopeText(ctx, plan),
    madeAt: plan.createdAt,
    contentHash: plan.contentHash,
    counts: { ...plan.counts },
    heldCounts: { ...heldCounts(ctx, plan.planId) },
    oneWay: oneWayOfPlan(ctx, plan).map((changes) => ({ ...changes })),
    clientCount: context.clientCount,
    isComplete: plan.isComplete,
    isApplicable: plan.isApplicable,
    problems: plan.problems.map((problem) => ({ ...problem, displayName: tenant(problem.managedTenantId) })),
    holds: [...plan.holds.map((hold) => ({ ...hold, clientName: name(hold.clientId), override: null })), ...lifted],
    excludedByReason: Object.entries(plan.excludedByReason).map(([reason, count]) => ({
      reason: reason as ExclusionReason,
      count: count ?? 0,
    })),
    psaReadAt: context.psaReadAt,
    directoryReadAt: context.directoryReadAt,
    approvedBy: plan.approvedBy,
    approvedAt: plan.approvedAt,
    runId: runOfPlan(ctx, plan.planId)?.runId ?? null,
    refusal: refusalOf(plan),
  };
}

/** Makes rows of one plan; `runId` is the run that applied it, for the outcome beside each row. */
export function planRowView(ctx: SyncContext, runId: RunId | null): (change: PlannedChange) => PlanRow {
  const name = clientNames(ctx);
  const tenant = tenantNames(ctx);
  return (change) => {
    const contact = change.contactId ? ctx.store.contacts.find(change.contactId) : null;
    const operation = runId ? ctx.store.operations.findByChange(runId, change.changeId) : null;
    return {
      changeId: change.changeId,
      ordinal: change.ordinal,
      clientId: change.clientId,
      clientName: name(change.clientId) ?? 'unknown client',
      managedTenantId: change.managedTenantId,
      tenantName: tenant(change.managedTenantId),
      entraObjectId: change.entraObjectId,
      action: change.action,
      reason: change.reason,
      exclusion: change.exclusion,
      exclusionRule: change.exclusionRule,
      displayName: change.person.displayName,
      address: change.person.address,
      contact: contact ? { contactId: contact.contactId, fullName: contact.fullName } : null,
      fields: change.fields.map(({ field, from, to }) => ({ field, from: fieldText(from), to: fieldText(to) })),
      because: change.because,
      hold: change.hold,
      outcome: operation ? operation.state : null,
    };
  };
}
