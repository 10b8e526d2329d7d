/**
 * The handlers of the queue: each carries out one kind of run and keeps the run's row in step with its job, so that a run
 * that was interrupted says so and goes on at the next start.
 */
import { z } from 'zod';
import {
  asId,
  type ClientId,
  type ManagedTenantId,
  type OperationId,
  type PlanId,
  type RunId,
} from '../../../shared/vocabulary/ids.ts';
import type { RunStatus } from '../../../shared/vocabulary/states.ts';
import type { JobContext, JobHandler } from '../jobs/job.ts';
import type { PlanHeader } from '../store/repos/sync-plan-repo.ts';
import { applyPlan } from './apply-plan.ts';
import type { PlanScope } from './assemble-plan-input.ts';
import type { SyncContext } from './context.ts';
import { discover } from './discover.ts';
import { jobKinds } from './job-kinds.ts';
import { parsePayload } from './job-payload.ts';
import { noticePlanWaits, noticesAfterRun } from './notices.ts';
import { approvePlan, startApply } from './plan-commands.ts';
import { preflight } from './preflight.ts';
import { pushHandler } from './push-job.ts';
import { readSchedule } from './rule-settings.ts';
import { applyThere } from './there/apply-there.ts';
import { undoRun } from './undo.ts';

/** What a run's job answers: how the run ended and what its row should remember. */
interface RunEnd {
  readonly status: RunStatus;
  readonly summary: Readonly<Record<string, unknown>>;
}

interface RunJob<Payload> {
  readonly kind: string;
  readonly payload: z.ZodType<Payload>;
  readonly waitsForConnection: boolean;
  run(payload: Payload & { readonly runId: RunId }, job: JobContext): Promise<RunEnd>;
}

const runPayload = z.object({ runId: z.string() });

function runJob<Payload>(ctx: SyncContext, job: RunJob<Payload>): JobHandler {
  const runIdOf = (payload: unknown): RunId => asId(parsePayload(runPayload, job.kind, payload).runId);
  return {
    kind: job.kind,
    waitsForConnection: job.waitsForConnection,
    async run(raw, context) {
      const runId = runIdOf(raw);
      ctx.store.runs.setStatus(runId, { status: 'running', at: ctx.now(), error: null });
      ctx.changed('runs');
      const end = await job.run({ ...parsePayload(job.payload, job.kind, raw), runId }, context);
      ctx.store.transaction(() => {
        ctx.store.runs.setSummary(runId, end.summary);
        ctx.store.runs.setStatus(runId, { status: end.status, at: ctx.now(), error: null });
      });
      return end;
    },
    onEnded(raw, { status, error }) {
      if (status !== 'done') {
        const runStatus = status === 'cancelled' ? 'cancelled' : 'failed';
        ctx.store.runs.setStatus(runIdOf(raw), { status: runStatus, at: ctx.now(), error });
        for (const tenant of ctx.store.runs.listTenants(runIdOf(raw)))
          if (tenant.finishedAt === null)
            ctx.store.runs.setTenantStatus(runIdOf(raw), tenant.managedTenantId, {
              status: runStatus,
              at: ctx.now(),
              error,
            });
      }
      if (job.kind === jobKinds.apply) noticesAfterRun(ctx, runIdOf(raw));
      ctx.changed('runs', 'jobs', 'plans');
    },
    onPaused(raw, { status, error }) {
      ctx.store.runs.setStatus(runIdOf(raw), {
        status: status === 'paused' ? 'paused' : 'queued',
        at: ctx.now(),
        error,
      });
      ctx.changed('runs', 'jobs');
    },
  };
}

const scopeSchema: z.ZodType<PlanScope> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('estate') }),
  z.object({
    kind: z.literal('managedTenant'),
    managedTenantId: z.string().transform((id) => asId<ManagedTenantId>(id)),
  }),
  z.object({ kind: z.literal('client'), clientId: z.string().transform((id) => asId<ClientId>(id)) }),
]);

/** A scheduled plan is applied by itself only where the operator said so and nothing in it is held or incomplete. */
function afterScheduledPlan(ctx: SyncContext, plan: PlanHeader): void {
  if (!plan.isApplicable) return;
  const isSafe = plan.isComplete && plan.holds.length === 0;
  if (readSchedule(ctx.store).approval !== 'whenNothingIsHeld' || !isSafe) return noticePlanWaits(ctx, plan.planId);
  approvePlan(ctx, plan.planId, plan.contentHash);
  startApply(ctx, plan.planId, 'scheduled');
}

/** Every handler, for the composition root to register. */
export function jobHandlers(ctx: SyncContext): JobHandler[] {
  return [
    runJob(ctx, {
      kind: jobKinds.discover,
      payload: z.object({}),
      waitsForConnection: false,
      async run(_payload, { signal, progress }) {
        const summary = await discover(ctx, { signal, progress });
        return { status: 'completed', summary: { ...summary } };
      },
    }),
    runJob(ctx, {
      kind: jobKinds.preflight,
      payload: z.object({ scope: scopeSchema, isScheduled: z.boolean().default(false) }),
      waitsForConnection: false,
      async run({ scope, isScheduled }, { signal, progress }) {
        const planId = await preflight(ctx, scope, { signal, progress });
        const plan = ctx.store.plans.get(planId);
        if (isScheduled) afterScheduledPlan(ctx, plan);
        return { status: plan.problems.length > 0 ? 'partial' : 'completed', summary: { planId, counts: plan.counts } };
      },
    }),
    runJob(ctx, {
      kind: jobKinds.apply,
      payload: z.object({ planId: z.string() }),
      waitsForConnection: true,
      async run({ planId, runId }, { signal, progress, advanced }) {
        const onRow = (state: { readonly done: number }) => {
          progress(state);
          advanced();
        };
        const status = await applyPlan(ctx, { runId, planId: asId<PlanId>(planId), signal, progress: onRow });
        return { status, summary: {} };
      },
    }),
    runJob(ctx, {
      kind: jobKinds.undo,
      payload: z.object({ ofRunId: z.string(), operationId: z.string().nullable() }),
      waitsForConnection: true,
      async run({ ofRunId, operationId, runId }, { signal, advanced }) {
        const of = {
          ofRunId: asId<RunId>(ofRunId),
          operationId: operationId === null ? null : asId<OperationId>(operationId),
        };
        return { status: await undoRun(ctx, { ...of, runId, signal, onStep: advanced }), summary: {} };
      },
    }),
    runJob(ctx, {
      kind: jobKinds.applyThere,
      payload: z.object({ planId: z.string() }),
      waitsForConnection: true,
      async run({ planId, runId }, job) {
        const end = await applyThere(ctx, { runId, planId: asId<PlanId>(planId), job });
        return { status: end.status, summary: { ...end.summary } };
      },
    }),
    pushHandler(ctx),
  ];
}
