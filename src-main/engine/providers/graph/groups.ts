/** Groups of a customer and who is in them, nested groups included. */
import type { EntraTenantId } from '../../../../shared/vocabulary/ids.ts';
import { isGuid } from '../../../../shared/vocabulary/ids.ts';
import { EngineError } from '../../domain/engine-error.ts';
import type { DirectoryGroup } from '../port.ts';
import type { GraphCall, GraphClient } from './graph-client.ts';
import { group, idRow } from './graph-schemas.ts';

const SCOPES: readonly string[] = ['GroupMember.Read.All', 'Group.Read.All', 'Directory.Read.All'];

export async function readGroups(
  client: GraphClient,
  entraTenantId: EntraTenantId,
  signal: AbortSignal,
): Promise<readonly DirectoryGroup[]> {
  const call: GraphCall = { entraTenantId, signal, scopesNeeded: SCOPES };
  const groups: DirectoryGroup[] = [];
  for await (const page of client.pages('v1.0/groups?$select=id,displayName,securityEnabled&$top=999', call)) {
    for (const row of page.rows) {
      const parsed = group.safeParse(row);
      if (!parsed.success) throw oddGroup();
      const { id, displayName, securityEnabled } = parsed.data;
      groups.push({ groupId: id, displayName: displayName ?? id, isSecurityGroup: securityEnabled ?? false });
    }
  }
  return groups;
}

/** Listing the members costs far less than asking about each person (`contracts/microsoft.md` 2.10). */
export async function readGroupMemberIds(
  client: GraphClient,
  groupId: string,
  call: Pick<GraphCall, 'entraTenantId' | 'signal'>,
): Promise<ReadonlySet<string>> {
  if (!isGuid(groupId)) throw new EngineError('input.invalid', 'A group is named by its object id.');
  const path = `v1.0/groups/${groupId.toLowerCase()}/transitiveMembers/microsoft.graph.user?$select=id&$top=999&$count=true`;
  const ids = new Set<string>();
  // The cast to users is an "advanced query": the header has to be sent again with every page.
  const headers = { ConsistencyLevel: 'eventual' };
  for await (const page of client.pages(path, { ...call, scopesNeeded: SCOPES, headers })) {
    for (const row of page.rows) {
      const parsed = idRow.safeParse(row);
      if (!parsed.success) throw oddGroup();
      ids.add(parsed.data.id);
    }
  }
  return ids;
}

function oddGroup(): EngineError {
  return new EngineError(
    'provider.responseInvalid',
    'Microsoft Graph sent a group that Concord does not understand. Nothing of it was used.',
  );
}
