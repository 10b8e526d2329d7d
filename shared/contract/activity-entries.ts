/** Activity: the append-only, hash-chained audit log. */
import { z } from 'zod';
import { at, noInput, page, query } from './entry.ts';

export const auditEvent = z.object({
  seq: z.number(),
  at,
  operator: z.string(),
  action: z.string(),
  subject: z.string(),
  /** What was shown, what was chosen, what the server answered: safe facts in words. */
  shown: z.string().nullable(),
  chosen: z.string().nullable(),
  answered: z.string().nullable(),
  hash: z.string(),
});
export type AuditEventView = z.infer<typeof auditEvent>;

export const activityEntries = {
  list: query(
    'Audit events, newest first.',
    z.object({ search: z.string().max(200).default(''), ...page }),
    z.object({ rows: z.array(auditEvent), total: z.number() }),
  ),
  verify: query(
    'Recompute the chain; names the first event that does not fit.',
    noInput,
    z.object({ isIntact: z.boolean(), events: z.number(), brokenAtSeq: z.number().nullable(), sentence: z.string() }),
  ),
  export: query(
    'The whole log as CSV or JSON text, chain hashes included.',
    z.object({ format: z.enum(['csv', 'json']) }),
    z.object({ text: z.string(), events: z.number() }),
  ),
};
