/**
 * Conflicts as one list: answers that met a changed contact when pushed, and rows that the newest run left as stale. A person
 * is in it once: where an answer came back, or was given after the plan was made, the answer tells the story.
 */
import type { ConflictView } from '../../../shared/contract/queue-entries.ts';
import type { RunType } from '../../../shared/vocabulary/states.ts';
import type { Contact } from '../domain/contact.ts';
import { type ConflictFact, conflictsOf } from '../domain/plan/conflicts-of.ts';
import type { FieldChange, PlannedChange } from '../domain/planned-change.ts';
import type { Operation } from '../store/repos/operation-row.ts';
import type { QueueItem } from '../store/repos/queue-item-row.ts';
import type { SyncContext } from '../sync/context.ts';
import { changeIdOf } from '../sync/push-decision.ts';
import { clientNames } from './evidence-views.ts';
import { fieldText } from './plan-views.ts';

const applying: readonly RunType[] = ['initial', 'all-tenants', 'single-tenant'];
const wholeRun = { offset: 0, limit: 10_000 };

export function listConflicts(ctx: SyncContext): ConflictView[] {
  const items = ctx.store.queue.listByPushState('conflict');
  const answered = new Set(items.map(personKey));
  const rows = staleRows(ctx).filter((operation) => !answered.has(personKey(operation)));
  return [
    ...items.flatMap((item) => answerInConflict(ctx, item)),
    ...rows.map((operation) => conflictView(ctx, operation, null)),
  ];
}

const personKey = ({ entraTenantId, entraObjectId }: Pick<Operation, 'entraTenantId' | 'entraObjectId'>): string =>
  `${entraTenantId}/${entraObjectId}`;

function answerInConflict(ctx: SyncContext, item: QueueItem): ConflictView[] {
  const changeId = changeIdOf(item);
  const operation = ctx.store.operations.listByIdentity(item).find((one) => one.changeId === changeId);
  return operation ? [conflictView(ctx, operation, item)] : [];
}

/** Left out: rows that gave way to an answer. Nothing of those is lost, and nobody has to decide again. */
function staleRows(ctx: SyncContext): Operation[] {
  const newest = applying
    .flatMap((runType) => ctx.store.runs.page({ runType, status: null }, { offset: 0, limit: 1 }).rows)
    .toSorted((left, right) => right.queuedAt - left.queuedAt)[0];
  if (!newest) return [];
  const stale = { state: 'stale', managedTenantId: null } as const;
  const plan = newest.planId === null ? null : ctx.store.plans.find(newest.planId);
  return ctx.store.operations.pageByRun(newest.runId, stale, wholeRun).rows.filter((operation) => {
    const answer = ctx.store.decisions.latest(operation);
    return !(answer && plan && answer.decidedAt >= plan.createdAt);
  });
}

function conflictView(ctx: SyncContext, operation: Operation, item: QueueItem | null): ConflictView {
  const change = operation.intended as PlannedChange;
  const current = operation.observed as Contact | null;
  const moved = conflictsOf({ base: change.base, fields: change.fields, person: change.person, current });
  const facts = moved.length > 0 ? moved : heldByAnother(ctx, change);
  return {
    kind: item ? 'decision' : 'planned',
    queueItemId: item?.queueItemId ?? null,
    runId: operation.runId,
    operationId: operation.operationId,
    action: operation.action,
    displayName: change.person.displayName,
    clientName: clientNames(ctx)(operation.clientId),
    contactId: operation.contactId ?? current?.contactId ?? null,
    chosen: item ? chosen(change) : change.because,
    sentence: operation.sentence ?? change.because,
    at: operation.finishedAt ?? operation.intendedAt,
    fields: facts.map(({ field, base, intended, current: now }) => ({
      field,
      base: factText(ctx, field, base),
      intended: factText(ctx, field, intended),
      current: factText(ctx, field, now),
    })),
  };
}

function chosen({ person, base }: PlannedChange): string {
  const who = `${person.displayName} <${person.address ?? 'no address'}>`;
  return base === null
    ? `${who} is a new contact.`
    : `${who} is the contact ${base.fullName} <${base.email ?? 'no address'}>.`;
}

/** The contact itself is as it was, and stands for somebody else now. */
function heldByAnother(ctx: SyncContext, change: PlannedChange) {
  const holder = change.contactId === null ? null : ctx.store.links.findActiveByContact(change.contactId);
  if (!holder || personKey(holder) === personKey(change)) return [];
  const user = ctx.store.directoryUsers.find(holder.entraTenantId, holder.entraObjectId);
  const current = user?.displayName ?? user?.userPrincipalName ?? holder.entraObjectId;
  return [{ field: 'link' as const, base: null, intended: change.person.displayName, current }];
}

function factText(ctx: SyncContext, field: ConflictFact['field'] | 'link', value: unknown): string | null {
  if (field === 'clientId' && typeof value === 'string') return clientNames(ctx)(value) ?? value;
  // The values are those of contact fields, which is what a field change holds.
  return fieldText(value as FieldChange['to']);
}
