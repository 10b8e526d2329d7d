/**
 * Executes an approved plan: its rows and nothing else. Tenants run a few at a time, rows of one tenant one after another,
 * and one bad row never fails its client. What stops more than a row (the PSA is away, the key is refused) leaves the run to
 * the queue, which resumes it at the first unfinished row.
 */
import type { ManagedTenantId, PlanId, RunId } from '../../../shared/vocabulary/ids.ts';
import type { RunStatus } from '../../../shared/vocabulary/states.ts';
import { EngineError, toEngineError } from '../domain/engine-error.ts';
import type { PsaPort } from '../psa/port.ts';
import type { PlanHeader, TenantToApply } from '../store/repos/sync-plan-repo.ts';
import { applyChange, recordRowFailure } from './apply-change.ts';
import type { SyncContext } from './context.ts';
import { eachTenant } from './each-tenant.ts';
import { stopsTheConnection } from './stops-the-connection.ts';

export interface ApplyOptions {
  readonly runId: RunId;
  readonly planId: PlanId;
  readonly signal: AbortSignal;
  /** Called after each row, so that a run killed again and again at different rows is known to get on. */
  progress(state: { readonly done: number }): void;
}

/** Answers how the run ended. Throws what the queue must know of; everything done so far is journaled. */
export async function applyPlan(
  ctx: SyncContext,
  { runId, planId, signal, progress }: ApplyOptions,
): Promise<RunStatus> {
  let done = 0;
  const onRow = () => progress({ done: ++done });
  const plan = ctx.store.plans.get(planId);
  if (plan.status !== 'approved')
    throw new EngineError('plan.notApproved', `This plan is ${plan.status}, not approved.`);
  const tenants = ctx.store.plans.listTenantsToApply(planId);
  ctx.store.runs.addTenants(
    runId,
    tenants.map((tenant) => ({ ...tenant, plannedCount: tenant.changeCount })),
  );
  ctx.changed('runs');
  const psa = await ctx.psa();
  const stop = new AbortController();
  const together = AbortSignal.any([signal, stop.signal]);
  // The largest first: begun last, it would go on alone when all others are done.
  const largestFirst = tenants.toSorted((left, right) => right.changeCount - left.changeCount);
  await eachTenant(largestFirst, together, async (tenant) => {
    try {
      await ctx.clientLocks.withClient(tenant.clientId, () =>
        applyTenant(ctx, tenant, { runId, plan, psa, signal: together, onRow }),
      );
    } catch (thrown) {
      stop.abort();
      throw thrown;
    }
  });
  return finishApply(ctx, { runId, planId });
}

interface TenantRun {
  readonly runId: RunId;
  readonly plan: PlanHeader;
  readonly psa: PsaPort;
  readonly signal: AbortSignal;
  onRow(): void;
}

async function applyTenant(ctx: SyncContext, { managedTenantId }: TenantToApply, run: TenantRun): Promise<void> {
  const { runId, plan, signal } = run;
  ctx.store.runs.setTenantStatus(runId, managedTenantId, { status: 'running', at: ctx.now(), error: null });
  let afterOrdinal = -1;
  for (;;) {
    const rows = ctx.store.plans.listPending(plan.planId, { runId, managedTenantId, afterOrdinal });
    for (const change of rows) {
      signal.throwIfAborted();
      await applyChange(ctx, change, run).catch((thrown: unknown) => {
        if (signal.aborted || stopsTheConnection(thrown)) throw thrown;
        recordRowFailure(ctx, change, { runId, error: toEngineError(thrown) });
      });
      run.onRow();
      ctx.changed('runs', 'queue', 'clients');
      afterOrdinal = change.ordinal;
    }
    if (rows.length === 0) break;
  }
  settleTenant(ctx, runId, managedTenantId);
}

function settleTenant(ctx: SyncContext, runId: RunId, managedTenantId: ManagedTenantId): void {
  const tenant = ctx.store.runs.listTenants(runId).find((one) => one.managedTenantId === managedTenantId);
  if (!tenant) return;
  const { stale, failed } = tenant.counts;
  const status = stale + failed === 0 ? 'completed' : stale + failed === tenant.plannedCount ? 'failed' : 'partial';
  const error =
    stale + failed === 0 ? null : { sentence: `${failed} refused or not as sent, ${stale} changed since the plan.` };
  ctx.store.runs.setTenantStatus(runId, managedTenantId, { status, at: ctx.now(), error });
}

function finishApply(ctx: SyncContext, { runId, planId }: Pick<ApplyOptions, 'runId' | 'planId'>): RunStatus {
  const statuses = new Set(ctx.store.runs.listTenants(runId).map((tenant) => tenant.status));
  const status: RunStatus = [...statuses].every((one) => one === 'completed')
    ? 'completed'
    : [...statuses].every((one) => one === 'failed')
      ? 'failed'
      : 'partial';
  ctx.store.transaction(() => {
    ctx.store.plans.moveStatus(planId, { from: 'approved', to: 'applied', by: ctx.operator(), at: ctx.now() });
    ctx.store.audit.append({
      actor: ctx.operator(),
      kind: 'run.finished',
      subjectKind: 'run',
      subjectId: runId,
      detail: { answered: status, counts: ctx.store.runs.get(runId).counts },
    });
  });
  ctx.changed('plans', 'runs', 'queue', 'activity');
  return status;
}
