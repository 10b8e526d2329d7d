/**
 * The gate before a plan is handed to the server. Here a hold leaves rows out; the server's own sync takes whole tenants and
 * knows no holds, so nothing that waits may be in the scope, and the scope may not be wider than the plan. There is no way around
 * but the one the brake has everywhere: allow the client once, with a typed reason that the audit log keeps, which makes a new plan.
 */
import type { PlanId } from '../../../../shared/vocabulary/ids.ts';
import { EngineError, toEngineError } from '../../domain/engine-error.ts';
import type { PlanHeader } from '../../store/repos/sync-plan-repo.ts';
import { mappedTenants } from '../assemble-plan-input.ts';
import type { SyncContext } from '../context.ts';
import { planContext, runOfPlan, startApplyThere } from '../plan-commands.ts';
import type { StartedRun } from '../start-run.ts';
import type { ComparedMapping } from './compare-mappings.ts';
import { readMappingsThere } from './server-mappings.ts';

/**
 * Starts the server's own workflow for an approved plan. Throws `plan.unsafe`, `plan.stale`, `plan.notApproved`, `input.invalid`, and
 * what the server refuses with. A server that is out of reach is asked again by the run itself, which waits for it.
 */
export async function startThere(ctx: SyncContext, planId: PlanId, signal: AbortSignal): Promise<StartedRun> {
  const plan = ctx.store.plans.get(planId);
  if (!runOfPlan(ctx, planId)) {
    requireNothingHeld(ctx, plan);
    requireSameScope(ctx, plan);
    if (plan.status === 'approved' && planContext(plan).scope.kind === 'estate') {
      const rows = await readMappingsThere(ctx, signal).catch((thrown: unknown) => {
        if (outOfReach.has(toEngineError(thrown).code)) return [];
        throw thrown;
      });
      requireNoStrangers(rows);
    }
  }
  return startApplyThere(ctx, planId);
}

const outOfReach: ReadonlySet<string> = new Set([
  'psa.unreachable',
  'psa.timeout',
  'psa.throttled',
  'psa.serverFailed',
]);

const mostNamed = 5;

function named(names: readonly string[]): string {
  const shown = [...new Set(names)];
  const rest = shown.length - mostNamed;
  return rest > 0 ? `${shown.slice(0, mostNamed).join(', ')} and ${rest} more` : shown.join(', ');
}

function requireNothingHeld(ctx: SyncContext, { holds }: PlanHeader): void {
  if (holds.length === 0) return;
  const clients = holds.map(({ clientId }) =>
    clientId === null ? 'the whole plan' : (ctx.store.clients.find(clientId)?.name ?? clientId),
  );
  throw new EngineError(
    'plan.unsafe',
    `Held in this plan: ${named(clients)}. The server’s own sync cannot leave anybody out. Apply the plan here, which leaves them out, or allow each of them once with a reason and hand over the plan that this makes.`,
    { details: { holds: holds.length } },
  );
}

/** The server's sync of all tenants reaches whatever it maps, whether we have a plan for it or not. */
export function requireNoStrangers(rows: readonly ComparedMapping[]): void {
  const strangers = rows.filter(
    (row) => row.difference === 'onlyThere' || (row.difference === 'createsClientThere' && row.hereState !== 'mapped'),
  );
  if (strangers.length === 0) return;
  throw new EngineError(
    'plan.unsafe',
    `The server’s sync of all tenants would also write to ${named(strangers.map(({ tenantName }) => tenantName))}, which this plan holds nothing for. Unmap them there, or map them here and make a new preflight.`,
  );
}

/** The server's workflows know one tenant, or all of them. */
function requireSameScope(ctx: SyncContext, plan: PlanHeader): void {
  const { scope } = planContext(plan);
  const tenants = mappedTenants(ctx, scope);
  if (scope.kind === 'client' && tenants.length > 1)
    throw new EngineError(
      'input.invalid',
      `This client has ${tenants.length} tenants, and the server syncs one tenant or all. Make a plan for each tenant, or apply this one here.`,
    );
  const later = tenants.filter(({ mapping }) => mapping.decidedAt > plan.createdAt);
  if (later.length > 0)
    throw new EngineError(
      'plan.stale',
      `Mapped after this plan was made: ${named(later.map(({ managedTenant }) => managedTenant.displayName))}. The server would sync them too. Make a new preflight.`,
    );
}
