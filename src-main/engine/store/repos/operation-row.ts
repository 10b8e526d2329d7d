/** An operation of the journal as stored and as told. Bodies of requests and answers are kept; headers, and so keys, never come here. */
import {
  asId,
  type ChangeId,
  type ClientId,
  type ContactId,
  type EntraObjectId,
  type EntraTenantId,
  type ManagedTenantId,
  type OperationId,
  type RunId,
} from '../../../../shared/vocabulary/ids.ts';
import type { ChangeAction, OperationState } from '../../../../shared/vocabulary/states.ts';

export interface Operation {
  readonly operationId: OperationId;
  readonly runId: RunId;
  readonly changeId: ChangeId;
  readonly managedTenantId: ManagedTenantId;
  readonly clientId: ClientId;
  readonly entraTenantId: EntraTenantId;
  readonly entraObjectId: EntraObjectId;
  readonly action: ChangeAction;
  readonly state: OperationState;
  readonly contactId: ContactId | null;
  /** How often it was begun; above 1 after a crash. */
  readonly attempts: number;
  readonly isReversible: boolean;
  readonly undoOfOperationId: OperationId | null;
  readonly intended: unknown;
  readonly before: unknown;
  /** Requests in the order they left; empty when none did. */
  readonly sent: readonly unknown[];
  readonly answered: readonly unknown[];
  readonly observed: unknown;
  readonly undone: unknown;
  readonly sentence: string | null;
  readonly intendedAt: number;
  readonly sentAt: number | null;
  readonly answeredAt: number | null;
  readonly finishedAt: number | null;
  readonly undoneAt: number | null;
}

export interface OperationRow {
  operation_id: string;
  run_id: string;
  change_id: string;
  managed_tenant_id: string;
  client_id: string;
  entra_tenant_id: string;
  entra_object_id: string;
  action: ChangeAction;
  state: OperationState;
  contact_id: string | null;
  attempts: number;
  is_reversible: number;
  undo_of_operation_id: string | null;
  intended: string;
  before: string | null;
  sent: string | null;
  answered: string | null;
  observed: string | null;
  undone: string | null;
  sentence: string | null;
  intended_at: number;
  sent_at: number | null;
  answered_at: number | null;
  finished_at: number | null;
  undone_at: number | null;
}

export function fromRow(row: OperationRow): Operation {
  return {
    operationId: asId(row.operation_id),
    runId: asId(row.run_id),
    changeId: asId(row.change_id),
    managedTenantId: asId(row.managed_tenant_id),
    clientId: asId(row.client_id),
    entraTenantId: asId(row.entra_tenant_id),
    entraObjectId: asId(row.entra_object_id),
    action: row.action,
    state: row.state,
    contactId: row.contact_id === null ? null : asId(row.contact_id),
    attempts: row.attempts,
    isReversible: row.is_reversible === 1,
    undoOfOperationId: row.undo_of_operation_id === null ? null : asId(row.undo_of_operation_id),
    intended: parse(row.intended),
    before: parse(row.before),
    sent: (parse(row.sent) ?? []) as unknown[],
    answered: (parse(row.answered) ?? []) as unknown[],
    observed: parse(row.observed),
    undone: parse(row.undone),
    sentence: row.sentence,
    intendedAt: row.intended_at,
    sentAt: row.sent_at,
    answeredAt: row.answered_at,
    finishedAt: row.finished_at,
    undoneAt: row.undone_at,
  };
}

function parse(text: string | null): unknown {
  return text === null ? null : JSON.parse(text);
}
