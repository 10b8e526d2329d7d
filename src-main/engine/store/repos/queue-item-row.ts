/** A queue item as stored and as told. The parts of the planned change that only explain travel together as `detail`. */
import {
  asId,
  type ChangeId,
  type ClientId,
  type ContactId,
  type EntraObjectId,
  type EntraTenantId,
  type ManagedTenantId,
  type PlanId,
  type QueueItemId,
} from '../../../../shared/vocabulary/ids.ts';
import type { DecisionReason, QueueItemStatus, ResolutionKind } from '../../../../shared/vocabulary/states.ts';
import type { EvidenceLedger } from '../../domain/evidence.ts';
import type { ContactCandidate, PlannedChange, PlannedPerson } from '../../domain/planned-change.ts';
import type { SqlValue } from '../database.ts';

/** Whether the PSA knows of the answer: nothing to tell, still to tell, told, refused because facts moved, or failed. */
export type QueuePushState = 'none' | 'pending' | 'pushed' | 'conflict' | 'failed';

export interface QueueItem {
  readonly queueItemId: QueueItemId;
  readonly status: QueueItemStatus;
  readonly managedTenantId: ManagedTenantId;
  readonly clientId: ClientId;
  readonly entraTenantId: EntraTenantId;
  readonly entraObjectId: EntraObjectId;
  readonly reason: DecisionReason;
  readonly because: string;
  readonly person: PlannedPerson;
  /** Best first, as the plan ranked them. */
  readonly candidates: readonly ContactCandidate[];
  readonly evidence: EvidenceLedger | null;
  readonly evidenceFacts: Readonly<Record<string, string>>;
  readonly planId: PlanId | null;
  readonly changeId: ChangeId | null;
  readonly openedAt: number;
  /** When a plan last saw it the same way. */
  readonly refreshedAt: number;
  /** Why it is asked again; null when it never was answered. */
  readonly reopenedBecause: string | null;
  readonly isMarkedUnsure: boolean;
  readonly resolution: ResolutionKind | null;
  readonly resolvedContactId: ContactId | null;
  readonly closedBy: string | null;
  readonly closedAt: number | null;
  readonly note: string | null;
  readonly pushState: QueuePushState;
  readonly pushDetail: unknown;
}

export interface QueueItemRow {
  queue_item_key: number;
  queue_item_id: string;
  status: QueueItemStatus;
  managed_tenant_id: string;
  client_id: string;
  entra_tenant_id: string;
  entra_object_id: string;
  reason: DecisionReason;
  because: string;
  detail: string;
  plan_id: string | null;
  change_id: string | null;
  opened_at: number;
  refreshed_at: number;
  reopened_because: string | null;
  is_marked_unsure: number;
  resolution: ResolutionKind | null;
  resolved_contact_id: string | null;
  closed_by: string | null;
  closed_at: number | null;
  note: string | null;
  push_state: QueuePushState;
  push_detail: string | null;
}

type QueueDetail = Pick<PlannedChange, 'person' | 'evidence' | 'evidenceFacts'>;

export function toRow(change: PlannedChange, seen: { planId: PlanId | null; at: number }): Record<string, SqlValue> {
  const { person, evidence, evidenceFacts } = change;
  const detail: QueueDetail = { person, evidence, evidenceFacts };
  return {
    managedTenantId: change.managedTenantId,
    clientId: change.clientId,
    entraTenantId: change.entraTenantId,
    entraObjectId: change.entraObjectId,
    reason: change.reason,
    because: change.because,
    displayName: person.displayName,
    address: person.address,
    topScore: change.candidates[0]?.evidence.score ?? null,
    candidateCount: change.candidates.length,
    detail: JSON.stringify(detail),
    planId: seen.planId,
    changeId: change.changeId,
    at: seen.at,
  };
}

export function fromRow(row: QueueItemRow, candidates: readonly ContactCandidate[]): QueueItem {
  const detail = JSON.parse(row.detail) as QueueDetail;
  return {
    ...detail,
    candidates,
    queueItemId: asId(row.queue_item_id),
    status: row.status,
    managedTenantId: asId(row.managed_tenant_id),
    clientId: asId(row.client_id),
    entraTenantId: asId(row.entra_tenant_id),
    entraObjectId: asId(row.entra_object_id),
    reason: row.reason,
    because: row.because,
    planId: row.plan_id === null ? null : asId(row.plan_id),
    changeId: row.change_id === null ? null : asId(row.change_id),
    openedAt: row.opened_at,
    refreshedAt: row.refreshed_at,
    reopenedBecause: row.reopened_because,
    isMarkedUnsure: row.is_marked_unsure === 1,
    resolution: row.resolution,
    resolvedContactId: row.resolved_contact_id === null ? null : asId(row.resolved_contact_id),
    closedBy: row.closed_by,
    closedAt: row.closed_at,
    note: row.note,
    pushState: row.push_state,
    pushDetail: row.push_detail === null ? null : JSON.parse(row.push_detail),
  };
}
