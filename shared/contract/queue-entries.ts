/** The reconciliation queue: people whom a machine would have to guess about, each with candidates and evidence. */
import { z } from 'zod';
import { decisionReasons, queueItemStatuses, resolutionKinds } from '../vocabulary/states.ts';
import { at, command, page, query, remoteCommand } from './entry.ts';
import { directoryUserView, phoneView } from './evidence-views.ts';
import { candidateView } from './plan-entries.ts';

export const queueRow = z.object({
  queueItemId: z.string(),
  status: z.enum(queueItemStatuses),
  reason: z.enum(decisionReasons),
  clientId: z.string(),
  clientName: z.string(),
  managedTenantId: z.string(),
  tenantName: z.string(),
  entraObjectId: z.string(),
  displayName: z.string(),
  address: z.string().nullable(),
  candidateCount: z.number(),
  bestScore: z.number().nullable(),
  because: z.string(),
  openedAt: at,
  /** Somebody was unsure: it is listed behind the others until it is answered. */
  isPutOff: z.boolean(),
  /** Where a stored decision stands on its way to the PSA; `conflict`: the contact moved meanwhile, see `queue.conflicts`. */
  push: z.enum(['none', 'waiting', 'done', 'conflict', 'failed']),
  pushError: z.string().nullable(),
  /** Whether the stored answer is one that undo cannot give back in full once it is in the PSA; false while open. */
  isOneWay: z.boolean(),
  /** While a one-way answer waits in its cancel window: when it leaves for the PSA. */
  pushAt: at.nullable(),
  resolution: z.enum(resolutionKinds).nullable(),
  resolvedBy: z.string().nullable(),
  resolvedAt: at.nullable(),
});
export type QueueRow = z.infer<typeof queueRow>;

export const queueItem = queueRow.extend({
  user: directoryUserView.nullable(),
  person: z.object({
    displayName: z.string(),
    address: z.string().nullable(),
    jobTitle: z.string().nullable(),
    phones: z.array(phoneView),
  }),
  candidates: z.array(candidateView),
  /** What a "create new" would send, or why it is impossible. */
  createObstacle: z.string().nullable(),
  /** Answers that undo could not give back in full, with what it can still do. */
  oneWayAnswers: z.array(z.object({ answer: z.enum(resolutionKinds), sentence: z.string() })),
  /** Answers given before, newest first, with what changed since. */
  history: z.array(z.object({ at, by: z.string(), sentence: z.string() })),
});
export type QueueItem = z.infer<typeof queueItem>;

export const resolution = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('linkExisting'), contactId: z.string() }),
  z.object({ kind: z.literal('createNew') }),
  z.object({ kind: z.literal('dismiss'), note: z.string().max(500).nullable().default(null) }),
]);
export type ResolutionInput = z.input<typeof resolution>;

/** Something that was decided and not done, because the contact moved in between: with all three values of each field. */
export const conflictView = z.object({
  /** `decision`: an answer of the review queue; `planned`: a row of the newest run. */
  kind: z.enum(['decision', 'planned']),
  /** Set for decisions: reopen the item to decide again. */
  queueItemId: z.string().nullable(),
  runId: z.string(),
  operationId: z.string(),
  action: z.string(),
  displayName: z.string(),
  clientName: z.string().nullable(),
  contactId: z.string().nullable(),
  /** What was chosen, as one sentence. */
  chosen: z.string(),
  /** Why it stopped. */
  sentence: z.string(),
  at,
  fields: z.array(
    z.object({
      /**
       * A contact field; `contact` when the record itself is gone or was made by somebody else; `link` when it stands for
       * somebody else now.
       */
      field: z.string(),
      /** What was seen when it was decided. */
      base: z.string().nullable(),
      /** What was chosen. */
      intended: z.string().nullable(),
      /** What is there now. */
      current: z.string().nullable(),
    }),
  ),
});
export type ConflictView = z.infer<typeof conflictView>;

export const queueEntries = {
  list: query(
    'Queue items: open ones oldest first, those put off behind the others; closed ones newest first.',
    z.object({
      status: z.enum(['open', 'resolved', 'dismissed', 'all']).default('open'),
      reason: z.enum(decisionReasons).nullable().default(null),
      clientId: z.string().nullable().default(null),
      search: z.string().max(200).default(''),
      ...page,
    }),
    z.object({
      rows: z.array(queueRow),
      total: z.number(),
      open: z.number(),
      byReason: z.array(z.object({ reason: z.enum(decisionReasons), count: z.number() })),
    }),
  ),
  get: query(
    'One item with the person and every candidate, field by field.',
    z.object({ queueItemId: z.string() }),
    queueItem,
  ),
  resolve: remoteCommand(
    'Answer one item. The decision is on disk before this returns; it is pushed in the background, or when online again; a one-way answer only after its cancel window.',
    z.object({ queueItemId: z.string(), resolution }),
    queueRow,
  ),
  waiting: query(
    'One-way answers in their cancel window, the next to leave for the PSA first; each can still be taken back.',
    z.object({}),
    z.object({ rows: z.array(queueRow) }),
  ),
  putOff: command(
    'Unsure: leave an open item for later; it is listed behind all others.',
    z.object({ queueItemId: z.string() }),
    queueRow,
  ),
  reopen: command(
    'Take an answer back: only while it has not been pushed, or when dismissed.',
    z.object({ queueItemId: z.string() }),
    queueRow,
  ),
  pushes: query(
    'How many stored decisions wait to reach the PSA, came back in conflict, or failed: all of them, however many.',
    z.object({}),
    z.object({ waiting: z.number(), conflicts: z.number(), failed: z.number() }),
  ),
  conflicts: query(
    'What was decided and stopped because the facts moved: pushed answers in conflict, and stale rows of the newest run.',
    z.object({}),
    z.object({ rows: z.array(conflictView) }),
  ),
};
