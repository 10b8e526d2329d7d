/**
 * The initial, all-tenants and single-client workflows (psa.md 3.4): upsert the run row, go through the mappings strictly one
 * after another, record a row per client, finalise. Counters of the run are written only at the end. A client that failed
 * is recorded with zeros, whatever had been written before it failed.
 */
import type { SandboxUser } from '../../scenarios/world.ts';
import type { MappingRow, RunRow, RunStatus, RunType } from '../rows.ts';
import type { PsaStore } from '../state.ts';
import { provisionClient } from './provision-client.ts';
import { type ClientScope, noCounts, type SyncCounters, syncClient } from './sync-client.ts';
import type { Worker } from './worker.ts';
import { WorkerLost } from './worker.ts';
import type { WorkflowScope } from './workflow-ids.ts';

export type WorkflowServices = {
  store: PsaStore;
  worker: Worker;
  isSuspended: () => boolean;
  /** Throws the provider's own sentence when the directory cannot be read. */
  listUsers: (entraTenantId: string) => SandboxUser[];
};

type Pulse = { check: () => void; beforeEach: () => Promise<void> };
type WorkflowStart = { wanted: WorkflowScope; workflowId: string; initiatedBy: string | null };

const RUN_TYPE: Record<WorkflowScope['scope'], RunType> = {
  initial: 'initial',
  'all-tenants': 'all-tenants',
  'single-client': 'single-tenant',
};

/** Reuses the row of an earlier run with the same workflow id: its old completion and counters stay until the end. */
function upsertRun(store: PsaStore, start: WorkflowStart): string {
  const known = store.runs.find((run) => run.workflow_id === start.workflowId);
  if (known) {
    store.runs = store.runs.map((run) => (run === known ? { ...run, status: 'running' } : run));
    return known.run_id;
  }
  const single = start.wanted.scope === 'single-client' ? start.wanted : null;
  const run: RunRow = {
    run_id: store.nextId(),
    workflow_id: start.workflowId,
    run_type: RUN_TYPE[start.wanted.scope],
    status: 'running',
    initiated_by: start.initiatedBy,
    started_at: store.nowIso(),
    completed_at: null,
    total_tenants: 0,
    processed_tenants: 0,
    succeeded_tenants: 0,
    failed_tenants: 0,
    summary: {},
    is_dry_run: false,
    scope_managed_tenant_id: single?.managedTenantId ?? null,
    scope_client_id: single?.clientId ?? null,
  };
  store.runs.push(run);
  return run.run_id;
}

/** Active mappings of the scope, oldest first. A suspended workspace has none, and the run is then a silent success. */
function loadMappings(services: WorkflowServices, wanted: WorkflowScope): MappingRow[] {
  if (services.isSuspended()) return [];
  const active = services.store.mappings
    .filter((row) => row.is_active)
    .sort((a, b) => (a.updated_at < b.updated_at ? -1 : a.updated_at > b.updated_at ? 1 : 0));
  if (wanted.scope === 'single-client') {
    return active.filter(
      (row) =>
        row.mapping_state === 'mapped' &&
        row.managed_tenant_id === wanted.managedTenantId &&
        row.client_id === wanted.clientId,
    );
  }
  const withNew = wanted.scope === 'initial' || wanted.trigger === 'manual';
  return active.filter((row) => row.mapping_state === 'mapped' || (withNew && row.mapping_state === 'create_new'));
}

type TenantOutcome = { mapping: MappingRow; clientId: string | null; counters: SyncCounters; error: string | null };

function recordOutcome(store: PsaStore, runId: string, outcome: TenantOutcome): void {
  const at = store.nowIso();
  store.runTenants.push({
    run_tenant_id: store.nextId(),
    run_id: runId,
    managed_tenant_id: outcome.mapping.managed_tenant_id,
    client_id: outcome.clientId,
    status: outcome.error === null ? 'completed' : 'failed',
    created_count: outcome.counters.created,
    linked_count: outcome.counters.linked,
    updated_count: outcome.counters.updated,
    ambiguous_count: outcome.counters.ambiguous,
    inactivated_count: outcome.counters.inactivated,
    error_message: outcome.error,
    started_at: at,
    completed_at: at,
  });
  const managed = store.managedTenants.get(outcome.mapping.managed_tenant_id);
  if (!managed || outcome.error !== null) return;
  store.managedTenants.set(managed.managed_tenant_id, {
    ...managed,
    last_successful_sync_user_count: outcome.counters.created + outcome.counters.linked + outcome.counters.ambiguous,
    last_successful_sync_at: at,
  });
}

async function runClient(services: WorkflowServices, mapping: MappingRow, pulse: Pulse): Promise<TenantOutcome> {
  const { store, worker } = services;
  let clientId = mapping.client_id;
  try {
    clientId = await worker.attempt(pulse, async () => provisionClient(store, mapping));
    const managed = store.managedTenants.get(mapping.managed_tenant_id);
    if (!managed) throw new Error('Managed tenant not found for mapping.');
    const scope: ClientScope = {
      managedTenantId: mapping.managed_tenant_id,
      entraTenantId: managed.entra_tenant_id,
      clientId,
    };
    const counters = await worker.attempt(pulse, async () => {
      if (!store.connection.is_active) throw new Error('No active Microsoft Entra connection is configured.');
      const users = services.listUsers(scope.entraTenantId);
      return syncClient(store, scope, { users, beforeEach: pulse.beforeEach });
    });
    return { mapping, clientId, counters, error: null };
  } catch (error) {
    if (error instanceof WorkerLost) throw error;
    return { mapping, clientId, counters: noCounts(), error: error instanceof Error ? error.message : String(error) };
  }
}

function statusOf(succeeded: number, failed: number): RunStatus {
  if (failed === 0) return 'completed';
  return succeeded > 0 ? 'partial' : 'failed';
}

function sum(outcomes: TenantOutcome[], name: keyof SyncCounters): number {
  return outcomes.reduce((total, outcome) => total + outcome.counters[name], 0);
}

function finalise(store: PsaStore, runId: string, outcomes: TenantOutcome[]): void {
  const failed = outcomes.filter((outcome) => outcome.error !== null).length;
  const succeeded = outcomes.length - failed;
  const summary = {
    created: sum(outcomes, 'created'),
    linked: sum(outcomes, 'linked'),
    updated: sum(outcomes, 'updated'),
    ambiguous: sum(outcomes, 'ambiguous'),
    inactivated: sum(outcomes, 'inactivated'),
    skipped: 0,
  };
  store.runs = store.runs.map((run) =>
    run.run_id === runId
      ? {
          ...run,
          status: statusOf(succeeded, failed),
          completed_at: store.nowIso(),
          total_tenants: outcomes.length,
          processed_tenants: outcomes.length,
          succeeded_tenants: succeeded,
          failed_tenants: failed,
          summary,
        }
      : run,
  );
  notify(store, runId, summary.ambiguous);
}

/** psa.md 3.7: the arrivals message repeats on every run, because the counter includes what was queued or dismissed. */
function notify(store: PsaStore, runId: string, ambiguous: number): void {
  const failing = (run: RunRow | undefined) => run?.status === 'failed' || run?.status === 'partial';
  const real = store.runs.filter((run) => !run.is_dry_run);
  const current = real.find((run) => run.run_id === runId);
  const previous = real.filter((run) => run.run_id !== runId).sort((a, b) => (a.started_at < b.started_at ? 1 : -1))[0];
  const at = store.nowIso();
  if (failing(current) && failing(previous)) store.notifications.push({ at, kind: 'repeated-failure', runId });
  if (ambiguous > 0) store.notifications.push({ at, kind: 'review-queue', runId });
}

/** Runs one workflow to its end, or throws WorkerLost and leaves the row at `running`. */
export async function runWorkflow(services: WorkflowServices, start: WorkflowStart, pulse: Pulse): Promise<void> {
  const { store } = services;
  const runId = upsertRun(store, start);
  const outcomes: TenantOutcome[] = [];
  for (const mapping of loadMappings(services, start.wanted)) {
    const outcome = await runClient(services, mapping, pulse);
    pulse.check();
    recordOutcome(store, runId, outcome);
    outcomes.push(outcome);
  }
  pulse.check();
  finalise(store, runId, outcomes);
}
