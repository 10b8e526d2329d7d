/** Preflights and the plans they make: read, reviewed and approved; never changed. */
import { z } from 'zod';
import {
  changeActions,
  decisionReasons,
  exclusionReasons,
  holdReasons,
  oneWayKinds,
  planStatuses,
} from '../vocabulary/states.ts';
import { at, command, done, page, query, remoteCommand } from './entry.ts';
import { contactView, directoryUserView, evidenceLedger, phoneView } from './evidence-views.ts';

export const preflightScope = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('estate') }),
  z.object({ kind: z.literal('managedTenant'), managedTenantId: z.string() }),
  z.object({ kind: z.literal('client'), clientId: z.string() }),
]);

export const actionCounts = z.object({
  create: z.number(),
  link: z.number(),
  update: z.number(),
  inactivate: z.number(),
  queue: z.number(),
  skip: z.number(),
  noChange: z.number(),
});
export type ActionCountsView = z.infer<typeof actionCounts>;

/** Changes that undo cannot give back in full: how many of a kind, and what undo can still do, in words. */
export const oneWayView = z.object({ kind: z.enum(oneWayKinds), count: z.number(), sentence: z.string() });
export type OneWayView = z.infer<typeof oneWayView>;

export const holdView = z.object({
  clientId: z.string().nullable(),
  clientName: z.string().nullable(),
  reason: z.enum(holdReasons),
  sentence: z.string(),
  count: z.number(),
  population: z.number(),
  limit: z.number(),
  /** Set once "allow once" was given, with its typed reason. */
  override: z.object({ reason: z.string(), operator: z.string() }).nullable(),
});

export const planHeader = z.object({
  planId: z.string(),
  status: z.enum(planStatuses),
  scope: z.string(),
  madeAt: at,
  /** SHA-256 of the plan's rows, hex. */
  contentHash: z.string(),
  counts: actionCounts,
  heldCounts: actionCounts,
  /** What of the rows that are not held is one-way; such a plan waits in the cancel window when it is applied. */
  oneWay: z.array(oneWayView),
  clientCount: z.number(),
  isComplete: z.boolean(),
  isApplicable: z.boolean(),
  problems: z.array(z.object({ managedTenantId: z.string(), displayName: z.string(), sentence: z.string() })),
  holds: z.array(holdView),
  excludedByReason: z.array(z.object({ reason: z.enum(exclusionReasons), count: z.number() })),
  psaReadAt: at,
  directoryReadAt: at.nullable(),
  approvedBy: z.string().nullable(),
  approvedAt: at.nullable(),
  runId: z.string().nullable(),
  /** Why this plan can no longer be applied, in words; null while it can. */
  refusal: z.string().nullable(),
});
export type PlanHeader = z.infer<typeof planHeader>;

export const fieldChangeView = z.object({ field: z.string(), from: z.string().nullable(), to: z.string().nullable() });

export const planRow = z.object({
  changeId: z.string(),
  ordinal: z.number(),
  clientId: z.string(),
  clientName: z.string(),
  managedTenantId: z.string(),
  tenantName: z.string(),
  entraObjectId: z.string(),
  action: z.enum(changeActions),
  reason: z.enum(decisionReasons),
  exclusion: z.enum(exclusionReasons).nullable(),
  exclusionRule: z.string().nullable(),
  displayName: z.string(),
  address: z.string().nullable(),
  contact: z.object({ contactId: z.string(), fullName: z.string() }).nullable(),
  fields: z.array(fieldChangeView),
  because: z.string(),
  hold: z.enum(holdReasons).nullable(),
  /** How apply ended for this row, once it ran. */
  outcome: z.string().nullable(),
});
export type PlanRow = z.infer<typeof planRow>;

export const candidateView = z.object({
  contact: contactView,
  evidence: evidenceLedger,
  choosable: z.boolean(),
  obstacle: z.string().nullable(),
});
export type CandidateView = z.infer<typeof candidateView>;

export const explanation = z.object({
  user: directoryUserView.nullable(),
  row: planRow,
  evidence: evidenceLedger.nullable(),
  candidates: z.array(candidateView),
  person: z.object({
    displayName: z.string(),
    address: z.string().nullable(),
    jobTitle: z.string().nullable(),
    phones: z.array(phoneView),
  }),
});

export type Explanation = z.infer<typeof explanation>;

export const planEntries = {
  preflight: remoteCommand(
    'Ask what a sync would do: reads the PSA and the directories in scope, then stores a plan. Writes nothing remote.',
    z.object({ scope: preflightScope }),
    z.object({ runId: z.string(), workflowId: z.string() }),
  ),
  list: query(
    'Plans, newest first.',
    z.object({ ...page }),
    z.object({ rows: z.array(planHeader), total: z.number() }),
  ),
  get: query('One plan’s header: counts, holds, problems, freshness.', z.object({ planId: z.string() }), planHeader),
  rows: query(
    'A plan’s rows in its stable order.',
    z.object({
      planId: z.string(),
      actions: z.array(z.enum(changeActions)).default([]),
      clientId: z.string().nullable().default(null),
      onlyHeld: z.boolean().default(false),
      search: z.string().max(200).default(''),
      ...page,
    }),
    z.object({ rows: z.array(planRow), total: z.number() }),
  ),
  clients: query(
    'What a plan would do per client.',
    z.object({ planId: z.string() }),
    z.object({
      rows: z.array(
        z.object({ clientId: z.string(), clientName: z.string(), counts: actionCounts, isHeld: z.boolean() }),
      ),
    }),
  ),
  row: query(
    'One row with its evidence, candidates and both sides.',
    z.object({ planId: z.string(), changeId: z.string() }),
    explanation,
  ),
  explain: query(
    'What the newest facts would decide for one directory user, and why.',
    z.object({ managedTenantId: z.string(), user: z.string() }),
    explanation,
  ),
  markdown: query(
    'The whole plan as a document a person can read.',
    z.object({ planId: z.string() }),
    z.object({ markdown: z.string() }),
  ),
  allowHold: command(
    'Let one held client (or the whole plan, with null) through once: answers a NEW plan with that hold lifted; the typed reason goes to the audit log.',
    z.object({ planId: z.string(), clientId: z.string().nullable(), reason: z.string().trim().min(5).max(500) }),
    planHeader,
  ),
  approve: command(
    'Approve a plan by its id and hash; held clients are left out.',
    z.object({ planId: z.string(), contentHash: z.string() }),
    planHeader,
  ),
  discard: command('Put a plan aside; it can no longer be applied.', z.object({ planId: z.string() }), done),
  diff: query(
    'What changed since an earlier plan, person by person.',
    z.object({ planId: z.string(), sincePlanId: z.string().nullable().default(null) }),
    z.object({
      sincePlanId: z.string().nullable(),
      sinceMadeAt: at.nullable(),
      changes: z.array(
        z.object({
          kind: z.enum(['joined', 'left', 'renamed', 'moved', 'enabled', 'disabled', 'answerLooksWrong']),
          clientName: z.string(),
          displayName: z.string(),
          sentence: z.string(),
        }),
      ),
    }),
  ),
};
