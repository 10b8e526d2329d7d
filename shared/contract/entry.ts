/**
 * How an entry of the contract is written: what it is, one doc line, what goes in, what comes out. Entries carry intents,
 * never SQL, file paths or request bodies. Every entry may fail with `ENGINE`, whose data keeps the engine's code.
 */
import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { errorCodes } from '../vocabulary/error-codes.ts';

/** `command` changes this profile only; `remoteCommand` may write to the PSA or sign in somewhere; `feed` is live. */
export type EntryKind = 'query' | 'command' | 'remoteCommand' | 'feed';

export interface EntryMeta {
  readonly kind: EntryKind;
  readonly doc: string;
}

/** What a caller learns of a failure: a code to branch on, sentences to show, safe details. No secrets, ever. */
export const engineFailure = z.object({
  code: z.enum(errorCodes),
  sentence: z.string(),
  remedy: z.string(),
  supportId: z.string(),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});
export type EngineFailure = z.infer<typeof engineFailure>;

const entry = oc.$meta<EntryMeta>({ kind: 'query', doc: '' }).errors({ ENGINE: { status: 422, data: engineFailure } });

const nothing = z.object({});

/** Reads this profile's store; touches no network and changes nothing. */
export function query<Input extends z.ZodType, Output extends z.ZodType>(doc: string, input: Input, output: Output) {
  return entry.meta({ kind: 'query', doc }).input(input).output(output);
}

export function command<Input extends z.ZodType, Output extends z.ZodType>(doc: string, input: Input, output: Output) {
  return entry.meta({ kind: 'command', doc }).input(input).output(output);
}

export function remoteCommand<Input extends z.ZodType, Output extends z.ZodType>(
  doc: string,
  input: Input,
  output: Output,
) {
  return entry.meta({ kind: 'remoteCommand', doc }).input(input).output(output);
}

/** A live stream of events; ends when the caller leaves or the thing it follows is over. */
export function feed<Input extends z.ZodType, Event extends z.ZodType>(doc: string, input: Input, event: Event) {
  return entry.meta({ kind: 'feed', doc }).input(input).output(eventIterator(event));
}

export const noInput = nothing;
export const done = z.object({ ok: z.literal(true) });

/** Paging of every list: offset and limit over an indexed order. */
export const page = {
  offset: z.number().int().min(0).default(0),
  limit: z.number().int().min(1).max(500).default(100),
};

/** Epoch milliseconds. */
export const at = z.number();
