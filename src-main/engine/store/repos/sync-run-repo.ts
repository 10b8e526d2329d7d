/**
 * Sync runs and what they did at each client. A workflow id has one unfinished run at most, so a double click is one run.
 * Counters move with the journal (`operation-repo.ts`), in the same transaction, and are therefore true while a run goes on.
 */
import {
  asId,
  type ClientId,
  type ManagedTenantId,
  type PlanId,
  type RunId,
  type WorkflowId,
} from '../../../../shared/vocabulary/ids.ts';
import type { RunStatus, RunType } from '../../../../shared/vocabulary/states.ts';
import { EngineError } from '../../domain/engine-error.ts';
import type { Db } from '../database.ts';
import { listOf, listPage, type Page, type PageRequest } from '../list-query.ts';
import {
  fromRunRow,
  fromTenantRow,
  type RunRow,
  type RunTenantRow,
  type SyncRun,
  type SyncRunTenant,
} from './sync-run-row.ts';

export interface NewRun {
  readonly workflowId: WorkflowId;
  readonly runType: RunType;
  /** Applied by Concord, or by the server's own workflow. */
  readonly place: 'here' | 'there';
  readonly triggerKind: 'manual' | 'scheduled';
  readonly planId: PlanId | null;
  readonly managedTenantId: ManagedTenantId | null;
  readonly clientId: ClientId | null;
  readonly undoOfRunId: RunId | null;
  readonly startedBy: string;
  readonly queuedAt: number;
  readonly totalTenants: number;
}

/** Where a run or one client of it stands; `error` and `summary` replace what was there unless null. */
export interface RunProgress {
  readonly status: RunStatus;
  readonly at: number;
  readonly error: unknown;
}

const UNFINISHED = `('queued', 'running', 'paused', 'held')`;

/**
 * Cancelled with nothing begun: in its cancel window, or before its first row. Such a run used nothing up. What the server's
 * own workflow did is not in our journal, so there only a run that never started counts.
 */
const TAKEN_BACK = `(sync_run.status = 'cancelled' AND (started_at IS NULL OR (place = 'here'
  AND NOT EXISTS (SELECT 1 FROM operation o WHERE o.run_key = sync_run.run_key))))`;

interface Needs {
  readonly db: Db;
  readonly newId: () => string;
}

export function syncRunRepo({ db, newId }: Needs) {
  const byId = db.prepare<[string], RunRow>('SELECT * FROM sync_run WHERE run_id = ?');
  const unfinishedOf = db.prepare<[string], RunRow>(
    `SELECT * FROM sync_run WHERE workflow_id = ? AND status IN ${UNFINISHED}`,
  );
  const unfinished = db.prepare<[], RunRow>(`SELECT * FROM sync_run WHERE status IN ${UNFINISHED} ORDER BY run_key`);
  const put = db.prepare(`
    INSERT INTO sync_run (run_id, workflow_id, run_type, status, place, trigger_kind, plan_id, managed_tenant_id, client_id,
      undo_of_run_id, started_by, queued_at, total_tenants)
    VALUES (@runId, @workflowId, @runType, 'queued', @place, @triggerKind, @planId, @managedTenantId, @clientId,
      @undoOfRunId, @startedBy, @queuedAt, @totalTenants)`);
  const progress = (table: string) => `
    UPDATE ${table} SET status = @status, error = coalesce(@error, error),
      started_at = iif(@status = 'running', coalesce(started_at, @at), started_at),
      finished_at = iif(@status IN ${UNFINISHED}, NULL, @at)`;
  const setRun = db.prepare(`${progress('sync_run')} WHERE run_id = @runId`);
  const setTenant = db.prepare(
    `${progress('sync_run_tenant')} WHERE run_key = @runKey AND managed_tenant_id = @managedTenantId`,
  );
  const putSummary = db.prepare<[string, string]>('UPDATE sync_run SET summary = ? WHERE run_id = ?');
  const addTenant = db.prepare<[number, string, string | null, number]>(`
    INSERT INTO sync_run_tenant (run_key, managed_tenant_id, client_id, status, planned_count) VALUES (?, ?, ?, 'queued', ?)
    ON CONFLICT DO NOTHING`);
  const countTenants = db.prepare<[number, number]>(`
    UPDATE sync_run SET total_tenants = (SELECT count(*) FROM sync_run_tenant WHERE run_key = ?) WHERE run_key = ?`);
  const ofPlan = db.prepare<[string], RunRow>(
    `SELECT * FROM sync_run WHERE plan_id = ? AND run_type IN ('initial', 'all-tenants', 'single-tenant')
      AND NOT ${TAKEN_BACK} ORDER BY run_key DESC LIMIT 1`,
  );
  const initial = db.prepare<[], { run_key: number }>(
    `SELECT run_key FROM sync_run WHERE run_type = 'initial' AND NOT ${TAKEN_BACK} LIMIT 1`,
  );
  const tenants = db.prepare<[number], RunTenantRow>(
    'SELECT * FROM sync_run_tenant WHERE run_key = ? ORDER BY managed_tenant_id',
  );
  const lastOf = db.prepare<[string], RunTenantRow>(
    'SELECT * FROM sync_run_tenant WHERE managed_tenant_id = ? ORDER BY run_key DESC LIMIT 1',
  );

  function rowOf(runId: RunId): RunRow {
    const row = byId.get([runId]);
    if (row) return row;
    throw new EngineError('run.notFound', 'This run does not exist. Refresh the list of runs.', { details: { runId } });
  }

  return {
    /** The workflow's unfinished run, or a new queued one. */
    create(run: NewRun): { readonly run: SyncRun; readonly isNew: boolean } {
      return db.transaction(() => {
        const known = unfinishedOf.get([run.workflowId]);
        if (known) return { run: fromRunRow(known), isNew: false };
        const runId = asId<RunId>(newId());
        put.run({ ...run, runId });
        return { run: fromRunRow(rowOf(runId)), isNew: true };
      });
    },
    find(runId: RunId): SyncRun | null {
      const row = byId.get([runId]);
      return row ? fromRunRow(row) : null;
    },
    /** Throws `run.notFound`. */
    get: (runId: RunId): SyncRun => fromRunRow(rowOf(runId)),
    findUnfinished(workflowId: WorkflowId): SyncRun | null {
      const row = unfinishedOf.get([workflowId]);
      return row ? fromRunRow(row) : null;
    },
    /** Whether the first sync of the whole estate is behind us, or under way. */
    hadInitial: (): boolean => initial.get([]) !== undefined,
    /** The run that applies or applied this plan; one that was taken back before it did anything does not count. */
    findByPlan(planId: PlanId): SyncRun | null {
      const row = ofPlan.get([planId]);
      return row ? fromRunRow(row) : null;
    },
    listUnfinished: (): SyncRun[] => unfinished.all([]).map(fromRunRow),
    /** Newest first. */
    page(
      filter: { readonly runType: RunType | null; readonly status: RunStatus | null },
      request: PageRequest,
    ): Page<SyncRun> {
      const page = listPage<RunRow>(
        db,
        {
          ...listOf('sync_run', 'run_key', ['run_key']),
          isDescending: true,
          equals: { run_type: filter.runType, status: filter.status },
        },
        request,
      );
      return { ...page, rows: page.rows.map(fromRunRow) };
    },
    setStatus(runId: RunId, { status, at, error }: RunProgress): void {
      setRun.run({ runId, status, at, error: error === null ? null : JSON.stringify(error) });
    },
    setSummary: (runId: RunId, summary: unknown): void => void putSummary.run([JSON.stringify(summary), runId]),
    /** Names the clients a run will touch; safe to repeat on resume. */
    addTenants(
      runId: RunId,
      planned: readonly { managedTenantId: ManagedTenantId; clientId: ClientId | null; plannedCount: number }[],
    ): void {
      db.transaction(() => {
        const { run_key } = rowOf(runId);
        for (const { managedTenantId, clientId, plannedCount } of planned) {
          addTenant.run([run_key, managedTenantId, clientId, plannedCount]);
        }
        countTenants.run([run_key, run_key]);
      });
    },
    setTenantStatus(runId: RunId, managedTenantId: ManagedTenantId, { status, at, error }: RunProgress): void {
      const { run_key: runKey } = rowOf(runId);
      setTenant.run({ runKey, managedTenantId, status, at, error: error === null ? null : JSON.stringify(error) });
    },
    listTenants: (runId: RunId): SyncRunTenant[] => tenants.all([rowOf(runId).run_key]).map(fromTenantRow),
    /** What the newest run did at this tenant; null when none touched it. */
    findLastForTenant(managedTenantId: ManagedTenantId): SyncRunTenant | null {
      const row = lastOf.get([managedTenantId]);
      return row ? fromTenantRow(row) : null;
    },
  };
}
