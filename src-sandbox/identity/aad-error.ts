/**
 * Refusals of the simulated Microsoft sign-in, in the shape and with the AADSTS numbers of contracts/microsoft.md 4.1 and
 * 5.8. A refusal is a value; whoever meets it decides whether it becomes a JSON answer, a page or a redirect.
 */
import { randomUUID } from 'node:crypto';
import { type Answer, header, json, type SandboxRequest } from '../http/answer.ts';

export type AadRefusal = {
  status: number;
  error: string;
  /** AADSTS number; 0 = none in the body (device-code polling). */
  code: number;
  message: string;
  suberror: string | null;
  claims: string | null;
  retryAfterSeconds: number | null;
};

type RefusalOptions = Partial<Pick<AadRefusal, 'status' | 'suberror' | 'claims' | 'retryAfterSeconds'>>;

function refusal(error: string, code: number, says: string | ({ message: string } & RefusalOptions)): AadRefusal {
  return {
    status: error === 'invalid_client' ? 401 : 400,
    error,
    code,
    suberror: null,
    claims: null,
    retryAfterSeconds: null,
    ...(typeof says === 'string' ? { message: says } : says),
  };
}

const STEP_UP_CLAIMS = JSON.stringify({
  access_token: { capolids: { essential: true, values: ['5f0d1cf4-9b25-4d1b-8a3e-sandboxcapol'] } },
});

/** The refusals the sandbox can give, by what is wrong. */
export const refusals = {
  unknownTenant: (name: string) =>
    refusal(
      'invalid_request',
      90002,
      `Tenant '${name}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.`,
    ),
  unknownApp: (clientId: string, tenant: string) =>
    refusal(
      'unauthorized_client',
      700016,
      `Application with identifier '${clientId}' was not found in the directory '${tenant}'.`,
    ),
  wrongSecret: () =>
    refusal(
      'invalid_client',
      7000215,
      'Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID.',
    ),
  expiredSecret: () => refusal('invalid_client', 7000222, 'The provided client secret keys for the app are expired.'),
  secretMissing: () =>
    refusal(
      'invalid_client',
      7000218,
      "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
    ),
  consentMissing: (clientId: string) =>
    refusal('invalid_grant', 65001, {
      message: `The user or administrator has not consented to use the application with ID '${clientId}'. Send an interactive authorization request for this user and resource.`,
      suberror: 'consent_required',
    }),
  notPreConsented: (clientId: string, tenant: string) =>
    refusal(
      'invalid_grant',
      90099,
      `The application '${clientId}' has not been authorized in the tenant '${tenant}'. Applications must be authorized to access the customer tenant before partner delegated administrators can use them.`,
    ),
  notInTenant: (upn: string, tenant: string) =>
    refusal(
      'invalid_grant',
      50020,
      `User account '${upn}' from identity provider does not exist in tenant '${tenant}' and cannot access the application in that tenant.`,
    ),
  conditionalAccess: () =>
    refusal('invalid_grant', 53003, {
      message:
        'Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.',
      suberror: 'message_only',
      claims: STEP_UP_CLAIMS,
    }),
  mfaRequired: () =>
    refusal('interaction_required', 50076, {
      message:
        'Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access the resource.',
      suberror: 'basic_action',
      claims: STEP_UP_CLAIMS,
    }),
  badToken: () =>
    refusal('invalid_grant', 700082, {
      message: 'The refresh token has expired due to inactivity.',
      suberror: 'bad_token',
    }),
  refreshTokenExpired: () =>
    refusal(
      'invalid_grant',
      700082,
      'The refresh token has expired due to inactivity. The token was issued and was inactive for 90.00:00:00.',
    ),
  sessionRevoked: () =>
    refusal(
      'invalid_grant',
      50173,
      'The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password.',
    ),
  accountDisabled: () => refusal('invalid_grant', 50057, 'The user account is disabled.'),
  malformedToken: () => refusal('invalid_grant', 9002313, 'Invalid request. Request is malformed or invalid.'),
  codeExpired: () =>
    refusal(
      'invalid_grant',
      70008,
      'The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource.',
    ),
  codeRedeemed: () =>
    refusal(
      'invalid_grant',
      54005,
      'OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.',
    ),
  verifierWrong: () =>
    refusal(
      'invalid_grant',
      501481,
      'The Code_Verifier does not match the code_challenge supplied in the authorization request.',
    ),
  redirectDiffers: () =>
    refusal(
      'invalid_grant',
      500112,
      'The reply address does not match the reply address provided when requesting Authorization code.',
    ),
  redirectUnknown: (uri: string, clientId: string) =>
    refusal(
      'invalid_request',
      50011,
      `The redirect URI '${uri}' specified in the request does not match the redirect URIs configured for the application '${clientId}'.`,
    ),
  pkceMissing: () =>
    refusal(
      'invalid_request',
      9002325,
      'Proof Key for Code Exchange (S256) is required for authorization code redemption.',
    ),
  parameterMissing: (name: string) =>
    refusal('invalid_request', 900144, `The request body must contain the following parameter: '${name}'.`),
  unsupportedGrant: (grant: string) =>
    refusal('unsupported_grant_type', 70003, `The app requested an unsupported grant type '${grant}'.`),
  unknownScope: (scope: string) =>
    refusal(
      'invalid_scope',
      70011,
      `The provided value for the input parameter 'scope' is not valid. The scope ${scope} is not valid.`,
    ),
  unknownResource: (resource: string) =>
    refusal('invalid_resource', 500011, `The resource principal named ${resource} was not found in the tenant.`),
  tenantNeeded: () =>
    refusal(
      'invalid_request',
      900023,
      'Specified tenant identifier is neither a valid DNS name, nor a valid external domain: an application token needs a named tenant.',
    ),
  userDeclined: () => refusal('access_denied', 65004, 'User declined to consent to access the app.'),
  throttled: (retryAfterSeconds: number) =>
    refusal('temporarily_unavailable', 90055, {
      message: 'Access denied: the tenant is throttled.',
      status: 429,
      retryAfterSeconds,
    }),
  authorizationPending: () =>
    refusal('authorization_pending', 70016, 'OAuth 2.0 device flow error. Authorization is pending. Continue polling.'),
  deviceCodeExpired: () =>
    refusal(
      'expired_token',
      70020,
      'The provided value for the input parameter device_code is not valid. This device code has expired.',
    ),
  deviceCodeUnknown: () => refusal('bad_verification_code', 70018, 'Invalid verification code.'),
  deviceDeclined: () => refusal('authorization_declined', 70000, 'The user declined the sign-in.'),
};

/** Microsoft's JSON error body; ids are fresh each time, as on the real service. */
export function refusalBody(refused: AadRefusal, correlationId: string, nowMs: number): Record<string, unknown> {
  const traceId = randomUUID();
  const timestamp = new Date(nowMs)
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, 'Z');
  return {
    error: refused.error,
    error_description: `AADSTS${refused.code}: ${refused.message} Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
    error_codes: [refused.code],
    timestamp,
    trace_id: traceId,
    correlation_id: correlationId,
    error_uri: `https://login.microsoftonline.com/error?code=${refused.code}`,
    ...(refused.suberror === null ? {} : { suberror: refused.suberror }),
    ...(refused.claims === null ? {} : { claims: refused.claims }),
  };
}

export function refusalAnswer(refused: AadRefusal, request: SandboxRequest, nowMs: number): Answer {
  const correlationId = header(request, 'client-request-id') ?? randomUUID();
  return json(refused.status, refusalBody(refused, correlationId, nowMs), {
    'cache-control': 'no-store, no-cache',
    'x-ms-request-id': randomUUID(),
    ...(refused.retryAfterSeconds === null ? {} : { 'retry-after': String(refused.retryAfterSeconds) }),
  });
}
