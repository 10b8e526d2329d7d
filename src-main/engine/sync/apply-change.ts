/**
 * Carries out one planned change and records how it ended. It decides nothing: the intent follows from the row alone, and
 * what the PSA port answers is recorded together with the link it licenses, in one transaction. A crash between the write
 * and that record repeats one `ensure`, which finds what it made the first time.
 */
import type { ContactId, OperationId, PlanId, RunId } from '../../../shared/vocabulary/ids.ts';
import { assertNever } from '../../../shared/vocabulary/states.ts';
import type { Contact } from '../domain/contact.ts';
import { type EngineError, InvariantError } from '../domain/engine-error.ts';
import type { PlannedChange } from '../domain/planned-change.ts';
import type { ContactIntent, EnsureOutcome, PsaPort, WriteJournal } from '../psa/port.ts';
import type { OperationEnd } from '../store/repos/operation-repo.ts';
import type { RunCounter } from '../store/repos/sync-run-row.ts';
import type { SyncContext } from './context.ts';
import { saveLinkOrTakeOver } from './take-over-link.ts';

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
    intended: change,
    isReversible: change.action !== 'create',
    undoOfOperationId: null,
  });
  if (operation.finishedAt !== null) return;
  if (operation.state === 'intended' && isAnsweredSince(ctx, change, target.plan))
    return leaveToTheAnswer(ctx, change, operation.operationId);
  if (change.action === 'queue') return fileQueueItem(ctx, change, { ...target, operationId: operation.operationId });
  const intent = intentOf(change, operation.state === 'sent');
  const outcome = await target.psa.ensureContact(intent, journalOf(ctx, operation.operationId), {
    signal: target.signal,
  });
  record(ctx, change, { operationId: operation.operationId, outcome });
}

/** Whether an operator decided about this person after the plan was made: his answer holds, and the row is out of date. */
function isAnsweredSince(ctx: SyncContext, change: PlannedChange, plan: ApplyTarget['plan']): boolean {
  const answer = plan && ctx.store.decisions.latest(change);
  return answer ? answer.decidedAt >= plan.createdAt : false;
}

function leaveToTheAnswer(ctx: SyncContext, change: PlannedChange, operationId: OperationId): void {
  const isQuestion = change.action === 'queue';
  const end: OperationEnd = {
    state: isQuestion ? 'done' : 'stale',
    contactId: change.contactId,
    before: null,
    observed: change.contactId === null ? null : ctx.store.contacts.find(change.contactId),
    sentence: 'An operator decided about this person since the plan was made. That answer holds.',
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

const counterOf: Readonly<Record<'create' | 'link' | 'update' | 'inactivate', RunCounter>> = {
  create: 'created',
  link: 'linked',
  update: 'updated',
  inactivate: 'inactivated',
};

interface Ended {
  readonly operationId: OperationId;
  readonly outcome: EnsureOutcome;
}

function record(ctx: SyncContext, change: PlannedChange, { operationId, outcome }: Ended): void {
  const end = endOf(change, outcome);
  ctx.store.operations.finish(operationId, end, () => {
    if (outcome.kind === 'stale' || outcome.kind === 'rejected') {
      if (outcome.kind === 'stale' && outcome.observed) ctx.store.contacts.save(outcome.observed);
      return;
    }
    ctx.store.contacts.save(outcome.observed);
    saveLink(ctx, change, outcome.observed);
  });
}

function endOf(change: PlannedChange, outcome: EnsureOutcome): OperationEnd {
  const counter = change.action in counterOf ? counterOf[change.action as keyof typeof counterOf] : null;
  switch (outcome.kind) {
    case 'done':
      return {
        state: 'done',
        contactId: outcome.contactId,
        before: outcome.before,
        observed: outcome.observed,
        sentence: null,
        counter,
      };
    case 'adopted':
      return {
        state: 'adopted',
        contactId: outcome.contactId,
        before: null,
        observed: outcome.observed,
        sentence: 'What we wanted was already there.',
        counter,
      };
    case 'mismatch':
      return {
        state: 'mismatch',
        contactId: outcome.contactId,
        before: outcome.before,
        observed: outcome.observed,
        sentence: `The PSA accepted this but shows something else: ${outcome.mismatches.map((field) => `${field.field} is “${field.observed}”, not “${field.intended}”`).join('; ')}.`,
        counter: 'failed',
      };
    case 'stale':
      return {
        state: 'stale',
        contactId: change.contactId,
        before: null,
        observed: outcome.observed,
        sentence: outcome.sentence,
        counter: 'stale',
      };
    case 'rejected':
      return {
        state: 'rejected',
        contactId: change.contactId,
        before: null,
        observed: null,
        sentence: outcome.sentence,
        counter: 'failed',
      };
    default:
      return assertNever(outcome);
  }
}

/** The link that this outcome licenses. One record must not swallow two people: a contact in use is an error of the plan. */
function saveLink(ctx: SyncContext, change: PlannedChange, observed: Contact): void {
  const known = ctx.store.links.find(change);
  const contactId: ContactId = observed.contactId;
  const saved = saveLinkOrTakeOver(ctx.store, {
    entraTenantId: change.entraTenantId,
    entraObjectId: change.entraObjectId,
    contactId,
    clientId: change.clientId,
    status: 'active',
    origin: known?.origin ?? 'plan',
    inactivatedByUs: inactivatedByUs(change, observed, known?.inactivatedByUs ?? false),
    lastAddress: change.person.address ?? known?.lastAddress ?? null,
    linkedAt: known?.linkedAt ?? ctx.now(),
  });
  if (saved.kind === 'contactTaken')
    throw new InvariantError(`Contact ${contactId} is linked to another directory user already.`);
}

function inactivatedByUs(change: PlannedChange, observed: Contact, before: boolean): boolean {
  const flip = change.fields.find((field) => field.field === 'isInactive');
  if (change.action === 'inactivate') return flip !== undefined && observed.isInactive;
  return flip === undefined ? before && observed.isInactive : false;
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
