/**
 * CIPP behind the directory provider port. No changes feed exists there (delta links are lost), so every read is a full one;
 * deletions are proven by the deleted-items list. One request at a time per customer: CIPP multiplies each into many.
 */
import type { DirectoryProvider } from '../port.ts';
import { checkCippConnection } from './check-connection.ts';
import { type CippClientOptions, createCippClient } from './cipp-client.ts';
import { describeTenant } from './describe-tenant.ts';
import { listGroupMemberIds, listGroups } from './groups.ts';
import { readUsers } from './read-users.ts';
import { listTenantRows, toDiscovery } from './tenants.ts';

export interface CippProvider extends DirectoryProvider {
  /** Closes kept-open connections. */
  close(): void;
}

/** Throws `provider.wrongAddress` when the address cannot be one. */
export function createCippProvider(options: CippClientOptions): CippProvider {
  const client = createCippClient(options);
  const { log } = options;
  return {
    connectionType: 'cipp',
    capabilities: { delta: false, deletedItems: true, groups: true },
    checkConnection: ({ signal }) => checkCippConnection(client, signal),
    async discoverManagedTenants({ signal }) {
      return toDiscovery(await listTenantRows(client, signal));
    },
    describeManagedTenant: (entraTenantId, { signal }) => describeTenant(client, entraTenantId, signal),
    readDirectoryUsers: (entraTenantId, { signal, cursor }) =>
      readUsers({ client, entraTenantId, signal, log }, { cursor }),
    listGroups: (entraTenantId, { signal }) => listGroups(client, entraTenantId, signal),
    listGroupMemberIds: (entraTenantId, groupId, { signal }) =>
      listGroupMemberIds(client, { entraTenantId, groupId }, signal),
    close: () => client.close(),
  };
}
