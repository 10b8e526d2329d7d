/**
 * The memory of what operators answered about identities, and on which evidence. Rows are only ever added: taking an answer
 * back adds a `withdrawn` row, after which the identity counts as never answered.
 */
import {
  asId,
  type ClientId,
  type ContactId,
  type EntraObjectId,
  type EntraTenantId,
  type QueueItemId,
} from '../../../../shared/vocabulary/ids.ts';
import type { RememberedDecision } from '../../domain/contact-link.ts';
import type { Db } from '../database.ts';
import type { DirectoryIdentity } from './contact-link-repo.ts';

/** An answer to add; `withdrawn` takes the identity's last answer back. */
export interface NewDecision {
  readonly entraTenantId: EntraTenantId;
  readonly entraObjectId: EntraObjectId;
  readonly kind: RememberedDecision['kind'] | 'withdrawn';
  readonly contactId: ContactId | null;
  readonly clientId: ClientId;
  readonly queueItemId: QueueItemId | null;
  readonly evidenceFacts: Readonly<Record<string, string>>;
  readonly note: string | null;
  readonly decidedBy: string;
  readonly decidedAt: number;
}

export interface RecordedDecision extends NewDecision {
  readonly decisionNumber: number;
}

interface DecisionRow {
  decision_number: number;
  entra_tenant_id: string;
  entra_object_id: string;
  kind: NewDecision['kind'];
  contact_id: string | null;
  client_id: string;
  queue_item_id: string | null;
  evidence_facts: string;
  note: string | null;
  decided_by: string;
  decided_at: number;
}

export function decisionRepo(db: Db) {
  const add = db.prepare(`
    INSERT INTO decision (entra_tenant_id, entra_object_id, kind, contact_id, client_id, queue_item_id, evidence_facts, note,
      decided_by, decided_at)
    VALUES (@entraTenantId, @entraObjectId, @kind, @contactId, @clientId, @queueItemId, @evidenceFacts, @note,
      @decidedBy, @decidedAt)`);
  const latest = db.prepare<[string, string], DecisionRow>(`
    SELECT * FROM decision WHERE entra_tenant_id = ? AND entra_object_id = ? ORDER BY decision_number DESC LIMIT 1`);
  const history = db.prepare<[string, string], DecisionRow>(`
    SELECT * FROM decision WHERE entra_tenant_id = ? AND entra_object_id = ? ORDER BY decision_number DESC`);
  const allLatest = db.prepare<[], DecisionRow & { came_back: 0 | 1 }>(`
    SELECT d.*, EXISTS (SELECT 1 FROM queue_item q WHERE q.push_state = 'conflict'
      AND q.entra_tenant_id = d.entra_tenant_id AND q.entra_object_id = d.entra_object_id) AS came_back
    FROM decision d WHERE decision_number IN (
      SELECT max(decision_number) FROM decision GROUP BY entra_tenant_id, entra_object_id)
    AND kind <> 'withdrawn' ORDER BY decision_number`);

  return {
    /** Returns the row's number, which orders all decisions. */
    append(decision: NewDecision): number {
      const row = { ...decision, evidenceFacts: JSON.stringify(decision.evidenceFacts) };
      return Number(add.run(row).lastInsertRowid);
    },
    /** The answer that holds now; null when there is none or it was taken back. */
    latest({ entraTenantId, entraObjectId }: DirectoryIdentity): RecordedDecision | null {
      const row = latest.get([entraTenantId, entraObjectId]);
      return row && row.kind !== 'withdrawn' ? fromRow(row) : null;
    },
    /** Newest first, withdrawals included. */
    listHistory: ({ entraTenantId, entraObjectId }: DirectoryIdentity): RecordedDecision[] =>
      history.all([entraTenantId, entraObjectId]).map(fromRow),
    /** The answer that holds for each identity that has one, for planning; `cameBack` tells of its identity's push. */
    listCurrent(): RememberedDecision[] {
      const held: RememberedDecision[] = [];
      for (const { came_back, ...row } of allLatest.all([])) {
        const { kind, queueItemId: _item, note: _note, decisionNumber: _number, ...rest } = fromRow(row);
        if (kind !== 'withdrawn') held.push({ ...rest, kind, cameBack: came_back === 1 });
      }
      return held;
    },
  };
}

function fromRow(row: DecisionRow): RecordedDecision {
  return {
    decisionNumber: row.decision_number,
    entraTenantId: asId(row.entra_tenant_id),
    entraObjectId: asId(row.entra_object_id),
    kind: row.kind,
    contactId: row.contact_id === null ? null : asId(row.contact_id),
    clientId: asId(row.client_id),
    queueItemId: row.queue_item_id === null ? null : asId(row.queue_item_id),
    evidenceFacts: JSON.parse(row.evidence_facts) as Record<string, string>,
    note: row.note,
    decidedBy: row.decided_by,
    decidedAt: row.decided_at,
  };
}
