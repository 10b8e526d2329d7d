/**
 * ListGraphRequest: CIPP as a window to Graph. `{ Results, Metadata }`, beta unless Version says otherwise, every page
 * followed unless manualPagination, the delta link lost, failures as a plain 400 sentence (contracts/microsoft.md 6.6).
 */
import { type Answer, json, jsonObject, type SandboxRequest, text } from '../http/answer.ts';
import { GRAPH_RESOURCE } from '../identity/identity-state.ts';
import type { SandboxTenant } from '../scenarios/world.ts';
import { type CippCall, graphTrouble, tenantOfCall } from './cipp-context.ts';

const GRAPH_PARAMETERS = ['$select', '$top', '$filter', '$count', '$orderby', '$expand', '$search'];
const QUEUE_ABOVE_ROWS = 8000;
const MAX_PAGES = 2000;

/** CIPP reads customers with its own application; its rights are checked by graphTrouble. */
function graphGet(call: CippCall, tenant: SandboxTenant, url: URL): Record<string, unknown> | string {
  const { services } = call;
  const token = services.tokens.access({
    audience: GRAPH_RESOURCE,
    entraTenantId: tenant.entraTenantId,
    clientId: services.directory.world.partner.cipp.clientId,
    operatorId: null,
    scopes: [],
    expiresAt: services.now() + 60_000,
  });
  const request: SandboxRequest = {
    method: 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: { authorization: `Bearer ${token}`, consistencylevel: 'eventual' },
    body: '',
    origin: GRAPH_RESOURCE,
  };
  const result = services.askGraph(request);
  const body = jsonObject(result.body);
  if (result.status === 200) return body ?? { value: [Number(result.body)] };
  const error = body?.['error'];
  const message =
    typeof error === 'object' && error !== null && 'message' in error
      ? String(error.message)
      : `Status ${result.status}`;
  return message;
}

function firstUrl(call: CippCall, endpoint: string): URL {
  const version = call.query.get('version') ?? 'beta';
  const countOnly = call.query.get('countonly')?.toLowerCase() === 'true';
  const url = new URL(`${GRAPH_RESOURCE}/${version}/${endpoint}${countOnly ? '/$count' : ''}`);
  for (const name of GRAPH_PARAMETERS) {
    const value = call.query.get(name);
    if (value === undefined) continue;
    url.searchParams.set(name, name === '$select' ? tidySelect(value) : value);
  }
  return url;
}

/** Sorted, without repeats, without sub-paths. */
const tidySelect = (select: string): string =>
  [...new Set(select.split(',').map((word) => word.trim().split('/')[0] ?? ''))]
    .filter((word) => word !== '')
    .sort((left, right) => left.localeCompare(right))
    .join(',');

type Pages = { rows: unknown[]; nextLink: string | null };

function readPages(call: CippCall, tenant: SandboxTenant, start: { url: URL; onlyOne: boolean }): Pages | string {
  const rows: unknown[] = [];
  let next: URL | null = start.url;
  for (let pages = 0; next !== null && pages < MAX_PAGES; pages += 1) {
    const body = graphGet(call, tenant, next);
    if (typeof body === 'string') return body;
    const value = body['value'];
    rows.push(...(Array.isArray(value) ? value : [body]));
    const link = body['@odata.nextLink'];
    next = typeof link === 'string' ? new URL(link) : null;
    if (start.onlyOne) break;
  }
  return { rows, nextLink: next?.toString() ?? null };
}

function queued(call: CippCall, endpoint: string): Answer {
  const Metadata = {
    Endpoint: endpoint,
    TenantFilter: call.tenantFilter,
    Queued: true,
    QueueMessage: 'Loading data. Please check back in 1 minute',
    QueueId: '5e9f0c1a-sandbox',
  };
  return json(200, { Results: [], Metadata });
}

const isTrue = (value: string | undefined): boolean => value?.toLowerCase() === 'true';

/** The page to begin with: the next link handed back, or the endpoint; null = a link to somewhere else. */
function startUrl(call: CippCall, endpoint: string): URL | null {
  const nextLink = call.query.get('nextlink');
  if (nextLink === undefined) return firstUrl(call, endpoint);
  const url = URL.canParse(nextLink) ? new URL(nextLink) : null;
  return url?.origin === GRAPH_RESOURCE ? url : null;
}

function pagesAnswer(call: CippCall, endpoint: string, read: { url: URL; pages: Pages; isManual: boolean }): Answer {
  const { url, pages, isManual } = read;
  if (isTrue(call.query.get('countonly'))) return json(200, { Results: pages.rows, Metadata: { Endpoint: endpoint } });
  const Metadata = {
    Endpoint: endpoint,
    TenantFilter: call.tenantFilter,
    Parameters: Object.fromEntries(url.searchParams),
    ...(isManual && pages.nextLink !== null ? { nextLink: pages.nextLink } : {}),
  };
  const Results = pages.rows.map((row) => ({ ...(row as object), Tenant: call.tenantFilter, CippStatus: 'Good' })); // Graph rows are objects
  return json(200, { Results, Metadata });
}

export function listGraphRequest(call: CippCall): Answer {
  const endpoint = (call.query.get('endpoint') ?? '').replace(/^\/+/, '');
  if (endpoint === '') return text(400, 'Graph Error: No endpoint was given - Endpoint: ');
  if (call.tenantFilter.toLowerCase() === 'alltenants') return queued(call, endpoint);
  const tenant = tenantOfCall(call);
  if (tenant === null)
    return text(400, `Graph Error: The tenant ${call.tenantFilter} is not in the tenant list - Endpoint: ${endpoint}`);
  const failed = (message: string): Answer =>
    text(isTrue(call.query.get('ignoreerrors')) ? 200 : 400, `Graph Error: ${message} - Endpoint: ${endpoint}`);
  const trouble = graphTrouble(call, tenant);
  if (trouble !== null) return failed(trouble);
  if (call.query.get('$count') === 'true' && tenant.users.length > QUEUE_ABOVE_ROWS) return queued(call, endpoint);

  const url = startUrl(call, endpoint);
  if (url === null) return failed('The next link is not a Microsoft Graph address.');
  const isManual = isTrue(call.query.get('manualpagination'));
  const pages = readPages(call, tenant, { url, onlyOne: isManual || isTrue(call.query.get('nopagination')) });
  if (typeof pages === 'string') return failed(pages);
  return { ...pagesAnswer(call, endpoint, { url, pages, isManual }), about: tenant.entraTenantId };
}
