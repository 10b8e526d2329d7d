/**
 * Plans as documents: a header and every row a preflight decided. Rows never change after saving (a trigger holds it); only
 * the header's status moves, and only from the status the caller believed. What became of a row is the journal's business.
 */
import {
  asId,
  type ChangeId,
  type ClientId,
  type ManagedTenantId,
  type PlanId,
  type RunId,
} from '../../../../shared/vocabulary/ids.ts';
import type {
  ChangeAction,
  DecisionReason,
  ExclusionReason,
  HoldReason,
  PlanStatus,
} from '../../../../shared/vocabulary/states.ts';
import { EngineError } from '../../domain/engine-error.ts';
import type { PlanResult } from '../../domain/plan-input.ts';
import type { PlannedChange } from '../../domain/planned-change.ts';
import type { Db, SqlValue } from '../database.ts';
import { flag, type ListSpec, listOf, listPage, type Page, type PageRequest } from '../list-query.ts';
import type { SearchIndex } from '../search-index.ts';
import { matchQuery } from '../search-words.ts';
import { type ChangeRow, fromChangeRow, toChangeRow } from './planned-change-row.ts';
import { CHUNK, type PlanRow, syncPlanStatements } from './sync-plan-statements.ts';

/** What a preflight hands over, rows apart. */
export interface NewPlan extends Omit<PlanResult, 'changes'> {
  readonly planId: PlanId;
  /** Null with a null client: the whole estate. */
  readonly managedTenantId: ManagedTenantId | null;
  readonly clientId: ClientId | null;
  readonly contentHash: string;
  readonly createdBy: string;
  readonly createdAt: number;
  /** As-of times, rules and overrides the plan was made with, kept for explaining; nothing branches on it. */
  readonly context: unknown;
}

export interface PlanHeader extends NewPlan {
  readonly status: PlanStatus;
  readonly rowCount: number;
  readonly approvedBy: string | null;
  readonly approvedAt: number | null;
  /** When it was applied, discarded or superseded. */
  readonly closedAt: number | null;
}

export interface PlanRowFilter {
  readonly action: ChangeAction | null;
  /** Any of these; empty means every action. */
  readonly actions: readonly ChangeAction[];
  readonly clientId: ClientId | null;
  readonly reason: DecisionReason | null;
  readonly exclusion: ExclusionReason | null;
  readonly hold: HoldReason | null;
  /** True: only held rows, whatever the reason; false: only free ones. */
  readonly isHeld: boolean | null;
  /** Looks for the person in the directory as last read. */
  readonly search: string;
}

export interface StatusMove {
  readonly from: PlanStatus;
  readonly to: PlanStatus;
  readonly by: string;
  readonly at: number;
}

/** How many rows of one client a plan would apply. */
export interface TenantToApply {
  readonly managedTenantId: ManagedTenantId;
  readonly clientId: ClientId;
  readonly changeCount: number;
}

/** Everything without a column: new facts about a plan need no migration. */
type PlanDetail = Omit<
  NewPlan,
  | 'planId'
  | 'managedTenantId'
  | 'clientId'
  | 'contentHash'
  | 'createdBy'
  | 'createdAt'
  | 'isComplete'
  | 'isApplicable'
  | 'counts'
>;

export function syncPlanRepo(db: Db, people: SearchIndex) {
  const { byId, put, addRows, move, supersede, row, chunk, tenants, pending, byClient, count, prune } =
    syncPlanStatements(db);

  function find(planId: PlanId): PlanHeader | null {
    const found = byId.get([planId]);
    return found ? fromPlanRow(found) : null;
  }

  function keyOf(planId: PlanId): number {
    const found = byId.get([planId]);
    if (found) return found.plan_key;
    throw new EngineError('plan.notFound', 'This plan does not exist any more. Run a preflight to make a new one.', {
      details: { planId },
    });
  }

  return {
    /** Header and all rows in one transaction. */
    save(plan: NewPlan, changes: readonly PlannedChange[]): void {
      db.transaction(() => {
        const planKey = Number(put.run(toPlanRow(plan, changes.length)).lastInsertRowid);
        for (let at = 0; at < changes.length; at += CHUNK) {
          addRows(changes.slice(at, at + CHUNK).map((change) => toChangeRow(planKey, change)));
        }
        count.run([planKey]);
      });
    },
    find,
    /** Throws `plan.notFound`. */
    get(planId: PlanId): PlanHeader {
      keyOf(planId);
      return find(planId) as PlanHeader;
    },
    /** Newest first. */
    page(status: PlanStatus | null, request: PageRequest): Page<PlanHeader> {
      const spec = { ...listOf('sync_plan', 'plan_key', ['plan_key']), isDescending: true, equals: { status } };
      const page = listPage<PlanRow>(db, spec, request);
      return { ...page, rows: page.rows.map(fromPlanRow) };
    },
    /** Moves the status only if it still is `from`; false means that somebody was faster. */
    moveStatus: (planId: PlanId, moving: StatusMove): boolean => move.run({ ...moving, planId }).changes === 1,
    /** Older plans that nobody approved give way to this one. */
    supersedeOlder: (planId: PlanId, at: number): number => supersede.run([at, planId]).changes,
    /** Rows in plan order. */
    rows(planId: PlanId, filter: PlanRowFilter, request: PageRequest): Page<PlannedChange> {
      if (filter.search !== '') people.catchUp();
      const page = listPage<ChangeRow>(db, rowList(keyOf(planId), filter), request);
      return { ...page, rows: page.rows.map(fromChangeRow) };
    },
    findRow(planId: PlanId, changeId: ChangeId): PlannedChange | null {
      const found = row.get([keyOf(planId), changeId]);
      return found ? fromChangeRow(found) : null;
    },
    /** Every row in order, read in chunks; other statements may run in between. */
    *iterateRows(planId: PlanId): Generator<PlannedChange> {
      const planKey = keyOf(planId);
      for (
        let rows = chunk.all([planKey, -1]);
        rows.length > 0;
        rows = chunk.all([planKey, rows.at(-1)?.ordinal ?? 0])
      ) {
        for (const found of rows) yield fromChangeRow(found);
      }
    },
    /** Which managed tenants have rows to apply, in plan order. */
    listTenantsToApply: (planId: PlanId): TenantToApply[] => tenants.all([keyOf(planId)]),
    /**
     * Rows of one tenant that this run still has to apply, in plan order, up to 1,000 after `afterOrdinal` (start with -1).
     * A row whose operation was begun but not finished comes again: its journal says how far it got.
     */
    listPending(
      planId: PlanId,
      of: { readonly runId: RunId; readonly managedTenantId: ManagedTenantId; readonly afterOrdinal: number },
    ): PlannedChange[] {
      const { runId, managedTenantId, afterOrdinal } = of;
      return pending.all({ planKey: keyOf(planId), runId, managedTenantId, after: afterOrdinal }).map(fromChangeRow);
    },
    /** Rows counted by client and action, held ones apart. */
    countByClient: (planId: PlanId): { clientId: ClientId; action: ChangeAction; isHeld: boolean; n: number }[] =>
      byClient.all([keyOf(planId)]).map((counted) => ({ ...counted, isHeld: counted.isHeld === 1 })),
    /** Removes superseded and discarded plans beyond the newest `keep`; plans that a run refers to stay. */
    prune: (keep: number): number => prune.run([keep]).changes,
  };
}

function rowList(planKey: number, filter: PlanRowFilter): ListSpec {
  const { action, actions, clientId, reason, exclusion, hold, isHeld } = filter;
  const match = matchQuery(filter.search, []);
  const held = isHeld === null ? [] : [`t.hold IS ${isHeld ? 'NOT ' : ''}NULL`];
  // The words come from a closed union, never from a caller's text.
  if (actions.length > 0) held.push(`t.action IN (${actions.map((one) => `'${one}'`).join(', ')})`);
  return {
    ...listOf('planned_change', 'change_key', ['ordinal']),
    equals: { plan_key: planKey, action, client_id: clientId, reason, exclusion, hold },
    conditions: held,
    search: match === null ? null : { index: 'directory_user_search', match, join: PERSON_TO_ROW },
  };
}

const PERSON_TO_ROW = `CROSS JOIN directory_user u ON u.directory_user_key = wanted
  CROSS JOIN planned_change t ON t.plan_key = @plan_key AND t.entra_object_id = u.entra_object_id`;

function toPlanRow(plan: NewPlan, rowCount: number): Record<string, SqlValue> {
  const { planId, managedTenantId, clientId, contentHash, createdBy, createdAt, ...rest } = plan;
  const { isComplete, isApplicable, counts, ...detail } = rest;
  return {
    planId,
    managedTenantId,
    clientId,
    contentHash,
    rowCount,
    createdBy,
    createdAt,
    isComplete: flag(isComplete),
    isApplicable: flag(isApplicable),
    counts: JSON.stringify(counts),
    detail: JSON.stringify(detail satisfies PlanDetail),
  };
}

function fromPlanRow(row: PlanRow): PlanHeader {
  return {
    ...(JSON.parse(row.detail) as PlanDetail),
    planId: asId(row.plan_id),
    status: row.status,
    managedTenantId: row.managed_tenant_id === null ? null : asId(row.managed_tenant_id),
    clientId: row.client_id === null ? null : asId(row.client_id),
    contentHash: row.content_hash,
    rowCount: row.row_count,
    isComplete: row.is_complete === 1,
    isApplicable: row.is_applicable === 1,
    counts: JSON.parse(row.counts) as PlanHeader['counts'],
    createdBy: row.created_by,
    createdAt: row.created_at,
    approvedBy: row.approved_by,
    approvedAt: row.approved_at,
    closedAt: row.closed_at,
  };
}
