/**
 * What follows when the PSA port answered for one row: the journal's end of it, and in the same transaction the link that it
 * licenses, the contact as it was read back, and the question that it settles.
 */
import type { ContactId, OperationId } from '../../../shared/vocabulary/ids.ts';
import { assertNever } from '../../../shared/vocabulary/states.ts';
import type { Contact } from '../domain/contact.ts';
import { InvariantError } from '../domain/engine-error.ts';
import type { PlannedChange } from '../domain/planned-change.ts';
import type { EnsureOutcome } from '../psa/port.ts';
import type { OperationEnd } from '../store/repos/operation-repo.ts';
import type { RunCounter } from '../store/repos/sync-run-row.ts';
import type { SyncContext } from './context.ts';
import { saveLinkOrTakeOver } from './take-over-link.ts';

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

/** Safe to repeat: an operation ends once, and nothing is stored or counted for it afterwards. */
export function recordOutcome(ctx: SyncContext, change: PlannedChange, { operationId, outcome }: Ended): void {
  const end = endOf(change, outcome);
  ctx.store.operations.finish(operationId, end, () => {
    if (outcome.kind === 'rejected') return;
    if (outcome.kind === 'stale') return noteWhatIsThere(ctx, change, outcome.observed);
    ctx.store.contacts.save(outcome.observed);
    saveLink(ctx, change, outcome.observed);
    settleQuestion(ctx, change);
  });
}

/** What stopped the row is known from now on, so that whoever decides again sees it. */
function noteWhatIsThere(ctx: SyncContext, change: PlannedChange, observed: Contact | null): void {
  if (observed) return ctx.store.contacts.save(observed);
  if (change.base !== null && change.contactId !== null) ctx.store.contacts.remove(change.contactId);
}

/** Whoever is linked now is asked about no more: not by an open item, nor by an answer that once came back. */
function settleQuestion(ctx: SyncContext, change: PlannedChange): void {
  if (change.action !== 'link' && change.action !== 'create') return;
  const item = ctx.store.queue.findByIdentity(change);
  if (!item || item.pushState === 'pending') return;
  if (item.status === 'open')
    ctx.store.queue.close(item.queueItemId, {
      kind: change.action === 'link' ? 'linkExisting' : 'createNew',
      contactId: change.contactId,
      closedBy: ctx.operator(),
      closedAt: ctx.now(),
      note: 'Settled by a sync.',
      pushState: 'pushed',
    });
  else if (item.pushState === 'conflict' || item.pushState === 'failed')
    ctx.store.queue.setPushState(item.queueItemId, 'pushed', null);
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
