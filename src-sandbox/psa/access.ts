/**
 * Who may call v1, and what for (psa.md 1.1): API keys, the gates that all answer "Invalid API key", roles, product gate.
 * A key has no scopes; it has the rights of its owner's roles, so "read-only key" means an owner without write rights.
 */
import type { PsaSeed } from '../scenarios/world.ts';
import { ApiError, middlewareUnauthorized } from './envelope.ts';
import { headerOf, type PsaRequest, type Reply } from './http.ts';

type KeyName = 'full' | 'readOnly' | 'master';

export type ApiKeyRow = {
  name: KeyName;
  key: string;
  tenant: string;
  ownerUserId: string;
  ownerActive: boolean;
  ownerType: 'internal' | 'client';
  active: boolean;
  expiresAt: number | null;
  usageLimit: number | null;
  usageCount: number;
  lastUsedAt: number | null;
  readOnly: boolean;
};

export type Action = 'create' | 'read' | 'update' | 'delete';

/** Settings of the workspace that decide about access; the control API changes them. */
export type AccessState = {
  edition: 'ee' | 'ce';
  tenantSuspended: boolean;
  productBlocked: boolean;
  /** Tier without the Entra add-on (below Pro). */
  tierLacksEntra: boolean;
  /** The signed-in person is a client-portal user. */
  operatorIsPortalUser: boolean;
  /** `resource:action` pairs that nobody's role grants at the moment. */
  denied: Set<string>;
  keys: ApiKeyRow[];
};

export function createAccess(seed: PsaSeed): AccessState {
  const key = (name: KeyName, value: string, tenant: string): ApiKeyRow => ({
    name,
    key: value,
    tenant,
    ownerUserId: seed.operator.userId,
    ownerActive: true,
    ownerType: 'internal',
    active: true,
    expiresAt: null,
    usageLimit: null,
    usageCount: 0,
    lastUsedAt: null,
    readOnly: name === 'readOnly',
  });
  return {
    edition: 'ee',
    tenantSuspended: false,
    productBlocked: false,
    tierLacksEntra: false,
    operatorIsPortalUser: false,
    denied: new Set(),
    keys: [
      key('full', seed.apiKeys.full, seed.tenant),
      key('readOnly', seed.apiKeys.readOnly, seed.tenant),
      key('master', seed.apiKeys.master, seed.masterTenantId),
    ],
  };
}

/** Paths the edge lets through without a key. The trailing slashes are the point: the bare status route is not on it. */
const OPEN_PREFIXES = ['/api/integrations/entra/', '/api/auth/'];

/** The edge middleware: null lets the request pass. It looks only at the presence of the header. */
export function edgeMiddleware(request: PsaRequest): Reply | null {
  if (request.path !== '/api' && !request.path.startsWith('/api/')) return null;
  if (OPEN_PREFIXES.some((prefix) => request.path.startsWith(prefix))) return null;
  return headerOf(request, 'x-api-key') === null ? middlewareUnauthorized() : null;
}

/** The key behind a request, or the object-shaped 401. Every call that gets through is written down as a use. */
export function authenticateKey(access: AccessState, request: PsaRequest, now: number): ApiKeyRow {
  const given = headerOf(request, 'x-api-key');
  if (given === null || given === '') throw new ApiError('UNAUTHORIZED', 'API key required');
  const scope = headerOf(request, 'x-tenant-id');
  const key = access.keys.find((row) => row.key === given && (scope === null || row.tenant === scope));
  const refused = new ApiError('UNAUTHORIZED', 'Invalid API key');
  if (!key?.active || (key.expiresAt !== null && key.expiresAt <= now)) throw refused;
  if (key.ownerType === 'client') {
    key.active = false; // the product switches such a key off lazily, on its first use
    throw refused;
  }
  if (key.usageLimit !== null && key.usageCount >= key.usageLimit) {
    key.active = false;
    throw refused;
  }
  if (!key.ownerActive || access.tenantSuspended) throw refused;
  key.usageCount += 1;
  key.lastUsedAt = now;
  return key;
}

export function requireProduct(access: AccessState): void {
  if (access.productBlocked) {
    throw new ApiError('PRODUCT_ACCESS_DENIED', 'This product does not include access to this API');
  }
}

export function requirePermission(
  access: AccessState,
  key: ApiKeyRow,
  wanted: { resource: 'client' | 'contact'; action: Action },
): void {
  const { resource, action } = wanted;
  const refused = access.denied.has(`${resource}:${action}`) || (key.readOnly && action !== 'read');
  if (refused) throw new ApiError('FORBIDDEN', `Permission denied: Cannot ${action} ${resource}`);
}
