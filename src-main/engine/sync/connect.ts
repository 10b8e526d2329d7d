/**
 * Connecting: a new connection is proven before it replaces the old one, and only then are the other type's secrets cleared
 * (design 8). Nothing here keeps a secret anywhere but in the secret store.
 */

import type { ConnectionType } from '../../../shared/vocabulary/states.ts';
import { EngineError } from '../domain/engine-error.ts';
import type { MicrosoftCloud } from '../domain/microsoft-cloud.ts';
import type { MicrosoftIdentity, SignInOptions } from '../identity/port.ts';
import type { CheckStep, DirectoryProvider } from '../providers/port.ts';
import type { PsaCapabilities } from '../psa/port.ts';
import { secretKeysOf } from '../secrets/port.ts';
import type { CippAuth, SyncContext } from './context.ts';
import { requireFlag } from './feature-flags.ts';
import { flagsAfterConnecting } from './platform-flags.ts';
import { serviceAddress } from './web-address.ts';

export interface Proven {
  readonly steps: readonly CheckStep[];
}

const other: Readonly<Record<ConnectionType, ConnectionType>> = { direct: 'cipp', cipp: 'direct' };

/** Listing customers is the proof that matters; the steps are for reading. Throws what the provider throws. */
async function prove(provider: DirectoryProvider, signal: AbortSignal): Promise<readonly CheckStep[]> {
  await provider.discoverManagedTenants({ signal });
  return provider.checkConnection({ signal });
}

function freshConnection(ctx: SyncContext, at: number) {
  return {
    connectionId: ctx.newId(),
    status: 'connected',
    connectedAt: at,
    disconnectedAt: null,
    lastCheckedAt: at,
    lastError: null,
  } as const;
}

async function clearOtherType(ctx: SyncContext, type: ConnectionType): Promise<void> {
  await ctx.secrets.remove(secretKeysOf[other[type]]);
  ctx.dropAdapters('direct');
  ctx.dropAdapters('cipp');
}

export async function connectCipp(
  ctx: SyncContext,
  input: { readonly baseUrl: string; readonly auth: CippAuth },
  signal: AbortSignal,
): Promise<Proven> {
  requireFlag(ctx.store, 'entra-integration-cipp', 'CIPP cannot be used.');
  const baseUrl = serviceAddress(input.baseUrl, 'CIPP');
  const { auth } = input;
  const steps = await prove(ctx.adapters.cipp({ baseUrl, auth }), signal);
  await ctx.secrets.save(
    auth.kind === 'token'
      ? { entra_cipp_base_url: baseUrl, entra_cipp_api_token: auth.token }
      : {
          entra_cipp_base_url: baseUrl,
          entra_cipp_tenant_id: auth.tenantId,
          entra_cipp_client_id: auth.clientId,
          entra_cipp_client_secret: auth.clientSecret,
        },
  );
  if (auth.kind === 'token')
    await ctx.secrets.remove(['entra_cipp_tenant_id', 'entra_cipp_client_id', 'entra_cipp_client_secret']);
  else await ctx.secrets.remove(['entra_cipp_api_token']);
  const at = ctx.now();
  ctx.store.transaction(() => {
    ctx.store.directoryConnections.save({
      ...freshConnection(ctx, at),
      connectionType: 'cipp',
      cloudName: null,
      loginHost: auth.kind === 'clientCredentials' ? auth.loginHost : null,
      graphHost: null,
      cippBaseUrl: baseUrl,
      authKind: auth.kind,
      accountUsername: null,
      accountHomeTenantId: null,
    });
    ctx.store.audit.append({
      actor: ctx.operator(),
      kind: 'connection.connected',
      subjectKind: 'connection',
      subjectId: 'cipp',
      detail: { chosen: `CIPP at ${baseUrl}`, answered: 'Customers could be listed.' },
    });
  });
  await clearOtherType(ctx, 'cipp');
  ctx.changed('connections', 'activity');
  return { steps };
}

export interface DirectInput {
  readonly cloud: MicrosoftCloud;
  readonly clientId: string | null;
  readonly clientSecret: string | null;
  readonly tenantId: string | null;
  readonly mode: SignInOptions['mode'];
}

const signInTimeoutMs = 5 * 60_000;

/** Signs in, proves that customers can be listed, then stores. Throws `identity.*` or what the proof throws. */
export async function connectDirect(
  ctx: SyncContext,
  input: DirectInput,
  wait: {
    readonly signal: AbortSignal;
    readonly onProgress: SignInOptions['onProgress'];
    readonly onProving: () => void;
  },
): Promise<Proven> {
  const given =
    input.clientId === null
      ? null
      : ({
          clientId: input.clientId,
          clientSecret: input.clientSecret,
          tenantId: input.tenantId,
          source: 'tenantSecrets',
        } as const);
  const credentials = given ?? (await ctx.adapters.resolveAppCredentials());
  if (!credentials)
    throw new EngineError(
      'identity.appMisconfigured',
      'No app registration was found: not in this profile’s secrets, not in MICROSOFT_CLIENT_ID, not in the app secrets.',
    );
  const identity: MicrosoftIdentity = await ctx.adapters.identity({ cloud: input.cloud, credentials });
  const account = await identity.signIn({
    mode: input.mode,
    entraTenantId: null,
    claims: null,
    onProgress: wait.onProgress,
    signal: wait.signal,
    timeoutMs: signInTimeoutMs,
  });
  wait.onProving();
  const steps = await prove(ctx.adapters.graph({ cloud: input.cloud, identity }), wait.signal);
  if (given) {
    await ctx.secrets.save({
      microsoft_client_id: given.clientId,
      ...(given.clientSecret ? { microsoft_client_secret: given.clientSecret } : {}),
      ...(given.tenantId ? { microsoft_tenant_id: given.tenantId } : {}),
    });
    // A secret of an earlier registration would make a confidential client of this one.
    if (!given.clientSecret) await ctx.secrets.remove(['microsoft_client_secret']);
    if (!given.tenantId) await ctx.secrets.remove(['microsoft_tenant_id']);
  }
  await ctx.secrets.save({ entra_direct_partner_tenant_id: account.homeTenantId });
  const at = ctx.now();
  ctx.store.transaction(() => {
    ctx.store.directoryConnections.save({
      ...freshConnection(ctx, at),
      connectionType: 'direct',
      cloudName: input.cloud.name,
      loginHost: input.cloud.loginHost,
      graphHost: input.cloud.graphHost,
      cippBaseUrl: null,
      authKind: input.mode,
      accountUsername: account.username,
      accountHomeTenantId: account.homeTenantId,
    });
    ctx.store.audit.append({
      actor: ctx.operator(),
      kind: 'connection.connected',
      subjectKind: 'connection',
      subjectId: 'direct',
      detail: { chosen: `Microsoft as ${account.username}`, answered: 'Customers could be listed.' },
    });
  });
  await clearOtherType(ctx, 'direct');
  ctx.changed('connections', 'activity');
  return { steps };
}

export async function connectPsa(
  ctx: SyncContext,
  input: { readonly baseUrl: string; readonly apiKey: string },
  signal: AbortSignal,
): Promise<{ readonly capabilities: PsaCapabilities; readonly baseUrl: string }> {
  const baseUrl = serviceAddress(input.baseUrl, 'the PSA');
  const capabilities = await ctx.adapters.psa({ baseUrl, apiKey: input.apiKey }).probe({ signal, proveWriting: true });
  await ctx.secrets.save({ psa_api_key: input.apiKey });
  const at = ctx.now();
  ctx.store.transaction(() => {
    ctx.store.psaConnections.save({
      ...freshConnection(ctx, at),
      baseUrl,
      authKind: 'apiKey',
      mayWrite: capabilities.mayWriteContacts,
      capabilities,
    });
    ctx.store.psaReads.forgetAll();
    ctx.store.audit.append({
      actor: ctx.operator(),
      kind: 'connection.connected',
      subjectKind: 'connection',
      subjectId: 'psa',
      detail: { chosen: `PSA at ${baseUrl}`, answered: 'Clients and contacts could be read.' },
    });
  });
  ctx.dropAdapters('psa');
  await flagsAfterConnecting(ctx, signal);
  ctx.changed('connections', 'activity');
  return { capabilities, baseUrl };
}

export async function disconnectDirectory(ctx: SyncContext): Promise<void> {
  const active = ctx.store.directoryConnections.getActive();
  if (!active) return;
  await ctx.secrets.remove(secretKeysOf[active.connectionType]);
  ctx.store.directoryConnections.deactivate(ctx.now());
  ctx.store.audit.append({
    actor: ctx.operator(),
    kind: 'connection.disconnected',
    subjectKind: 'connection',
    subjectId: active.connectionType,
    detail: { chosen: 'Forget the credentials; keep mappings and history.' },
  });
  ctx.dropAdapters(active.connectionType);
  ctx.changed('connections', 'activity');
}

export async function disconnectPsa(ctx: SyncContext): Promise<void> {
  if (!ctx.store.psaConnections.getActive()) return;
  await ctx.secrets.remove(['psa_api_key', 'psa_session_cookies']);
  ctx.store.psaConnections.deactivate(ctx.now());
  ctx.store.audit.append({
    actor: ctx.operator(),
    kind: 'connection.disconnected',
    subjectKind: 'connection',
    subjectId: 'psa',
    detail: { chosen: 'Forget the API key; keep mappings and history.' },
  });
  ctx.dropAdapters('psa');
  ctx.changed('connections', 'activity');
}
