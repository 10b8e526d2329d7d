/**
 * Who calls the simulated CIPP and about which customer. Traps kept on purpose (contracts/microsoft.md 6.5): without
 * tenantFilter CIPP answers about the partner's own tenant, and about an unknown tenant it answers 200 with nothing in it.
 */
import type { Directory } from '../directory/directory.ts';
import { type Answer, header, redirect, type SandboxRequest, text } from '../http/answer.ts';
import type { TokenBox } from '../identity/tokens.ts';
import type { SandboxTenant } from '../scenarios/world.ts';

export type CippState = {
  /** True: the address is the portal's, whose login page swallows API calls. */
  isPortal: boolean;
  /** The static token of the guide's `cipp` mode; CIPP itself has none. */
  staticTokenAllowed: boolean;
  /** Role of the API client; `readonly` covers everything the console needs. */
  role: 'readonly' | 'none';
  /** True: the MSP's own tenant is listed too, as `*Partner Tenant`. */
  listsPartner: boolean;
};

export const createCippState = (): CippState => ({
  isPortal: false,
  staticTokenAllowed: true,
  role: 'readonly',
  listsPartner: true,
});

export type CippServices = {
  directory: Directory;
  tokens: TokenBox;
  now: () => number;
  state: CippState;
  /** Asks the simulated Graph on CIPP's own behalf. */
  askGraph: (request: SandboxRequest) => Answer;
};

export type CippCall = {
  services: CippServices;
  request: SandboxRequest;
  /** Query with lower-case keys: CIPP does not care about their case. */
  query: Map<string, string>;
  /** What the caller wrote in tenantFilter; '' when absent. */
  tenantFilter: string;
};

/** Null = let in. */
export function refuseCaller(services: CippServices, request: SandboxRequest): Answer | null {
  if (services.state.isPortal) return redirect('/.auth/login/aad?post_login_redirect_uri=.referrer');
  if (!isKnownCaller(services, request)) return text(401, '', { 'www-authenticate': 'Bearer realm="cipp"' });
  if (services.state.role === 'none')
    return text(403, 'You do not have the required permissions to access this endpoint.');
  return null;
}

function isKnownCaller(services: CippServices, request: SandboxRequest): boolean {
  const { cipp, entraTenantId } = services.directory.world.partner;
  const bearer = /^bearer (.+)$/i.exec(header(request, 'authorization') ?? '')?.[1]?.trim() ?? null;
  const staticKey = header(request, 'x-api-key') ?? bearer;
  if (services.state.staticTokenAllowed && staticKey === cipp.token) return true;
  const claims = bearer === null ? null : services.tokens.readAccess(bearer);
  return (
    claims !== null &&
    claims.audience === `api://${cipp.clientId}` &&
    claims.entraTenantId === entraTenantId &&
    claims.expiresAt > services.now()
  );
}

export function readCall(services: CippServices, request: SandboxRequest): CippCall {
  const query = new Map([...request.query.entries()].map(([name, value]) => [name.toLowerCase(), value]));
  return { services, request, query, tenantFilter: query.get('tenantfilter') ?? '' };
}

/**
 * The customer of a call. No filter means the partner itself. Null = not in CIPP's list, or excluded. Only the customer id,
 * the default and the initial domain are understood.
 */
export function tenantOfCall(call: CippCall): SandboxTenant | null {
  const { directory } = call.services;
  if (call.tenantFilter === '') return directory.world.partner.directory;
  const wanted = call.tenantFilter.toLowerCase();
  const tenants = [directory.world.partner.directory, ...directory.world.tenants];
  const found = tenants.find(
    (tenant) =>
      tenant.entraTenantId === wanted ||
      tenant.defaultDomain.toLowerCase() === wanted ||
      tenant.initialDomain.toLowerCase() === wanted,
  );
  if (found === undefined || found.cippExcluded || !found.sources.includes('cipp')) return null;
  return found;
}

const USABLE_GDAP = new Set(['active', 'expiring', 'terminating', 'terminationRequested']);

/** What Graph would tell CIPP about this customer, in CIPP's normalised words; null = readable. */
export function graphTrouble(call: CippCall, tenant: SandboxTenant): string | null {
  if (call.services.directory.isPartner(tenant)) return null;
  if (tenant.faults.gone) return 'The tenant could not be found. It may have been deleted.';
  if (tenant.consent === 'missing')
    return 'CIPP does not have access to this tenant. Please refresh the CPV permissions for this tenant.';
  if (!USABLE_GDAP.has(tenant.gdap.status) || tenant.faults.operatorIsGuest) {
    return 'Could not get token: the user account does not exist in this tenant. Check the GDAP relationship.';
  }
  if (tenant.faults.conditionalAccess !== 'none')
    return 'Access has been blocked by Conditional Access policies. Please check the Conditional Access configuration.';
  if (tenant.faults.directoryRoleMissing || tenant.gdap.roles.length === 0)
    return 'Insufficient access rights to perform the operation. Check the GDAP roles.';
  return null;
}
