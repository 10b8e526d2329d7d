/**
 * Undo: the inverse of a run or of one operation, planned from the journal, checked three ways against what we left behind,
 * and journaled like any other run. What somebody changed since is left alone and named; nothing is ever deleted.
 */
import { asId, type ChangeId, type OperationId, type RunId } from '../../../shared/vocabulary/ids.ts';
import type { RunStatus } from '../../../shared/vocabulary/states.ts';
import { type Contact, contactFacts } from '../domain/contact.ts';
import { EngineError, toEngineError } from '../domain/engine-error.ts';
import { type Inverse, invertOperation } from '../domain/plan/invert-operation.ts';
import { isPutBack, leftOverAddress } from '../domain/plan/left-over-address.ts';
import { oneWayKindOf, oneWayOfUndo, remainders } from '../domain/plan/one-way.ts';
import type { PlannedChange } from '../domain/planned-change.ts';
import type { ContactIntent, EnsureOutcome, PsaPort } from '../psa/port.ts';
import type { Operation } from '../store/repos/operation-row.ts';
import { journalOf } from './apply-change.ts';
import type { SyncContext } from './context.ts';
import { jobKinds } from './job-kinds.ts';
import { type StartedRun, startRun } from './start-run.ts';
import { stopsTheConnection } from './stops-the-connection.ts';
import { type JournaledChange, removeLinkAndGiveBack } from './take-over-link.ts';

export interface UndoStep {
  readonly operation: Operation;
  readonly inverse: Extract<Inverse, { kind: 'reverse' }>;
}

export interface UndoPlan {
  readonly steps: readonly UndoStep[];
  /** Operations with nothing to reverse, counted. */
  readonly left: number;
  readonly oneWay: number;
  /** Steps that make a created contact inactive; there is no way back from that either. */
  readonly createsToUndo: number;
}

/** What undoing would do, newest operation first; reads the journal only. */
export function planUndo(ctx: SyncContext, runId: RunId, operationId: OperationId | null): UndoPlan {
  const { rows } = ctx.store.operations.pageByRun(
    runId,
    { state: null, managedTenantId: null },
    { offset: 0, limit: 1_000_000 },
  );
  const wanted = operationId === null ? rows : rows.filter((operation) => operation.operationId === operationId);
  const steps = wanted.toReversed().flatMap((operation) => {
    const inverse = invertOperation(storyOf(operation));
    return inverse.kind === 'reverse' ? [{ operation, inverse }] : [];
  });
  return {
    steps,
    left: wanted.length - steps.length,
    oneWay: steps.filter(({ inverse }) => inverse.isOneWay).length,
    createsToUndo: steps.filter(({ operation }) => operation.action === 'create').length,
  };
}

function storyOf(operation: Operation) {
  return {
    action: operation.action,
    state: operation.undoneAt === null ? operation.state : ('undone' as const),
    intended: operation.intended as PlannedChange,
    before: operation.before as Contact | null,
    observed: operation.observed as Contact | null,
    wasSent: operation.sent.length > 0,
  };
}

/** Starts the undo's run. Throws `input.invalid` when there is nothing to reverse, `run.busy` while the run goes on. */
export function startUndo(ctx: SyncContext, runId: RunId, operationId: OperationId | null): StartedRun {
  const run = ctx.store.runs.get(runId);
  if (run.finishedAt === null)
    throw new EngineError('run.busy', 'This run is not over yet. Cancel it or wait, then undo.');
  const { steps, createsToUndo } = planUndo(ctx, runId, operationId);
  if (steps.length === 0)
    throw new EngineError(
      'input.invalid',
      'There is nothing to undo here: it changed nothing, or it was undone before.',
    );
  ctx.store.audit.append({
    actor: ctx.operator(),
    kind: 'run.undo',
    subjectKind: 'run',
    subjectId: runId,
    detail: { chosen: operationId ? `Undo operation ${operationId}` : 'Undo the whole run' },
  });
  return startRun(ctx, {
    runType: 'undo',
    jobKind: jobKinds.undo,
    segments: ['concord-undo', runId, operationId ?? 'all'],
    payload: { ofRunId: runId, operationId },
    managedTenantId: run.managedTenantId,
    clientId: run.clientId,
    undoOfRunId: runId,
    oneWay: oneWayOfUndo(createsToUndo),
  });
}

interface UndoRun {
  readonly runId: RunId;
  readonly ofRunId: RunId;
  readonly operationId: OperationId | null;
  readonly signal: AbortSignal;
  /** Called after each step. */
  onStep(): void;
}

/** Reverses step by step; a crash goes on at the first unfinished one. Throws what stops more than one step. */
export async function undoRun(
  ctx: SyncContext,
  { runId, ofRunId, operationId, signal, onStep }: UndoRun,
): Promise<RunStatus> {
  const psa = await ctx.psa();
  const { steps } = planUndo(ctx, ofRunId, operationId);
  const tenants = new Map(steps.map(({ operation }) => [operation.managedTenantId, operation.clientId]));
  const planned = (id: string) => steps.filter(({ operation }) => operation.managedTenantId === id).length;
  ctx.store.runs.addTenants(
    runId,
    [...tenants].map(([managedTenantId, clientId]) => ({
      managedTenantId,
      clientId,
      plannedCount: planned(managedTenantId),
    })),
  );
  for (const step of steps) {
    signal.throwIfAborted();
    await ctx.clientLocks.withClient(step.operation.clientId, () => undoStep(ctx, step, { runId, psa, signal }));
    onStep();
    ctx.changed('runs', 'clients', 'queue');
  }
  reopenAnswers(ctx, ofRunId);
  return settle(ctx, runId);
}

interface Undoing {
  readonly runId: RunId;
  readonly psa: PsaPort;
  readonly signal: AbortSignal;
}

async function undoStep(ctx: SyncContext, step: UndoStep, { runId, psa, signal }: Undoing): Promise<void> {
  const { operation, inverse } = step;
  const begun = ctx.store.operations.begin({
    ...operation,
    runId,
    changeId: asId<ChangeId>(`undo:${operation.operationId}`),
    action: 'update',
    intended: { ...(operation.intended as PlannedChange), action: 'update', fields: inverse.fields, because: 'Undo.' },
    isReversible: false,
    undoOfOperationId: operation.operationId,
  });
  if (begun.finishedAt !== null) return;
  try {
    const ensure = (intent: ContactIntent) => psa.ensureContact(intent, journalOf(ctx, begun.operationId), { signal });
    const outcome = await withoutLeftOver(step, await ensure(undoIntent(step)), ensure);
    record(ctx, step, { operationId: begun.operationId, outcome });
  } catch (thrown) {
    if (signal.aborted || stopsTheConnection(thrown)) throw thrown;
    ctx.store.operations.finish(
      begun.operationId,
      {
        state: 'failed',
        contactId: operation.contactId,
        before: null,
        observed: null,
        sentence: toEngineError(thrown).message,
        counter: 'failed',
      },
      () => undefined,
    );
  }
}

/** A primary address is put back in two changes; an undo that was killed between them goes on at the second. */
async function withoutLeftOver(
  { inverse: { fields } }: UndoStep,
  outcome: EnsureOutcome,
  ensure: (intent: ContactIntent) => Promise<EnsureOutcome>,
): Promise<EnsureOutcome> {
  if ((outcome.kind !== 'done' && outcome.kind !== 'stale') || outcome.observed === null) return outcome;
  const { kind, observed } = outcome;
  const base = contactFacts(observed);
  if (kind === 'stale' && !isPutBack(fields, base)) return outcome;
  const leftOver = leftOverAddress(fields, base);
  if (leftOver.length === 0) return outcome;
  return ensure({ kind: 'update', contactId: observed.contactId, base, fields: leftOver });
}

/** The base of an undo is what reading back showed after the original write. */
function undoIntent({ operation, inverse }: UndoStep): ContactIntent {
  const observed = operation.observed as Contact;
  const base = contactFacts(observed);
  return inverse.fields.length > 0
    ? { kind: 'update', contactId: observed.contactId, base, fields: inverse.fields }
    : { kind: 'verify', contactId: observed.contactId, base };
}

function record(
  ctx: SyncContext,
  step: UndoStep,
  { operationId, outcome }: { readonly operationId: OperationId; readonly outcome: EnsureOutcome },
): void {
  const isGood = outcome.kind === 'done' || outcome.kind === 'adopted';
  const isLinkOnly = step.inverse.fields.length === 0;
  // Taking a link back writes nothing to the PSA, so a contact that was edited since is no reason to keep it.
  if (!isGood && !(isLinkOnly && outcome.kind === 'stale')) {
    const sentence = outcome.kind === 'mismatch' ? 'The PSA did not take all of it back.' : outcome.sentence;
    const state = outcome.kind === 'stale' ? 'stale' : outcome.kind;
    ctx.store.operations.finish(
      operationId,
      {
        state,
        contactId: step.operation.contactId,
        before: null,
        observed: 'observed' in outcome ? outcome.observed : null,
        sentence,
        counter: state === 'stale' ? 'stale' : 'failed',
      },
      () => undefined,
    );
    return;
  }
  const observed = outcome.observed;
  const kind = oneWayKindOf(step.operation.intended as PlannedChange);
  const sentence = kind === null ? 'Taken back.' : remainders[kind];
  ctx.store.operations.finish(
    operationId,
    { state: 'done', contactId: step.operation.contactId, before: null, observed, sentence, counter: 'updated' },
    () => {
      if (observed) ctx.store.contacts.save(observed);
      restoreLink(ctx, step);
      ctx.store.operations.markUndone(step.operation.operationId, { by: ctx.operator(), at: ctx.now(), operationId });
    },
  );
}

function restoreLink(ctx: SyncContext, { operation, inverse }: UndoStep): void {
  const link = ctx.store.links.find(operation);
  if (!link || link.contactId !== operation.contactId) return;
  if (inverse.removesLink) {
    // A row that an earlier version journaled tells nothing of the links before it.
    const { linksBefore = [] } = operation.intended as Partial<JournaledChange>;
    return removeLinkAndGiveBack(ctx.store, operation, linksBefore);
  }
  const flip = inverse.fields.find((field) => field.field === 'isInactive');
  if (flip) ctx.store.links.setStatus(operation, link.status, flip.to === true);
}

/** Undoing an operator's pushed answer puts the question back. */
function reopenAnswers(ctx: SyncContext, ofRunId: RunId): void {
  const run = ctx.store.runs.get(ofRunId);
  if (run.runType !== 'resolve') return;
  for (const operation of ctx.store.operations.pageByRun(
    ofRunId,
    { state: null, managedTenantId: null },
    { offset: 0, limit: 10 },
  ).rows) {
    const item = ctx.store.queue.findByIdentity(operation);
    if (operation.undoneAt === null || !item || item.status === 'open') continue;
    if (!ctx.store.queue.reopen(item.queueItemId, 'Its answer was undone.')) continue;
    ctx.store.decisions.append({
      entraTenantId: item.entraTenantId,
      entraObjectId: item.entraObjectId,
      kind: 'withdrawn',
      contactId: null,
      clientId: item.clientId,
      queueItemId: item.queueItemId,
      evidenceFacts: item.evidenceFacts,
      note: 'Undone.',
      decidedBy: ctx.operator(),
      decidedAt: ctx.now(),
    });
  }
}

function settle(ctx: SyncContext, runId: RunId): RunStatus {
  let isWhole = true;
  for (const tenant of ctx.store.runs.listTenants(runId)) {
    const troubled = tenant.counts.stale + tenant.counts.failed;
    isWhole &&= troubled === 0;
    ctx.store.runs.setTenantStatus(runId, tenant.managedTenantId, {
      status: troubled === 0 ? 'completed' : 'partial',
      at: ctx.now(),
      error: null,
    });
  }
  ctx.changed('runs', 'queue', 'activity');
  return isWhole ? 'completed' : 'partial';
}
