/**
 * The v1 edge: finds the route, authenticates the key, meters it, runs the handler, turns every error into an envelope.
 * Order of refusals: edge middleware (elsewhere) -> key -> rate limit -> product gate -> role -> input. The three report
 * routes skip the limiter and the gate, as on the real server (psa.md 1.4).
 */
import { type AccessState, authenticateKey, requireProduct } from './access.ts';
import { ApiError, errorReply } from './envelope.ts';
import { nextNotFoundPage, type PsaRequest, type Reply } from './http.ts';
import { type RateLimitState, type RateVerdict, takeToken } from './rate-limit.ts';
import type { PsaStore } from './state.ts';
import {
  clientStats,
  getClient,
  getClientLocations,
  getClients,
  postClient,
  putClient,
  removeClient,
} from './v1-clients.ts';
import { contactStats, exportContacts, searchContacts } from './v1-contact-reports.ts';
import { getContact, listClientContacts, listContacts, postContact, putContact, removeContact } from './v1-contacts.ts';
import type { V1Context, V1Handler } from './v1-context.ts';

type Route = { method: string; pattern: RegExp; handler: V1Handler; metered: boolean };

function route(call: string, handler: V1Handler, metered = true): Route {
  const [method = 'GET', path = ''] = call.split(' ');
  const pattern = new RegExp(`^/api/v1${path.replace('{id}', '(?<id>[^/]+)')}$`);
  return { method, pattern, handler, metered };
}

const ROUTES: Route[] = [
  route('GET /contacts/search', searchContacts, false),
  route('GET /contacts/export', exportContacts, false),
  route('GET /contacts/stats', contactStats, false),
  route('GET /contacts', listContacts),
  route('POST /contacts', postContact),
  route('GET /contacts/{id}', getContact),
  route('PUT /contacts/{id}', putContact),
  route('DELETE /contacts/{id}', removeContact),
  route('GET /clients/stats', clientStats),
  route('GET /clients', getClients),
  route('POST /clients', postClient),
  route('GET /clients/{id}', getClient),
  route('PUT /clients/{id}', putClient),
  route('DELETE /clients/{id}', removeClient),
  route('GET /clients/{id}/contacts', listClientContacts),
  route('GET /clients/{id}/locations', getClientLocations),
];

type V1Services = {
  access: AccessState;
  rateLimit: RateLimitState;
  now: () => number;
  storeOf: (tenant: string) => PsaStore;
  forgetFields: V1Context['forgetFields'];
};

export function handleV1(services: V1Services, request: PsaRequest): Reply {
  const onPath = ROUTES.filter((entry) => entry.pattern.test(request.path));
  if (onPath.length === 0) return nextNotFoundPage();
  const found = onPath.find((entry) => entry.method === request.method);
  if (!found) return { status: 405, headers: {}, body: '' };
  let headers: Record<string, string> = {};
  try {
    const key = authenticateKey(services.access, request, services.now());
    if (found.metered) {
      const verdict = takeToken(services.rateLimit, key.key, services.now());
      headers = verdict.headers;
      refuseWhenLimited(verdict);
      requireProduct(services.access);
    }
    const params = found.pattern.exec(request.path)?.groups ?? {};
    const context: V1Context = {
      store: services.storeOf(key.tenant),
      access: services.access,
      key,
      request,
      now: services.now,
      forgetFields: services.forgetFields,
    };
    const reply = found.handler(context, params);
    return { ...reply, headers: { ...reply.headers, ...headers } };
  } catch (error) {
    if (error instanceof ApiError) return errorReply(error, headers);
    throw error;
  }
}

function refuseWhenLimited(verdict: RateVerdict): void {
  if (verdict.error) throw verdict.error;
}
