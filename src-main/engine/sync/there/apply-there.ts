/**
 * Applying there: the server's own workflow does the work, Concord prepares, starts, follows and reads back. The server's
 * counters are reported, never believed (`contracts/psa.md` 9.1 point 3): what counts is what the contacts show afterwards.
 * Each remote part is a step of the job, so that a crash neither confirms nor starts twice.
 */
import type { PlanId, RunId } from '../../../../shared/vocabulary/ids.ts';
import type { RunStatus } from '../../../../shared/vocabulary/states.ts';
import { EngineError } from '../../domain/engine-error.ts';
import type { JobContext } from '../../jobs/job.ts';
import type { EntraRoutesPort, ServerRunDetail, ServerRunTenant, SyncScope } from '../../psa/entra-routes-port.ts';
import { type MappedTenant, mappedTenants, type PlanScope } from '../assemble-plan-input.ts';
import type { SyncContext } from '../context.ts';
import { planContext } from '../plan-commands.ts';
import { refreshPsa } from '../refresh-psa.ts';
import type { ComparedMapping } from './compare-mappings.ts';
import { observe, type ThereResult } from './observe.ts';
import { readMappingsThere, routesOf, writeOurs } from './server-mappings.ts';
import { requireNoStrangers } from './start-there.ts';

export interface ThereOptions {
  readonly runId: RunId;
  readonly planId: PlanId;
  readonly job: JobContext;
}

export interface ThereEnd {
  readonly status: RunStatus;
  readonly summary: { readonly serverWorkflowId: string; readonly tenants: readonly ThereResult[] };
}

const pollEveryMs = 1000;
/** After this many misses nobody has picked the work up: the server answers 400 for "not yet" and for "never" alike. */
const missesBeforeDead = 30;
const longestRunMs = 2.5 * 3_600_000;

export async function applyThere(ctx: SyncContext, { runId, planId, job }: ThereOptions): Promise<ThereEnd> {
  const { signal } = job;
  const routes = routesOf(ctx);
  const { scope } = planContext(ctx.store.plans.get(planId));
  const tenants = mappedTenants(ctx, scope);
  ctx.store.runs.addTenants(
    runId,
    tenants.map(({ managedTenant, mapping }) => ({
      managedTenantId: managedTenant.managedTenantId,
      clientId: mapping.clientId,
      plannedCount: 0,
    })),
  );
  job.progress({ sentence: 'Confirming the mappings on the server.' });
  const serverIds = await job.step('confirm', () => confirmOnServer(ctx, { scope, tenants, signal }));
  const started = await job.step('start', () => start(routes, scopeThere(scope, tenants, serverIds), signal));
  const { workflowId } = started;
  const detail = await follow(routes, started, job);
  job.progress({ sentence: 'Reading the contacts back.' });
  await refreshPsa(ctx, signal);
  const results = tenants.map((tenant) =>
    observe(ctx, { planId, tenant, reported: reportOf(detail, serverIds, tenant) }),
  );
  for (const result of results) {
    const status =
      result.status === 'completed' && result.isAsPlanned
        ? 'completed'
        : result.status === 'failed'
          ? 'failed'
          : 'partial';
    ctx.store.runs.setTenantStatus(runId, result.managedTenantId, {
      status,
      at: ctx.now(),
      error: result.errorMessage ? { sentence: result.errorMessage } : null,
    });
  }
  ctx.store.plans.moveStatus(planId, { from: 'approved', to: 'applied', by: ctx.operator(), at: ctx.now() });
  ctx.store.audit.append({
    actor: ctx.operator(),
    kind: 'run.finishedThere',
    subjectKind: 'run',
    subjectId: runId,
    detail: { answered: { serverStatus: detail.run.status, workflowId } },
  });
  ctx.changed('plans', 'runs', 'activity');
  return { status: statusOf(detail, results), summary: { serverWorkflowId: workflowId, tenants: results } };
}

function statusOf(detail: ServerRunDetail, results: readonly ThereResult[]): RunStatus {
  if (detail.run.status === 'failed') return 'failed';
  return detail.run.status === 'completed' && results.every((result) => result.isAsPlanned) ? 'completed' : 'partial';
}

type ServerIds = Readonly<Record<string, string>>;

/**
 * Makes the server hold our mappings; answers its ids of our tenants. Stops before the first write where its sync of all tenants
 * would reach tenants that we have no plan for, and afterwards where it does not keep a mapping.
 */
async function confirmOnServer(
  ctx: SyncContext,
  {
    scope,
    tenants,
    signal,
  }: { readonly scope: PlanScope; readonly tenants: readonly MappedTenant[]; readonly signal: AbortSignal },
): Promise<ServerIds> {
  await routesOf(ctx).discover({ signal });
  const rows = await readMappingsThere(ctx, signal);
  const byEntraId = new Map(rows.map((row) => [row.entraTenantId, row]));
  const wanted = tenants.map(({ managedTenant }) => byEntraId.get(managedTenant.entraTenantId));
  const unseen = wanted.filter((row) => row?.difference === 'notSeenThere');
  if (unseen.length > 0)
    throw new EngineError(
      'psa.validation',
      `The server does not see ${unseen.map((row) => row?.tenantName).join(', ')}. Check its own Microsoft connection.`,
    );
  if (scope.kind === 'estate') requireNoStrangers(rows);
  const differing = wanted.filter((row) => row !== undefined && row.difference !== 'none') as ComparedMapping[];
  if (differing.length > 0) {
    const { notKept } = await writeOurs(ctx, differing, signal);
    if (notKept.length > 0)
      throw new EngineError(
        'psa.conflict',
        `The server did not keep ${notKept.length} of ${differing.length} mappings: ${notKept.map(({ tenantName }) => tenantName).join(', ')}.`,
      );
  }
  return Object.fromEntries(
    wanted.flatMap((row) =>
      row?.managedTenantId && row.serverTenantId ? [[row.managedTenantId, row.serverTenantId]] : [],
    ),
  );
}

function scopeThere(scope: PlanScope, tenants: readonly MappedTenant[], serverIds: ServerIds): SyncScope {
  const [only, ...others] = tenants;
  if (scope.kind === 'estate' || !only || others.length > 0) return { scope: 'all-tenants' };
  return {
    scope: 'single-client',
    serverTenantId: serverIds[only.managedTenant.managedTenantId] ?? '',
    clientId: only.mapping.clientId,
  };
}

interface Started {
  readonly workflowId: string;
  /** Runs that were over before we started, by id: the server reuses a row within its five-minute bucket. */
  readonly overBefore: Readonly<Record<string, number | null>>;
}

async function start(routes: EntraRoutesPort, scope: SyncScope, signal: AbortSignal): Promise<Started> {
  const earlier = await routes.listRuns({ signal });
  const overBefore = Object.fromEntries(
    earlier.filter((run) => isOver.has(run.status)).map((run) => [run.runId, run.completedAt]),
  );
  const started = await routes.startSync(scope, { signal });
  if (started.accepted) return { workflowId: started.workflowId, overBefore };
  throw new EngineError('psa.serverFailed', started.sentence);
}

const isOver = new Set(['completed', 'partial', 'failed']);

/** Polls by workflow id. A run that nobody picks up, or that never ends, is said in a sentence. */
async function follow(
  routes: EntraRoutesPort,
  started: Started,
  { signal, progress }: JobContext,
): Promise<ServerRunDetail> {
  const startedAt = performance.now();
  for (let misses = 0; misses < missesBeforeDead; ) {
    const detail = await routes.findRun(started.workflowId, { signal });
    const isOurs = detail !== null && !isLeftover(detail, started);
    if (isOurs && isOver.has(detail.run.status)) return detail;
    misses = isOurs ? 0 : misses + 1;
    progress({
      sentence: isOurs ? 'The server is working.' : 'The server accepted the work; nobody has picked it up yet.',
    });
    if (performance.now() - startedAt > longestRunMs)
      throw new EngineError(
        'psa.workerSilent',
        'The server’s run has been “running” for over two hours: its worker has probably died. Read the contacts back with a preflight.',
      );
    await new Promise<void>((resolve) => setTimeout(resolve, pollEveryMs));
    signal.throwIfAborted();
  }
  throw new EngineError(
    'psa.workerSilent',
    'The server accepted the work, but no worker has picked it up for half a minute.',
  );
}

/** The finished run of an earlier start in the same bucket, untouched since. */
function isLeftover({ run }: ServerRunDetail, { overBefore }: Started): boolean {
  return run.runId in overBefore && isOver.has(run.status) && overBefore[run.runId] === run.completedAt;
}

function reportOf(
  detail: ServerRunDetail,
  serverIds: ServerIds,
  { managedTenant }: MappedTenant,
): ServerRunTenant | null {
  const serverId = serverIds[managedTenant.managedTenantId];
  return detail.tenantResults.find((result) => result.serverTenantId === serverId) ?? null;
}
