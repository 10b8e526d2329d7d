/** The statements of plans. `planned_change` is only ever inserted and read. */
import type { ClientId, ManagedTenantId } from '../../../../shared/vocabulary/ids.ts';
import type { ChangeAction, PlanStatus } from '../../../../shared/vocabulary/states.ts';
import { bulkInsert } from '../bulk-insert.ts';
import type { Db, SqlValue } from '../database.ts';
import { type ChangeRow, insertColumns } from './planned-change-row.ts';

/** Rows are read and written in portions of this size. */
export const CHUNK = 1000;
/** Word for word the condition of the partial index `planned_change_to_apply`. */
const TO_APPLY = `hold IS NULL AND action IN ('create', 'link', 'update', 'inactivate', 'queue')`;

export interface PlanRow {
  plan_key: number;
  plan_id: string;
  status: PlanStatus;
  managed_tenant_id: string | null;
  client_id: string | null;
  content_hash: string;
  row_count: number;
  is_complete: number;
  is_applicable: number;
  counts: string;
  detail: string;
  created_by: string;
  created_at: number;
  approved_by: string | null;
  approved_at: number | null;
  closed_at: number | null;
}

export function syncPlanStatements(db: Db) {
  const byId = db.prepare<[string], PlanRow>('SELECT * FROM sync_plan WHERE plan_id = ?');
  const put = db.prepare(`
    INSERT INTO sync_plan (plan_id, status, managed_tenant_id, client_id, content_hash, row_count, is_complete, is_applicable,
      counts, detail, created_by, created_at)
    VALUES (@planId, 'ready', @managedTenantId, @clientId, @contentHash, @rowCount, @isComplete, @isApplicable,
      @counts, @detail, @createdBy, @createdAt)`);
  const addRows = bulkInsert(db, { table: 'planned_change', columns: insertColumns, onConflict: '' });
  const move = db.prepare(`
    UPDATE sync_plan SET status = @to,
      approved_by = iif(@to = 'approved', @by, approved_by), approved_at = iif(@to = 'approved', @at, approved_at),
      closed_at = iif(@to IN ('applied', 'discarded', 'superseded'), @at, NULL)
    WHERE plan_id = @planId AND status = @from`);
  const supersede = db.prepare<[number, string]>(`
    UPDATE sync_plan SET status = 'superseded', closed_at = ?
    WHERE status = 'ready' AND plan_key < (SELECT plan_key FROM sync_plan WHERE plan_id = ?)`);
  const row = db.prepare<[number, string], ChangeRow>(
    'SELECT * FROM planned_change WHERE plan_key = ? AND change_id = ?',
  );
  const chunk = db.prepare<[number, number], ChangeRow>(
    `SELECT * FROM planned_change WHERE plan_key = ? AND ordinal > ? ORDER BY ordinal LIMIT ${CHUNK}`,
  );
  const tenants = db.prepare<[number], { managedTenantId: ManagedTenantId; clientId: ClientId; changeCount: number }>(`
    SELECT managed_tenant_id AS managedTenantId, client_id AS clientId, count(*) AS changeCount FROM planned_change
    WHERE plan_key = ? AND ${TO_APPLY} GROUP BY managed_tenant_id, client_id ORDER BY min(ordinal)`);
  const pending = db.prepare<Record<string, SqlValue>, ChangeRow>(`
    SELECT t.* FROM planned_change t
    WHERE plan_key = @planKey AND managed_tenant_id = @managedTenantId AND ordinal > @after AND ${TO_APPLY}
      AND NOT EXISTS (SELECT 1 FROM operation o JOIN sync_run r USING (run_key)
        WHERE r.run_id = @runId AND o.change_id = t.change_id AND o.finished_at IS NOT NULL)
    ORDER BY ordinal LIMIT ${CHUNK}`);
  const byClient = db.prepare<[number], { clientId: ClientId; action: ChangeAction; isHeld: 0 | 1; n: number }>(`
    SELECT client_id AS clientId, action, is_held AS isHeld, row_count AS n FROM sync_plan_count WHERE plan_key = ?`);
  const count = db.prepare<[number]>(`
    INSERT INTO sync_plan_count (plan_key, client_id, action, is_held, row_count)
    SELECT plan_key, client_id, action, hold IS NOT NULL, count(*) FROM planned_change WHERE plan_key = ?
    GROUP BY client_id, action, hold IS NOT NULL`);
  const prune = db.prepare<[number]>(`
    DELETE FROM sync_plan WHERE status IN ('superseded', 'discarded')
      AND plan_id NOT IN (SELECT plan_id FROM sync_run WHERE plan_id IS NOT NULL)
      AND plan_key NOT IN (SELECT plan_key FROM sync_plan ORDER BY plan_key DESC LIMIT ?)`);

  return { byId, put, addRows, move, supersede, row, chunk, tenants, pending, byClient, count, prune };
}
