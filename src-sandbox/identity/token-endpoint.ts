/**
 * POST /{tenant}/oauth2/v2.0/token: authorization code, refresh token, client credentials, device code.
 * The tenant in the path decides whose data the access token opens; the refresh token is one for all tenants and is never
 * revoked by its use (contracts/microsoft.md 2.1).
 */
import { createHash, randomUUID } from 'node:crypto';
import { type Answer, header, json, type SandboxRequest } from '../http/answer.ts';
import type { SandboxTenant } from '../scenarios/world.ts';
import { type AadRefusal, refusalAnswer, refusals } from './aad-error.ts';
import { type ClientProof, identifyClient, isRefusal } from './client-auth.ts';
import {
  findOperator,
  GRANTED_SCOPES,
  GRAPH_RESOURCE,
  gateForOperator,
  type IdentityState,
  OIDC_SCOPES,
  tenantOfSegment,
} from './identity-state.ts';
import { base64UrlJson } from './tokens.ts';

type Grant = { operatorId: string; mfa: boolean; nonce: string | null };
type TokenRequest = { form: URLSearchParams; tenantSegment: string; client: ClientProof };

const GRAPH_PREFIX = `${GRAPH_RESOURCE}/`;

/** The Graph scopes a request asks for, without their resource prefix; a refusal when one does not exist. */
function grantedScopes(scope: string): string[] | AadRefusal {
  const wanted = scope.split(' ').filter((word) => word !== '' && !OIDC_SCOPES.some((oidc) => oidc === word));
  const short = wanted.map((word) => (word.startsWith(GRAPH_PREFIX) ? word.slice(GRAPH_PREFIX.length) : word));
  if (short.length === 0) return ['User.Read'];
  if (short.includes('.default')) return [...GRANTED_SCOPES];
  const known = new Set<string>(GRANTED_SCOPES);
  const unknown = short.find((word) => !known.has(word));
  return unknown === undefined ? short : refusals.unknownScope(unknown);
}

/** Microsoft names the granted scopes in full and echoes `.default`. */
function scopeText(requested: string, granted: string[]): string {
  const words = requested.split(' ').filter((word) => word !== '' && word !== 'offline_access');
  const full = granted.map((scope) => `${GRAPH_PREFIX}${scope}`);
  return [...new Set([...words, ...full])].join(' ');
}

function idTokenFor(state: IdentityState, tenant: SandboxTenant, grant: Grant & { clientId: string }): string {
  const operator = findOperator(state, grant.operatorId);
  const issuedAt = Math.floor(state.now() / 1000);
  return state.tokens.idToken({
    aud: grant.clientId,
    iss: `https://login.microsoftonline.com/${tenant.entraTenantId}/v2.0`,
    iat: issuedAt,
    nbf: issuedAt,
    exp: issuedAt + 3600,
    name: operator?.displayName ?? '',
    oid: grant.operatorId,
    preferred_username: operator?.upn ?? '',
    login_hint: `sandbox-hint-${operator?.upn ?? ''}`,
    sub: createHash('sha256').update(`${grant.operatorId}/${grant.clientId}`).digest('base64url'),
    tid: tenant.entraTenantId,
    ver: '2.0',
    ...(grant.nonce === null ? {} : { nonce: grant.nonce }),
  });
}

/** The success body for an operator, after every gate. */
function operatorTokens(state: IdentityState, request: TokenRequest, grant: Grant): Answer | AadRefusal {
  const tenant = tenantOfSegment(state, request.tenantSegment);
  if (tenant === null) return refusals.unknownTenant(request.tenantSegment);
  const refused = gateForOperator(state, tenant, grant);
  if (refused !== null) return refused;
  const requested = request.form.get('scope') ?? '';
  const granted = grantedScopes(requested);
  if (!Array.isArray(granted)) return granted;
  const { clientId } = request.client;
  const home = state.directory.world.partner.entraTenantId;
  const nowMs = state.now();
  const body = {
    token_type: 'Bearer',
    scope: scopeText(requested, granted),
    expires_in: state.accessTokenSeconds,
    ext_expires_in: state.accessTokenSeconds,
    access_token: state.tokens.access({
      audience: GRAPH_RESOURCE,
      entraTenantId: tenant.entraTenantId,
      clientId,
      operatorId: grant.operatorId,
      scopes: granted,
      expiresAt: nowMs + state.accessTokenSeconds * 1000,
    }),
    refresh_token: state.tokens.refresh({ clientId, operatorId: grant.operatorId, mfa: grant.mfa, issuedAt: nowMs }),
    id_token: idTokenFor(state, tenant, { ...grant, clientId }),
    client_info: base64UrlJson({ uid: grant.operatorId, utid: home }),
  };
  return {
    ...json(200, body, { 'cache-control': 'no-store', 'x-ms-request-id': randomUUID() }),
    about: tenant.entraTenantId,
  };
}

function redeemCode(state: IdentityState, request: TokenRequest): Answer | AadRefusal {
  const code = state.codes.get(request.form.get('code') ?? '');
  if (code === undefined) return refusals.malformedToken();
  if (code.redeemed) return refusals.codeRedeemed();
  if (state.now() > code.expiresAt) return refusals.codeExpired();
  if (code.clientId.toLowerCase() !== request.client.clientId.toLowerCase()) return refusals.malformedToken();
  if (code.redirectUri !== request.form.get('redirect_uri')) return refusals.redirectDiffers();
  const verifier = request.form.get('code_verifier') ?? '';
  if (createHash('sha256').update(verifier).digest('base64url') !== code.codeChallenge) return refusals.verifierWrong();
  code.redeemed = true;
  return operatorTokens(state, request, { operatorId: code.operatorId, mfa: code.mfa, nonce: code.nonce });
}

function redeemRefreshToken(state: IdentityState, request: TokenRequest): Answer | AadRefusal {
  const claims = state.tokens.readRefresh(request.form.get('refresh_token') ?? '');
  if (claims === null || claims.clientId.toLowerCase() !== request.client.clientId.toLowerCase()) {
    return refusals.malformedToken();
  }
  if (state.refreshTokensExpired) return refusals.refreshTokenExpired();
  if (claims.issuedAt <= state.revokedAt) return refusals.sessionRevoked();
  return operatorTokens(state, request, { operatorId: claims.operatorId, mfa: claims.mfa, nonce: null });
}

function applicationToken(state: IdentityState, request: TokenRequest): Answer | AadRefusal {
  const { client, form, tenantSegment } = request;
  if (!client.proven) return refusals.secretMissing();
  if (/^(common|organizations|consumers)$/i.test(tenantSegment)) return refusals.tenantNeeded();
  const tenant = tenantOfSegment(state, tenantSegment);
  if (tenant === null) return refusals.unknownTenant(tenantSegment);
  if (client.isCipp && !state.directory.isPartner(tenant)) return refusals.unknownApp(client.clientId, tenantSegment);
  const scope = form.get('scope') ?? '';
  const audience = scope.endsWith('/.default') ? scope.slice(0, -'/.default'.length) : null;
  const allowed = client.isCipp ? `api://${client.clientId}` : GRAPH_RESOURCE;
  if (audience === null) return refusals.unknownScope(scope);
  if (audience !== allowed) return refusals.unknownResource(audience);
  if (!client.isCipp && tenant.consent === 'missing') return refusals.unknownApp(client.clientId, tenantSegment);
  const token = state.tokens.access({
    audience,
    entraTenantId: tenant.entraTenantId,
    clientId: client.clientId,
    operatorId: null,
    scopes: [],
    expiresAt: state.now() + state.accessTokenSeconds * 1000,
  });
  const seconds = state.accessTokenSeconds;
  return json(200, { token_type: 'Bearer', expires_in: seconds, ext_expires_in: seconds, access_token: token });
}

function pollDevice(state: IdentityState, request: TokenRequest): Answer | AadRefusal {
  const given = request.form.get('device_code') ?? '';
  const device = [...state.devices.values()].find((pending) => pending.deviceCode === given);
  if (device === undefined) return refusals.deviceCodeUnknown();
  if (state.now() > device.expiresAt) return refusals.deviceCodeExpired();
  if (device.declined) return refusals.deviceDeclined();
  if (device.operatorId === null) return refusals.authorizationPending();
  state.devices.delete(device.userCode);
  return operatorTokens(state, request, { operatorId: device.operatorId, mfa: false, nonce: null });
}

function grantAnswer(state: IdentityState, request: TokenRequest): Answer | AadRefusal {
  const grant = request.form.get('grant_type') ?? '';
  switch (grant) {
    case 'authorization_code':
      return redeemCode(state, request);
    case 'refresh_token':
      return redeemRefreshToken(state, request);
    case 'client_credentials':
      return applicationToken(state, request);
    case 'device_code':
    case 'urn:ietf:params:oauth:grant-type:device_code':
      return pollDevice(state, request);
    default:
      return grant === '' ? refusals.parameterMissing('grant_type') : refusals.unsupportedGrant(grant);
  }
}

export function answerToken(state: IdentityState, tenantSegment: string, request: SandboxRequest): Answer {
  const form = new URLSearchParams(request.body);
  const respond = (result: Answer | AadRefusal): Answer =>
    isRefusal(result) ? refusalAnswer(result, request, state.now()) : result;
  if (state.throttle.count > 0) {
    state.throttle.count -= 1;
    return respond(refusals.throttled(state.throttle.retryAfterSeconds));
  }
  const client = identifyClient(state, form, { authorization: header(request, 'authorization'), tenantSegment });
  return respond(isRefusal(client) ? client : grantAnswer(state, { form, tenantSegment, client }));
}
