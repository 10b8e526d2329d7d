/** The reconciliation queue over the contract: the person and every candidate, field by field. */
import type { QueueItem as QueueItemView, QueueRow } from '../../../shared/contract/queue-entries.ts';
import { asId, type ClientId, type ContactId, type QueueItemId } from '../../../shared/vocabulary/ids.ts';
import { type DecisionReason, type QueueItemStatus, resolutionKinds } from '../../../shared/vocabulary/states.ts';
import { isOneWayAnswer, oneWayOfAnswer } from '../domain/plan/one-way.ts';
import type { QueueFilter } from '../store/repos/queue-item-repo.ts';
import type { QueueItem } from '../store/repos/queue-item-row.ts';
import type { SyncContext } from '../sync/context.ts';
import { requireFlag } from '../sync/feature-flags.ts';
import { putOffItem } from '../sync/put-off.ts';
import {
  answersInWindow,
  createObstacle,
  pushAtOf,
  type Resolution,
  reopenItem,
  resolveItem,
} from '../sync/resolve-queue.ts';
import { listConflicts } from './conflict-views.ts';
import { candidateView, clientNames, directoryUserView } from './evidence-views.ts';
import type { ContractImplementer } from './implementer.ts';
import { tenantNames } from './plan-views.ts';

const pushWords = { none: 'none', pending: 'waiting', pushed: 'done', conflict: 'conflict', failed: 'failed' } as const;

function queueRow(ctx: SyncContext, item: QueueItem): QueueRow {
  const pushDetail = item.pushDetail as { sentence?: string | null } | null;
  return {
    queueItemId: item.queueItemId,
    status: item.status,
    reason: item.reason,
    clientId: item.clientId,
    clientName: clientNames(ctx)(item.clientId) ?? 'unknown client',
    managedTenantId: item.managedTenantId,
    tenantName: tenantNames(ctx)(item.managedTenantId),
    entraObjectId: item.entraObjectId,
    displayName: item.person.displayName,
    address: item.person.address,
    candidateCount: item.candidates.length,
    bestScore: item.candidates[0]?.evidence.score ?? null,
    because:
      item.reopenedBecause && item.reopenedBecause !== item.because
        ? `${item.because} Asked again: ${item.reopenedBecause}`
        : item.because,
    openedAt: item.openedAt,
    isPutOff: item.isMarkedUnsure,
    push: pushWords[item.pushState],
    pushError: pushDetail?.sentence ?? null,
    isOneWay: item.resolution !== null && isOneWayAnswer(item.resolution),
    pushAt: pushAtOf(ctx, item),
    resolution: item.resolution,
    resolvedBy: item.closedBy,
    resolvedAt: item.closedAt,
  };
}

const answerWords = {
  linkExisting: 'Linked to an existing contact',
  createNew: 'Create a new contact',
  dismiss: 'Dismissed',
  withdrawn: 'Answer taken back',
} as const;

function queueItem(ctx: SyncContext, item: QueueItem): QueueItemView {
  const user = ctx.store.directoryUsers.find(item.entraTenantId, item.entraObjectId);
  const read = ctx.store.directoryUsers.latestCompleteRead(item.managedTenantId);
  return {
    ...queueRow(ctx, item),
    user: user ? directoryUserView(user, read?.finishedAt ?? null) : null,
    person: {
      displayName: item.person.displayName,
      address: item.person.address,
      jobTitle: item.person.jobTitle,
      phones: item.person.phones.map((phone) => ({ ...phone })),
    },
    candidates: item.candidates.map((candidate) => candidateView(ctx, candidate)),
    createObstacle: createObstacle(ctx, item),
    oneWayAnswers: resolutionKinds.flatMap((answer) => {
      const changes = oneWayOfAnswer(answer);
      return changes ? [{ answer, sentence: changes.sentence }] : [];
    }),
    history: ctx.store.decisions.listHistory(item).map((decision) => ({
      at: decision.decidedAt,
      by: decision.decidedBy,
      sentence: `${answerWords[decision.kind]}${decision.note ? `: ${decision.note}` : ''}.`,
    })),
  };
}

interface ListInput {
  readonly status: QueueItemStatus | 'all';
  readonly reason: DecisionReason | null;
  readonly clientId: string | null;
  readonly search: string;
  readonly offset: number;
  readonly limit: number;
}

/** Lists that follow one another as one, so that each keeps its own index and order: who was put off comes after the others. */
const openLists = [
  { status: 'open', isPutOff: false },
  { status: 'open', isPutOff: true },
] as const;
const listsOf = {
  open: openLists,
  resolved: [{ status: 'resolved', isPutOff: null }],
  dismissed: [{ status: 'dismissed', isPutOff: null }],
  all: [...openLists, { status: 'resolved', isPutOff: null }, { status: 'dismissed', isPutOff: null }],
} as const satisfies Readonly<Record<QueueItemStatus | 'all', readonly Pick<QueueFilter, 'status' | 'isPutOff'>[]>>;

function listQueue(ctx: SyncContext, input: ListInput) {
  const filter = {
    clientId: input.clientId === null ? null : asId<ClientId>(input.clientId),
    managedTenantId: null,
    reason: input.reason,
    pushState: null,
    search: input.search,
  };
  const rows: QueueItem[] = [];
  let total = 0;
  for (const list of listsOf[input.status]) {
    const page = ctx.store.queue.page(
      { ...filter, ...list },
      { offset: Math.max(0, input.offset - total), limit: input.limit - rows.length },
    );
    if (rows.length < input.limit) rows.push(...page.rows);
    total += page.total;
  }
  const { open, openByReason } = ctx.store.queue.counts();
  const byReason = Object.entries(openByReason).map(([reason, count]) => ({
    reason: reason as DecisionReason,
    count: count ?? 0,
  }));
  return { rows: rows.map((item) => queueRow(ctx, item)), total, open, byReason };
}

export function queueHandlers(os: ContractImplementer, ctx: SyncContext) {
  const entries = os.queue;
  const requireQueue = () =>
    requireFlag(ctx.store, 'entra-integration-ambiguous-queue', 'the queue keeps its items until it is on again.');
  return {
    list: entries.list.handler(({ input }) => listQueue(ctx, input)),
    get: entries.get.handler(({ input }) => queueItem(ctx, ctx.store.queue.get(asId<QueueItemId>(input.queueItemId)))),
    resolve: entries.resolve.handler(({ input }) => {
      requireQueue();
      const { resolution } = input;
      const chosen: Resolution =
        resolution.kind === 'linkExisting'
          ? { kind: 'linkExisting', contactId: asId<ContactId>(resolution.contactId) }
          : resolution;
      return queueRow(ctx, resolveItem(ctx, asId<QueueItemId>(input.queueItemId), chosen));
    }),
    putOff: entries.putOff.handler(({ input }) => {
      requireQueue();
      return queueRow(ctx, putOffItem(ctx, asId<QueueItemId>(input.queueItemId)));
    }),
    pushes: entries.pushes.handler(() => {
      const { pending, conflict, failed } = ctx.store.queue.countPushes();
      return { waiting: pending, conflicts: conflict, failed };
    }),
    conflicts: entries.conflicts.handler(() => ({ rows: listConflicts(ctx) })),
    waiting: entries.waiting.handler(() => ({ rows: answersInWindow(ctx).map((item) => queueRow(ctx, item)) })),
    reopen: entries.reopen.handler(({ input }) => {
      requireQueue();
      return queueRow(ctx, reopenItem(ctx, asId<QueueItemId>(input.queueItemId)));
    }),
  };
}
