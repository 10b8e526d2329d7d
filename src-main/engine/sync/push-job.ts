/**
 * The job that pushes one stored decision. While the PSA is away it waits as often as it takes; when it ends without having
 * settled the item (failed, cancelled because the answer was taken back), the item and its run are told so here.
 */
import { z } from 'zod';
import { asId, type ClientId, type ContactId, type QueueItemId } from '../../../shared/vocabulary/ids.ts';
import type { JobHandler } from '../jobs/job.ts';
import type { JobError } from '../store/repos/job-row.ts';
import type { SyncContext } from './context.ts';
import { jobKinds } from './job-kinds.ts';
import { parsePayload } from './job-payload.ts';
import { noticePushFailed } from './notices.ts';
import { pushDecision, pushRunId } from './push-decision.ts';
import type { PushPayload } from './resolve-queue.ts';

const phone = z.object({
  number: z.string(),
  extension: z.string().nullable(),
  type: z.string().nullable(),
  customType: z.string().nullable(),
  isDefault: z.boolean(),
});

const facts = z.object({
  clientId: z
    .string()
    .transform((id) => asId<ClientId>(id))
    .nullable(),
  fullName: z.string(),
  email: z.string().nullable(),
  additionalEmails: z.array(z.string()),
  phones: z.array(phone),
  role: z.string().nullable(),
  isInactive: z.boolean(),
});

const itemOnly = z.object({ queueItemId: z.string().transform((id) => asId<QueueItemId>(id)) });

/** A link has a contact and what was seen of it; a create has neither. */
const pushPayload = itemOnly.extend({
  contactId: z
    .string()
    .transform((id) => asId<ContactId>(id))
    .nullable(),
  base: facts.nullable(),
}) satisfies z.ZodType<PushPayload>;

export function pushHandler(ctx: SyncContext): JobHandler {
  const itemOf = (payload: unknown) => parsePayload(itemOnly, jobKinds.push, payload).queueItemId;
  return {
    kind: jobKinds.push,
    waitsForConnection: true,
    async run(payload, { signal }) {
      await pushDecision(ctx, parsePayload(pushPayload, jobKinds.push, payload), signal);
      return null;
    },
    onPaused(payload, { status, error }) {
      const runId = pushRunId(ctx, itemOf(payload));
      const runStatus = status === 'paused' ? 'paused' : 'queued';
      if (runId) ctx.store.runs.setStatus(runId, { status: runStatus, at: ctx.now(), error });
      ctx.changed('runs', 'jobs');
    },
    onEnded(payload, { status, error }) {
      if (status === 'done') return ctx.changed('queue', 'jobs');
      const queueItemId = itemOf(payload);
      endRun(ctx, queueItemId, { status: status === 'cancelled' ? 'cancelled' : 'failed', error });
      if (status !== 'cancelled') {
        ctx.store.queue.setPushState(queueItemId, 'failed', { sentence: error?.sentence ?? null });
        noticePushFailed(ctx, queueItemId);
      }
      ctx.changed('queue', 'jobs', 'runs');
    },
  };
}

function endRun(
  ctx: SyncContext,
  queueItemId: QueueItemId,
  { status, error }: { readonly status: 'failed' | 'cancelled'; readonly error: JobError | null },
): void {
  const runId = pushRunId(ctx, queueItemId);
  if (!runId) return;
  const end = { status, at: ctx.now(), error };
  for (const { managedTenantId } of ctx.store.runs.listTenants(runId))
    ctx.store.runs.setTenantStatus(runId, managedTenantId, end);
  ctx.store.runs.setStatus(runId, end);
}
