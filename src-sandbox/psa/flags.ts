/**
 * The platform feature flag routes (psa.md 1.7): EE only, master tenant only, with their own success envelope.
 * "Already exists" is read out of an error message there, so a backend whose error merely mentions a key makes `ensure`
 * claim flags that are not there; the control API can ask for that.
 */
import { type AccessState, authenticateKey } from './access.ts';
import { ApiError } from './envelope.ts';
import { asRecord, jsonReply, type PsaRequest, type Reply, recordOf } from './http.ts';
import type { FlagRow } from './rows.ts';

export type FlagBackend = 'ready' | 'notConfigured' | 'complainsAboutKey';

export type FlagServices = {
  access: AccessState;
  masterTenantId: string;
  flags: FlagRow[];
  backend: { mode: FlagBackend };
  now: () => number;
};

const BASE = '/api/v1/platform-feature-flags';
const MAX_LISTED = 200;
const PHASE_1_KEYS = ['entra-integration-client-sync-action', 'entra-integration-cipp'];

function ok(data: unknown, status = 200, extra: Record<string, unknown> = {}): Reply {
  return jsonReply(status, { success: true, data, ...extra });
}

function refuse(status: number, error: string): Reply {
  return jsonReply(status, { success: false, error });
}

function refusal(services: FlagServices, request: PsaRequest): Reply | null {
  if (services.access.edition === 'ce') return refuse(403, 'Feature flags are only available in Enterprise Edition.');
  try {
    const key = authenticateKey(services.access, request, services.now());
    if (key.tenant !== services.masterTenantId) {
      return refuse(403, 'Permission denied: platform feature flags require master tenant access.');
    }
  } catch (error) {
    return refuse(401, error instanceof ApiError ? error.message : 'Unauthorized');
  }
  if (services.backend.mode === 'notConfigured') return refuse(500, 'PostHog is not configured.');
  return null;
}

function newFlag(flags: FlagRow[], key: string, body: Record<string, unknown>): FlagRow {
  const filters = asRecord(body['filters']);
  const groups = Array.isArray(filters['groups']) ? filters['groups'].map(asRecord) : [];
  return {
    id: flags.reduce((highest, flag) => Math.max(highest, flag.id), 1000) + 1,
    key,
    name: typeof body['name'] === 'string' ? body['name'] : key,
    active: body['active'] !== false,
    filters: { ...filters, groups },
    tags: Array.isArray(body['tags']) ? body['tags'].map(String) : [],
  };
}

function ensurePhase1(services: FlagServices): Reply {
  if (services.backend.mode === 'complainsAboutKey') return ok({ createdKeys: [], existingKeys: PHASE_1_KEYS });
  const missing = PHASE_1_KEYS.filter((key) => !services.flags.some((flag) => flag.key === key));
  for (const key of missing) {
    const filters = { groups: [{ properties: [], rollout_percentage: 0 }] };
    services.flags.push(newFlag(services.flags, key, { name: key, active: true, filters }));
  }
  return ok({ createdKeys: missing, existingKeys: PHASE_1_KEYS.filter((key) => !missing.includes(key)) });
}

function collection(services: FlagServices, request: PsaRequest): Reply {
  if (request.method === 'GET') {
    const withDefaults = request.query.get('includeEntraPhase1Defaults') === 'true';
    const extra = withDefaults ? { defaults: { entraPhase1: PHASE_1_KEYS } } : {};
    return ok(services.flags.slice(0, MAX_LISTED), 200, extra);
  }
  const body = recordOf(request);
  if (body['__action'] === 'ensure_entra_phase1_flags') return ensurePhase1(services);
  const key = body['key'];
  if (typeof key !== 'string' || key === '') return refuse(400, 'key is required');
  if (services.flags.some((flag) => flag.key === key))
    return refuse(400, 'There is already a feature flag with this key.');
  const flag = newFlag(services.flags, key, body);
  services.flags.push(flag);
  return ok(flag, 201);
}

function single(services: FlagServices, request: PsaRequest, flag: FlagRow): Reply {
  const body = recordOf(request);
  const method = request.method === 'POST' ? String(body['__method'] ?? 'POST').toUpperCase() : request.method;
  switch (method) {
    case 'GET':
      return ok(flag);
    case 'PATCH': {
      const { __method: _override, id: _id, ...patch } = body;
      Object.assign(flag, newFlag(services.flags, flag.key, { ...flag, ...patch }), { id: flag.id });
      return ok(flag);
    }
    case 'DELETE':
      services.flags.splice(services.flags.indexOf(flag), 1);
      return ok(flag);
    default:
      return refuse(400, '__method must be "PATCH" or "DELETE"');
  }
}

function targetsTenant(group: Record<string, unknown>, tenantId: string): boolean {
  const properties = Array.isArray(group['properties']) ? group['properties'].map(asRecord) : [];
  return properties.some((property) => {
    const value = property['value'];
    return property['key'] === 'tenant' && Array.isArray(value) && value.includes(tenantId);
  });
}

function tenants(request: PsaRequest, flag: FlagRow): Reply {
  const body = recordOf(request);
  const tenantId = body['tenantId'];
  if (typeof tenantId !== 'string' || tenantId === '') return refuse(400, 'tenantId is required');
  if (body['__action'] === 'add') {
    flag.filters.groups.push({
      properties: [{ key: 'tenant', operator: 'exact', type: 'person', value: [tenantId] }],
      rollout_percentage: 100,
    });
    return ok(flag);
  }
  if (body['__action'] === 'remove') {
    flag.filters.groups = flag.filters.groups.filter((group) => !targetsTenant(group, tenantId));
    return ok(flag);
  }
  return refuse(400, '__action must be "add" or "remove"');
}

/** Null when the path is none of these routes. */
export function handleFlags(services: FlagServices, request: PsaRequest): Reply | null {
  if (request.path !== BASE && !request.path.startsWith(`${BASE}/`)) return null;
  const refused = refusal(services, request);
  if (refused) return refused;
  const [flagId, rest, ...more] = request.path.slice(BASE.length + 1).split('/');
  if (!flagId) return collection(services, request);
  const flag = services.flags.find((row) => String(row.id) === flagId);
  if (!flag) return refuse(404, 'Feature flag not found');
  if (rest === undefined) return single(services, request, flag);
  if (rest === 'tenants' && more.length === 0 && request.method === 'POST') return tenants(request, flag);
  return refuse(404, 'Not found');
}
