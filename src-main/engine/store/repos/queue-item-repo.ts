/**
 * The reconciliation queue: identities that wait for an operator, each with its candidates as a plan saw them. An identity
 * has one open item at most; a closed item stays closed unless the caller says why it must be asked again.
 */
import {
  asId,
  type ClientId,
  type ContactId,
  type ManagedTenantId,
  type PlanId,
  type QueueItemId,
} from '../../../../shared/vocabulary/ids.ts';
import type { DecisionReason, QueueItemStatus, ResolutionKind } from '../../../../shared/vocabulary/states.ts';
import { EngineError } from '../../domain/engine-error.ts';
import type { ContactCandidate, PlannedChange } from '../../domain/planned-change.ts';
import type { Db } from '../database.ts';
import { flag, type ListSpec, listOf, listPage, type Page, type PageRequest } from '../list-query.ts';
import { matchQuery, scopeWord, searchWords } from '../search-words.ts';
import type { DirectoryIdentity } from './contact-link-repo.ts';
import { fromRow, type QueueItem, type QueueItemRow, type QueuePushState, toRow } from './queue-item-row.ts';
import { queueItemStatements } from './queue-item-statements.ts';

export interface QueueFilter {
  readonly status: QueueItemStatus;
  readonly clientId: ClientId | null;
  readonly managedTenantId: ManagedTenantId | null;
  readonly reason: DecisionReason | null;
  readonly pushState: QueuePushState | null;
  /** Null: both those put off and the others. */
  readonly isPutOff: boolean | null;
  readonly search: string;
}

export type OpenOutcome =
  | { readonly kind: 'opened' | 'refreshed' | 'reopened'; readonly queueItemId: QueueItemId }
  /** Answered before, and nobody said it must be asked again. */
  | { readonly kind: 'stayedClosed'; readonly queueItemId: QueueItemId };

export interface OpenOptions {
  readonly planId: PlanId | null;
  readonly at: number;
  /** What changed since it was answered, in words; null leaves a closed item closed. */
  readonly reopenBecause: string | null;
}

export interface CloseItem {
  readonly kind: ResolutionKind;
  readonly contactId: ContactId | null;
  readonly closedBy: string;
  readonly closedAt: number;
  readonly note: string | null;
  /** `pending` when the PSA still has to be told. */
  readonly pushState: QueuePushState;
}

export interface QueueCounts {
  readonly open: number;
  readonly resolved: number;
  readonly dismissed: number;
  readonly openByReason: Readonly<Partial<Record<DecisionReason, number>>>;
}

interface Needs {
  readonly db: Db;
  readonly newId: () => string;
}

export function queueItemRepo({ db, newId }: Needs) {
  const {
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
  } = queueItemStatements(db);

  function withCandidates(row: QueueItemRow): QueueItem {
    return fromRow(
      row,
      candidates.all([row.queue_item_key]).map(({ detail }) => JSON.parse(detail) as ContactCandidate),
    );
  }

  function find(queueItemId: QueueItemId): QueueItem | null {
    const row = byId.get([queueItemId]);
    return row ? withCandidates(row) : null;
  }

  function fill(key: number, change: PlannedChange): void {
    dropCandidates.run([key]);
    for (const [position, candidate] of change.candidates.entries()) {
      addCandidate.run([key, position, candidate.contactId, candidate.evidence.score, JSON.stringify(candidate)]);
    }
    const { displayName, address, userPrincipalName } = change.person;
    const scope = `${scopeWord('client', change.clientId)} ${scopeWord('tenant', change.managedTenantId)}`;
    index.run([key, searchWords([displayName, address, userPrincipalName]), scope]);
  }

  function openOrRefresh(change: PlannedChange, options: OpenOptions): OpenOutcome {
    return db.transaction(() => {
      const known = latest.get([change.entraTenantId, change.entraObjectId]);
      const row = toRow(change, options);
      if (!known) {
        const queueItemId = newId();
        fill(Number(insert.run({ ...row, queueItemId }).lastInsertRowid), change);
        return { kind: 'opened', queueItemId: asId<QueueItemId>(queueItemId) };
      }
      const queueItemId = asId<QueueItemId>(known.queue_item_id);
      if (known.status !== 'open' && options.reopenBecause === null) return { kind: 'stayedClosed', queueItemId };
      if (known.status !== 'open') reopen.run([options.reopenBecause, known.queue_item_key]);
      refresh.run({ ...row, key: known.queue_item_key });
      fill(known.queue_item_key, change);
      return { kind: known.status === 'open' ? 'refreshed' : 'reopened', queueItemId };
    });
  }

  return {
    find,
    /** Throws `queue.notFound`. */
    get(queueItemId: QueueItemId): QueueItem {
      const found = find(queueItemId);
      if (found) return found;
      throw new EngineError('queue.notFound', 'This queue item does not exist any more. Refresh the list.', {
        details: { queueItemId },
      });
    },
    findByIdentity({ entraTenantId, entraObjectId }: DirectoryIdentity): QueueItem | null {
      const row = latest.get([entraTenantId, entraObjectId]);
      return row ? withCandidates(row) : null;
    },
    /** Files a `queue` change: opens the identity's item, or brings the open one up to date. */
    openOrRefresh,
    /** Open items oldest first, closed ones newest first. */
    page(filter: QueueFilter, request: PageRequest): Page<QueueItem> {
      const page = listPage<QueueItemRow>(db, queueList(filter), request);
      return { ...page, rows: page.rows.map(withCandidates) };
    },
    counts(): QueueCounts {
      const totals = Object.fromEntries(byStatus.all([]).map(({ status, n }) => [status, n]));
      const reasons = Object.fromEntries(openByReason.all([]).map(({ reason, n }) => [reason, n]));
      return { open: 0, resolved: 0, dismissed: 0, ...totals, openByReason: reasons };
    },
    /** Closes an open item; false when it was closed already (by somebody else, or a second key press). */
    close(queueItemId: QueueItemId, closing: CloseItem): boolean {
      const status: QueueItemStatus = closing.kind === 'dismiss' ? 'dismissed' : 'resolved';
      return close.run({ ...closing, status, queueItemId }).changes === 1;
    },
    /** Takes an answer back: the item is open again; false when it is not closed or the identity has another open item. */
    reopen(queueItemId: QueueItemId, because: string | null): boolean {
      return db.transaction(() => {
        const row = byId.get([queueItemId]);
        if (!row || row.status === 'open') return false;
        if (latest.get([row.entra_tenant_id, row.entra_object_id])?.queue_item_id !== queueItemId) return false;
        return reopen.run([because, row.queue_item_key]).changes === 1;
      });
    },
    setUnsure: (queueItemId: QueueItemId, isUnsure: boolean): void => void putUnsure.run([flag(isUnsure), queueItemId]),
    /** How telling the PSA went; `detail` is kept for the conflict screen. */
    setPushState(queueItemId: QueueItemId, pushState: QueuePushState, detail: unknown): void {
      putPush.run([pushState, detail === null ? null : JSON.stringify(detail), queueItemId]);
    },
    /** Closed items in this push state, in the order they were answered. */
    listByPushState: (pushState: Exclude<QueuePushState, 'none'>): QueueItem[] =>
      pending.all([pushState]).map(withCandidates),
    /** Answers that have not reached the PSA, by why. */
    countPushes(): Readonly<Record<'pending' | 'conflict' | 'failed', number>> {
      return {
        pending: 0,
        conflict: 0,
        failed: 0,
        ...Object.fromEntries(stuck.all([]).map(({ state, n }) => [state, n])),
      };
    },
    /** The answer on its way that gives this contact to somebody; no link tells of it yet. */
    findPendingClaim(contactId: ContactId): QueueItem | null {
      const row = claiming.get([contactId]);
      return row ? withCandidates(row) : null;
    },
    /** The answer on its way that creates a contact with this address; no contact tells of it yet. */
    findPendingCreate(address: string): QueueItem | null {
      const row = creating.get([address]);
      return row ? withCandidates(row) : null;
    },
  };
}

function queueList(filter: QueueFilter): ListSpec {
  const { status, clientId, managedTenantId, reason, pushState } = filter;
  const putOff = filter.isPutOff === null ? null : flag(filter.isPutOff);
  const scopes: string[] = [];
  if (clientId !== null) scopes.push(scopeWord('client', clientId));
  if (managedTenantId !== null) scopes.push(scopeWord('tenant', managedTenantId));
  const match = matchQuery(filter.search, scopes);
  return {
    ...listOf('queue_item', 'queue_item_key', ['opened_at', 'queue_item_key']),
    isDescending: status !== 'open',
    equals: {
      status,
      client_id: clientId,
      managed_tenant_id: managedTenantId,
      reason,
      push_state: pushState,
      is_marked_unsure: putOff,
    },
    search: match === null ? null : { index: 'queue_item_search', match, join: null },
  };
}
