/** Groups, their members through nested groups, and membership checks. */
import { type Answer, json, jsonObject } from '../http/answer.ts';
import type { SandboxGroup, SandboxTenant } from '../scenarios/world.ts';
import { type GraphCall, refuseRead } from './graph-context.ts';
import { graphError, graphHeaders, notFound } from './graph-error.ts';
import { openLink, sealLink } from './link.ts';
import { isFault, pickProperties, readSelect, readTop } from './user-query.ts';

const READ_GROUPS = ['GroupMember.Read.All', 'Group.Read.All', 'Directory.Read.All'] as const;
const MAX_CHECKED_GROUPS = 20;

/** Object ids of everybody in the group, nested groups followed; a cycle ends by itself. */
export function transitiveMemberIds(tenant: SandboxTenant, group: SandboxGroup): Set<string> {
  const members = new Set<string>();
  const seen = new Set<string>();
  const waiting = [group];
  for (let current = waiting.pop(); current !== undefined; current = waiting.pop()) {
    if (seen.has(current.id)) continue;
    seen.add(current.id);
    for (const id of current.memberIds) members.add(id);
    for (const id of current.memberGroupIds) {
      const inner = tenant.groups.find((other) => other.id === id);
      if (inner !== undefined) waiting.push(inner);
    }
  }
  return members;
}

const groupRow = (group: SandboxGroup): Record<string, unknown> => ({
  id: group.id,
  displayName: group.displayName,
  description: null,
  groupTypes: group.groupTypes,
  mail: null,
  mailEnabled: group.mailEnabled,
  securityEnabled: group.securityEnabled,
});

export function listGroups(call: GraphCall): Answer {
  const refused = refuseRead(call, READ_GROUPS);
  if (refused !== null) return refused;
  const top = readTop(call.request.query.get('$top'));
  if (typeof top !== 'number') return graphError(call.request, top.status, top);
  const place = openLink(call.request.query.get('$skiptoken') ?? '', 'page')?.place ?? 0;
  const rows = call.tenant.groups.slice(place, place + top).map(groupRow);
  const next = new URLSearchParams(call.request.query);
  next.set('$skiptoken', sealLink({ kind: 'page', place: place + top }));
  const more =
    place + top < call.tenant.groups.length ? { '@odata.nextLink': `${call.base}/groups?${next.toString()}` } : {};
  return json(
    200,
    { '@odata.context': `${call.base}/$metadata#groups`, ...more, value: rows },
    graphHeaders(call.request),
  );
}

export function getGroup(call: GraphCall, id: string): Answer {
  const refused = refuseRead(call, READ_GROUPS);
  if (refused !== null) return refused;
  const group = call.tenant.groups.find((candidate) => candidate.id === id.toLowerCase());
  return group === undefined ? notFound(call.request, id) : json(200, groupRow(group), graphHeaders(call.request));
}

/** GET /groups/{id}/transitiveMembers/microsoft.graph.user, and the direct members likewise. */
export function listMembers(call: GraphCall, id: string, kind: string): Answer {
  const refused = refuseRead(call, READ_GROUPS);
  if (refused !== null) return refused;
  const group = call.tenant.groups.find((candidate) => candidate.id === id.toLowerCase());
  if (group === undefined) return notFound(call.request, id);
  const select = readSelect(call.request.query.get('$select'));
  if (isFault(select)) return graphError(call.request, select.status, select);
  const top = readTop(call.request.query.get('$top'));
  if (typeof top !== 'number') return graphError(call.request, top.status, top);
  const ids = kind.toLowerCase() === 'members' ? new Set(group.memberIds) : transitiveMemberIds(call.tenant, group);
  const place = openLink(call.request.query.get('$skiptoken') ?? '', 'page')?.place ?? 0;
  const page = call.services.directory.usersAfter(call.tenant, {
    place,
    limit: top + 1,
    matches: (user) => ids.has(user.id),
  });
  const shown = page.slice(0, top);
  const next = new URLSearchParams(call.request.query);
  next.set('$skiptoken', sealLink({ kind: 'page', place: shown.at(-1)?.place ?? place }));
  const link = `${call.base}/groups/${group.id}/${kind}/microsoft.graph.user?${next.toString()}`;
  return json(
    200,
    {
      '@odata.context': `${call.base}/$metadata#users`,
      ...(page.length > top ? { '@odata.nextLink': link } : {}),
      value: shown.map(({ user }) => pickProperties(user, select)),
    },
    graphHeaders(call.request),
  );
}

export function checkMemberGroups(call: GraphCall, userReference: string): Answer {
  const refused = refuseRead(call, READ_GROUPS);
  if (refused !== null) return refused;
  const user = call.services.directory.findUser(call.tenant, decodeURIComponent(userReference));
  if (user === null) return notFound(call.request, userReference);
  const asked = jsonObject(call.request.body)?.['groupIds'];
  if (!Array.isArray(asked) || asked.length > MAX_CHECKED_GROUPS) {
    return graphError(call.request, 400, {
      code: 'Request_BadRequest',
      message: `groupIds must be a list of at most ${MAX_CHECKED_GROUPS} ids.`,
    });
  }
  const wanted = new Set(asked.map((id) => String(id).toLowerCase()));
  const value = call.tenant.groups
    .filter((group) => wanted.has(group.id) && transitiveMemberIds(call.tenant, group).has(user.id))
    .map((group) => group.id);
  return json(
    200,
    { '@odata.context': `${call.base}/$metadata#Collection(Edm.String)`, value },
    graphHeaders(call.request),
  );
}
