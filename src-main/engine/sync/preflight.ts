/**
 * Preflight: brings the facts up to date, plans, stores the plan. It writes no link, no contact and nothing remote; a tenant
 * that cannot be read becomes a problem of the plan, and the rest is planned.
 */
import type { PlanId } from '../../../shared/vocabulary/ids.ts';
import { asId } from '../../../shared/vocabulary/ids.ts';
import { EngineError } from '../domain/engine-error.ts';
import { countOneWay, type OneWayCounts } from '../domain/plan/one-way.ts';
import { planEstate } from '../domain/plan/plan-estate.ts';
import { serialisePlan } from '../domain/plan/serialise-plan.ts';
import type { HoldOverride, PlanProblem, PlanResult } from '../domain/plan-input.ts';
import type { PlannedChange } from '../domain/planned-change.ts';
import { assemblePlanInput, type MappedTenant, mappedTenants, type PlanScope } from './assemble-plan-input.ts';
import { type SyncContext, sha256 } from './context.ts';
import { eachTenant } from './each-tenant.ts';
import { readDirectory } from './read-directory.ts';
import { refreshPsa } from './refresh-psa.ts';

export type PreflightProgress = (state: {
  readonly total: number;
  readonly done: number;
  readonly sentence: string;
}) => void;

/** Reads the PSA and the scope's directories, then plans. Answers the stored plan's id. */
export async function preflight(
  ctx: SyncContext,
  scope: PlanScope,
  { signal, progress }: { readonly signal: AbortSignal; readonly progress: PreflightProgress },
): Promise<PlanId> {
  const tenants = mappedTenants(ctx, scope);
  if (tenants.length === 0)
    throw new EngineError(
      'mapping.refused',
      scope.kind === 'estate'
        ? 'No managed tenant is mapped to a client yet, so there is nothing to plan.'
        : 'This scope has no mapped managed tenant.',
    );
  progress({ total: tenants.length, done: 0, sentence: 'Reading clients and contacts from the PSA.' });
  await refreshPsa(ctx, signal);
  const problems: PlanProblem[] = [];
  let done = 0;
  await eachTenant(tenants, signal, async ({ managedTenant }) => {
    const read = await readDirectory(ctx, managedTenant, signal);
    if (read.error) problems.push({ managedTenantId: managedTenant.managedTenantId, sentence: read.error.message });
    done += 1;
    progress({ total: tenants.length, done, sentence: `Read ${managedTenant.displayName}: ${read.sentence}` });
  });
  signal.throwIfAborted();
  return planFromStore(ctx, { tenants, scope, overrides: [], problems });
}

export interface PlanOptions {
  readonly tenants: readonly MappedTenant[];
  readonly scope: PlanScope;
  readonly overrides: readonly HoldOverride[];
  readonly problems: readonly PlanProblem[];
}

/** Kept with the plan to explain it; the freshness check reads the times. */
export interface PlanContext {
  readonly scope: PlanScope;
  readonly overrides: readonly HoldOverride[];
  readonly psaReadAt: number;
  /** The oldest directory in scope. */
  readonly directoryReadAt: number | null;
  readonly clientCount: number;
  /** What of its rows is one-way; absent in plans of an earlier version. */
  readonly oneWay?: OneWayCounts;
}

const keptPlans = 50;

/** Plans on the facts as stored, and stores the plan under a new, one-time id. Older plans that nobody approved give way. */
export function planFromStore(ctx: SyncContext, { tenants, scope, overrides, problems }: PlanOptions): PlanId {
  const input = assemblePlanInput(ctx, { tenants, scope, overrides });
  const result = withNewQuestions(ctx, withProblems(planEstate(input), problems));
  const { changes, ...header } = result;
  const planId = asId<PlanId>(ctx.newId());
  const readTimes = input.directories.map((directory) => directory.read.readAt).filter((at) => at > 0);
  const context: PlanContext = {
    scope,
    overrides,
    psaReadAt: input.psaReadAt,
    directoryReadAt: readTimes.length > 0 ? Math.min(...readTimes) : null,
    clientCount: new Set(tenants.map((tenant) => tenant.mapping.clientId)).size,
    oneWay: countOneWay(changes),
  };
  ctx.store.transaction(() => {
    ctx.store.plans.save(
      {
        ...header,
        planId,
        managedTenantId: scope.kind === 'managedTenant' ? scope.managedTenantId : null,
        clientId: scope.kind === 'client' ? scope.clientId : null,
        contentHash: sha256(serialisePlan(result)),
        createdBy: ctx.operator(),
        createdAt: ctx.now(),
        context,
      },
      changes,
    );
    ctx.store.plans.supersedeOlder(planId, ctx.now());
    ctx.store.plans.prune(keptPlans);
  });
  ctx.changed('plans');
  return planId;
}

/**
 * A plan that only asks is worth applying too, as long as it is not held as a whole and the review queue does not hold its
 * questions already.
 */
function withNewQuestions(ctx: SyncContext, result: PlanResult): PlanResult {
  if (result.isApplicable || result.holds.some(({ clientId }) => clientId === null)) return result;
  const isNew = (row: PlannedChange): boolean =>
    row.action === 'queue' && row.hold === null && ctx.store.queue.findByIdentity(row)?.status !== 'open';
  return { ...result, isApplicable: result.changes.some(isNew) };
}

function withProblems(result: PlanResult, problems: readonly PlanProblem[]): PlanResult {
  const known = new Set(result.problems.map((problem) => problem.managedTenantId));
  const added = problems.filter((problem) => !known.has(problem.managedTenantId));
  return { ...result, problems: [...result.problems, ...added], isComplete: result.isComplete && added.length === 0 };
}
