/**
 * Starting syncs and reading runs (psa.md 2.3). A start is 202, or 503 with `success: true`; the `runId` it gives is Temporal's
 * and useless for polling; a run that is not there is a 400, so "not yet" and "never" look alike.
 */
import { jsonReply, recordOf } from '../http.ts';
import type { RunRow } from '../rows.ts';
import type { PsaStore } from '../state.ts';
import { runWorkflow } from '../workflows/run-workflow.ts';
import { type WorkflowScope, workflowIdOf } from '../workflows/workflow-ids.ts';
import { ok, RouteRefusal } from './answers.ts';
import type { EntraHandler, EntraServices } from './context.ts';

function parseScope(body: Record<string, unknown>): WorkflowScope {
  const { scope, clientId, managedTenantId } = body;
  if (scope === 'initial') return { scope };
  if (scope === 'all-tenants') return { scope, trigger: 'manual' };
  if (scope !== 'single-client') throw new RouteRefusal('scope must be initial, all-tenants or single-client.');
  if (typeof clientId !== 'string' || typeof managedTenantId !== 'string' || !clientId || !managedTenantId) {
    throw new RouteRefusal('managedTenantId and clientId are required for single-client sync.');
  }
  return { scope, clientId, managedTenantId };
}

/** Starts the workflow, or answers with the one that already runs under the same id. */
export function startWorkflow(
  services: EntraServices,
  wanted: WorkflowScope,
  options: { initiatedBy: string | null; workflowId?: string },
): { workflowId: string; executionId: string } {
  const workflowId = options.workflowId ?? workflowIdOf(services.store.tenant, wanted, services.now());
  const start = { wanted, workflowId, initiatedBy: options.initiatedBy };
  const execution = services.worker.start(workflowId, (pulse) => runWorkflow(services.workflows, start, pulse));
  return { workflowId, executionId: execution.executionId };
}

export const startSync: EntraHandler = (context) => {
  const wanted = parseScope(recordOf(context.request));
  const { scope } = wanted;
  if (!context.worker.settings.reachable) {
    const error = 'The sync service is not available right now.';
    return jsonReply(503, { success: true, data: { accepted: false, scope, runId: null, workflowId: null, error } });
  }
  const { workflowId, executionId } = startWorkflow(context, wanted, { initiatedBy: context.operatorId });
  return ok({ accepted: true, scope, runId: executionId, workflowId, error: null }, 202);
};

function runView(run: RunRow): Record<string, unknown> {
  return {
    runId: run.run_id,
    status: run.status,
    runType: run.run_type,
    startedAt: run.started_at,
    completedAt: run.completed_at,
    totalTenants: run.total_tenants,
    processedTenants: run.processed_tenants,
    succeededTenants: run.succeeded_tenants,
    failedTenants: run.failed_tenants,
  };
}

/** Per-client times come out of `String(date)` on the real server, not as ISO. */
function looseTime(iso: string): string {
  const parts = new Date(iso).toUTCString().replace(',', '').split(' ');
  const [weekday, day, month, year, time] = parts;
  return `${weekday} ${month} ${day} ${year} ${time} GMT+0000 (Coordinated Universal Time)`;
}

function runDetail(store: PsaStore, id: string): Record<string, unknown> {
  const run = store.runs.find((row) => row.run_id === id || row.workflow_id === id);
  if (!run) throw new RouteRefusal('Sync run not found.');
  const tenantResults = store.runTenants
    .filter((row) => row.run_id === run.run_id)
    .map((row) => ({
      managedTenantId: row.managed_tenant_id,
      clientId: row.client_id,
      status: row.status,
      created: row.created_count,
      linked: row.linked_count,
      updated: row.updated_count,
      ambiguous: row.ambiguous_count,
      inactivated: row.inactivated_count,
      errorMessage: row.error_message,
      startedAt: looseTime(row.started_at),
      completedAt: looseTime(row.completed_at),
    }));
  return { run: { ...runView(run), summary: run.summary }, tenantResults };
}

const MOST_RUNS = 50;

export const listRuns: EntraHandler = ({ store, request }) => {
  const runId = request.query.get('runId');
  if (runId !== null) return ok(runDetail(store, runId));
  const limit = Number(request.query.get('limit') ?? 10);
  if (!(limit > 0)) throw new RouteRefusal('limit must be a positive number.');
  const runs = store.runs
    .toSorted((a, b) => (a.started_at < b.started_at ? 1 : a.started_at > b.started_at ? -1 : 0))
    .slice(0, Math.min(Math.floor(limit) || 1, MOST_RUNS))
    .map((run) => ({
      ...runView(run),
      isDryRun: run.is_dry_run,
      scopeManagedTenantId: run.scope_managed_tenant_id,
      scopeClientId: run.scope_client_id,
    }));
  return ok({ runs });
};

export const getRun: EntraHandler = ({ store }, id) => ok(runDetail(store, decodeURIComponent(id)));
