/** Connections over the contract: views without secrets, sign-in as a feed whose end cancels the wait. */
import type { z } from 'zod';
import type {
  cippAuth,
  directoryConnectionView,
  directSignIn,
  psaConnectionView,
  SignInEvent,
} from '../../../shared/contract/connection-entries.ts';
import { EngineError, toEngineError } from '../domain/engine-error.ts';
import { cloudOf } from '../domain/microsoft-cloud.ts';
import type { EngineLog } from '../log.ts';
import type { CheckStep } from '../providers/port.ts';
import type { PsaCapabilities } from '../psa/port.ts';
import type { SandboxFacts } from '../sandbox-facts.ts';
import {
  connectCipp,
  connectDirect,
  connectPsa,
  type DirectInput,
  disconnectDirectory,
  disconnectPsa,
} from '../sync/connect.ts';
import type { CippAuth, SyncContext } from '../sync/context.ts';
import { psaSteps } from '../sync/psa-steps.ts';
import { streamOf } from './change-hub.ts';
import { type ContractImplementer, failureOf } from './implementer.ts';

type DirectoryView = z.infer<typeof directoryConnectionView>;
type PsaView = z.infer<typeof psaConnectionView>;

/** For calls that may outlive nobody: without a caller's signal the work runs to its own time-outs. */
export const untilDone = (signal: AbortSignal | undefined): AbortSignal => signal ?? new AbortController().signal;

const authKinds = new Set(['token', 'clientCredentials', 'browser', 'deviceCode']);

async function directoryView(ctx: SyncContext): Promise<DirectoryView | null> {
  const connection = ctx.store.directoryConnections.getActive();
  if (!connection) return null;
  const sources = await ctx.secrets.sources();
  const isCipp = connection.connectionType === 'cipp';
  const source = isCipp
    ? (sources.entra_cipp_api_token ?? sources.entra_cipp_client_secret)
    : (sources.microsoft_client_id ?? 'environment');
  return {
    connectionType: connection.connectionType,
    status: connection.status === 'connected' ? 'connected' : 'failed',
    label: isCipp ? `CIPP at ${connection.cippBaseUrl ?? '?'}` : `Signed in as ${connection.accountUsername ?? '?'}`,
    cloud: connection.cloudName,
    authKind: (authKinds.has(connection.authKind) ? connection.authKind : 'browser') as DirectoryView['authKind'],
    credentialSource: source ? sourceWords[source] : 'not found',
    connectedAt: connection.connectedAt,
    lastCheckedAt: connection.lastCheckedAt,
    lastError: connection.lastError?.sentence ?? null,
  };
}

const sourceWords = {
  vault: 'this profile’s vault',
  folder: 'the secrets folder',
  environment: 'the environment',
  hashicorpVault: 'HashiCorp Vault',
} as const;

function psaView(ctx: SyncContext): PsaView | null {
  const connection = ctx.store.psaConnections.getActive();
  if (!connection) return null;
  const capabilities = connection.capabilities as PsaCapabilities | null;
  return {
    baseUrl: connection.baseUrl,
    status: connection.status === 'connected' ? 'connected' : 'failed',
    mayWrite: connection.mayWrite === null ? 'unknown' : connection.mayWrite ? 'yes' : 'no',
    entraRoutes: capabilities?.entraRoutes.sentence ?? 'Not asked yet.',
    connectedAt: connection.connectedAt,
    lastCheckedAt: connection.lastCheckedAt,
    lastError: connection.lastError?.sentence ?? null,
  };
}

async function connectionViews(ctx: SyncContext): Promise<{ directory: DirectoryView | null; psa: PsaView | null }> {
  return { directory: await directoryView(ctx), psa: psaView(ctx) };
}

function present<Value>(value: Value | null): Value {
  if (value === null) throw new Error('A connection was stored but cannot be read back.');
  return value;
}

interface Needs {
  readonly ctx: SyncContext;
  readonly log: EngineLog;
  readonly sandbox: SandboxFacts | null;
}

export function connectionHandlers(os: ContractImplementer, { ctx, log, sandbox }: Needs) {
  const entries = os.connections;
  return {
    get: entries.get.handler(() => connectionViews(ctx)),
    connectCipp: entries.connectCipp.handler(async ({ input, signal }) => {
      const { steps } = await connectCipp(ctx, { ...input, auth: cippAuthOf(input.auth, sandbox) }, untilDone(signal));
      return { connection: present(await directoryView(ctx)), steps: [...steps] };
    }),
    connectPsa: entries.connectPsa.handler(async ({ input, signal }) => {
      const apiKey = input.apiKey ?? requireSandbox(sandbox).psa.apiKey;
      const { capabilities } = await connectPsa(ctx, { baseUrl: input.baseUrl, apiKey }, untilDone(signal));
      return { connection: present(psaView(ctx)), steps: psaSteps(capabilities) };
    }),
    signInDirect: entries.signInDirect.handler(async function* ({ input, signal }) {
      const left = new AbortController();
      const stop = AbortSignal.any([untilDone(signal), left.signal]);
      const events = streamOf<SignInEvent | 'over'>((push) => {
        const end = (event: SignInEvent) => {
          push(event);
          push('over');
        };
        connectDirect(ctx, directInputOf(input, sandbox), {
          signal: stop,
          onProgress: (progress) => push(progress),
          onProving: () => push({ kind: 'proving' }),
        })
          .then(async ({ steps }) =>
            end({ kind: 'connected', connection: present(await directoryView(ctx)), steps: [...steps] }),
          )
          .catch((thrown: unknown) => end({ kind: 'failed', failure: failureOf(toEngineError(thrown), log) }));
        return () => undefined;
      }, stop);
      try {
        for await (const event of events) {
          if (event === 'over') return;
          yield event;
        }
      } finally {
        left.abort();
      }
    }),
    check: entries.check.handler(async ({ signal }) => checkAll(ctx, untilDone(signal))),
    disconnectDirectory: entries.disconnectDirectory.handler(async () => {
      await disconnectDirectory(ctx);
      return { ok: true as const };
    }),
    disconnectPsa: entries.disconnectPsa.handler(async () => {
      await disconnectPsa(ctx);
      return { ok: true as const };
    }),
  };
}

/** A sandbox profile may leave the credentials to the engine; nowhere else is that an answer. */
function requireSandbox(sandbox: SandboxFacts | null): SandboxFacts {
  if (sandbox) return sandbox;
  throw new EngineError('input.invalid', 'Enter the credentials: only a sandbox profile can leave them out.');
}

function cippAuthOf(auth: z.output<typeof cippAuth>, sandbox: SandboxFacts | null): CippAuth {
  if (auth.kind !== 'sandbox') return auth;
  const { cipp, identity } = requireSandbox(sandbox);
  return {
    kind: 'clientCredentials',
    tenantId: cipp.tenantId,
    clientId: cipp.clientId,
    clientSecret: cipp.clientSecret,
    loginHost: identity.url,
  };
}

function directInputOf(input: z.output<typeof directSignIn>, sandbox: SandboxFacts | null): DirectInput {
  const cloud = cloudOf(input.cloud);
  if (cloud.name !== 'sandbox' || input.clientSecret !== null || !sandbox) return { ...input, cloud };
  const { clientId, clientSecret, partnerTenantId } = sandbox.identity;
  return {
    ...input,
    cloud,
    clientId: input.clientId ?? clientId,
    clientSecret: input.clientId === null || input.clientId === clientId ? clientSecret : null,
    tenantId: input.tenantId ?? partnerTenantId,
  };
}

/** The doctor: each side tells its layers; a side that is not connected is one failed step, not an error. */
async function checkAll(ctx: SyncContext, signal: AbortSignal) {
  const failed = (thrown: unknown): CheckStep[] => {
    const error = toEngineError(thrown);
    return [{ step: 'connection', status: 'fail', sentence: error.message, remedy: null, link: null }];
  };
  const directory = await ctx
    .directory()
    .then((provider) => provider.checkConnection({ signal }))
    .catch(failed);
  const psa = await ctx
    .psa()
    .then(async (port) => psaSteps(await port.probe({ signal })))
    .catch(failed);
  recordCheck(ctx, 'directory', directory);
  recordCheck(ctx, 'psa', psa);
  ctx.changed('connections');
  return { directory: [...directory], psa: [...psa] };
}

function recordCheck(ctx: SyncContext, which: 'directory' | 'psa', steps: readonly CheckStep[]): void {
  const failure = steps.find((step) => step.status === 'fail');
  const repo = which === 'directory' ? ctx.store.directoryConnections : ctx.store.psaConnections;
  if (!repo.getActive()) return;
  repo.recordCheck({
    status: failure ? 'failed' : 'connected',
    checkedAt: ctx.now(),
    error: failure
      ? { code: which === 'directory' ? 'provider.credentialRejected' : 'psa.keyRejected', sentence: failure.sentence }
      : null,
  });
}
