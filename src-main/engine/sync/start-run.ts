/**
 * Starting a run: its row and the job that carries it out are stored together, so that neither exists without the other. The
 * workflow id has the server's five-minute bucket: a double click answers the run that is already there.
 */
import type { ClientId, ManagedTenantId, PlanId, RunId, WorkflowId } from '../../../shared/vocabulary/ids.ts';
import type { RunType } from '../../../shared/vocabulary/states.ts';
import { workflowId } from '../jobs/workflow-id.ts';
import type { SyncContext } from './context.ts';

export interface RunRequest {
  readonly runType: RunType;
  readonly jobKind: string;
  /** The workflow id's segments before the bucket. */
  readonly segments: readonly string[];
  readonly payload: Readonly<Record<string, unknown>>;
  readonly planId?: PlanId;
  readonly managedTenantId?: ManagedTenantId | null;
  readonly clientId?: ClientId | null;
  readonly undoOfRunId?: RunId;
  readonly trigger?: 'manual' | 'scheduled';
  /** `there`: the server's own workflow does it. */
  readonly place?: 'here' | 'there';
}

export interface StartedRun {
  readonly runId: RunId;
  readonly workflowId: WorkflowId;
  readonly isNew: boolean;
}

const runAttempts = 3;

export function startRun(ctx: SyncContext, request: RunRequest): StartedRun {
  const at = ctx.now();
  const id = workflowId(request.segments, at);
  const started = ctx.store.transaction(() => {
    const { run, isNew } = ctx.store.runs.create({
      workflowId: id,
      runType: request.runType,
      place: request.place ?? 'here',
      triggerKind: request.trigger ?? 'manual',
      planId: request.planId ?? null,
      managedTenantId: request.managedTenantId ?? null,
      clientId: request.clientId ?? null,
      undoOfRunId: request.undoOfRunId ?? null,
      startedBy: ctx.operator(),
      queuedAt: at,
      totalTenants: 0,
    });
    if (isNew) {
      ctx.store.jobs.enqueue({
        kind: request.jobKind,
        dedupeKey: jobKeyOf(run.runId),
        lane: null,
        payload: { ...request.payload, runId: run.runId },
        runAt: at,
        maxAttempts: runAttempts,
        priority: 20,
      });
    }
    return { runId: run.runId, workflowId: run.workflowId, isNew };
  });
  ctx.changed('runs', 'jobs');
  ctx.runner.wake();
  return started;
}

/** The job that carries a run out; steering a run means steering its job. */
export const jobKeyOf = (runId: RunId): string => `run:${runId}`;
