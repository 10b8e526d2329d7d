/**
 * Groups and who is in them. Membership is asked transitively from Graph through ListGraphRequest, because CIPP's own
 * group calls show direct members only and a filter by group would lose the nested ones. Where that is not offered, nested
 * groups are followed here.
 */
import type { EntraTenantId } from '../../../../shared/vocabulary/ids.ts';
import { InvariantError } from '../../domain/engine-error.ts';
import type { DirectoryGroup } from '../port.ts';
import { groupRow, memberRow } from './answers.ts';
import type { CippClient } from './cipp-client.ts';
import { invalidAnswer } from './refusals.ts';
import { bareRows, graphRows, parseRows } from './rows.ts';

const MAX_PAGES = 1_100;
const MAX_NESTED_GROUPS = 500;

export async function listGroups(
  client: CippClient,
  entraTenantId: EntraTenantId,
  signal: AbortSignal,
): Promise<readonly DirectoryGroup[]> {
  const endpoint = 'ListGroups';
  const answer = await client.askCustomer(entraTenantId, { endpoint, query: {} }, signal);
  if (answer === null) throw invalidAnswer('This CIPP does not list groups. Update CIPP.');
  return parseRows(bareRows(answer.value, endpoint), groupRow, endpoint)
    .map((row) => ({
      groupId: row.id,
      displayName: row.displayName ?? row.id,
      isSecurityGroup: row.securityEnabled === true,
    }))
    .sort((one, other) => one.displayName.localeCompare(other.displayName));
}

/** Object ids of people, nested groups followed. Throws when the group cannot be read: an unknown group is not an empty one. */
export async function listGroupMemberIds(
  client: CippClient,
  { entraTenantId, groupId }: { readonly entraTenantId: EntraTenantId; readonly groupId: string },
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  if (!/^[0-9a-f-]{36}$/i.test(groupId)) throw new InvariantError('A group is asked for by its GUID.');
  const endpoint = 'ListGraphRequest';
  const base = {
    Endpoint: `groups/${groupId.toLowerCase()}/transitiveMembers/microsoft.graph.user`,
    Version: 'v1.0',
    $select: 'id',
    $top: 999,
    manualPagination: 'true',
  };
  const ids = new Set<string>();
  let nextLink: string | null = null;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const query: Record<string, string | number> = nextLink === null ? base : { ...base, nextLink };
    const answer = await client.askCustomer(entraTenantId, { endpoint, query }, signal);
    if (answer === null && page === 0) return directMembersFollowed(client, { entraTenantId, groupId }, signal);
    const rows = graphRows(answer?.value, endpoint);
    for (const row of parseRows(rows.rows, memberRow, endpoint)) ids.add(row.id);
    nextLink = rows.nextLink;
    if (nextLink === null) return ids;
  }
  throw invalidAnswer('CIPP’s pages lead in a circle, so reading this group was stopped.');
}

async function directMembersFollowed(
  client: CippClient,
  { entraTenantId, groupId }: { readonly entraTenantId: EntraTenantId; readonly groupId: string },
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const people = new Set<string>();
  const asked = new Set<string>();
  const waiting = [groupId.toLowerCase()];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (asked.has(next)) continue;
    asked.add(next);
    if (asked.size > MAX_NESTED_GROUPS)
      throw invalidAnswer('This group holds more nested groups than Concord follows.');
    const query = { groupID: next, members: 'true' };
    const answer = await client.askCustomer(entraTenantId, { endpoint: 'ListGroups', query }, signal);
    const value = answer?.value;
    const members = typeof value === 'object' && value !== null && 'members' in value ? value.members : null;
    for (const row of parseRows(bareRows(members, 'ListGroups'), memberRow, 'ListGroups')) {
      if (/group/i.test(row['@odata.type'] ?? '')) waiting.push(row.id);
      else people.add(row.id);
    }
  }
  return people;
}
