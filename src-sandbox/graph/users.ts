/** GET /users, /users/{id}, /users/$count and the recycle bin, with Graph's paging and limits. */
import { type Answer, header, json, text } from '../http/answer.ts';
import type { SandboxUser } from '../scenarios/world.ts';
import { type GraphCall, refuseRead } from './graph-context.ts';
import { graphError, graphHeaders, notFound, unsupportedQuery } from './graph-error.ts';
import { openLink, sealLink } from './link.ts';
import { isFault, pickProperties, readFilter, readSelect, readTop } from './user-query.ts';

export const READ_USERS = [
  'User.Read.All',
  'User.ReadWrite.All',
  'Directory.Read.All',
  'Directory.ReadWrite.All',
] as const;
/** The real service takes a few more; the console has no use for them, so a request with one is a mistake worth seeing. */
const LIST_OPTIONS = new Set(['$select', '$top', '$filter', '$count', '$skiptoken']);

type ListQuery = {
  select: string[];
  top: number;
  matches: (user: SandboxUser) => boolean;
  place: number;
  wantsCount: boolean;
};

const isEventual = (call: GraphCall): boolean => header(call.request, 'consistencylevel')?.toLowerCase() === 'eventual';

/** The first option Graph does not take here; null = all fine. */
function refusedOption(call: GraphCall): Answer | null {
  for (const name of call.request.query.keys()) {
    if (name === '$skip') return unsupportedQuery(call.request, "'$skip' is not supported by the service.");
    if (name.startsWith('$') && !LIST_OPTIONS.has(name)) {
      return unsupportedQuery(call.request, `The query option '${name}' is not supported.`);
    }
  }
  return null;
}

/** Place after which the page begins; null = a link nobody issued. */
function readPlace(call: GraphCall): number | null {
  const skipToken = call.request.query.get('$skiptoken');
  return skipToken === null ? 0 : (openLink(skipToken, 'page')?.place ?? null);
}

function readListQuery(call: GraphCall): ListQuery | Answer {
  const { request } = call;
  const { query } = request;
  const wantsCount = query.get('$count') === 'true' && isEventual(call);
  const select = readSelect(query.get('$select'));
  const top = readTop(query.get('$top'));
  const matches = readFilter(query.get('$filter'), wantsCount);
  const place = readPlace(call);
  if (isFault(select)) return graphError(request, select.status, select);
  if (typeof top !== 'number') return graphError(request, top.status, top);
  if (isFault(matches)) return graphError(request, matches.status, matches);
  if (place === null) {
    const message = 'The specified page token value has expired and can no longer be included in your request.';
    return graphError(request, 400, { code: 'Directory_ExpiredPageToken', message });
  }
  return { select, top, matches, place, wantsCount: wantsCount && !query.has('$skiptoken') };
}

/** How many rows this page may carry: the caller's `$top`, unless the sandbox plays the service at its most stingy. */
function pageLimit(call: GraphCall, query: ListQuery): number {
  if (!call.services.state.shortPages) return query.top;
  return query.place === 0 ? 0 : Math.max(1, Math.floor(query.top / 3));
}

export function listUsers(call: GraphCall): Answer {
  const refused = refuseRead(call, READ_USERS) ?? refusedOption(call);
  if (refused !== null) return refused;
  const query = readListQuery(call);
  if (!('select' in query)) return query;
  const { directory } = call.services;
  const limit = pageLimit(call, query);
  const from = Math.max(0, query.place);
  const rows = limit === 0 ? [] : directory.usersAfter(call.tenant, { place: from, limit, matches: query.matches });
  const last = rows.at(-1)?.place ?? (query.place === 0 ? -1 : from);
  const isMore =
    directory.usersAfter(call.tenant, { place: Math.max(0, last), limit: 1, matches: query.matches }).length > 0;
  const next = new URLSearchParams(call.request.query);
  next.set('$skiptoken', sealLink({ kind: 'page', place: last }));
  const count = query.wantsCount ? { '@odata.count': call.tenant.users.filter(query.matches).length } : {};
  return json(
    200,
    {
      '@odata.context': `${call.base}/$metadata#users(${query.select.join(',')})`,
      ...count,
      ...(isMore ? { '@odata.nextLink': `${call.base}/users?${next.toString()}` } : {}),
      value: rows.map((row) => pickProperties(row.user, query.select)),
    },
    { ...graphHeaders(call.request), 'odata-version': '4.0', 'x-ms-resource-unit': '1' },
  );
}

export function getUser(call: GraphCall, reference: string): Answer {
  const refused = refuseRead(call, READ_USERS);
  if (refused !== null) return refused;
  const select = readSelect(call.request.query.get('$select'));
  if (isFault(select)) return graphError(call.request, select.status, select);
  const user = call.services.directory.findUser(call.tenant, decodeURIComponent(reference));
  if (user === null) return notFound(call.request, reference);
  return json(
    200,
    { '@odata.context': `${call.base}/$metadata#users/$entity`, ...pickProperties(user, select) },
    graphHeaders(call.request),
  );
}

/** text/plain, and only with ConsistencyLevel: eventual. */
export function countUsers(call: GraphCall): Answer {
  const refused = refuseRead(call, READ_USERS);
  if (refused !== null) return refused;
  if (!isEventual(call))
    return unsupportedQuery(
      call.request,
      "$count is not currently supported. Send the 'ConsistencyLevel: eventual' header.",
    );
  const matches = readFilter(call.request.query.get('$filter'), true);
  if (isFault(matches)) return graphError(call.request, matches.status, matches);
  return text(200, String(call.tenant.users.filter(matches).length), graphHeaders(call.request));
}

/** Needs the OData cast; at most 999 a page, one page here because a recycle bin is small. */
export function listDeletedUsers(call: GraphCall): Answer {
  const refused = refuseRead(call, READ_USERS);
  if (refused !== null) return refused;
  const asked = call.request.query.get('$select');
  const select = readSelect(asked);
  if (isFault(select)) return graphError(call.request, select.status, select);
  const names = asked === null ? [...select, 'deletedDateTime'] : select;
  const value = call.tenant.deletedUsers.map((user) => pickProperties(user, names));
  return json(
    200,
    { '@odata.context': `${call.base}/$metadata#directoryObjects/microsoft.graph.user`, value },
    graphHeaders(call.request),
  );
}
