/**
 * Brings the PSA's clients and contacts into the store. Small PSAs are read whole each time; large ones by what changed
 * since, with a whole read once a day, because v1 has no feed of deletions (`contracts/psa.md` 1.8). Only a whole, finished
 * read may forget a row.
 */
import { EngineError } from '../domain/engine-error.ts';
import type { SyncContext } from './context.ts';
import { refreshPlatformFlags } from './platform-flags.ts';

/** Below this a whole read is 50 requests or fewer, and costs less than being wrong about a deletion. */
const smallPsaContacts = 5000;
const wholeReadEveryMs = 24 * 3_600_000;
/** The PSA stamps rows with its own clock; overlapping reads cost nothing because saving is idempotent. */
const clockOverlapMs = 10 * 60_000;

/** Answers when the facts were read. Throws what the PSA port throws; pages saved before that stay. */
export async function refreshPsa(ctx: SyncContext, signal: AbortSignal): Promise<number> {
  const readAt = ctx.now();
  await refreshClients(ctx, signal);
  await refreshContacts(ctx, signal);
  await refreshPlatformFlags(ctx, signal);
  ctx.changed('clients');
  return readAt;
}

async function refreshClients(ctx: SyncContext, signal: AbortSignal): Promise<void> {
  const psa = await ctx.psa();
  const read = ctx.store.clients.beginRead(ctx.now());
  for await (const page of psa.readClients({ changedSince: null, signal })) ctx.store.clients.savePage(read, page.rows);
  const { removalRefused } = ctx.store.clients.finishRead(read, {
    isFull: true,
    isComplete: true,
    finishedAt: ctx.now(),
  });
  if (removalRefused) throw emptyAnswer('clients');
}

async function refreshContacts(ctx: SyncContext, signal: AbortSignal): Promise<void> {
  const psa = await ctx.psa();
  const changedSince = sinceWhen(ctx);
  const read = ctx.store.contacts.beginRead(ctx.now());
  for await (const page of psa.readContacts({ changedSince, signal })) ctx.store.contacts.savePage(read, page.rows);
  const { removalRefused } = ctx.store.contacts.finishRead(read, {
    isFull: changedSince === null,
    isComplete: true,
    finishedAt: ctx.now(),
  });
  if (removalRefused) throw emptyAnswer('contacts');
}

/** Null asks for a whole read. */
function sinceWhen(ctx: SyncContext): number | null {
  const state = ctx.store.psaReads.state('contacts');
  if (!state || state.lastReadAt === null || state.lastFullAt === null) return null;
  const isSmall = ctx.store.contacts.count() < smallPsaContacts;
  return isSmall || ctx.now() - state.lastFullAt > wholeReadEveryMs ? null : state.lastReadAt - clockOverlapMs;
}

function emptyAnswer(what: string): EngineError {
  return new EngineError(
    'psa.responseInvalid',
    `The PSA answered without any ${what}, although it had some before. Nothing was forgotten; check the PSA, then try again.`,
  );
}
