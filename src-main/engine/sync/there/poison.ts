/** The poison list of the mapped estate, from stored facts, and the one remedy that can be applied from here. */
import {
  asId,
  type ChangeId,
  type EntraObjectId,
  type ManagedTenantId,
  type RunId,
} from '../../../../shared/vocabulary/ids.ts';
import { contactFacts } from '../../domain/contact.ts';
import { EngineError } from '../../domain/engine-error.ts';
import type { FieldChange, PlannedChange } from '../../domain/planned-change.ts';
import { findPoison, type PoisonRow } from '../../domain/poison/find-poison.ts';
import { applyChange } from '../apply-change.ts';
import { mappedTenants, type PlanScope } from '../assemble-plan-input.ts';
import type { SyncContext } from '../context.ts';

export function poisonList(
  ctx: SyncContext,
  managedTenantId: ManagedTenantId | null,
): { readonly rows: PoisonRow[]; readonly considered: number } {
  const scope: PlanScope = managedTenantId === null ? { kind: 'estate' } : { kind: 'managedTenant', managedTenantId };
  const scopes = mappedTenants(ctx, scope).map(({ managedTenant, mapping }) => ({
    clientId: mapping.clientId,
    managedTenantId: managedTenant.managedTenantId,
    users: ctx.store.directoryUsers.loadForPlanning(managedTenant.managedTenantId),
  }));
  const considered = scopes.reduce((sum, { users }) => sum + users.length, 0);
  return { rows: findPoison(scopes, ctx.store.contacts.loadForPlanning()), considered };
}

/** Makes the address in the way the contact's primary one, as a journaled run that can be undone. Answers the run. */
export async function applyRemedy(
  ctx: SyncContext,
  of: { readonly managedTenantId: ManagedTenantId; readonly entraObjectId: EntraObjectId },
  signal: AbortSignal,
): Promise<RunId> {
  const row = poisonList(ctx, of.managedTenantId).rows.find((one) => one.entraObjectId === of.entraObjectId);
  if (!row) throw new EngineError('input.invalid', 'This person is not on the poison list any more.');
  if (row.remedy.kind !== 'promoteAddress')
    throw new EngineError('input.invalid', `This cannot be done from here. ${row.remedySentence}`);
  const contact = ctx.store.contacts.get(row.remedy.contactId);
  const user = ctx.store.directoryUsers.find(
    ctx.store.managedTenants.get(of.managedTenantId).entraTenantId,
    of.entraObjectId,
  );
  if (!user) throw new EngineError('input.invalid', 'This person is not in the directory as last read.');
  const kept = [
    ...(contact.email === null ? [] : [contact.email]),
    ...contact.additionalEmails.filter((address) => address.trim().toLowerCase() !== row.address),
  ];
  const fields: FieldChange[] = [
    { field: 'email', from: contact.email, to: row.address },
    { field: 'additionalEmails', from: contact.additionalEmails, to: kept },
  ];
  const { run } = ctx.store.runs.create({
    workflowId: asId(`concord-remedy:${row.entraObjectId}:${ctx.now()}`),
    runType: 'resolve',
    place: 'here',
    triggerKind: 'manual',
    planId: null,
    managedTenantId: of.managedTenantId,
    clientId: row.clientId,
    undoOfRunId: null,
    startedBy: ctx.operator(),
    queuedAt: ctx.now(),
    totalTenants: 1,
  });
  const change: PlannedChange = {
    changeId: asId<ChangeId>(`remedy:${row.entraObjectId}`),
    ordinal: 0,
    clientId: row.clientId,
    managedTenantId: of.managedTenantId,
    entraTenantId: user.entraTenantId,
    entraObjectId: of.entraObjectId,
    action: 'update',
    reason: 'aliasMatch',
    exclusion: null,
    exclusionRule: null,
    contactId: contact.contactId,
    fields,
    base: contactFacts(contact),
    person: {
      displayName: row.displayName,
      accountState: 'enabled',
      address: row.address,
      userPrincipalName: user.userPrincipalName,
      jobTitle: null,
      phones: [],
    },
    candidates: [],
    evidenceFacts: {},
    evidence: null,
    because: row.remedySentence,
    hold: null,
  };
  ctx.store.runs.addTenants(run.runId, [
    { managedTenantId: of.managedTenantId, clientId: row.clientId, plannedCount: 1 },
  ]);
  ctx.store.runs.setStatus(run.runId, { status: 'running', at: ctx.now(), error: null });
  const psa = await ctx.psa();
  await ctx.clientLocks.withClient(row.clientId, () =>
    applyChange(ctx, change, { runId: run.runId, plan: null, psa, signal }),
  );
  const operation = ctx.store.operations.findByChange(run.runId, change.changeId);
  const isGood = operation?.state === 'done' || operation?.state === 'adopted';
  const end = {
    status: isGood ? 'completed' : 'failed',
    at: ctx.now(),
    error: isGood ? null : { sentence: operation?.sentence },
  } as const;
  ctx.store.runs.setTenantStatus(run.runId, of.managedTenantId, end);
  ctx.store.runs.setStatus(run.runId, end);
  ctx.changed('runs', 'clients');
  if (!isGood) throw new EngineError('psa.validation', operation?.sentence ?? 'The PSA did not take the change.');
  return run.runId;
}
