/**
 * Pushes one stored decision to the PSA: as a run of its own, so that it is journaled and can be undone like any other. What
 * the operator saw is the base; when the contact moved meanwhile, the item comes back as a conflict instead of being
 * adjusted quietly.
 */
import { asId, type ChangeId, type QueueItemId, type RunId } from '../../../shared/vocabulary/ids.ts';
import type { PlannedChange } from '../domain/planned-change.ts';
import type { QueueItem } from '../store/repos/queue-item-row.ts';
import { applyChange } from './apply-change.ts';
import type { SyncContext } from './context.ts';
import { noticePushesCameBack } from './notices.ts';
import type { PushPayload } from './resolve-queue.ts';

/** Safe to repeat: the run is found by its workflow id, its operation by the change. Throws when the PSA is away. */
export async function pushDecision(ctx: SyncContext, payload: PushPayload, signal: AbortSignal): Promise<void> {
  const item = ctx.store.queue.get(payload.queueItemId);
  if (item.pushState !== 'pending') return;
  const change = changeFor(item, payload);
  const { run } = ctx.store.runs.create({
    workflowId: asId(answerKey(item)),
    runType: 'resolve',
    place: 'here',
    triggerKind: 'manual',
    planId: null,
    managedTenantId: item.managedTenantId,
    clientId: item.clientId,
    undoOfRunId: null,
    startedBy: item.closedBy ?? ctx.operator(),
    queuedAt: ctx.now(),
    totalTenants: 1,
  });
  const { runId } = run;
  ctx.store.runs.addTenants(runId, [
    { managedTenantId: item.managedTenantId, clientId: item.clientId, plannedCount: 1 },
  ]);
  ctx.store.runs.setStatus(runId, { status: 'running', at: ctx.now(), error: null });
  const psa = await ctx.psa();
  await ctx.clientLocks.withClient(item.clientId, () => applyChange(ctx, change, { runId, plan: null, psa, signal }));
  settle(ctx, item, { runId, changeId: change.changeId });
}

/** Each answer to an item is pushed by a run of its own; answering again begins another. */
const answerKey = ({ queueItemId, closedAt }: QueueItem): string => `concord-resolve:${queueItemId}:${closedAt ?? 0}`;

/** Names the present answer to an item in the journal. */
export function changeIdOf({ queueItemId, closedAt }: Pick<QueueItem, 'queueItemId' | 'closedAt'>): ChangeId {
  return asId<ChangeId>(`resolve:${queueItemId}:${closedAt ?? 0}`);
}

/** The run that pushes the present answer; null before the first attempt and after its end. */
export function pushRunId(ctx: SyncContext, queueItemId: QueueItemId): RunId | null {
  const item = ctx.store.queue.find(queueItemId);
  return item ? (ctx.store.runs.findUnfinished(asId(answerKey(item)))?.runId ?? null) : null;
}

function changeFor(item: QueueItem, payload: PushPayload): PlannedChange {
  return {
    changeId: changeIdOf(item),
    ordinal: 0,
    clientId: item.clientId,
    managedTenantId: item.managedTenantId,
    entraTenantId: item.entraTenantId,
    entraObjectId: item.entraObjectId,
    action: payload.contactId === null ? 'create' : 'link',
    reason: item.reason,
    exclusion: null,
    exclusionRule: null,
    contactId: payload.contactId,
    fields: [],
    base: payload.base,
    person: item.person,
    candidates: [],
    evidenceFacts: item.evidenceFacts,
    evidence: item.evidence,
    because: 'An operator decided this.',
    hold: null,
  };
}

function settle(
  ctx: SyncContext,
  item: QueueItem,
  { runId, changeId }: { readonly runId: PushedRun['runId']; readonly changeId: ChangeId },
): void {
  const operation = ctx.store.operations.findByChange(runId, changeId);
  const isGood = operation?.state === 'done' || operation?.state === 'adopted';
  const pushState = isGood ? 'pushed' : operation?.state === 'stale' ? 'conflict' : 'failed';
  ctx.store.transaction(() => {
    ctx.store.queue.setPushState(
      item.queueItemId,
      pushState,
      isGood ? null : { sentence: operation?.sentence ?? 'The PSA did not take this.' },
    );
    ctx.store.runs.setTenantStatus(runId, item.managedTenantId, {
      status: isGood ? 'completed' : 'failed',
      at: ctx.now(),
      error: isGood ? null : { sentence: operation?.sentence },
    });
    ctx.store.runs.setStatus(runId, {
      status: isGood ? 'completed' : 'failed',
      at: ctx.now(),
      error: isGood ? null : { sentence: operation?.sentence },
    });
    ctx.store.audit.append({
      actor: ctx.operator(),
      kind: 'queue.pushed',
      subjectKind: 'queueItem',
      subjectId: item.queueItemId,
      detail: { answered: isGood ? 'The PSA has it, read back.' : operation?.sentence },
    });
  });
  noticePushesCameBack(ctx);
  ctx.changed('queue', 'runs', 'activity');
}

type PushedRun = ReturnType<SyncContext['store']['runs']['get']>;
