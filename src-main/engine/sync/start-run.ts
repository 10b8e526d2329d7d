/**
 * Starting a run: its row and the job that carries it out are stored together, so that neither exists without the other. The
 * workflow id has the server's five-minute bucket: a double click answers the run that is already there. A run that holds
 * something one-way is due only after the cancel window; the schedule's own runs do not wait, because nobody sits at the
 * screen then: their second thought was choosing that what is not held may be applied.
 */
import type { ClientId, ManagedTenantId, PlanId, RunId, WorkflowId } from '../../../shared/vocabulary/ids.ts';
import type { RunType } from '../../../shared/vocabulary/states.ts';
import type { OneWayChanges } from '../domain/plan/one-way.ts';
import { workflowId } from '../jobs/workflow-id.ts';
import type { Job } from '../store/repos/job-row.ts';
import { windowEndOf } from './cancel-window.ts';
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
  /** What of it cannot be taken back: it then waits in the cancel window. */
  readonly oneWay?: readonly OneWayChanges[];
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
  const { oneWay = [], trigger = 'manual' } = request;
  const windowMs = oneWay.length > 0 && trigger === 'manual' ? ctx.oneWayWindowMs() : 0;
  const id = workflowId(request.segments, at);
  const started = ctx.store.transaction(() => {
    const { run, isNew } = ctx.store.runs.create({
      workflowId: id,
      runType: request.runType,
      place: request.place ?? 'here',
      triggerKind: trigger,
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
        payload: { ...request.payload, runId: run.runId, oneWay },
        runAt: at + windowMs,
        maxAttempts: runAttempts,
        priority: 20,
      });
    }
    return { runId: run.runId, workflowId: run.workflowId, isNew };
  });
  ctx.changed('runs', 'jobs', 'plans');
  ctx.runner.wake();
  return started;
}

export interface RunWindow {
  /** Epoch ms. */
  readonly endsAt: number;
  readonly oneWay: readonly OneWayChanges[];
}

/** The cancel window that the run of this job waits in; null when it has none, or it is over. */
export function windowOfRun(ctx: SyncContext, job: Job | null): RunWindow | null {
  const endsAt = windowEndOf(ctx, job);
  return job && endsAt !== null ? { endsAt, oneWay: (job.payload as Pick<RunWindow, 'oneWay'>).oneWay } : null;
}

/** The job that carries a run out; steering a run means steering its job. */
export const jobKeyOf = (runId: RunId): string => `run:${runId}`;
