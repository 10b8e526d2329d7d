/** A sandboxed Microsoft with our identity and Graph adapters connected to it; the operator's browser is the control API. */
import { asId, type EntraTenantId } from '../../../shared/vocabulary/ids.ts';
import type { MicrosoftCloud } from '../../../src-main/engine/domain/microsoft-cloud.ts';
import type { LogFacts } from '../../../src-main/engine/http/log.ts';
import { readRetryPolicy } from '../../../src-main/engine/http/retry-policy.ts';
import {
  createMicrosoftIdentity,
  type MicrosoftIdentityOptions,
  type OpenMicrosoftIdentity,
} from '../../../src-main/engine/identity/microsoft-identity.ts';
import type { SignInOptions } from '../../../src-main/engine/identity/port.ts';
import {
  createGraphProvider,
  type GraphProviderOptions,
} from '../../../src-main/engine/providers/graph/graph-provider.ts';
import type { DirectoryPage, DirectoryProvider, DirectoryUserFacts } from '../../../src-main/engine/providers/port.ts';
import { type Sandbox, startSandbox } from '../../../src-sandbox/sandbox.ts';
import type { ScenarioName } from '../../../src-sandbox/scenarios/build-world.ts';
import type { SandboxTenant } from '../../../src-sandbox/scenarios/world.ts';

export const signal = new AbortController().signal;
export const quickRetry = { ...readRetryPolicy, maxAttempts: 3, firstDelayMs: 5, maxDelayMs: 10 };

export interface MicrosoftWorld {
  readonly sandbox: Sandbox;
  readonly cloud: MicrosoftCloud;
  /** What is saved of the sign-in, as the vault would hold it. */
  readonly saved: { blob: string | null; quarantined: string | null };
  /** Every line that was logged, facts and sentence. */
  readonly logged: string[];
  identity(changes?: Partial<MicrosoftIdentityOptions>): Promise<OpenMicrosoftIdentity>;
  provider(identity: OpenMicrosoftIdentity, changes?: Partial<GraphProviderOptions>): DirectoryProvider;
  /** A browser in which the operator signs in. */
  browser(upn?: string): (url: string) => Promise<boolean>;
  /** A customer that can be read. */
  customer(index?: number): SandboxTenant;
  stop(): Promise<void>;
}

export async function aMicrosoftWorld(scenario: ScenarioName = 'harbor-it'): Promise<MicrosoftWorld> {
  const sandbox = await startSandbox({ scenario });
  const { identity: app, graph } = sandbox.info;
  const cloud: MicrosoftCloud = { name: 'sandbox', loginHost: app.url, graphHost: graph.url };
  const saved: MicrosoftWorld['saved'] = { blob: null, quarantined: null };
  const logged: string[] = [];
  const keep = (facts: LogFacts, message: string) => void logged.push(`${JSON.stringify(facts)} ${message}`);
  const log = { debug: keep, info: keep, warn: keep };
  const open: OpenMicrosoftIdentity[] = [];

  /** Like a real one: it says that it opened, and the operator takes a moment. */
  const browser = (upn?: string) => async (url: string) => {
    const args = upn === undefined ? { url } : { url, upn };
    setTimeout(() => sandbox.control('identity.signIn', args).catch(() => undefined), 10);
    return true;
  };
  return {
    sandbox,
    cloud,
    saved,
    logged,
    browser,
    async identity(changes = {}) {
      const identity = await createMicrosoftIdentity({
        cloud,
        credentials: { clientId: app.clientId, clientSecret: null, tenantId: null, source: 'tenantSecrets' },
        loadCache: async () => saved.blob,
        saveCache: async (blob) => {
          saved.blob = blob;
        },
        quarantineCache: async (blob) => {
          saved.quarantined = blob;
        },
        openBrowser: browser(),
        log,
        ...changes,
      });
      open.push(identity);
      return identity;
    },
    provider: (identity, changes = {}) =>
      createGraphProvider({
        graphHost: cloud.graphHost,
        identity,
        log,
        retry: quickRetry,
        ...changes,
      }),
    customer(index = 0) {
      const found = sandbox.state().world.tenants.filter(isReadable)[index];
      if (found === undefined) throw new Error(`${scenario} has no readable customer ${index}`);
      return found;
    },
    async stop() {
      for (const identity of open) await identity.close();
      await sandbox.stop();
    },
  };
}

export function isReadable(tenant: SandboxTenant): boolean {
  const { faults, gdap, consent } = tenant;
  const isFree = faults.conditionalAccess === 'none' && !faults.operatorIsGuest && !faults.badToken && !faults.gone;
  return (
    isFree && !faults.directoryRoleMissing && gdap.status === 'active' && consent === 'granted' && gdap.roles.length > 0
  );
}

export function idOf(tenant: SandboxTenant): EntraTenantId {
  return asId(tenant.entraTenantId);
}

/** A sign-in at home through the browser, with nothing watching it. */
export function signInOptions(changes: Partial<SignInOptions> = {}): SignInOptions {
  return {
    mode: 'browser',
    entraTenantId: null,
    claims: null,
    onProgress: () => undefined,
    signal,
    timeoutMs: 20_000,
    ...changes,
  };
}

export async function pagesOf(
  provider: DirectoryProvider,
  entraTenantId: EntraTenantId,
  cursor: string | null = null,
): Promise<DirectoryPage[]> {
  const pages: DirectoryPage[] = [];
  for await (const page of provider.readDirectoryUsers(entraTenantId, { cursor, signal })) pages.push(page);
  return pages;
}

/** What somebody who applies the pages in order ends up with. */
export function peopleOf(pages: readonly DirectoryPage[]): Map<string, DirectoryUserFacts> {
  const people = new Map<string, DirectoryUserFacts>();
  for (const page of pages) {
    for (const user of page.users) people.set(user.entraObjectId, user);
    for (const gone of page.removed) people.delete(gone.entraObjectId);
  }
  return people;
}
