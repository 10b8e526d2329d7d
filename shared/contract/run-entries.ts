/** Runs: approved plans being executed, their progress, their stories and their undo. */
import { z } from 'zod';
import { operationStates, runStatuses, runTypes } from '../vocabulary/states.ts';
import { at, command, done, feed, page, query, remoteCommand } from './entry.ts';
import { oneWayView } from './plan-entries.ts';

export const runCounters = z.object({
  created: z.number(),
  linked: z.number(),
  updated: z.number(),
  ambiguous: z.number(),
  inactivated: z.number(),
  skipped: z.number(),
});
export type RunCounters = z.infer<typeof runCounters>;

export const runView = z.object({
  runId: z.string(),
  workflowId: z.string(),
  runType: z.enum(runTypes),
  status: z.enum(runStatuses),
  planId: z.string().nullable(),
  scope: z.string(),
  trigger: z.enum(['operator', 'schedule']),
  /** `there`: the PSA's own workflow did it; its counters here stay 0, `server.outcome` has what was planned, reported and observed. */
  place: z.enum(['here', 'there']),
  startedBy: z.string(),
  startedAt: at.nullable(),
  finishedAt: at.nullable(),
  totalTenants: z.number(),
  processedTenants: z.number(),
  succeededTenants: z.number(),
  failedTenants: z.number(),
  counters: runCounters,
  /** Planned writes, and what reading back showed. */
  verified: z.object({ compared: z.number(), mismatches: z.number() }),
  failures: z.number(),
  stale: z.number(),
  /** What is going on right now or how it ended, in words. */
  sentence: z.string(),
  errorMessage: z.string().nullable(),
  /** Set while the run waits in its cancel window: nothing was sent yet, and cancelling leaves its plan as it was. */
  window: z.object({ endsAt: at, oneWay: z.array(oneWayView) }).nullable(),
  canPause: z.boolean(),
  canCancel: z.boolean(),
  canUndo: z.boolean(),
});
export type RunView = z.infer<typeof runView>;

export const runTenantView = z.object({
  managedTenantId: z.string(),
  tenantName: z.string(),
  clientName: z.string().nullable(),
  status: z.enum(runStatuses),
  counters: runCounters,
  totalChanges: z.number(),
  doneChanges: z.number(),
  errorMessage: z.string().nullable(),
  startedAt: at.nullable(),
  finishedAt: at.nullable(),
});
export type RunTenantView = z.infer<typeof runTenantView>;

export const operationView = z.object({
  operationId: z.string(),
  changeId: z.string().nullable(),
  action: z.string(),
  state: z.enum(operationStates),
  displayName: z.string(),
  clientName: z.string().nullable(),
  contactId: z.string().nullable(),
  sentence: z.string(),
  /** Field by field: before, intended, observed. */
  fields: z.array(
    z.object({
      field: z.string(),
      before: z.string().nullable(),
      intended: z.string().nullable(),
      observed: z.string().nullable(),
    }),
  ),
  at,
  canUndo: z.boolean(),
});
export type OperationView = z.infer<typeof operationView>;

export const runEntries = {
  apply: remoteCommand(
    'Execute an approved plan: its rows and nothing else. With one-way rows it begins after the cancel window.',
    z.object({ planId: z.string() }),
    z.object({ runId: z.string(), workflowId: z.string() }),
  ),
  list: query(
    'Runs, newest first.',
    z.object({ types: z.array(z.enum(runTypes)).default([]), ...page }),
    z.object({ rows: z.array(runView), total: z.number() }),
  ),
  get: query(
    'One run with its per-tenant results.',
    z.object({ runId: z.string() }),
    z.object({ run: runView, tenants: z.array(runTenantView) }),
  ),
  operations: query(
    'The journal of one run.',
    z.object({
      runId: z.string(),
      states: z.array(z.enum(operationStates)).default([]),
      search: z.string().max(200).default(''),
      ...page,
    }),
    z.object({ rows: z.array(operationView), total: z.number() }),
  ),
  follow: feed(
    'A run’s progress until it ends; the first event is its present state.',
    z.object({ runId: z.string() }),
    z.object({ run: runView, tenants: z.array(runTenantView) }),
  ),
  pause: command('Pause a run after the request in flight.', z.object({ runId: z.string() }), done),
  resume: command(
    'Go on with a paused or interrupted run, or begin before the cancel window is over.',
    z.object({ runId: z.string() }),
    done,
  ),
  cancel: command(
    'Stop a run after the request in flight; what was done stays done and listed. Before anything was done, its plan can be applied again.',
    z.object({ runId: z.string() }),
    done,
  ),
  previewUndo: query(
    'What undoing a run, or one operation, would reverse, what is one-way (created contacts stay, inactive and unlinked), and what is left.',
    z.object({ runId: z.string(), operationId: z.string().nullable().default(null) }),
    z.object({
      reversible: z.number(),
      oneWay: z.number(),
      left: z.number(),
      /** The one-way part in words; with it, the undo waits in the cancel window. */
      oneWayChanges: z.array(oneWayView),
    }),
  ),
  undo: remoteCommand(
    'Plan and run the inverse of a run or of one operation: looks first, reverses only what is still as we left it.',
    z.object({ runId: z.string(), operationId: z.string().nullable().default(null) }),
    z.object({ runId: z.string(), workflowId: z.string() }),
  ),
};
