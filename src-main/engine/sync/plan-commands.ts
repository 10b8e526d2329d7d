/** What an operator does with plans: ask for one, let a held client through once, approve, put aside, apply. */
import type { ClientId, PlanId } from '../../../shared/vocabulary/ids.ts';
import { type ChangeAction, changeActions } from '../../../shared/vocabulary/states.ts';
import { EngineError } from '../domain/engine-error.ts';
import { type OneWayChanges, oneWayInWords, oneWayOfServer } from '../domain/plan/one-way.ts';
import type { ActionCounts, ClientHold } from '../domain/planned-change.ts';
import type { PlanHeader } from '../store/repos/sync-plan-repo.ts';
import { mappedTenants, type PlanScope } from './assemble-plan-input.ts';
import type { SyncContext } from './context.ts';
import { jobKinds } from './job-kinds.ts';
import { type PlanContext, planFromStore } from './preflight.ts';
import { type StartedRun, startRun } from './start-run.ts';

export const planContext = (plan: PlanHeader): PlanContext => plan.context as PlanContext;

/** Starts the preflight's run. Throws `flag.off` where one client's sync is switched off. */
export function startPreflight(
  ctx: SyncContext,
  scope: PlanScope,
  trigger: 'manual' | 'scheduled' = 'manual',
): StartedRun {
  const part = scope.kind === 'estate' ? 'estate' : scope.kind === 'client' ? scope.clientId : scope.managedTenantId;
  return startRun(ctx, {
    runType: 'preflight',
    jobKind: jobKinds.preflight,
    segments: ['concord-preflight', part],
    payload: { scope, isScheduled: trigger === 'scheduled' },
    managedTenantId: scope.kind === 'managedTenant' ? scope.managedTenantId : null,
    clientId: scope.kind === 'client' ? scope.clientId : null,
    trigger,
  });
}

export function startDiscovery(ctx: SyncContext): StartedRun {
  return startRun(ctx, {
    runType: 'discovery',
    jobKind: jobKinds.discover,
    segments: ['entra-discovery', 'profile'],
    payload: {},
  });
}

/**
 * "Allow once": a new plan on the same facts with the override as an input, because a plan never changes. The typed reason is
 * kept in the audit log. Answers the new plan.
 */
export function allowHold(
  ctx: SyncContext,
  planId: PlanId,
  { clientId, reason }: { readonly clientId: ClientId | null; readonly reason: string },
): PlanHeader {
  const plan = requireReady(ctx, planId);
  const held = plan.holds.filter((hold) => hold.clientId === clientId);
  if (held.length === 0)
    throw new EngineError(
      'input.invalid',
      clientId === null ? 'The whole plan is not held.' : 'This client is not held in this plan.',
    );
  const { scope, overrides } = planContext(plan);
  const override = { clientId, reason, operator: ctx.operator() };
  const newId = planFromStore(ctx, {
    scope,
    tenants: mappedTenants(ctx, scope),
    overrides: [...overrides, override],
    problems: plan.problems,
  });
  ctx.store.audit.append({
    actor: ctx.operator(),
    kind: 'plan.holdAllowed',
    subjectKind: 'plan',
    subjectId: newId,
    detail: { shown: held.map((hold) => hold.sentence), chosen: `Allow once: ${reason}` },
  });
  acceptShrunkenReads(ctx, held);
  ctx.changed('activity');
  return ctx.store.plans.get(newId);
}

/**
 * Who says that an empty or halved reading is right says so for good: else the same people would be missing from every later
 * reading, nobody of them would ever count as gone, and the client would be held for ever. Their first absence counts now, so
 * that the next complete reading can be the second.
 */
function acceptShrunkenReads(ctx: SyncContext, held: readonly ClientHold[]): void {
  for (const { reason, managedTenantId } of held)
    if (managedTenantId !== null && (reason === 'sourceHalved' || reason === 'sourceEmpty'))
      ctx.store.directoryUsers.acceptShrunkenRead(managedTenantId, ctx.now());
}

function requireReady(ctx: SyncContext, planId: PlanId): PlanHeader {
  const plan = ctx.store.plans.get(planId);
  if (plan.status === 'ready') return plan;
  throw new EngineError(
    plan.status === 'applied' ? 'plan.alreadyApplied' : 'plan.stale',
    refusalOf(plan) ?? 'This plan cannot be used any more.',
  );
}

/** Why a plan can no longer be applied; null while it can. */
export function refusalOf(plan: PlanHeader): string | null {
  if (plan.status === 'applied') return 'This plan was applied already.';
  if (plan.status === 'discarded') return 'This plan was put aside.';
  if (plan.status === 'superseded') return 'A newer preflight took this plan’s place.';
  return null;
}

/** Approval names the plan and the hash that was shown, so that nobody approves what he did not see. */
export function approvePlan(ctx: SyncContext, planId: PlanId, contentHash: string): PlanHeader {
  const plan = requireReady(ctx, planId);
  if (plan.contentHash !== contentHash)
    throw new EngineError('plan.stale', 'This is not the plan that was shown: its hash differs. Open it again.');
  if (!plan.isApplicable)
    throw new EngineError(
      'plan.unsafe',
      plan.holds.length > 0
        ? 'Everything in this plan is held. Allow a client once, or leave it.'
        : 'This plan changes nothing and asks nothing new, so there is nothing to approve.',
    );
  ctx.store.transaction(() => {
    if (!ctx.store.plans.moveStatus(planId, { from: 'ready', to: 'approved', by: ctx.operator(), at: ctx.now() }))
      throw new EngineError('plan.stale', 'This plan was approved or put aside a moment ago.');
    ctx.store.audit.append({
      actor: ctx.operator(),
      kind: 'plan.approved',
      subjectKind: 'plan',
      subjectId: planId,
      detail: {
        shown: { counts: plan.counts, holds: plan.holds.map((hold) => hold.sentence) },
        chosen: `Approve ${contentHash}`,
      },
    });
  });
  ctx.changed('plans', 'activity');
  return ctx.store.plans.get(planId);
}

export function discardPlan(ctx: SyncContext, planId: PlanId): void {
  const plan = ctx.store.plans.get(planId);
  if (plan.status !== 'ready' && plan.status !== 'approved') return;
  if (ctx.store.plans.moveStatus(planId, { from: plan.status, to: 'discarded', by: ctx.operator(), at: ctx.now() }))
    ctx.store.audit.append({
      actor: ctx.operator(),
      kind: 'plan.discarded',
      subjectKind: 'plan',
      subjectId: planId,
      detail: { chosen: 'Put aside.' },
    });
  ctx.changed('plans', 'activity');
}

/** Starts the run of an approved plan; the same plan twice is the same run. */
export function startApply(ctx: SyncContext, planId: PlanId, trigger: 'manual' | 'scheduled' = 'manual'): StartedRun {
  const plan = ctx.store.plans.get(planId);
  const known = runOfPlan(ctx, planId);
  if (known) return { ...known, isNew: false };
  if (plan.status !== 'approved')
    throw new EngineError(
      plan.status === 'ready' ? 'plan.notApproved' : 'plan.stale',
      refusalOf(plan) ?? 'This plan is not approved yet.',
    );
  if (ctx.store.psaConnections.getActive()?.mayWrite === false)
    throw new EngineError('psa.forbidden', 'This API key may only read, so the plan cannot be applied.');
  const { scope } = planContext(plan);
  const runType = scope.kind !== 'estate' ? 'single-tenant' : ctx.store.runs.hadInitial() ? 'all-tenants' : 'initial';
  return startRun(ctx, {
    runType,
    jobKind: jobKinds.apply,
    segments: [`entra-${runType}-sync`, planId],
    payload: { planId },
    planId,
    managedTenantId: plan.managedTenantId,
    clientId: plan.clientId,
    trigger,
    oneWay: oneWayOfPlan(ctx, plan),
  });
}

/** What of the rows that a plan would apply is one-way; a plan of an earlier version tells its creates alone. */
export function oneWayOfPlan(ctx: SyncContext, plan: PlanHeader): readonly OneWayChanges[] {
  const { oneWay } = planContext(plan);
  if (oneWay) return oneWayInWords(oneWay);
  return oneWayInWords({ contactCreated: plan.counts.create - heldCounts(ctx, plan.planId).create });
}

/** What of a plan's changes is held, and therefore not applied, by action. */
export function heldCounts(ctx: SyncContext, planId: PlanId): ActionCounts {
  const counts = Object.fromEntries(changeActions.map((action) => [action, 0])) as Record<ChangeAction, number>;
  for (const { action, isHeld, n } of ctx.store.plans.countByClient(planId)) if (isHeld) counts[action] += n;
  return counts;
}

/** The run that applies or applied a plan; null when none was started, or it was taken back before it began. */
export function runOfPlan(ctx: SyncContext, planId: PlanId): Pick<StartedRun, 'runId' | 'workflowId'> | null {
  const run = ctx.store.runs.findByPlan(planId);
  return run ? { runId: run.runId, workflowId: run.workflowId } : null;
}

/** Starts the server's own workflow for an approved plan's scope; the plan's rows are what its result is compared with. */
export function startApplyThere(ctx: SyncContext, planId: PlanId): StartedRun {
  const plan = ctx.store.plans.get(planId);
  const known = runOfPlan(ctx, planId);
  if (known) return { ...known, isNew: false };
  if (plan.status !== 'approved')
    throw new EngineError(
      plan.status === 'ready' ? 'plan.notApproved' : 'plan.stale',
      refusalOf(plan) ?? 'This plan is not approved yet.',
    );
  const runType = planContext(plan).scope.kind === 'estate' ? 'all-tenants' : 'single-tenant';
  return startRun(ctx, {
    runType,
    jobKind: jobKinds.applyThere,
    segments: ['concord-there', planId],
    payload: { planId },
    planId,
    managedTenantId: plan.managedTenantId,
    clientId: plan.clientId,
    place: 'there',
    oneWay: oneWayOfServer(plan.counts, heldCounts(ctx, planId)),
  });
}
