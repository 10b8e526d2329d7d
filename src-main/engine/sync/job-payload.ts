/** What a job was enqueued with, read back at the boundary: rows may be from another version, or from a damaged file. */
import type { z } from 'zod';
import { EngineError } from '../domain/engine-error.ts';

/** Throws `job.payloadInvalid`, after which the job is kept and never runs again by itself. */
export function parsePayload<Payload>(schema: z.ZodType<Payload>, kind: string, payload: unknown): Payload {
  const parsed = schema.safeParse(payload);
  if (parsed.success) return parsed.data;
  throw new EngineError('job.payloadInvalid', `A stored ${kind} job is not readable.`, { cause: parsed.error });
}
