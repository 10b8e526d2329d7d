/** Chooses and builds the adapters behind the ports: the only file that names both a port and what stands behind it. */
import { hostname } from 'node:os';
import { z } from 'zod';
import { EngineError } from './domain/engine-error.ts';
import type { HostServices } from './host-services.ts';
import { resolveAppCredentials } from './identity/app-credentials.ts';
import { createMicrosoftIdentity, type OpenMicrosoftIdentity } from './identity/microsoft-identity.ts';
import type { EngineLog } from './log.ts';
import { createCippProvider } from './providers/cipp/create-cipp-provider.ts';
import { createClientCredentialTokens } from './providers/cipp/tokens.ts';
import { createGraphProvider } from './providers/graph/graph-provider.ts';
import { type AlgaPsaOptions, createAlgaPsa } from './psa/alga/create-alga-psa.ts';
import { createEntraRoutes } from './psa/alga/entra-routes.ts';
import { createPlatformFlags } from './psa/alga/flags.ts';
import type { SecretStore } from './secrets/port.ts';
import type { AdapterFactory, CippAuth } from './sync/context.ts';

interface Needs {
  readonly secrets: SecretStore;
  readonly host: HostServices;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly appVersion: string;
  readonly log: EngineLog;
  readonly psaPatience: PsaPatience;
}

/** How the PSA adapter waits; empty for the product's own numbers. */
export type PsaPatience = Pick<AlgaPsaOptions, 'readRetry' | 'lookAgainAfterMs' | 'timeoutMs'>;

export interface Adapters extends AdapterFactory {
  /** Writes what is pending and closes every socket that an adapter holds. */
  close(): Promise<void>;
}

const microsoftLogin = 'https://login.microsoftonline.com';

export function createAdapters({ secrets, host, env, appVersion, log, psaPatience }: Needs): Adapters {
  const http = {
    userAgent: `Concord/${appVersion} (${hostname()})`,
    proxyEnv: env,
    customCaFile: env['CONCORD_CA_FILE'] ?? null,
  };
  const open = new Set<{ close(): void | Promise<void> }>();
  const kept = <Closable extends { close(): void | Promise<void> }>(adapter: Closable): Closable => {
    open.add(adapter);
    return adapter;
  };

  function cippAuth(auth: CippAuth) {
    if (auth.kind === 'token') return { kind: 'token', token: async () => auth.token } as const;
    const tokenProvider = createClientCredentialTokens({
      loginHost: auth.loginHost ?? microsoftLogin,
      homeTenantId: auth.tenantId,
      clientId: auth.clientId,
      clientSecret: async () => auth.clientSecret,
      http,
      log,
    });
    return { kind: 'clientCredentials', tokenProvider } as const;
  }

  return {
    cipp: ({ baseUrl, auth }) => kept(createCippProvider({ baseUrl, auth: cippAuth(auth), http, log })),
    async identity({ cloud, credentials }): Promise<OpenMicrosoftIdentity> {
      const identity = await createMicrosoftIdentity({
        cloud,
        credentials,
        openBrowser: (url) => host.openExternal(url),
        loadCache: async () => (await secrets.find('entra_direct_msal_cache'))?.value ?? null,
        saveCache: (serialised) =>
          serialised === null
            ? secrets.remove(['entra_direct_msal_cache'])
            : secrets.save({ entra_direct_msal_cache: serialised }),
        log,
        ...http,
      });
      return kept(identity);
    },
    graph: ({ cloud, identity }) => kept(createGraphProvider({ graphHost: cloud.graphHost, identity, log, ...http })),
    psa: ({ baseUrl, apiKey }) =>
      kept(createAlgaPsa({ baseUrl, apiKey: async () => apiKey, http, log, ...psaPatience })),
    entraRoutes: ({ baseUrl }) =>
      kept(
        createEntraRoutes({ baseUrl, session: () => storedSession(secrets), apiKey: keyOrNull(secrets), http, log }),
      ),
    // Asked beside every refresh, so it is made once for each PSA; the key is looked up at each call.
    platformFlags: oneForEach((baseUrl) =>
      kept(createPlatformFlags({ baseUrl, apiKey: () => masterKey(secrets), http, log })),
    ),
    resolveAppCredentials: () => resolveAppCredentials(secrets),
    async close() {
      await Promise.allSettled([...open].map((adapter) => adapter.close()));
      open.clear();
    },
  };
}

function oneForEach<Adapter>(make: (baseUrl: string) => Adapter): (of: { readonly baseUrl: string }) => Adapter {
  const made = new Map<string, Adapter>();
  return ({ baseUrl }) => {
    const adapter = made.get(baseUrl) ?? make(baseUrl);
    made.set(baseUrl, adapter);
    return adapter;
  };
}

const cookies = z.array(z.object({ name: z.string(), value: z.string() }));

async function storedSession(secrets: SecretStore): Promise<readonly { name: string; value: string }[] | null> {
  const found = await secrets.find('psa_session_cookies');
  return found ? cookies.parse(JSON.parse(found.value)) : null;
}

function keyOrNull(secrets: SecretStore): () => Promise<string> {
  return async () => (await secrets.find('psa_api_key'))?.value ?? 'concord-session';
}

async function masterKey(secrets: SecretStore): Promise<string> {
  const found = await secrets.find('psa_master_api_key');
  if (found) return found.value;
  throw new EngineError(
    'secrets.unavailable',
    'The platform’s flags need the master workspace’s API key. Set PSA_MASTER_API_KEY or put psa_master_api_key into the secrets folder.',
  );
}
