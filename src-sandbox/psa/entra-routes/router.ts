/**
 * The edge of `/api/integrations/entra/*`: which routes this server mounts (psa.md 2.2), the order of refusals (2.1), and what
 * becomes of a throw. An unmounted route is Next's 404 page for everybody, signed in or not. Bearer tokens are ignored.
 */
import { nextNotFoundPage, nextServerErrorPage, type PsaRequest, type Reply } from '../http.ts';
import { sessionOf } from '../session.ts';
import { RouteRefusal, refuse } from './answers.ts';
import { connectStub, disconnect, discover, getStatus, validateCipp, validateDirect } from './connection-routes.ts';
import type { EntraHandler, EntraServices } from './context.ts';
import {
  confirmMappings,
  listGroups,
  listMappings,
  previewMappings,
  remapMapping,
  unmapMapping,
} from './mapping-routes.ts';
import { preflight } from './preflight-route.ts';
import { dismiss, listQueue, resolveExisting, resolveNew } from './queue-routes.ts';
import { getRun, listRuns, startSync } from './run-routes.ts';
import { getFilters, getSchedule, saveFilters, saveSchedule, tenantFilter } from './settings-routes.ts';

const BASE = '/api/integrations/entra';

type Route = { method: string; pattern: RegExp; handler: EntraHandler; mountedIn: 'both' | 'full' };

function route(call: string, handler: EntraHandler, mountedIn: Route['mountedIn'] = 'both'): Route {
  const [method = 'GET', path = ''] = call.split(' ');
  return { method, pattern: new RegExp(`^${path.replace('{id}', '(?<id>[^/]+)')}$`), handler, mountedIn };
}

const ROUTES: Route[] = [
  route('GET ', getStatus),
  route('POST /connect', connectStub),
  route('POST /disconnect', disconnect),
  route('POST /discovery', discover),
  route('GET /mappings/preview', previewMappings),
  route('POST /mappings/confirm', confirmMappings),
  route('POST /mappings/remap', remapMapping),
  route('POST /mappings/unmap', unmapMapping),
  route('POST /sync', startSync),
  route('GET /sync/runs', listRuns),
  route('GET /sync/runs/{id}', getRun),
  route('POST /validate-direct', validateDirect),
  route('POST /validate-cipp', validateCipp),
  route('GET /mappings', listMappings, 'full'),
  route('GET /mappings/groups', listGroups, 'full'),
  route('GET /reconciliation-queue', listQueue, 'full'),
  route('POST /reconciliation-queue/resolve-existing', resolveExisting, 'full'),
  route('POST /reconciliation-queue/resolve-new', resolveNew, 'full'),
  route('POST /reconciliation-queue/dismiss', dismiss, 'full'),
  route('GET /schedule', getSchedule, 'full'),
  route('POST /schedule', saveSchedule, 'full'),
  route('POST /sync/preflight', preflight, 'full'),
  route('GET /filters', getFilters, 'full'),
  route('POST /filters', saveFilters, 'full'),
  route('GET /filters/{id}', tenantFilter, 'full'),
  route('POST /filters/{id}', tenantFilter, 'full'),
];

type Admission = { operatorId: string } | { refusal: Reply };

function admit(services: EntraServices, request: PsaRequest): Admission {
  const { access } = services;
  if (access.productBlocked) return { refusal: refuse(403, 'This product does not include integrations.') };
  if (access.edition === 'ce') {
    return { refusal: refuse(501, 'Microsoft Entra integration is only available in Enterprise Edition.') };
  }
  const session = sessionOf(services.store, request, services.now());
  if (!session) return { refusal: refuse(401, 'Authentication required') };
  if (access.operatorIsPortalUser) return { refusal: refuse(403, 'Forbidden') };
  const action = request.method === 'GET' ? 'read' : 'update';
  if (access.denied.has(`system_settings:${action}`)) {
    return { refusal: refuse(403, `Forbidden: insufficient permissions (${action})`) };
  }
  if (access.tierLacksEntra) {
    return { refusal: refuse(403, 'Microsoft Entra integration is not available for this workspace.') };
  }
  return { operatorId: session.userId };
}

/** Null when the path is not one of this integration's. */
export function handleEntra(services: EntraServices, request: PsaRequest): Reply | null {
  if (request.path !== BASE && !request.path.startsWith(`${BASE}/`)) return null;
  const path = request.path.slice(BASE.length);
  const onPath = ROUTES.filter(
    (entry) => entry.pattern.test(path) && (entry.mountedIn === 'both' || services.mounted.mode === 'full'),
  );
  if (onPath.length === 0) return nextNotFoundPage();
  const found = onPath.find((entry) => entry.method === request.method);
  if (!found) return { status: 405, headers: {}, body: '' };
  const admission = admit(services, request);
  if ('refusal' in admission) return admission.refusal;
  try {
    const id = found.pattern.exec(path)?.groups?.['id'] ?? '';
    return found.handler({ ...services, request, operatorId: admission.operatorId }, id);
  } catch (error) {
    return error instanceof RouteRefusal ? refuse(error.status, error.message) : nextServerErrorPage();
  }
}
