/** Runs over the contract: progress as a feed of stored state, the journal as rows a person can read. */
import type { OperationView, RunTenantView, RunView } from '../../../shared/contract/run-entries.ts';
import { asId, type OperationId, type PlanId, type RunId } from '../../../shared/vocabulary/ids.ts';
import type { RunStatus, RunType } from '../../../shared/vocabulary/states.ts';
import type { Contact } from '../domain/contact.ts';
import { EngineError } from '../domain/engine-error.ts';
import { oneWayOfUndo } from '../domain/plan/one-way.ts';
import type { FieldChange, PlannedChange } from '../domain/planned-change.ts';
import type { Operation } from '../store/repos/operation-row.ts';
import type { SyncRun, SyncRunTenant } from '../store/repos/sync-run-row.ts';
import type { SyncContext } from '../sync/context.ts';
import { startApply } from '../sync/plan-commands.ts';
import { jobKeyOf, windowOfRun } from '../sync/start-run.ts';
import { planUndo, startUndo } from '../sync/undo.ts';
import type { ChangeHub } from './change-hub.ts';
import { untilDone } from './connection-handlers.ts';
import { clientNames } from './evidence-views.ts';
import type { ContractImplementer } from './implementer.ts';
import { fitsSearch, pageOf } from './paging.ts';
import { fieldText, tenantNames } from './plan-views.ts';
import { runSentence } from './run-sentence.ts';

const isOver: ReadonlySet<RunStatus> = new Set(['completed', 'partial', 'failed', 'cancelled', 'held']);

function errorSentence(error: unknown): string | null {
  const sentence = (error as { sentence?: unknown } | null)?.sentence;
  return typeof sentence === 'string' ? sentence : null;
}

const undoableRuns: ReadonlySet<RunType> = new Set(['initial', 'all-tenants', 'single-tenant', 'resolve']);
const undoableActions: ReadonlySet<string> = new Set(['create', 'link', 'update', 'inactivate']);
const undoableStates: ReadonlySet<string> = new Set(['done', 'adopted', 'mismatch']);

function canUndo(run: SyncRun, states: Readonly<Partial<Record<string, number>>>): boolean {
  const changed = (states['done'] ?? 0) + (states['adopted'] ?? 0) + (states['mismatch'] ?? 0) - run.counts.ambiguous;
  return run.finishedAt !== null && undoableRuns.has(run.runType) && changed > 0;
}

function runView(ctx: SyncContext, run: SyncRun): RunView {
  const tenants = ctx.store.runs.listTenants(run.runId);
  const states = ctx.store.operations.countByState(run.runId);
  const { created, linked, updated, ambiguous, inactivated, skipped, stale, failed } = run.counts;
  const job = ctx.store.jobs.findUnfinishedByKey(jobKeyOf(run.runId));
  const window = windowOfRun(ctx, job);
  const planId = run.planId ?? (run.summary as { planId?: PlanId } | null)?.planId ?? null;
  const written = (states.done ?? 0) + (states.adopted ?? 0) + (states.mismatch ?? 0);
  return {
    runId: run.runId,
    workflowId: run.workflowId,
    runType: run.runType,
    status: run.status,
    planId,
    scope: run.clientId
      ? (clientNames(ctx)(run.clientId) ?? 'One client')
      : run.managedTenantId
        ? tenantNames(ctx)(run.managedTenantId)
        : 'The whole estate',
    trigger: run.triggerKind === 'scheduled' ? 'schedule' : 'operator',
    place: run.place,
    startedBy: run.startedBy,
    startedAt: run.startedAt,
    finishedAt: run.finishedAt,
    totalTenants: run.totalTenants,
    processedTenants: tenants.filter((tenant) => tenant.finishedAt !== null).length,
    succeededTenants: tenants.filter((tenant) => tenant.status === 'completed').length,
    failedTenants: tenants.filter((tenant) => tenant.status === 'failed').length,
    counters: { created, linked, updated, ambiguous, inactivated, skipped },
    verified: { compared: Math.max(0, written - ambiguous), mismatches: states.mismatch ?? 0 },
    failures: failed,
    stale,
    sentence: runSentence({ run, tenants, progress: job?.progress ?? null, isInWindow: window !== null }),
    errorMessage: errorSentence(run.error),
    window: window && { ...window, oneWay: window.oneWay.map((changes) => ({ ...changes })) },
    canPause:
      job !== null &&
      window === null &&
      (job.status === 'running' || job.status === 'queued' || job.status === 'waiting'),
    canCancel: job !== null,
    canUndo: canUndo(run, states),
  };
}

function tenantView(ctx: SyncContext, tenant: SyncRunTenant): RunTenantView {
  const { created, linked, updated, ambiguous, inactivated, skipped, stale, failed } = tenant.counts;
  return {
    managedTenantId: tenant.managedTenantId,
    tenantName: tenantNames(ctx)(tenant.managedTenantId),
    clientName: clientNames(ctx)(tenant.clientId),
    status: tenant.status,
    counters: { created, linked, updated, ambiguous, inactivated, skipped },
    totalChanges: tenant.plannedCount,
    doneChanges: created + linked + updated + ambiguous + inactivated + skipped + stale + failed,
    errorMessage: errorSentence(tenant.error),
    startedAt: tenant.startedAt,
    finishedAt: tenant.finishedAt,
  };
}

function runStory(ctx: SyncContext, runId: RunId) {
  const run = ctx.store.runs.get(runId);
  return {
    run: runView(ctx, run),
    tenants: ctx.store.runs.listTenants(runId).map((tenant) => tenantView(ctx, tenant)),
  };
}

function factText(contact: Contact | null, field: FieldChange['field']): string | null {
  return contact ? fieldText(contact[field]) : null;
}

function operationView(ctx: SyncContext, operation: Operation): OperationView {
  const intended = operation.intended as PlannedChange;
  const [before, observed] = [operation.before as Contact | null, operation.observed as Contact | null];
  const created =
    operation.action === 'create' && observed
      ? [
          { field: 'fullName', before: null, intended: intended.person.displayName, observed: observed.fullName },
          { field: 'email', before: null, intended: intended.person.address, observed: observed.email },
        ]
      : [];
  return {
    operationId: operation.operationId,
    changeId: operation.changeId,
    action: operation.action,
    state: operation.state,
    displayName: intended.person.displayName,
    clientName: clientNames(ctx)(operation.clientId),
    contactId: operation.contactId,
    sentence: operation.sentence ?? intended.because,
    fields: [
      ...created,
      ...intended.fields.map((change) => ({
        field: change.field,
        before: before ? factText(before, change.field) : fieldText(change.from),
        intended: fieldText(change.to),
        observed: factText(observed, change.field),
      })),
    ],
    at: operation.finishedAt ?? operation.intendedAt,
    canUndo:
      operation.undoneAt === null && undoableActions.has(operation.action) && undoableStates.has(operation.state),
  };
}

function listOperations(
  ctx: SyncContext,
  input: { runId: string; states: readonly string[]; search: string; offset: number; limit: number },
) {
  const runId = asId<RunId>(input.runId);
  const isPlain = input.states.length === 0 && input.search === '';
  const page = ctx.store.operations.pageByRun(
    runId,
    { state: null, managedTenantId: null },
    isPlain ? input : { offset: 0, limit: 100_000 },
  );
  const views = page.rows.map((operation) => operationView(ctx, operation));
  if (isPlain) return { rows: views, total: page.total };
  const found = views.filter(
    (view) =>
      (input.states.length === 0 || input.states.includes(view.state)) &&
      fitsSearch(input.search, [view.displayName, view.clientName, view.sentence]),
  );
  return { rows: pageOf(found, input), total: found.length };
}

function steer(ctx: SyncContext, runId: string, verb: 'pause' | 'resume' | 'cancel') {
  const run = ctx.store.runs.get(asId<RunId>(runId));
  const job = ctx.store.jobs.findUnfinishedByKey(jobKeyOf(run.runId));
  if (!job) throw new EngineError('run.notFound', `This run has ended (${run.status}); there is nothing to ${verb}.`);
  ctx.runner[verb](job.jobId);
  ctx.store.audit.append({
    actor: ctx.operator(),
    kind: `run.${verb}`,
    subjectKind: 'run',
    subjectId: runId,
    detail: { chosen: verb },
  });
  ctx.changed('runs', 'activity');
  return { ok: true as const };
}

export function runHandlers(os: ContractImplementer, ctx: SyncContext, hub: ChangeHub) {
  const entries = os.runs;
  return {
    apply: entries.apply.handler(({ input }) => startApply(ctx, asId<PlanId>(input.planId))),
    list: entries.list.handler(({ input }) => {
      const [only] = input.types;
      if (input.types.length <= 1) {
        const page = ctx.store.runs.page({ runType: only ?? null, status: null }, input);
        return { rows: page.rows.map((run) => runView(ctx, run)), total: page.total };
      }
      const wanted = ctx.store.runs
        .page({ runType: null, status: null }, { offset: 0, limit: 5000 })
        .rows.filter((run) => input.types.includes(run.runType));
      return { rows: pageOf(wanted, input).map((run) => runView(ctx, run)), total: wanted.length };
    }),
    get: entries.get.handler(({ input }) => runStory(ctx, asId<RunId>(input.runId))),
    operations: entries.operations.handler(({ input }) => listOperations(ctx, input)),
    follow: entries.follow.handler(async function* ({ input, signal }) {
      const runId = asId<RunId>(input.runId);
      const bursts = hub.stream(untilDone(signal));
      for (;;) {
        const story = runStory(ctx, runId);
        yield story;
        if (isOver.has(story.run.status)) return;
        if ((await bursts.next()).done) return;
      }
    }),
    pause: entries.pause.handler(({ input }) => steer(ctx, input.runId, 'pause')),
    resume: entries.resume.handler(({ input }) => steer(ctx, input.runId, 'resume')),
    cancel: entries.cancel.handler(({ input }) => steer(ctx, input.runId, 'cancel')),
    previewUndo: entries.previewUndo.handler(({ input }) => {
      const { steps, left, oneWay, createsToUndo } = planUndo(
        ctx,
        asId<RunId>(input.runId),
        operationIdOf(input.operationId),
      );
      const oneWayChanges = oneWayOfUndo(createsToUndo).map((changes) => ({ ...changes }));
      return { reversible: steps.length - oneWay, oneWay, left, oneWayChanges };
    }),
    undo: entries.undo.handler(({ input }) =>
      startUndo(ctx, asId<RunId>(input.runId), operationIdOf(input.operationId)),
    ),
  };
}

const operationIdOf = (operationId: string | null): OperationId | null =>
  operationId === null ? null : asId<OperationId>(operationId);
