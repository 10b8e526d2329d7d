/** The statements of the reconciliation queue. */
import type { DecisionReason, QueueItemStatus } from '../../../../shared/vocabulary/states.ts';
import type { Db, SqlParams } from '../database.ts';
import type { QueueItemRow, QueuePushState } from './queue-item-row.ts';

export function queueItemStatements(db: Db) {
  const byId = db.prepare<[string], QueueItemRow>('SELECT * FROM queue_item WHERE queue_item_id = ?');
  const latest = db.prepare<[string, string], QueueItemRow>(`
    SELECT * FROM queue_item WHERE entra_tenant_id = ? AND entra_object_id = ? ORDER BY queue_item_key DESC LIMIT 1`);
  const candidates = db.prepare<[number], { detail: string }>(
    'SELECT detail FROM queue_candidate WHERE queue_item_key = ? ORDER BY position',
  );
  const insert = db.prepare(`
    INSERT INTO queue_item (queue_item_id, status, managed_tenant_id, client_id, entra_tenant_id, entra_object_id, reason, because,
      display_name, address, top_score, candidate_count, detail, plan_id, change_id, opened_at, refreshed_at)
    VALUES (@queueItemId, 'open', @managedTenantId, @clientId, @entraTenantId, @entraObjectId, @reason, @because,
      @displayName, @address, @topScore, @candidateCount, @detail, @planId, @changeId, @at, @at)`);
  const refresh = db.prepare(`
    UPDATE queue_item SET managed_tenant_id = @managedTenantId, client_id = @clientId, reason = @reason, because = @because,
      display_name = @displayName, address = @address, top_score = @topScore, candidate_count = @candidateCount,
      detail = @detail, plan_id = @planId, change_id = @changeId, refreshed_at = @at WHERE queue_item_key = @key`);
  const reopen = db.prepare<[string | null, number]>(`
    UPDATE queue_item SET status = 'open', reopened_because = ?, resolution = NULL, resolved_contact_id = NULL,
      closed_by = NULL, closed_at = NULL, note = NULL, push_state = 'none', push_detail = NULL
    WHERE queue_item_key = ?`);
  const close = db.prepare<SqlParams>(`
    UPDATE queue_item SET status = @status, resolution = @kind, resolved_contact_id = @contactId, closed_by = @closedBy,
      closed_at = @closedAt, note = @note, push_state = @pushState, push_detail = NULL, is_marked_unsure = 0
    WHERE queue_item_id = @queueItemId AND status = 'open'`);
  const putPush = db.prepare<[QueuePushState, string | null, string]>(
    'UPDATE queue_item SET push_state = ?, push_detail = ? WHERE queue_item_id = ?',
  );
  const putUnsure = db.prepare<[0 | 1, string]>('UPDATE queue_item SET is_marked_unsure = ? WHERE queue_item_id = ?');
  const dropCandidates = db.prepare<[number]>('DELETE FROM queue_candidate WHERE queue_item_key = ?');
  const addCandidate = db.prepare<[number, number, string, number, string]>(
    'INSERT INTO queue_candidate (queue_item_key, position, contact_id, score, detail) VALUES (?, ?, ?, ?, ?)',
  );
  const index = db.prepare<[number, string, string]>(
    'INSERT OR REPLACE INTO queue_item_search (rowid, words, scope) VALUES (?, ?, ?)',
  );
  const byStatus = db.prepare<[], { status: QueueItemStatus; n: number }>(
    'SELECT status, count(*) AS n FROM queue_item GROUP BY status',
  );
  const openByReason = db.prepare<[], { reason: DecisionReason; n: number }>(
    `SELECT reason, count(*) AS n FROM queue_item WHERE status = 'open' GROUP BY reason`,
  );
  const pending = db.prepare<[QueuePushState], QueueItemRow>(
    `SELECT * FROM queue_item WHERE push_state = ? AND push_state <> 'none' ORDER BY closed_at, queue_item_key`,
  );

  const stuck = db.prepare<[], { state: QueuePushState; n: number }>(`
    SELECT push_state AS state, count(*) AS n FROM queue_item
    WHERE push_state IN ('pending', 'conflict', 'failed') AND push_state <> 'none' GROUP BY push_state`);
  const claiming = db.prepare<[string], QueueItemRow>(`
    SELECT * FROM queue_item WHERE push_state = 'pending' AND push_state <> 'none' AND resolved_contact_id = ?
    ORDER BY closed_at LIMIT 1`);
  const creating = db.prepare<[string], QueueItemRow>(`
    SELECT * FROM queue_item WHERE push_state = 'pending' AND push_state <> 'none' AND resolution = 'createNew'
      AND json_extract(detail, '$.person.address') = ? ORDER BY closed_at LIMIT 1`);

  return {
    byId,
    latest,
    candidates,
    insert,
    refresh,
    reopen,
    close,
    putPush,
    putUnsure,
    dropCandidates,
    addCandidate,
    index,
    byStatus,
    openByReason,
    pending,
    stuck,
    claiming,
    creating,
  };
}
