/** A run, and a run at one client, as stored and as told. */
import {
  asId,
  type ClientId,
  type ManagedTenantId,
  type PlanId,
  type RunId,
  type WorkflowId,
} from '../../../../shared/vocabulary/ids.ts';
import type { RunStatus, RunType } from '../../../../shared/vocabulary/states.ts';

/** The server's six counters and our two; each planned change moves one of them once. */
export const runCounters = [
  'created',
  'linked',
  'updated',
  'ambiguous',
  'inactivated',
  'skipped',
  'stale',
  'failed',
] as const;
export type RunCounter = (typeof runCounters)[number];
export type RunCounts = Readonly<Record<RunCounter, number>>;

export interface SyncRun {
  readonly runId: RunId;
  readonly workflowId: WorkflowId;
  readonly runType: RunType;
  readonly status: RunStatus;
  readonly place: 'here' | 'there';
  readonly triggerKind: 'manual' | 'scheduled';
  readonly planId: PlanId | null;
  readonly managedTenantId: ManagedTenantId | null;
  readonly clientId: ClientId | null;
  readonly undoOfRunId: RunId | null;
  readonly startedBy: string;
  readonly queuedAt: number;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  readonly totalTenants: number;
  readonly counts: RunCounts;
  readonly error: unknown;
  readonly summary: unknown;
}

export interface SyncRunTenant {
  readonly managedTenantId: ManagedTenantId;
  readonly clientId: ClientId | null;
  readonly status: RunStatus;
  readonly plannedCount: number;
  readonly counts: RunCounts;
  readonly error: unknown;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
}

type CountColumns = Record<RunCounter, number>;

export interface RunRow extends CountColumns {
  run_key: number;
  run_id: string;
  workflow_id: string;
  run_type: RunType;
  status: RunStatus;
  place: 'here' | 'there';
  trigger_kind: 'manual' | 'scheduled';
  plan_id: string | null;
  managed_tenant_id: string | null;
  client_id: string | null;
  undo_of_run_id: string | null;
  started_by: string;
  queued_at: number;
  started_at: number | null;
  finished_at: number | null;
  total_tenants: number;
  error: string | null;
  summary: string | null;
}

export interface RunTenantRow extends CountColumns {
  managed_tenant_id: string;
  client_id: string | null;
  status: RunStatus;
  planned_count: number;
  error: string | null;
  started_at: number | null;
  finished_at: number | null;
}

export function fromRunRow(row: RunRow): SyncRun {
  return {
    runId: asId(row.run_id),
    workflowId: asId(row.workflow_id),
    runType: row.run_type,
    status: row.status,
    place: row.place,
    triggerKind: row.trigger_kind,
    planId: row.plan_id === null ? null : asId(row.plan_id),
    managedTenantId: row.managed_tenant_id === null ? null : asId(row.managed_tenant_id),
    clientId: row.client_id === null ? null : asId(row.client_id),
    undoOfRunId: row.undo_of_run_id === null ? null : asId(row.undo_of_run_id),
    startedBy: row.started_by,
    queuedAt: row.queued_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    totalTenants: row.total_tenants,
    counts: countsOf(row),
    error: parse(row.error),
    summary: parse(row.summary),
  };
}

export function fromTenantRow(row: RunTenantRow): SyncRunTenant {
  return {
    managedTenantId: asId(row.managed_tenant_id),
    clientId: row.client_id === null ? null : asId(row.client_id),
    status: row.status,
    plannedCount: row.planned_count,
    counts: countsOf(row),
    error: parse(row.error),
    startedAt: row.started_at,
    finishedAt: row.finished_at,
  };
}

function countsOf(row: CountColumns): RunCounts {
  const { created, linked, updated, ambiguous, inactivated, skipped, stale, failed } = row;
  return { created, linked, updated, ambiguous, inactivated, skipped, stale, failed };
}

function parse(text: string | null): unknown {
  return text === null ? null : JSON.parse(text);
}
