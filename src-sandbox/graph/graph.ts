/**
 * The simulated Microsoft Graph: routing, one-off faults, $batch. Reads only, like the console; any other method is refused
 * with 405 and shows up in the request log as a write.
 */
import { type Answer, json, jsonObject, type SandboxRequest } from '../http/answer.ts';
import { type OneOffQueue, oddAnswer, retryAfterHeader } from '../http/one-off.ts';
import { usersDelta } from './delta.ts';
import {
  findTenantInformation,
  getOrganization,
  listContracts,
  listCustomers,
  listDomains,
  listLighthouseTenants,
  listRelationships,
} from './discovery.ts';
import { type GraphCall, type GraphServices, openToken } from './graph-context.ts';
import { graphError, graphHeaders, noSuchSegment } from './graph-error.ts';
import { checkMemberGroups, getGroup, listGroups, listMembers } from './groups.ts';
import { countUsers, getUser, listDeletedUsers, listUsers } from './users.ts';

type Route = { method: 'GET' | 'POST'; pattern: RegExp; answer: (call: GraphCall, parts: string[]) => Answer };

const MAX_BATCH = 20;

const ROUTES: Route[] = [
  { method: 'GET', pattern: /^organization$/i, answer: getOrganization },
  { method: 'GET', pattern: /^domains$/i, answer: listDomains },
  { method: 'GET', pattern: /^users$/i, answer: listUsers },
  { method: 'GET', pattern: /^users\/\$count$/i, answer: countUsers },
  { method: 'GET', pattern: /^users\/(?:microsoft\.graph\.)?delta(?:\(\))?$/i, answer: usersDelta },
  { method: 'GET', pattern: /^users\/([^/]+)$/i, answer: (call, [id = '']) => getUser(call, id) },
  {
    method: 'POST',
    pattern: /^users\/([^/]+)\/checkMemberGroups$/i,
    answer: (call, [id = '']) => checkMemberGroups(call, id),
  },
  { method: 'GET', pattern: /^directory\/deletedItems\/microsoft\.graph\.user$/i, answer: listDeletedUsers },
  { method: 'GET', pattern: /^groups$/i, answer: listGroups },
  { method: 'GET', pattern: /^groups\/([0-9a-f-]{36})$/i, answer: (call, [id = '']) => getGroup(call, id) },
  {
    method: 'GET',
    pattern: /^groups\/([0-9a-f-]{36})\/(members|transitiveMembers)\/microsoft\.graph\.user$/i,
    answer: (call, [id = '', kind = '']) => listMembers(call, id, kind),
  },
  { method: 'GET', pattern: /^contracts$/i, answer: listContracts },
  { method: 'GET', pattern: /^tenantRelationships\/delegatedAdminRelationships$/i, answer: listRelationships },
  { method: 'GET', pattern: /^tenantRelationships\/delegatedAdminCustomers$/i, answer: listCustomers },
  { method: 'GET', pattern: /^tenantRelationships\/managedTenants\/tenants$/i, answer: listLighthouseTenants },
  {
    method: 'GET',
    pattern:
      /^tenantRelationships\/findTenantInformationBy(?:TenantId|DomainName)\((?:tenantId|domainName)='([^']+)'\)$/i,
    answer: (call, [reference = '']) => findTenantInformation(call, reference),
  },
];

function route(call: GraphCall): Answer {
  const decoded = call.route.replace(/%24/gi, '$').replace(/%27/g, "'");
  const matching = ROUTES.filter((candidate) => candidate.pattern.test(decoded));
  const hit = matching.find((candidate) => candidate.method === call.request.method);
  if (hit !== undefined) return hit.answer(call, (hit.pattern.exec(decoded) ?? []).slice(1));
  if (matching.length === 0) return noSuchSegment(call.request, decoded.split('/').at(-1) ?? '');
  return graphError(call.request, 405, {
    code: 'Request_BadRequest',
    message: `Specified HTTP method is not allowed for the request target.`,
  });
}

type BatchPart = { id: string; method: string; url: string; headers: Record<string, string>; body: string };

function readBatch(body: string): BatchPart[] | string {
  const requests = jsonObject(body)?.['requests'];
  if (!Array.isArray(requests)) return 'The batch request is missing the "requests" property.';
  if (requests.length > MAX_BATCH) return `Number of batch request steps exceeds the maximum value of ${MAX_BATCH}.`;
  const parts = requests.map((raw): BatchPart => {
    const part = typeof raw === 'object' && raw !== null ? (raw as Record<string, unknown>) : {}; // any JSON object
    const headers = typeof part['headers'] === 'object' && part['headers'] !== null ? part['headers'] : {};
    return {
      id: String(part['id'] ?? ''),
      method: String(part['method'] ?? 'GET').toUpperCase(),
      url: String(part['url'] ?? ''),
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)])),
      body: part['body'] === undefined ? '' : JSON.stringify(part['body']),
    };
  });
  const ids = new Set(parts.map((part) => part.id.toLowerCase()));
  return ids.size === parts.length && !ids.has('') ? parts : 'Batch request ids must be present and unique.';
}

/** One token, hence one tenant, for all parts; the order of answers is not the order asked, as on the real service. */
function answerBatch(call: GraphCall, oneOff: OneOffQueue): Answer {
  const parts = readBatch(call.request.body);
  if (typeof parts === 'string') return graphError(call.request, 400, { code: 'BadRequest', message: parts });
  const responses = parts.map((part) => {
    const url = new URL(part.url.replace(/^\/*/, '/'), call.request.origin);
    const request: SandboxRequest = {
      ...call.request,
      method: part.method,
      path: `/${call.version}${url.pathname}`,
      query: url.searchParams,
      headers: { ...call.request.headers, ...part.headers },
      body: part.body,
    };
    const result =
      faultAnswer(call.services, oneOff, request) ?? route({ ...call, request, route: url.pathname.slice(1) });
    const isJson = (result.headers['content-type'] ?? '').startsWith('application/json');
    const body: unknown = isJson ? JSON.parse(result.body) : result.body;
    return { id: part.id, status: result.status, headers: result.headers, body };
  });
  return json(200, { responses: responses.reverse() }, graphHeaders(call.request));
}

function faultAnswer(services: GraphServices, oneOff: OneOffQueue, request: SandboxRequest): Answer | null {
  const fault = oneOff.take(request);
  if (fault === null) return null;
  switch (fault.kind) {
    case 'throttle':
      return graphError(request, 429, {
        code: 'TooManyRequests',
        message: 'Too many requests.',
        headers: { ...retryAfterHeader(fault, services.now()), 'x-ms-throttle-scope': 'Tenant_Application/ReadWrite' },
      });
    case 'status':
      return graphError(request, fault.status, {
        code: fault.status === 503 ? 'ServiceUnavailable' : 'UnknownError',
        message: fault.body,
      });
    case 'odd':
      return oddAnswer(fault.answer);
  }
}

export function createGraph(services: GraphServices, oneOff: OneOffQueue): (request: SandboxRequest) => Answer {
  return (request) => {
    const [, version, rest = ''] = /^\/(v1\.0|beta)\/(.*?)\/?$/.exec(request.path) ?? [];
    if (version !== 'v1.0' && version !== 'beta') {
      return graphError(request, 400, { code: 'BadRequest', message: 'Invalid version.' });
    }
    const isBatch = rest.replace(/%24/, '$') === '$batch';
    const faulted = isBatch ? null : faultAnswer(services, oneOff, request);
    if (faulted !== null) return faulted;
    const opened = openToken(services, request);
    if ('status' in opened) return opened;
    const call: GraphCall = {
      services,
      request,
      version,
      route: rest,
      ...opened,
      base: `${request.origin}/${version}`,
    };
    const result = isBatch && request.method === 'POST' ? answerBatch(call, oneOff) : route(call);
    return { ...result, about: opened.tenant.entraTenantId };
  };
}
