/** The harbor-it world and the CIPP adapter connected to it, with short waits. */
import { asId, type EntraTenantId } from '../../../shared/vocabulary/ids.ts';
import { silentLog } from '../../../src-main/engine/http/log.ts';
import { readRetryPolicy } from '../../../src-main/engine/http/retry-policy.ts';
import type { CippClientOptions } from '../../../src-main/engine/providers/cipp/cipp-client.ts';
import { type CippProvider, createCippProvider } from '../../../src-main/engine/providers/cipp/create-cipp-provider.ts';
import { createClientCredentialTokens } from '../../../src-main/engine/providers/cipp/tokens.ts';
import type { DirectoryPage, DirectoryUserFacts } from '../../../src-main/engine/providers/port.ts';
import { type Sandbox, startSandbox } from '../../../src-sandbox/sandbox.ts';
import type { SandboxTenant } from '../../../src-sandbox/scenarios/world.ts';

export const signal = new AbortController().signal;
export const http = { userAgent: 'Concord tests', proxyEnv: null, customCaFile: null };

export interface CippWorld {
  readonly sandbox: Sandbox;
  readonly provider: CippProvider;
  connect(changes?: Partial<CippClientOptions>): CippProvider;
  /** A customer that CIPP lists and can read. */
  readable(): SandboxTenant;
  tenants(): readonly SandboxTenant[];
  stop(): Promise<void>;
}

export async function aCippWorld(): Promise<CippWorld> {
  const sandbox = await startSandbox({ scenario: 'harbor-it' });
  const { cipp } = sandbox.info;
  const connected: CippProvider[] = [];
  const connect = (changes: Partial<CippClientOptions> = {}) => {
    const provider = createCippProvider({
      baseUrl: cipp.url,
      auth: { kind: 'token', token: async () => cipp.token },
      http,
      log: silentLog,
      retry: { ...readRetryPolicy, statuses: [429, 502, 503, 504], firstDelayMs: 5, maxAttempts: 3 },
      ...changes,
    });
    connected.push(provider);
    return provider;
  };
  const tenants = () => sandbox.state().world.tenants;
  return {
    sandbox,
    provider: connect(),
    connect,
    tenants,
    readable() {
      const found = tenants().find(isReadable);
      if (found === undefined) throw new Error('harbor-it has no readable customer');
      return found;
    },
    async stop() {
      for (const provider of connected) provider.close();
      await sandbox.stop();
    },
  };
}

export function isReadable(tenant: SandboxTenant): boolean {
  const { faults } = tenant;
  return (
    tenant.sources.includes('cipp') &&
    !tenant.cippExcluded &&
    tenant.consent === 'granted' &&
    tenant.gdap.status === 'active' &&
    tenant.gdap.roles.length > 0 &&
    faults.conditionalAccess === 'none' &&
    !(faults.operatorIsGuest || faults.directoryRoleMissing || faults.badToken || faults.gone)
  );
}

export function idOf(tenant: SandboxTenant): EntraTenantId {
  return asId<EntraTenantId>(tenant.entraTenantId);
}

export async function readPages(provider: CippProvider, tenantId: EntraTenantId): Promise<DirectoryPage[]> {
  const pages: DirectoryPage[] = [];
  for await (const page of provider.readDirectoryUsers(tenantId, { signal, cursor: null })) pages.push(page);
  return pages;
}

export async function readEverybody(provider: CippProvider, tenantId: EntraTenantId): Promise<DirectoryUserFacts[]> {
  return (await readPages(provider, tenantId)).flatMap((page) => page.users);
}

export function clientCredentials(sandbox: Sandbox, secret = sandbox.info.cipp.clientSecret) {
  const { cipp, identity } = sandbox.info;
  return createClientCredentialTokens({
    loginHost: identity.url,
    homeTenantId: cipp.tenantId,
    clientId: cipp.clientId,
    clientSecret: async () => secret,
    http,
    log: silentLog,
  });
}
