/** Conflicts as one list: answers that met a changed contact when pushed, and rows that the newest run left as stale. */
import type { ConflictView } from '../../../shared/contract/queue-entries.ts';
import type { RunType } from '../../../shared/vocabulary/states.ts';
import type { Contact } from '../domain/contact.ts';
import { type ConflictFact, conflictsOf } from '../domain/plan/conflicts-of.ts';
import type { FieldChange, PlannedChange } from '../domain/planned-change.ts';
import type { Operation } from '../store/repos/operation-row.ts';
import type { QueueItem } from '../store/repos/queue-item-row.ts';
import type { SyncContext } from '../sync/context.ts';
import { clientNames } from './evidence-views.ts';
import { fieldText } from './plan-views.ts';

const applying: readonly RunType[] = ['initial', 'all-tenants', 'single-tenant'];
const wholeRun = { offset: 0, limit: 10_000 };

export function listConflicts(ctx: SyncContext): ConflictView[] {
  return [...decisionsInConflict(ctx), ...staleRows(ctx)];
}

function decisionsInConflict(ctx: SyncContext): ConflictView[] {
  return ctx.store.queue.listByPushState('conflict').flatMap((item) => {
    const operation = ctx.store.operations.listByIdentity(item).find((one) => one.state === 'stale');
    return operation ? [conflictView(ctx, operation, item)] : [];
  });
}

function staleRows(ctx: SyncContext): ConflictView[] {
  const newest = applying
    .flatMap((runType) => ctx.store.runs.page({ runType, status: null }, { offset: 0, limit: 1 }).rows)
    .toSorted((left, right) => right.queuedAt - left.queuedAt)[0];
  if (!newest) return [];
  const stale = { state: 'stale', managedTenantId: null } as const;
  return ctx.store.operations
    .pageByRun(newest.runId, stale, wholeRun)
    .rows.map((operation) => conflictView(ctx, operation, null));
}

function conflictView(ctx: SyncContext, operation: Operation, item: QueueItem | null): ConflictView {
  const change = operation.intended as PlannedChange;
  const current = operation.observed as Contact | null;
  const facts = conflictsOf({ base: change.base, fields: change.fields, person: change.person, current });
  return {
    kind: item ? 'decision' : 'planned',
    queueItemId: item?.queueItemId ?? null,
    runId: operation.runId,
    operationId: operation.operationId,
    action: operation.action,
    displayName: change.person.displayName,
    clientName: clientNames(ctx)(operation.clientId),
    contactId: operation.contactId ?? current?.contactId ?? null,
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

function factText(ctx: SyncContext, field: ConflictFact['field'], value: unknown): string | null {
  if (field === 'clientId' && typeof value === 'string') return clientNames(ctx)(value) ?? value;
  // The values are those of contact fields, which is what a field change holds.
  return fieldText(value as FieldChange['to']);
}
