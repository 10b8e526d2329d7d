/**
 * `DirectoryProvider` over Microsoft Graph. Puts the parts of this folder together and decides nothing: each reads one kind of
 * thing, through one client, with the tokens of one identity.
 */
import type { Log } from '../../http/log.ts';
import type { RetryPolicy } from '../../http/retry-policy.ts';
import type { MicrosoftIdentity } from '../../identity/port.ts';
import type { DirectoryProvider } from '../port.ts';
import { checkConnection } from './check-connection.ts';
import { describeTenant } from './describe-tenant.ts';
import { discoverTenants } from './discovery.ts';
import { createGraphClient } from './graph-client.ts';
import { readGroupMemberIds, readGroups } from './groups.ts';
import { readUsers } from './read-users.ts';

export interface GraphProviderOptions {
  /** e.g. https://graph.microsoft.com ; http on loopback only. */
  readonly graphHost: string;
  readonly identity: MicrosoftIdentity;
  readonly log: Log;
  /** Lighthouse is beta and needs its own onboarding: off unless asked for. */
  readonly lighthouse?: boolean;
  readonly userAgent?: string;
  readonly proxyEnv?: Readonly<Record<string, string | undefined>> | null;
  readonly customCaFile?: string | null;
  readonly retry?: RetryPolicy;
  readonly now?: () => number;
}

/** A provider that can be put away: closes its sockets. */
export interface GraphProvider extends DirectoryProvider {
  close(): void;
}

export function createGraphProvider(options: GraphProviderOptions): GraphProvider {
  const { identity, log } = options;
  const origin = new URL(options.graphHost).origin;
  const client = createGraphClient({
    graphHost: options.graphHost,
    identity,
    log,
    userAgent: options.userAgent ?? 'Concord',
    proxyEnv: options.proxyEnv ?? null,
    customCaFile: options.customCaFile ?? null,
    ...(options.retry === undefined ? {} : { retry: options.retry }),
    now: options.now ?? Date.now,
  });
  return {
    connectionType: 'direct',
    capabilities: { delta: true, deletedItems: true, groups: true },
    checkConnection: ({ signal }) => checkConnection({ client, identity, signal }),
    discoverManagedTenants: ({ signal }) =>
      discoverTenants(client, {
        lighthouse: options.lighthouse ?? false,
        homeTenantId: identity.account()?.homeTenantId ?? null,
        signal,
      }),
    describeManagedTenant: (entraTenantId, { signal }) => describeTenant(client, entraTenantId, signal),
    readDirectoryUsers: (entraTenantId, { signal, cursor }) =>
      readUsers({ client, entraTenantId, origin, cursor, signal, log }),
    listGroups: (entraTenantId, { signal }) => readGroups(client, entraTenantId, signal),
    listGroupMemberIds: (entraTenantId, groupId, { signal }) =>
      readGroupMemberIds(client, groupId, { entraTenantId, signal }),
    close: () => client.close(),
  };
}
