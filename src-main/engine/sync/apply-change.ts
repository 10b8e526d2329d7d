/**
 * Carries out one planned change and records how it ended. It decides nothing: the intent follows from the row alone, and
 * what the PSA port answers is recorded together with the link it licenses, in one transaction. A crash between the write
 * and that record repeats one `ensure`, which finds what it made the first time.
 */
import type { OperationId, PlanId, RunId } from '../../../shared/vocabulary/ids.ts';
import { assertNever } from '../../../shared/vocabulary/states.ts';
import type { ContactLink } from '../domain/contact-link.ts';
import { type EngineError, InvariantError } from '../domain/engine-error.ts';
import { oneWayKindOf } from '../domain/plan/one-way.ts';
import type { PlannedChange } from '../domain/planned-change.ts';
import type { ContactIntent, PsaPort, WriteJournal } from '../psa/port.ts';
import type { OperationEnd } from '../store/repos/operation-repo.ts';
import type { SyncContext } from './context.ts';
import { recordOutcome } from './record-outcome.ts';
import { type JournaledChange, linksBefore, mayTakeOverFrom } from './take-over-link.ts';

export interface ApplyTarget {
  readonly runId: RunId;
  /** The plan that holds the row, and when it was made; null for an operator's own decision. */
  readonly plan: { readonly planId: PlanId; readonly createdAt: number } | null;
  readonly psa: PsaPort;
  readonly signal: AbortSignal;
}

/**
 * Applies one row of a run, once: a row that this run finished before is left alone. Throws only what stops more than this
 * row (unreachable, key refused), with the journal telling how far it got.
 */
export async function applyChange(ctx: SyncContext, change: PlannedChange, target: ApplyTarget): Promise<void> {
  const operation = ctx.store.operations.begin({
    runId: target.runId,
    changeId: change.changeId,
    managedTenantId: change.managedTenantId,
    clientId: change.clientId,
    entraTenantId: change.entraTenantId,
    entraObjectId: change.entraObjectId,
    action: change.action,
    contactId: change.contactId,
    intended: { ...change, linksBefore: linksBefore(ctx.store, change) } satisfies JournaledChange,
    isReversible: oneWayKindOf(change) === null,
    undoOfOperationId: null,
  });
  if (operation.finishedAt !== null) return;
  const sentence = operation.state === 'intended' ? answerBefore(ctx, change, target.plan) : null;
  if (sentence !== null) return leaveToTheAnswer(ctx, change, { operationId: operation.operationId, sentence });
  if (change.action === 'queue') return fileQueueItem(ctx, change, { ...target, operationId: operation.operationId });
  const holder = otherHolder(ctx, change);
  if (holder) return stopForHolder(ctx, change, { operationId: operation.operationId, holder });
  const intent = intentOf(change, operation.state === 'sent');
  const outcome = await target.psa.ensureContact(intent, journalOf(ctx, operation.operationId), {
    signal: target.signal,
  });
  recordOutcome(ctx, change, { operationId: operation.operationId, outcome });
}

/**
 * Why an operator's answer about this person comes before the row, as a sentence; null when it does not. An answer of after
 * the plan holds, and so does an earlier one that is on its way; one that came back is a question already, asked once.
 */
function answerBefore(ctx: SyncContext, change: PlannedChange, plan: ApplyTarget['plan']): string | null {
  const answer = plan && ctx.store.decisions.latest(change);
  if (!answer) return null;
  const pushState = ctx.store.queue.findByIdentity(change)?.pushState;
  if (change.action === 'queue' && pushState === 'conflict')
    return 'The answer about this person came back, and waits in the review queue to be given again.';
  return answer.decidedAt >= plan.createdAt || pushState === 'pending'
    ? 'An operator decided about this person since the plan was made. That answer holds.'
    : null;
}

/** Who holds the contact of a link that is to be made; null when it is free, or its holder has left. */
function otherHolder(ctx: SyncContext, change: PlannedChange): ContactLink | null {
  if (change.action !== 'link' || change.contactId === null) return null;
  const holder = ctx.store.links.findActiveByContact(change.contactId);
  const isOwn = holder?.entraTenantId === change.entraTenantId && holder.entraObjectId === change.entraObjectId;
  return holder === null || isOwn || mayTakeOverFrom(ctx.store, holder) ? null : holder;
}

/** The contact became somebody else's since this was decided: nothing is asked of the PSA, and nothing is taken away. */
function stopForHolder(
  ctx: SyncContext,
  change: PlannedChange,
  { operationId, holder }: { readonly operationId: OperationId; readonly holder: ContactLink },
): void {
  const contact = ctx.store.contacts.find(holder.contactId);
  const user = ctx.store.directoryUsers.find(holder.entraTenantId, holder.entraObjectId);
  const name = user?.displayName ?? user?.userPrincipalName ?? 'another directory user';
  const end: OperationEnd = {
    state: 'stale',
    contactId: change.contactId,
    before: null,
    observed: contact,
    sentence: `${contact?.fullName ?? 'This contact'} was linked to ${name} meanwhile. One contact cannot stand for two people.`,
    counter: 'stale',
  };
  ctx.store.operations.finish(operationId, end, () => undefined);
}

function leaveToTheAnswer(
  ctx: SyncContext,
  change: PlannedChange,
  { operationId, sentence }: { readonly operationId: OperationId; readonly sentence: string },
): void {
  const isQuestion = change.action === 'queue';
  const end: OperationEnd = {
    state: isQuestion ? 'done' : 'stale',
    contactId: change.contactId,
    before: null,
    observed: change.contactId === null ? null : ctx.store.contacts.find(change.contactId),
    sentence,
    counter: isQuestion ? 'skipped' : 'stale',
  };
  ctx.store.operations.finish(operationId, end, () => undefined);
}

/** A question is local: it is filed in the queue and journaled, nothing is sent. */
function fileQueueItem(
  ctx: SyncContext,
  change: PlannedChange,
  { operationId, plan }: ApplyTarget & { readonly operationId: OperationId },
): void {
  const planId = plan?.planId ?? null;
  const end: OperationEnd = {
    state: 'done',
    contactId: null,
    before: null,
    observed: null,
    sentence: change.because,
    counter: 'ambiguous',
  };
  ctx.store.operations.finish(operationId, end, () => {
    ctx.store.queue.openOrRefresh(change, { planId, at: ctx.now(), reopenBecause: change.because });
  });
}

/** What a row asks of the PSA. */
export function intentOf(change: PlannedChange, mayAlreadyBeSent: boolean): ContactIntent {
  switch (change.action) {
    case 'create': {
      const { address } = change.person;
      return {
        kind: 'create',
        clientId: change.clientId,
        person: change.person,
        addresses: address === null ? [] : [address],
        mayAlreadyBeSent,
      };
    }
    case 'link':
    case 'update':
    case 'inactivate': {
      const { contactId, base, fields, changeId } = change;
      if (contactId === null || base === null)
        throw new InvariantError(`Row ${changeId} changes a contact but names none.`);
      return fields.length > 0 ? { kind: 'update', contactId, base, fields } : { kind: 'verify', contactId, base };
    }
    case 'queue':
    case 'skip':
    case 'noChange':
      throw new InvariantError(`Row ${change.changeId} (${change.action}) has nothing to send.`);
    default:
      return assertNever(change.action);
  }
}

/** The journal of one operation: both marks are on disk before the call returns. */
export function journalOf(ctx: SyncContext, operationId: OperationId): WriteJournal {
  return {
    recordSent: (request) => ctx.store.operations.recordSent(operationId, request),
    recordAnswered: (answer) => ctx.store.operations.recordAnswered(operationId, answer),
  };
}

/** One row that failed by itself: recorded as failed, so that the client goes on. */
export function recordRowFailure(
  ctx: SyncContext,
  change: PlannedChange,
  { runId, error }: { readonly runId: RunId; readonly error: EngineError },
): void {
  const operation = ctx.store.operations.findByChange(runId, change.changeId);
  if (!operation || operation.finishedAt !== null) return;
  const end: OperationEnd = {
    state: 'failed',
    contactId: change.contactId,
    before: null,
    observed: null,
    sentence: error.message,
    counter: 'failed',
  };
  ctx.store.operations.finish(operation.operationId, end, () => undefined);
}
