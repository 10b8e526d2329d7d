/** The PSA's own Entra integration over the contract. */
import type {
  MappingThere as MappingView,
  PlatformFlagView,
  PoisonRow as PoisonView,
} from '../../../shared/contract/server-entries.ts';
import {
  asId,
  type EntraObjectId,
  type EntraTenantId,
  type ManagedTenantId,
  type PlanId,
  type RunId,
} from '../../../shared/vocabulary/ids.ts';
import { EngineError, toEngineError } from '../domain/engine-error.ts';
import type { SyncContext } from '../sync/context.ts';
import {
  ensurePlatformFlags,
  forgetPlatformAnswer,
  hasMasterKey,
  lastPlatformAnswer,
  type PlatformAnswer,
  type PlatformFlagView as PlatformFlagRow,
  readPlatformFlags,
  targetPlatformFlag,
} from '../sync/platform-flags.ts';
import type { ComparedMapping } from '../sync/there/compare-mappings.ts';
import type { ThereResult } from '../sync/there/observe.ts';
import { applyRemedy, poisonList } from '../sync/there/poison.ts';
import {
  discoverThere,
  holdOursThere,
  readMappingsThere,
  remapThere,
  routesOf,
  type ShownMapping,
  unmapThere,
  type WrittenThere,
} from '../sync/there/server-mappings.ts';
import { startThere } from '../sync/there/start-there.ts';
import { untilDone } from './connection-handlers.ts';
import { clientNames } from './evidence-views.ts';
import type { ContractImplementer } from './implementer.ts';
import { tenantNames } from './plan-views.ts';

const masterKeySentence =
  'Reading them needs the API key of the platform’s master workspace. Set PSA_MASTER_API_KEY for Concord, or put it into the secrets folder as psa_master_api_key.';

const stateOf = {
  'psa.notMounted': 'notMounted',
  'psa.sessionExpired': 'needsSession',
  'psa.forbidden': 'refused',
  'psa.editionMissing': 'refused',
} as const;

async function serverStatus(ctx: SyncContext, signal: AbortSignal) {
  try {
    const status = await routesOf(ctx).status({ signal });
    const connection = status.connectionType ? `${status.connectionType} (${status.status})` : status.status;
    return {
      state: 'ready' as const,
      sentence: 'This server offers its Entra integration.',
      connection,
      mappedCount: status.mappedCount,
      lastDiscoveryAt: status.lastDiscoveryAt,
    };
  } catch (thrown) {
    const error = toEngineError(thrown);
    const state = stateOf[error.code as keyof typeof stateOf];
    if (state === undefined) throw error;
    return { state, sentence: error.message, connection: null, mappedCount: null, lastDiscoveryAt: null };
  }
}

/** Stores the cookies, proves them, and forgets them again when the server does not accept them. */
async function saveSession(
  ctx: SyncContext,
  cookies: readonly { readonly name: string; readonly value: string }[],
  signal: AbortSignal,
): Promise<void> {
  await ctx.secrets.save({ psa_session_cookies: JSON.stringify(cookies) });
  const { state, sentence } = await serverStatus(ctx, signal);
  if (state === 'needsSession') {
    await ctx.secrets.remove(['psa_session_cookies']);
    throw new EngineError('psa.sessionExpired', sentence);
  }
  ctx.store.audit.append({
    actor: ctx.operator(),
    kind: 'connection.connected',
    subjectKind: 'connection',
    subjectId: 'psa-session',
    detail: { answered: sentence },
  });
  ctx.changed('connections', 'activity');
}

function poisonView(ctx: SyncContext, managedTenantId: string | null) {
  const { rows, considered } = poisonList(
    ctx,
    managedTenantId === null ? null : asId<ManagedTenantId>(managedTenantId),
  );
  const client = clientNames(ctx);
  const tenant = tenantNames(ctx);
  const views: PoisonView[] = rows.map(({ remedy, ...row }) => ({
    ...row,
    clientName: client(row.clientId) ?? 'unknown client',
    tenantName: tenant(row.managedTenantId),
    canApply: remedy.kind === 'promoteAddress',
  }));
  return { rows: views, considered };
}

type ShownView = Omit<ShownMapping, 'entraTenantId'> & { readonly entraTenantId: string };

function mappingViews(ctx: SyncContext, rows: readonly ComparedMapping[]): MappingView[] {
  const name = clientNames(ctx);
  const client = (clientId: string | null) =>
    clientId === null ? null : { clientId, name: name(clientId) ?? 'a client that was not read here' };
  return rows.map(({ serverTenantId, hereClientId, thereClientId, suggestion, ...row }) => ({
    ...row,
    hereClient: client(hereClientId),
    isSeenThere: serverTenantId !== null,
    thereClient: client(thereClientId),
    suggestion,
    sharesClientWith: [...row.sharesClientWith],
    canHold:
      serverTenantId !== null &&
      row.difference !== 'none' &&
      (row.hereState === 'mapped' || row.hereState === 'skipped'),
  }));
}

const writtenView = (ctx: SyncContext, written: WrittenThere) => ({
  ...written,
  notKept: [...written.notKept],
  rows: mappingViews(ctx, written.rows),
});

const shownOf = ({ entraTenantId, shownState, shownClientId }: ShownView): ShownMapping => ({
  entraTenantId: asId<EntraTenantId>(entraTenantId),
  shownState,
  shownClientId,
});

const flagView = ({ groups: _groups, ...flag }: PlatformFlagRow): PlatformFlagView => ({
  ...flag,
  psaTenantIds: [...flag.psaTenantIds],
});

const answerView = ({ psaTenantId, readAt, flags }: PlatformAnswer) => ({
  psaTenantId,
  readAt,
  flags: flags.map(flagView),
});

export function serverHandlers(os: ContractImplementer, ctx: SyncContext) {
  const entries = os.server;
  return {
    status: entries.status.handler(({ signal }) => serverStatus(ctx, untilDone(signal))),
    signIn: entries.signIn.handler(async ({ signal }) => {
      const connection = ctx.store.psaConnections.getActive();
      if (!connection) throw new EngineError('psa.notConnected', 'Concord is not connected to the PSA.');
      const cookies = await ctx.signInToPsa(connection.baseUrl);
      if (!cookies)
        return {
          isSignedIn: false,
          sentence:
            'Nobody signed in. The desktop app opens a window for it; elsewhere use `concord connect psa-session`.',
        };
      await saveSession(ctx, cookies, untilDone(signal));
      return { isSignedIn: true, sentence: 'Signed in to the PSA.' };
    }),
    saveSession: entries.saveSession.handler(async ({ input, signal }) => {
      await saveSession(ctx, input.cookies, untilDone(signal));
      return { ok: true as const };
    }),
    poison: entries.poison.handler(({ input }) => poisonView(ctx, input.managedTenantId)),
    applyRemedy: entries.applyRemedy.handler(async ({ input, signal }) => ({
      runId: await applyRemedy(
        ctx,
        {
          managedTenantId: asId<ManagedTenantId>(input.managedTenantId),
          entraObjectId: asId<EntraObjectId>(input.entraObjectId),
        },
        untilDone(signal),
      ),
    })),
    mappings: entries.mappings.handler(async ({ signal }) => ({
      rows: mappingViews(ctx, await readMappingsThere(ctx, untilDone(signal))),
      readAt: ctx.now(),
    })),
    discover: entries.discover.handler(async ({ signal }) => {
      const { rows, added, ...facts } = await discoverThere(ctx, untilDone(signal));
      return { ...facts, added: [...added], rows: mappingViews(ctx, rows) };
    }),
    confirmMappings: entries.confirmMappings.handler(async ({ input, signal }) =>
      writtenView(ctx, await holdOursThere(ctx, input.mappings.map(shownOf), untilDone(signal))),
    ),
    remap: entries.remap.handler(async ({ input, signal }) =>
      writtenView(ctx, await remapThere(ctx, { ...shownOf(input), clientId: input.clientId }, untilDone(signal))),
    ),
    unmap: entries.unmap.handler(async ({ input, signal }) =>
      writtenView(ctx, await unmapThere(ctx, shownOf(input), untilDone(signal))),
    ),
    apply: entries.apply.handler(({ input, signal }) => startThere(ctx, asId<PlanId>(input.planId), untilDone(signal))),
    outcome: entries.outcome.handler(({ input }) => {
      const summary = (ctx.store.runs.get(asId<RunId>(input.runId)).summary ?? {}) as {
        serverWorkflowId?: string;
        tenants?: ThereResult[];
      };
      const name = tenantNames(ctx);
      return {
        serverWorkflowId: summary.serverWorkflowId ?? null,
        tenants: (summary.tenants ?? []).map(({ isAsPlanned: _asPlanned, ...tenant }) => ({
          ...tenant,
          tenantName: name(tenant.managedTenantId),
        })),
      };
    }),
    flags: entries.flags.handler(async ({ signal }) => answerView(await readPlatformFlags(ctx, untilDone(signal)))),
    lastFlags: entries.lastFlags.handler(async () => {
      const canAsk = await hasMasterKey(ctx);
      const last = lastPlatformAnswer(ctx);
      return {
        canAsk,
        sentence: canAsk ? null : masterKeySentence,
        answer: last && answerView(last),
        failure: last?.failure ?? null,
      };
    }),
    forgetFlags: entries.forgetFlags.handler(() => {
      forgetPlatformAnswer(ctx);
      return { ok: true as const };
    }),
    ensureFlags: entries.ensureFlags.handler(async ({ signal }) => {
      const { created, existing, missing, answer } = await ensurePlatformFlags(ctx, untilDone(signal));
      return { created: [...created], existing: [...existing], missing: [...missing], answer: answerView(answer) };
    }),
    targetFlag: entries.targetFlag.handler(async ({ input, signal }) =>
      flagView(await targetPlatformFlag(ctx, input, untilDone(signal))),
    ),
  };
}
