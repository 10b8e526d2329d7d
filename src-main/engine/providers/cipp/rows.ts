/**
 * Gets the rows out of a CIPP answer, or says what it was instead. The two list shapes are a bare array and
 * `{ Results: [...], Metadata }`; `[null]`, one row with a message, and a text under Results are failures in disguise.
 */
import type { z } from 'zod';
import { graphResults } from './answers.ts';
import { cippWords, customerFailure, invalidAnswer } from './refusals.ts';

export interface GraphRows {
  readonly rows: readonly unknown[];
  readonly nextLink: string | null;
}

/** A bare array of ListUsers, ListGroups and others. */
export function bareRows(value: unknown, endpoint: string): readonly unknown[] {
  const words = cippWords(value);
  if (words !== null) throw customerFailure(words, 200);
  if (!Array.isArray(value)) throw invalidAnswer(`CIPP's ${endpoint} answered with something that is not a list.`);
  return withoutNulls(value, endpoint);
}

/** One page of ListGraphRequest. */
export function graphRows(value: unknown, endpoint: string): GraphRows {
  const words = cippWords(value);
  if (words !== null) throw customerFailure(words, 200);
  const parsed = graphResults.safeParse(value);
  if (!parsed.success) throw invalidAnswer(`CIPP's ${endpoint} answered in a shape that Concord does not know.`);
  const { Results: rows, Metadata: metadata } = parsed.data;
  if (metadata?.Queued === true) {
    const said = metadata.QueueMessage === null ? '' : ` It says: ${metadata.QueueMessage}`;
    throw invalidAnswer(
      `CIPP put the question into its queue instead of answering. Try again in a few minutes.${said}`,
    );
  }
  const [only] = rows;
  if (rows.length === 1 && typeof only === 'string') throw customerFailure(cippWords(only) ?? '', 200);
  return { rows: withoutNulls(rows, endpoint), nextLink: metadata?.nextLink ?? null };
}

/** `[null]` is how PowerShell writes "nothing": an unknown or excluded customer, never an empty directory. */
function withoutNulls(rows: readonly unknown[], endpoint: string): readonly unknown[] {
  if (!rows.some((row) => row === null || row === undefined)) return rows;
  throw invalidAnswer(
    `CIPP's ${endpoint} answered with nothing where people were expected. The customer may be excluded in CIPP, or missing from its list.`,
  );
}

/** Every row parsed; the first bad one refuses the whole answer, because a guess about the rest would be one too. */
export function parseRows<Row>(rows: readonly unknown[], schema: z.ZodType<Row>, endpoint: string): readonly Row[] {
  return rows.map((row) => {
    const parsed = schema.safeParse(row);
    if (parsed.success) return parsed.data;
    const words = cippWords(row);
    if (words !== null) throw customerFailure(words, 200);
    const field = parsed.error.issues[0]?.path.join('.') ?? '';
    throw invalidAnswer(`CIPP's ${endpoint} answered with a row that Concord cannot read (${field}).`, { field });
  });
}
