/**
 * What one Graph call knows after its token was read: whose data it may see, and with which scopes. The token alone decides
 * the tenant; nothing in the URL does. That is what makes a home token used for a customer return the wrong people.
 */
import type { Directory } from '../directory/directory.ts';
import { type Answer, header, type SandboxRequest } from '../http/answer.ts';
import { GRAPH_RESOURCE } from '../identity/identity-state.ts';
import type { AccessClaims, TokenBox } from '../identity/tokens.ts';
import { ROLE_DIRECTORY_READERS, ROLE_GLOBAL_READER, ROLE_USER_ADMINISTRATOR } from '../scenarios/tenant-builder.ts';
import type { SandboxTenant } from '../scenarios/world.ts';
import { forbidden, unauthorized } from './graph-error.ts';

export type GraphServices = {
  directory: Directory;
  tokens: TokenBox;
  now: () => number;
  state: GraphState;
};

/** Settings the control API turns while the sandbox runs. */
export type GraphState = {
  /** Delta tokens issued in an earlier era are refused. */
  deltaEra: number;
  /** How an old delta token is refused: 410 with a Location, or 400 syncStateNotFound. */
  deltaRefusal: 410 | 400;
  deltaPageSize: number;
  /** Repeat rows, add an empty page and a tombstone to each delta round, as the real service may. */
  deltaNoise: boolean;
  /** Answer `/users` pages shorter than asked, one of them empty. */
  shortPages: boolean;
};

export const createGraphState = (): GraphState => ({
  deltaEra: 1,
  deltaRefusal: 410,
  deltaPageSize: 200,
  deltaNoise: false,
  shortPages: false,
});

export type GraphCall = {
  services: GraphServices;
  request: SandboxRequest;
  version: 'v1.0' | 'beta';
  /** Path after the version, without the leading slash. */
  route: string;
  tenant: SandboxTenant;
  claims: AccessClaims;
  /** `http://host/v1.0`: what links in the answer begin with. */
  base: string;
};

const READING_ROLES = new Set([ROLE_DIRECTORY_READERS, ROLE_GLOBAL_READER, ROLE_USER_ADMINISTRATOR]);
const USABLE_GDAP = new Set(['active', 'expiring', 'terminating', 'terminationRequested']);

/** Reads the bearer token; an answer means refused. */
export function openToken(
  services: GraphServices,
  request: SandboxRequest,
): { tenant: SandboxTenant; claims: AccessClaims } | Answer {
  const authorization = header(request, 'authorization');
  if (authorization === null || !/^bearer /i.test(authorization))
    return unauthorized(request, 'Access token is empty.');
  const claims = services.tokens.readAccess(authorization.slice(7).trim());
  if (claims === null) return unauthorized(request, 'Signature verification failed.');
  if (claims.audience !== GRAPH_RESOURCE)
    return unauthorized(request, 'Access token validation failure. Invalid audience.');
  if (claims.expiresAt <= services.now())
    return unauthorized(request, 'Lifetime validation failed, the token is expired.');
  const tenant = services.directory.findTenant(claims.entraTenantId);
  return tenant === null ? unauthorized(request, 'The tenant of the token does not exist.') : { tenant, claims };
}

/** The gates before any directory read: a scope in the token, and in a customer a GDAP role that reads. */
export function refuseRead(call: GraphCall, scopes: readonly string[]): Answer | null {
  const { claims, tenant, services } = call;
  const isApplication = claims.operatorId === null;
  if (!isApplication && !scopes.some((scope) => claims.scopes.includes(scope))) return forbidden(call.request);
  if (services.directory.isPartner(tenant) || isApplication) return null;
  const hasRole = tenant.gdap.roles.some((role) => READING_ROLES.has(role));
  const allowed = hasRole && USABLE_GDAP.has(tenant.gdap.status) && !tenant.faults.directoryRoleMissing;
  return allowed ? null : forbidden(call.request);
}
