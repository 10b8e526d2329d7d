/**
 * GET /users/delta as contracts/microsoft.md 2.7 describes it: rounds of pages, `@removed`, a delta link at the end of a
 * round, links that carry their own parameters, a `$select` that restricts what is tracked, and tokens that expire.
 */
import { type Answer, header, json } from '../http/answer.ts';
import type { SandboxUser } from '../scenarios/world.ts';
import { type GraphCall, refuseRead } from './graph-context.ts';
import { graphError, graphHeaders, unsupportedQuery } from './graph-error.ts';
import { type DeltaToken, openLink, sealLink } from './link.ts';
import { isFault, pickProperties, readSelect } from './user-query.ts';
import { READ_USERS } from './users.ts';

type Row = Record<string, unknown>;
const REFUSED_OPTIONS = ['$top', '$orderby', '$expand', '$search', '$count', '$skip'];

const tombstone = (id: string, reason: 'changed' | 'deleted'): Row => ({ '@removed': { reason }, id });

function expired(call: GraphCall): Answer {
  const { request } = call;
  if (call.services.state.deltaRefusal === 410) {
    return graphError(request, 410, {
      code: 'resyncRequired',
      message: 'Resync is required. Replace any local items with the server version.',
      headers: { location: `${call.base}/users/delta?$deltatoken=` },
    });
  }
  return graphError(request, 400, {
    code: 'syncStateNotFound',
    message: 'The sync state generation is not found; full resync required.',
  });
}

/** The token of the link that was followed, or a new first round; an answer means refused. */
function readRound(call: GraphCall): DeltaToken | Answer {
  const { request, services, tenant } = call;
  const query = request.query;
  const link = query.get('$skiptoken') ?? query.get('$deltatoken');
  const fresh = { kind: 'delta' as const, era: services.state.deltaEra, entraTenantId: tenant.entraTenantId };
  if (link !== null && link !== '' && link !== 'latest') {
    const token = openLink(link, 'delta');
    if (token === null || token.era !== services.state.deltaEra || token.entraTenantId !== tenant.entraTenantId)
      return expired(call);
    if (token.position !== null) return token;
    return { ...token, since: token.until, until: services.directory.sequence(), position: 0 };
  }
  const refusedOption = REFUSED_OPTIONS.find((name) => query.has(name));
  if (refusedOption !== undefined)
    return unsupportedQuery(request, `The query option '${refusedOption}' is not supported on a delta query.`);
  if (query.has('$filter') && !/^id eq '/.test(query.get('$filter') ?? '')) {
    return unsupportedQuery(request, 'Only a filter by id is supported on a delta query.');
  }
  const select = readSelect(query.get('$select'));
  if (isFault(select)) return graphError(request, select.status, select);
  const until = services.directory.sequence();
  return { ...fresh, select, since: link === 'latest' ? until : -1, until, position: 0 };
}

/** One user's row in a later round; null when nothing that is tracked changed. */
function changedRow(call: GraphCall, id: string, round: DeltaToken): Row | null {
  const { directory } = call.services;
  const mine = directory
    .changesAfter(call.tenant, round.since)
    .filter((change) => change.userId === id && change.sequence <= round.until);
  const user = directory.findUser(call.tenant, id);
  if (user === null) return tombstone(id, directory.findDeleted(call.tenant, id) === null ? 'deleted' : 'changed');
  if (mine.some((change) => change.kind !== 'changed')) return pickProperties(user, round.select, true);
  const touched = round.select.filter((name) => mine.some((change) => change.properties.includes(name)));
  if (touched.length === 0) return null;
  const isMinimal = /return=minimal/i.test(header(call.request, 'prefer') ?? '');
  if (isMinimal) return { id, ...pickProperties(user, touched) };
  return { ...pickProperties(user, round.select, true), ...pickProperties(user, touched) };
}

function laterRows(call: GraphCall, round: DeltaToken): Row[] {
  const changes = call.services.directory
    .changesAfter(call.tenant, round.since)
    .filter((change) => change.sequence <= round.until);
  const ids = [...new Set(changes.map((change) => change.userId))];
  return ids.map((id) => changedRow(call, id, round)).filter((row) => row !== null);
}

/** What the real service may do at any time: replay a row, and mention somebody who left long ago. */
function withNoise(call: GraphCall, rows: Row[]): Row[] {
  if (!call.services.state.deltaNoise) return rows;
  const replayed = rows[0] === undefined ? [] : [rows[0]];
  return [...rows, ...replayed, tombstone('00000000-0000-4000-8000-00000000dead', 'deleted')];
}

/** A page of the first round is read by place, so people who come and go meanwhile shift nothing. */
function firstRoundPage(call: GraphCall, round: DeltaToken): { rows: Row[]; next: number | null } {
  const { directory, state } = call.services;
  const everybody = (_user: SandboxUser): boolean => true;
  const place = round.position ?? 0;
  const page = directory.usersAfter(call.tenant, { place, limit: state.deltaPageSize, matches: everybody });
  const last = page.at(-1)?.place ?? place;
  const isMore = directory.usersAfter(call.tenant, { place: last, limit: 1, matches: everybody }).length > 0;
  const rows = page.map(({ user }) => pickProperties(user, round.select, true));
  return { rows: isMore ? rows : withNoise(call, rows), next: isMore ? last : null };
}

function laterRoundPage(call: GraphCall, round: DeltaToken): { rows: Row[]; next: number | null } {
  const rows = withNoise(call, laterRows(call, round));
  const start = round.position ?? 0;
  const end = start + call.services.state.deltaPageSize;
  return { rows: rows.slice(start, end), next: end < rows.length ? end : null };
}

export function usersDelta(call: GraphCall): Answer {
  const refused = refuseRead(call, READ_USERS);
  if (refused !== null) return refused;
  const round = readRound(call);
  if (!('era' in round)) return round;
  const page = round.since === -1 ? firstRoundPage(call, round) : laterRoundPage(call, round);
  const link =
    page.next === null
      ? { '@odata.deltaLink': `${call.base}/users/delta?$deltatoken=${sealLink({ ...round, position: null })}` }
      : { '@odata.nextLink': `${call.base}/users/delta?$skiptoken=${sealLink({ ...round, position: page.next })}` };
  return json(
    200,
    { '@odata.context': `${call.base}/$metadata#users(${round.select.join(',')})`, ...link, value: page.rows },
    graphHeaders(call.request),
  );
}
