/**
 * Answering queue items. The decision, the closed item and the job that pushes it are one transaction: when the call returns,
 * the decision is on disk. Pushing happens in the background, or when the PSA can be reached again; an answer without an
 * inverse waits in the cancel window first, which is the job's own due time and therefore outlives a crash.
 */
import type { ContactId, QueueItemId } from '../../../shared/vocabulary/ids.ts';
import { type ContactFacts, contactFacts } from '../domain/contact.ts';
import { EngineError } from '../domain/engine-error.ts';
import { isOneWayAnswer } from '../domain/plan/one-way.ts';
import type { QueueItem } from '../store/repos/queue-item-row.ts';
import { windowEndOf } from './cancel-window.ts';
import type { SyncContext } from './context.ts';
import { jobKinds } from './job-kinds.ts';
import { mayTakeOverFrom } from './take-over-link.ts';

export type Resolution =
  | { readonly kind: 'linkExisting'; readonly contactId: ContactId }
  | { readonly kind: 'createNew' }
  | { readonly kind: 'dismiss'; readonly note: string | null };

/** What the push job needs: the facts the operator saw, so that a change underneath stops it. */
export interface PushPayload {
  readonly queueItemId: QueueItemId;
  readonly contactId: ContactId | null;
  readonly base: ContactFacts | null;
}

const pushAttempts = 8;

/** Throws `queue.alreadyClosed`, `flag.off`, or `input.invalid` saying why this answer is impossible. */
export function resolveItem(ctx: SyncContext, queueItemId: QueueItemId, resolution: Resolution): QueueItem {
  const item = ctx.store.queue.get(queueItemId);
  if (item.status !== 'open')
    throw new EngineError(
      'queue.alreadyClosed',
      `${item.person.displayName} was answered already${item.closedBy ? ` by ${item.closedBy}` : ''}.`,
    );
  const payload = payloadFor(ctx, item, resolution);
  const at = ctx.now();
  ctx.store.transaction(() => {
    const contactId = resolution.kind === 'linkExisting' ? resolution.contactId : null;
    const note = resolution.kind === 'dismiss' ? resolution.note : null;
    const isClosed = ctx.store.queue.close(queueItemId, {
      kind: resolution.kind,
      contactId,
      closedBy: ctx.operator(),
      closedAt: at,
      note,
      pushState: payload ? 'pending' : 'none',
    });
    if (!isClosed)
      throw new EngineError('queue.alreadyClosed', `${item.person.displayName} was answered a moment ago.`);
    ctx.store.decisions.append({
      entraTenantId: item.entraTenantId,
      entraObjectId: item.entraObjectId,
      kind: resolution.kind,
      contactId,
      clientId: item.clientId,
      queueItemId,
      evidenceFacts: item.evidenceFacts,
      note,
      decidedBy: ctx.operator(),
      decidedAt: at,
    });
    ctx.store.audit.append({
      actor: ctx.operator(),
      kind: 'queue.resolved',
      subjectKind: 'queueItem',
      subjectId: queueItemId,
      detail: { shown: shownTo(item), chosen: { ...resolution } },
    });
    if (payload)
      ctx.store.jobs.enqueue({
        kind: jobKinds.push,
        dedupeKey: pushKey(queueItemId),
        lane: `client:${item.clientId}`,
        payload,
        runAt: isOneWayAnswer(resolution.kind) ? at + ctx.oneWayWindowMs() : at,
        maxAttempts: pushAttempts,
        priority: 10,
      });
  });
  ctx.changed('queue', 'activity', 'jobs');
  ctx.runner.wake();
  return ctx.store.queue.get(queueItemId);
}

const pushKey = (queueItemId: QueueItemId): string => `push:${queueItemId}`;

/** When a stored one-way answer leaves for the PSA, epoch ms; null when it is not in its cancel window (any more). */
export function pushAtOf(ctx: SyncContext, { queueItemId, pushState, resolution }: QueueItem): number | null {
  if (pushState !== 'pending' || resolution === null || !isOneWayAnswer(resolution)) return null;
  return windowEndOf(ctx, ctx.store.jobs.findUnfinishedByKey(pushKey(queueItemId)));
}

/** Answers in their cancel window, the next to leave first. */
export function answersInWindow(ctx: SyncContext): QueueItem[] {
  return ctx.store.jobs
    .listNotDue(jobKinds.push)
    .filter((job) => windowEndOf(ctx, job) !== null)
    .flatMap((job) => ctx.store.queue.find((job.payload as PushPayload).queueItemId) ?? []);
}

function shownTo(item: QueueItem): string {
  return `${item.because} Candidates: ${item.candidates.map((candidate) => `${candidate.contactId} (${candidate.evidence.score})`).join(', ') || 'none'}.`;
}

function payloadFor(ctx: SyncContext, item: QueueItem, resolution: Resolution): PushPayload | null {
  if (resolution.kind === 'dismiss') return null;
  if (resolution.kind === 'createNew') {
    const obstacle = createObstacle(ctx, item);
    if (obstacle) throw new EngineError('input.invalid', obstacle);
    return { queueItemId: item.queueItemId, contactId: null, base: null };
  }
  const contact = ctx.store.contacts.get(resolution.contactId);
  const obstacle = linkObstacle(ctx, item, resolution.contactId);
  if (obstacle) throw new EngineError('input.invalid', obstacle);
  return { queueItemId: item.queueItemId, contactId: contact.contactId, base: contactFacts(contact) };
}

/** Why this contact cannot be the person as things stand; null when it can. */
export function linkObstacle(ctx: SyncContext, item: QueueItem, contactId: ContactId): string | null {
  const contact = ctx.store.contacts.get(contactId);
  if (contact.clientId !== item.clientId)
    return `${contact.fullName} belongs to another client. Move the contact in the PSA first, or choose another one.`;
  const claim = ctx.store.queue.findPendingClaim(contactId);
  if (claim && claim.queueItemId !== item.queueItemId)
    return `${contact.fullName} is the answer for ${claim.person.displayName}, which is on its way to the PSA. One contact cannot stand for two people.`;
  const holder = ctx.store.links.findActiveByContact(contactId);
  const isSame = holder?.entraTenantId === item.entraTenantId && holder.entraObjectId === item.entraObjectId;
  return holder && !isSame && !mayTakeOverFrom(ctx.store, holder)
    ? `${contact.fullName} is linked to another directory user. One contact cannot stand for two people.`
    : null;
}

/** Why creating a contact would be refused by the PSA; null when it would not. */
export function createObstacle(ctx: SyncContext, item: QueueItem): string | null {
  const { address, accountState } = item.person;
  if (accountState === 'gone' || accountState === 'disabled')
    return 'The account has left, so no contact is created for it.';
  if (address === null) return 'This person has no usable address, and the PSA requires one.';
  const claim = ctx.store.queue.findPendingCreate(address);
  if (claim && claim.queueItemId !== item.queueItemId)
    return `${address} is also the address of ${claim.person.displayName}, whose new contact is on its way to the PSA, and the PSA allows an address once.`;
  const owner = ctx.store.contacts.findByAddress(address)[0];
  return owner
    ? `${address} belongs to ${owner.fullName} already, and the PSA allows an address once. Link that contact, or correct its address in the PSA.`
    : null;
}

/** Takes an answer back. Throws when it was pushed: what was written is reversed by undo, not by forgetting. */
export function reopenItem(ctx: SyncContext, queueItemId: QueueItemId): QueueItem {
  const item = ctx.store.queue.get(queueItemId);
  if (item.status === 'open') return item;
  if (item.pushState === 'pushed')
    throw new EngineError('queue.alreadyClosed', 'This answer has reached the PSA. Undo its run in Sync instead.');
  const job = ctx.store.jobs.findUnfinishedByKey(pushKey(queueItemId));
  if (job?.status === 'running')
    throw new EngineError(
      'queue.alreadyClosed',
      'This answer is on its way to the PSA right now. Try again in a moment.',
    );
  ctx.store.transaction(() => {
    if (job) ctx.runner.cancel(job.jobId);
    if (!ctx.store.queue.reopen(queueItemId, null))
      throw new EngineError('queue.alreadyClosed', 'This person has a newer item in the queue.');
    ctx.store.decisions.append({
      entraTenantId: item.entraTenantId,
      entraObjectId: item.entraObjectId,
      kind: 'withdrawn',
      contactId: null,
      clientId: item.clientId,
      queueItemId,
      evidenceFacts: item.evidenceFacts,
      note: null,
      decidedBy: ctx.operator(),
      decidedAt: ctx.now(),
    });
    ctx.store.audit.append({
      actor: ctx.operator(),
      kind: 'queue.reopened',
      subjectKind: 'queueItem',
      subjectId: queueItemId,
      detail: { chosen: 'Take the answer back.' },
    });
  });
  ctx.changed('queue', 'activity');
  return ctx.store.queue.get(queueItemId);
}
