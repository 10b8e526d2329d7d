/**
 * What the simulated Microsoft sign-in remembers between requests, and the rule who may get a token for which tenant.
 * Gates stand in the order in which a real first contact meets them: tenant, consent, GDAP, guest, Conditional Access.
 */
import type { Directory } from '../directory/directory.ts';
import type { SandboxOperator, SandboxTenant } from '../scenarios/world.ts';
import { type AadRefusal, refusals } from './aad-error.ts';
import type { TokenBox } from './tokens.ts';

export const GRAPH_RESOURCE = 'https://graph.microsoft.com';

/** Delegated scopes that the app registration was granted, in the partner and in each customer that consented. */
export const GRANTED_SCOPES = [
  'User.Read',
  'User.Read.All',
  'User.ReadBasic.All',
  'Organization.Read.All',
  'Directory.Read.All',
  'DelegatedAdminRelationship.Read.All',
  'GroupMember.Read.All',
  'ManagedTenants.Read.All',
  'CrossTenantInformation.ReadBasic.All',
] as const;
export const OIDC_SCOPES = ['openid', 'profile', 'email', 'offline_access'] as const;

export type PendingCode = {
  clientId: string;
  redirectUri: string;
  codeChallenge: string;
  nonce: string | null;
  operatorId: string;
  /** The tenant segment of the authorize URL. */
  tenantSegment: string;
  mfa: boolean;
  expiresAt: number;
  redeemed: boolean;
};

export type PendingDevice = {
  deviceCode: string;
  userCode: string;
  clientId: string;
  operatorId: string | null;
  declined: boolean;
  expiresAt: number;
};

export type IdentityState = {
  directory: Directory;
  tokens: TokenBox;
  now: () => number;
  codes: Map<string, PendingCode>;
  devices: Map<string, PendingDevice>;
  secretExpired: { app: boolean; cipp: boolean };
  /** How many sign-ins will be declined by the (simulated) person. */
  declineSignIns: number;
  throttle: { count: number; retryAfterSeconds: number };
  /** Refresh tokens issued at or before this time are refused as revoked; 0 = none. */
  revokedAt: number;
  refreshTokensExpired: boolean;
  accessTokenSeconds: number;
  /** AADSTS number for a customer without consent: the ordinary one, or the partner's first contact. */
  consentCode: 65001 | 90099;
  /** False: no PKCE, no token; the app registration is public and confidential at once otherwise. */
  publicClientAllowed: boolean;
};

const USABLE_GDAP = new Set(['active', 'expiring', 'terminating', 'terminationRequested']);

export function createIdentityState(directory: Directory, tokens: TokenBox, now: () => number): IdentityState {
  return {
    directory,
    tokens,
    now,
    codes: new Map(),
    devices: new Map(),
    secretExpired: { app: false, cipp: false },
    declineSignIns: 0,
    throttle: { count: 0, retryAfterSeconds: 1 },
    revokedAt: 0,
    refreshTokensExpired: false,
    accessTokenSeconds: 3599,
    consentCode: 65001,
    publicClientAllowed: true,
  };
}

export function findOperator(state: IdentityState, objectId: string): SandboxOperator | null {
  return state.directory.world.partner.operators.find((operator) => operator.objectId === objectId) ?? null;
}

/** `organizations` and `common` mean the operator's home. Null = unknown tenant. */
export function tenantOfSegment(state: IdentityState, segment: string): SandboxTenant | null {
  const lower = segment.toLowerCase();
  if (lower === 'organizations' || lower === 'common') return state.directory.world.partner.directory;
  return state.directory.findTenant(decodeURIComponent(segment));
}

/** May this operator have a token for this tenant? Null = yes. */
export function gateForOperator(
  state: IdentityState,
  tenant: SandboxTenant,
  who: { operatorId: string; mfa: boolean },
): AadRefusal | null {
  const { partner } = state.directory.world;
  const operator = findOperator(state, who.operatorId);
  const account = operator === null ? null : state.directory.findUser(partner.directory, operator.objectId);
  if (operator === null || account === null || account.accountEnabled === false) return refusals.accountDisabled();
  if (state.directory.isPartner(tenant)) return null;
  return gateForCustomer(state, tenant, { upn: operator.upn, mfa: who.mfa });
}

function gateForCustomer(
  state: IdentityState,
  tenant: SandboxTenant,
  who: { upn: string; mfa: boolean },
): AadRefusal | null {
  const clientId = state.directory.world.partner.appClientId;
  const { faults } = tenant;
  if (faults.gone) return refusals.unknownTenant(tenant.entraTenantId);
  if (tenant.consent === 'missing') {
    return state.consentCode === 90099
      ? refusals.notPreConsented(clientId, tenant.entraTenantId)
      : refusals.consentMissing(clientId);
  }
  if (!USABLE_GDAP.has(tenant.gdap.status) || faults.operatorIsGuest) {
    return refusals.notInTenant(who.upn, tenant.displayName);
  }
  if (faults.conditionalAccess === 'blocked') return refusals.conditionalAccess();
  if (faults.conditionalAccess === 'mfaRequired' && !who.mfa) return refusals.mfaRequired();
  return faults.badToken ? refusals.badToken() : null;
}
