/** Plans over the contract: preflight, read, explain, approve. */
import type { Explanation } from '../../../shared/contract/plan-entries.ts';
import {
  asId,
  type ChangeId,
  type ClientId,
  type ManagedTenantId,
  type PlanId,
} from '../../../shared/vocabulary/ids.ts';
import type { ChangeAction } from '../../../shared/vocabulary/states.ts';
import { EngineError } from '../domain/engine-error.ts';
import { diffPlans } from '../domain/plan/diff-plans.ts';
import { explainRow } from '../domain/plan/explain-row.ts';
import { planEstate } from '../domain/plan/plan-estate.ts';
import { planToMarkdown } from '../domain/plan/plan-markdown.ts';
import type { PlannedChange } from '../domain/planned-change.ts';
import type { PlanHeader } from '../store/repos/sync-plan-repo.ts';
import { assemblePlanInput, mappedTenants, type PlanScope } from '../sync/assemble-plan-input.ts';
import type { SyncContext } from '../sync/context.ts';
import { allowHold, approvePlan, discardPlan, runOfPlan, startPreflight } from '../sync/plan-commands.ts';
import { candidateView, clientNames, directoryUserView, ledgerView } from './evidence-views.ts';
import type { ContractImplementer } from './implementer.ts';
import { countsPerClient, planHeaderView, planRowView, tenantNames } from './plan-views.ts';

interface RowQuery {
  readonly planId: string;
  readonly actions: readonly ChangeAction[];
  readonly clientId: string | null;
  readonly onlyHeld: boolean;
  readonly search: string;
  readonly offset: number;
  readonly limit: number;
}

function listRows(ctx: SyncContext, input: RowQuery) {
  const planId = asId<PlanId>(input.planId);
  const page = ctx.store.plans.rows(
    planId,
    {
      action: null,
      actions: input.actions,
      clientId: input.clientId === null ? null : asId<ClientId>(input.clientId),
      reason: null,
      exclusion: null,
      hold: null,
      isHeld: input.onlyHeld ? true : null,
      search: input.search,
    },
    input,
  );
  const view = planRowView(ctx, runOfPlan(ctx, planId)?.runId ?? null);
  return { rows: page.rows.map(view), total: page.total };
}

function explain(ctx: SyncContext, change: PlannedChange, planId: PlanId | null): Explanation {
  const user = ctx.store.directoryUsers.find(change.entraTenantId, change.entraObjectId);
  const read = ctx.store.directoryUsers.latestCompleteRead(change.managedTenantId);
  return {
    user: user ? directoryUserView(user, read?.finishedAt ?? null) : null,
    row: planRowView(ctx, planId ? (runOfPlan(ctx, planId)?.runId ?? null) : null)(change),
    evidence: change.evidence ? ledgerView(change.evidence) : null,
    candidates: change.candidates.map((candidate) => candidateView(ctx, candidate)),
    person: {
      displayName: change.person.displayName,
      address: change.person.address,
      jobTitle: change.person.jobTitle,
      phones: change.person.phones.map((phone) => ({ ...phone })),
    },
  };
}

/** Plans one tenant on the stored facts, without storing anything, and answers the row of the person asked for. */
function explainUser(ctx: SyncContext, managedTenantId: ManagedTenantId, typed: string): Explanation {
  const tenant = ctx.store.managedTenants.get(managedTenantId);
  const scope: PlanScope = { kind: 'managedTenant', managedTenantId };
  const tenants = mappedTenants(ctx, scope);
  if (tenants.length === 0)
    throw new EngineError(
      'mapping.refused',
      `${tenant.displayName} is not mapped to a client, so nothing is decided about its people yet.`,
    );
  const input = assemblePlanInput(ctx, { tenants, scope, overrides: [] });
  const { changes } = planEstate(input);
  const wanted = typed.trim().toLowerCase();
  const found = changes.filter((change) =>
    [change.entraObjectId, change.person.address, change.person.userPrincipalName, change.person.displayName].some(
      (value) => value?.toLowerCase() === wanted,
    ),
  );
  const [only] = found;
  if (!only)
    throw new EngineError(
      'input.invalid',
      `No directory user of ${tenant.displayName} is “${typed}”. Use the address, the object id or the exact name.`,
    );
  if (found.length > 1)
    throw new EngineError(
      'input.invalid',
      `“${typed}” fits ${found.length} directory users. Use the address or the object id.`,
    );
  return explain(ctx, { ...only, evidence: explainRow(input, only) }, null);
}

function markdownOf(ctx: SyncContext, planId: PlanId): string {
  const plan = ctx.store.plans.get(planId);
  const clients = clientNames(ctx);
  const tenants = tenantNames(ctx);
  return planToMarkdown(
    { ...plan, changes: [...ctx.store.plans.iterateRows(planId)] },
    {
      client: (id) => clients(id) ?? 'unknown client',
      managedTenant: tenants,
      contact: (id) => ctx.store.contacts.find(asId(id))?.fullName ?? 'a contact no longer in the PSA',
    },
  );
}

/** The newest earlier plan of the same scope, applied or not: what "since last time" means. */
function previousPlan(ctx: SyncContext, plan: PlanHeader): PlanHeader | null {
  const { rows } = ctx.store.plans.page(null, { offset: 0, limit: 200 });
  return (
    rows.find(
      (other) =>
        other.createdAt < plan.createdAt &&
        other.clientId === plan.clientId &&
        other.managedTenantId === plan.managedTenantId,
    ) ?? null
  );
}

const diffKinds = [
  ['joined', 'joined'],
  ['left', 'left'],
  ['renamed', 'renamed'],
  ['moved', 'moved'],
  ['enabled', 'enabled'],
  ['disabled', 'disabled'],
  ['answerLooksWrong', 'doubtful'],
] as const;

function diff(ctx: SyncContext, planId: PlanId, sincePlanId: PlanId | null) {
  const plan = ctx.store.plans.get(planId);
  const since = sincePlanId ? ctx.store.plans.get(sincePlanId) : previousPlan(ctx, plan);
  if (!since) return { sincePlanId: null, sinceMadeAt: null, changes: [] };
  const name = clientNames(ctx);
  const rowsOf = (id: PlanId) => ({ changes: [...ctx.store.plans.iterateRows(id)] });
  const difference = diffPlans(rowsOf(since.planId), rowsOf(planId));
  const changes = diffKinds.flatMap(([kind, key]) =>
    difference[key].map((news) => ({
      kind,
      clientName: name(news.clientId) ?? 'unknown client',
      displayName: news.displayName,
      sentence: news.sentence,
    })),
  );
  return { sincePlanId: since.planId, sinceMadeAt: since.createdAt, changes };
}

export function planHandlers(os: ContractImplementer, ctx: SyncContext) {
  const entries = os.plans;
  const header = (planId: string) => planHeaderView(ctx, ctx.store.plans.get(asId<PlanId>(planId)));
  return {
    preflight: entries.preflight.handler(({ input }) => startPreflight(ctx, input.scope as PlanScope)),
    list: entries.list.handler(({ input }) => {
      const page = ctx.store.plans.page(null, input);
      return { rows: page.rows.map((plan) => planHeaderView(ctx, plan)), total: page.total };
    }),
    get: entries.get.handler(({ input }) => header(input.planId)),
    rows: entries.rows.handler(({ input }) => listRows(ctx, input)),
    clients: entries.clients.handler(({ input }) => ({
      rows: countsPerClient(ctx, ctx.store.plans.get(asId<PlanId>(input.planId))),
    })),
    row: entries.row.handler(({ input }) => {
      const planId = asId<PlanId>(input.planId);
      const change = ctx.store.plans.findRow(planId, asId<ChangeId>(input.changeId));
      if (!change) throw new EngineError('plan.notFound', 'This plan has no such row.');
      return explain(ctx, change, planId);
    }),
    explain: entries.explain.handler(({ input }) =>
      explainUser(ctx, asId<ManagedTenantId>(input.managedTenantId), input.user),
    ),
    markdown: entries.markdown.handler(({ input }) => ({ markdown: markdownOf(ctx, asId<PlanId>(input.planId)) })),
    allowHold: entries.allowHold.handler(({ input }) =>
      planHeaderView(
        ctx,
        allowHold(ctx, asId<PlanId>(input.planId), {
          clientId: input.clientId === null ? null : asId<ClientId>(input.clientId),
          reason: input.reason,
        }),
      ),
    ),
    approve: entries.approve.handler(({ input }) =>
      planHeaderView(ctx, approvePlan(ctx, asId<PlanId>(input.planId), input.contentHash)),
    ),
    discard: entries.discard.handler(({ input }) => {
      discardPlan(ctx, asId<PlanId>(input.planId));
      return { ok: true as const };
    }),
    diff: entries.diff.handler(({ input }) =>
      diff(ctx, asId<PlanId>(input.planId), input.sincePlanId === null ? null : asId<PlanId>(input.sincePlanId)),
    ),
  };
}
