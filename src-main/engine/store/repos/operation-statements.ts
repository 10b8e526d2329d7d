/** The statements of the journal. What is finished is never written again, except by undo. */
import type { OperationState } from '../../../../shared/vocabulary/states.ts';
import type { Db, SqlParams } from '../database.ts';
import type { OperationRow } from './operation-row.ts';

const SELECT = 'SELECT o.*, r.run_id FROM operation o JOIN sync_run r USING (run_key)';

export function operationStatements(db: Db) {
  const byId = db.prepare<[string], OperationRow>(`${SELECT} WHERE operation_id = ?`);
  const byChange = db.prepare<[string, string], OperationRow>(`${SELECT} WHERE r.run_id = ? AND o.change_id = ?`);
  const runKey = db.prepare<[string], { run_key: number }>('SELECT run_key FROM sync_run WHERE run_id = ?');
  const put = db.prepare(`
    INSERT INTO operation (operation_id, run_key, change_id, managed_tenant_id, client_id, entra_tenant_id, entra_object_id,
      action, state, contact_id, attempts, is_reversible, undo_of_operation_id, intended, intended_at)
    VALUES (@operationId, @runKey, @changeId, @managedTenantId, @clientId, @entraTenantId, @entraObjectId,
      @action, 'intended', @contactId, 1, @isReversible, @undoOfOperationId, @intended, @at)`);
  const again = db.prepare<[string]>(
    'UPDATE operation SET attempts = attempts + 1 WHERE operation_id = ? AND finished_at IS NULL',
  );
  const sent = db.prepare<[string, number, string]>(`
    UPDATE operation SET state = 'sent', sent = json_insert(coalesce(sent, '[]'), '$[#]', json(?)), sent_at = ?
    WHERE operation_id = ? AND finished_at IS NULL`);
  const answered = db.prepare<[string, number, string]>(`
    UPDATE operation SET answered = json_insert(coalesce(answered, '[]'), '$[#]', json(?)), answered_at = ?
    WHERE operation_id = ? AND finished_at IS NULL`);
  const finish = db.prepare<SqlParams, { run_key: number; managed_tenant_id: string }>(`
    UPDATE operation SET state = @state, contact_id = coalesce(@contactId, contact_id), before = @before,
      observed = @observed, sentence = @sentence, finished_at = @at
    WHERE operation_id = @operationId AND finished_at IS NULL RETURNING run_key, managed_tenant_id`);
  const undo = db.prepare<[string, number, string]>(`
    UPDATE operation SET state = 'undone', undone = ?, undone_at = ?
    WHERE operation_id = ? AND finished_at IS NOT NULL AND undone_at IS NULL`);
  const byState = db.prepare<[string], { state: OperationState; n: number }>(`
    SELECT state, count(*) AS n FROM operation JOIN sync_run USING (run_key) WHERE run_id = ? GROUP BY state`);
  const ofIdentity = db.prepare<[string, string], OperationRow>(
    `${SELECT} WHERE o.entra_object_id = ? AND o.entra_tenant_id = ? ORDER BY operation_key DESC`,
  );
  const ofContact = db.prepare<[string], OperationRow>(`${SELECT} WHERE o.contact_id = ? ORDER BY operation_key DESC`);
  const unfinished = db.prepare<[], OperationRow>(
    `${SELECT} WHERE o.state IN ('intended', 'sent') ORDER BY operation_key`,
  );

  return {
    byId,
    byChange,
    runKey,
    put,
    again,
    sent,
    answered,
    finish,
    undo,
    byState,
    ofIdentity,
    ofContact,
    unfinished,
  };
}
