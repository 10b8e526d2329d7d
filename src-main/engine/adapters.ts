/** Chooses and builds the adapters behind the ports: the only file that names both a port and what stands behind it. */
import { hostname } from 'node:os';
import type { HostServices } from './host-services.ts';
import { resolveAppCredentials } from './identity/app-credentials.ts';
import { createMicrosoftIdentity, type OpenMicrosoftIdentity } from './identity/microsoft-identity.ts';
import type { EngineLog } from './log.ts';
import { createCippProvider } from './providers/cipp/create-cipp-provider.ts';
import { createClientCredentialTokens } from './providers/cipp/tokens.ts';
import { createGraphProvider } from './providers/graph/graph-provider.ts';
import { createAlgaPsa } from './psa/alga/create-alga-psa.ts';
import type { SecretStore } from './secrets/port.ts';
import type { AdapterFactory, CippAuth } from './sync/context.ts';

interface Needs {
  readonly secrets: SecretStore;
  readonly host: HostServices;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly appVersion: string;
  readonly log: EngineLog;
}

export interface Adapters extends AdapterFactory {
  /** Writes what is pending and closes every socket that an adapter holds. */
  close(): Promise<void>;
}

const microsoftLogin = 'https://login.microsoftonline.com';

export function createAdapters({ secrets, host, env, appVersion, log }: Needs): Adapters {
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
    psa: ({ baseUrl, apiKey }) => kept(createAlgaPsa({ baseUrl, apiKey: async () => apiKey, http, log })),
    resolveAppCredentials: () => resolveAppCredentials(secrets),
    async close() {
      await Promise.allSettled([...open].map((adapter) => adapter.close()));
      open.clear();
    },
  };
}
