/**
 * The platform's feature flags from here: read and kept, ensured, targeted at a workspace. Needs the master workspace's key.
 * Every write is looked at again and noted in the audit log with what was shown, chosen and answered. Reading beside other work
 * never fails that work: the last answer stays, with the reason why it is not newer.
 */
import { featureFlags } from '../../../shared/vocabulary/states.ts';
import { EngineError, toEngineError } from '../domain/engine-error.ts';
import { judgePlatformFlag, type PlatformVerdict } from '../domain/platform-flag.ts';
import type { EnsuredFlags, PlatformFlag, PlatformFlagsPort } from '../psa/flags-port.ts';
import type { SyncContext } from './context.ts';
import {
  type CachedPlatformFlags,
  cachedPlatformFlags,
  forgetPlatformFlags,
  savePlatformFlags,
} from './feature-flags.ts';

const masterKey = 'psa_master_api_key';
/** The platform lists no more, and has no pages (`contracts/psa.md` 1.7). */
const mostListed = 200;

interface Asked {
  readonly baseUrl: string;
  readonly port: PlatformFlagsPort;
}

function platform(ctx: SyncContext): Asked {
  const connection = ctx.store.psaConnections.getActive();
  if (!connection) throw new EngineError('psa.notConnected', 'Concord is not connected to the PSA.');
  const { baseUrl } = connection;
  return { baseUrl, port: ctx.adapters.platformFlags({ baseUrl }) };
}

export async function hasMasterKey(ctx: SyncContext): Promise<boolean> {
  return (await ctx.secrets.find(masterKey)) !== null;
}

export interface PlatformFlagView extends PlatformFlag {
  readonly verdict: PlatformVerdict;
  readonly sentence: string;
}

export interface PlatformAnswer {
  /** Our workspace; null where the PSA does not tell it. */
  readonly psaTenantId: string | null;
  readonly readAt: number;
  readonly flags: readonly PlatformFlagView[];
}

const judged = (flag: PlatformFlag, psaTenantId: string | null): PlatformFlagView => ({
  ...flag,
  ...judgePlatformFlag(flag, psaTenantId),
});

/** The last answer for the connected PSA, judged again. */
export function lastPlatformAnswer(ctx: SyncContext): (PlatformAnswer & Pick<CachedPlatformFlags, 'failure'>) | null {
  const answer = cachedPlatformFlags(ctx.store);
  return (
    answer && {
      psaTenantId: answer.psaTenantId,
      readAt: answer.readAt,
      failure: answer.failure,
      flags: answer.flags.map((flag) => judged(flag, answer.psaTenantId)),
    }
  );
}

/** Asks the platform and keeps the answer about our flags. Throws what the ports throw; the earlier answer then stays. */
export async function readPlatformFlags(ctx: SyncContext, signal: AbortSignal): Promise<PlatformAnswer> {
  const { baseUrl, port } = platform(ctx);
  const listed = await port.listFlags({ signal });
  const psaTenantId = await ourWorkspace(ctx, signal);
  const readAt = ctx.now();
  const isOurs = (key: string) => featureFlags.some((flag) => flag === key);
  savePlatformFlags(ctx.store, {
    baseUrl,
    psaTenantId,
    readAt,
    failure: null,
    isWhole: listed.length < mostListed,
    flags: structuredClone(listed.filter(({ key }) => isOurs(key))) as CachedPlatformFlags['flags'],
  });
  ctx.changed('settings');
  return { psaTenantId, readAt, flags: listed.map((flag) => judged(flag, psaTenantId)) };
}

/** Asked once for each connection: a key never changes its workspace. */
async function ourWorkspace(ctx: SyncContext, signal: AbortSignal): Promise<string | null> {
  const answer = cachedPlatformFlags(ctx.store);
  const connectedAt = ctx.store.psaConnections.getActive()?.connectedAt ?? null;
  if (answer?.psaTenantId && connectedAt !== null && answer.readAt > connectedAt) return answer.psaTenantId;
  return (await ctx.psa()).findWorkspaceId({ signal });
}

/** Beside a refresh of the PSA: reads the flags where a master key is stored, and never fails the refresh. */
export async function refreshPlatformFlags(ctx: SyncContext, signal: AbortSignal): Promise<void> {
  try {
    if (await hasMasterKey(ctx)) await readPlatformFlags(ctx, signal);
  } catch (thrown) {
    if (signal.aborted) return;
    const { message } = toEngineError(thrown);
    ctx.log.warn({ reason: message }, 'the platform’s feature flags could not be read');
    const answer = cachedPlatformFlags(ctx.store);
    if (answer) savePlatformFlags(ctx.store, { ...answer, failure: { at: ctx.now(), sentence: message } });
    ctx.changed('settings');
  }
}

/** A new key may belong to another workspace of the same PSA, of which the kept answer says nothing. */
export async function flagsAfterConnecting(ctx: SyncContext, signal: AbortSignal): Promise<void> {
  await refreshPlatformFlags(ctx, signal);
  const answer = cachedPlatformFlags(ctx.store);
  const connectedAt = ctx.store.psaConnections.getActive()?.connectedAt ?? 0;
  if (answer === null || answer.readAt >= connectedAt) return;
  const psaTenantId = await ctx
    .psa()
    .then((psa) => psa.findWorkspaceId({ signal }))
    .catch(() => null);
  if (psaTenantId === null || psaTenantId === answer.psaTenantId) return;
  forgetPlatformFlags(ctx.store);
  ctx.changed('settings');
}

/** Creates the guide's flags where they are missing, then reads them all: they start released to nobody. */
export async function ensurePlatformFlags(
  ctx: SyncContext,
  signal: AbortSignal,
): Promise<EnsuredFlags & { readonly answer: PlatformAnswer }> {
  const chosen = 'Create the platform’s Entra flags where they are missing.';
  const ensured = await platform(ctx)
    .port.ensureEntraFlags({ signal })
    .catch((thrown: unknown) => {
      note(ctx, ['platformFlag.ensureFailed', 'phase-1'], { chosen, answered: toEngineError(thrown).message });
      throw thrown;
    });
  note(ctx, ['platformFlag.ensured', 'phase-1'], {
    chosen,
    answered: { created: ensured.created, existing: ensured.existing, notListed: ensured.missing },
  });
  return { ...ensured, answer: await readPlatformFlags(ctx, signal) };
}

export interface FlagTarget {
  readonly key: string;
  /** Null: the workspace that this profile's key belongs to. */
  readonly psaTenantId: string | null;
  readonly isOn: boolean;
}

/** Adds a workspace to a flag's release groups, or takes it out, and reads back. Answers the flag as judged for our workspace. */
export async function targetPlatformFlag(
  ctx: SyncContext,
  { key, psaTenantId, isOn }: FlagTarget,
  signal: AbortSignal,
): Promise<PlatformFlagView> {
  const { port } = platform(ctx);
  const before = await readPlatformFlags(ctx, signal);
  const flag = before.flags.find((one) => one.key === key);
  if (!flag) throw new EngineError('input.invalid', `The platform has no flag “${key}”. Ensure the Entra flags first.`);
  const workspace = psaTenantId ?? before.psaTenantId;
  if (workspace === null)
    throw new EngineError(
      'input.invalid',
      'The PSA does not say which workspace this profile belongs to. Name the workspace by its id.',
    );
  const shown = `${key}: ${flag.sentence}`;
  const chosen = isOn ? `Release it to the workspace ${workspace}.` : `Take the workspace ${workspace} out of it.`;
  try {
    if (isOn) await port.addPsaTenant(flag.flagId, workspace, { signal });
    else await port.removePsaTenant(flag.flagId, workspace, { signal });
  } catch (thrown) {
    note(ctx, ['platformFlag.targetFailed', key], { shown, chosen, answered: toEngineError(thrown).message });
    throw thrown;
  }
  const after = (await readPlatformFlags(ctx, signal)).flags.find((one) => one.key === key) ?? flag;
  note(ctx, ['platformFlag.targeted', key], { shown, chosen, answered: `Read back: ${after.sentence}` });
  return after;
}

/** Leaves this profile's own switches alone to decide, until the platform is read again. */
export function forgetPlatformAnswer(ctx: SyncContext): void {
  const answer = lastPlatformAnswer(ctx);
  if (!answer) return;
  forgetPlatformFlags(ctx.store);
  note(ctx, ['platformFlag.forgotten', 'all'], {
    shown: answer.flags.map((flag) => `${flag.key}: ${flag.sentence}`),
    chosen: 'Forget the platform’s answer; this profile’s own switches decide.',
  });
  ctx.changed('settings');
}

function note(ctx: SyncContext, [kind, subjectId]: readonly [string, string], detail: unknown): void {
  ctx.store.audit.append({ actor: ctx.operator(), kind, subjectKind: 'flag', subjectId, detail });
  ctx.changed('activity');
}
