/**
 * GET /{tenant}/oauth2/v2.0/authorize and the sign-in page behind it. PKCE with S256 is demanded from everybody. Answers
 * go back by form_post or by query, as asked; a redirect address that is not registered gets a page, never a redirect.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { type Answer, html, redirect, type SandboxRequest } from '../http/answer.ts';
import type { SandboxOperator } from '../scenarios/world.ts';
import { type AadRefusal, refusalBody, refusals } from './aad-error.ts';
import { type IdentityState, tenantOfSegment } from './identity-state.ts';
import { errorPage, formPostPage, signInPage } from './pages.ts';
import { base64UrlJson } from './tokens.ts';

const CODE_LIFE_MS = 600_000;
/** Registered paths. Microsoft ignores the port of a loopback address, but not its path. */
const REGISTERED_PATHS = new Set(['/', '/api/auth/microsoft/entra/callback']);

function isRegisteredRedirect(uri: string): boolean {
  if (!URL.canParse(uri)) return false;
  const url = new URL(uri);
  return (
    url.protocol === 'http:' && ['localhost', '127.0.0.1'].includes(url.hostname) && REGISTERED_PATHS.has(url.pathname)
  );
}

/** Hands parameters to the app the way it asked for. */
function deliver(query: URLSearchParams, parameters: Record<string, string>): Answer {
  const redirectUri = query.get('redirect_uri') ?? '';
  const state = query.get('state');
  const fields = { ...parameters, ...(state === null ? {} : { state }), session_state: randomUUID() };
  if (query.get('response_mode') === 'form_post') return html(200, formPostPage(redirectUri, fields));
  const target = new URL(redirectUri);
  if (query.get('response_mode') === 'fragment') target.hash = new URLSearchParams(fields).toString();
  else for (const [name, value] of Object.entries(fields)) target.searchParams.set(name, value);
  return redirect(target.toString());
}

function deliverRefusal(state: IdentityState, query: URLSearchParams, refused: AadRefusal): Answer {
  const body = refusalBody(refused, randomUUID(), state.now());
  return deliver(query, {
    error: refused.error,
    error_description: String(body['error_description']),
    error_uri: String(body['error_uri']),
    ...(refused.suberror === null ? {} : { error_subcode: refused.suberror }),
  });
}

/** What is wrong with the request itself; `page` faults may not be sent to the redirect address. */
function findFault(
  state: IdentityState,
  tenantSegment: string,
  query: URLSearchParams,
): { refused: AadRefusal; page: boolean } | null {
  const { partner } = state.directory.world;
  const clientId = query.get('client_id') ?? '';
  const redirectUri = query.get('redirect_uri') ?? '';
  const onPage = (refused: AadRefusal) => ({ refused, page: true });
  if (clientId.toLowerCase() !== partner.appClientId) return onPage(refusals.unknownApp(clientId, tenantSegment));
  if (tenantOfSegment(state, tenantSegment) === null) return onPage(refusals.unknownTenant(tenantSegment));
  if (!isRegisteredRedirect(redirectUri)) return onPage(refusals.redirectUnknown(redirectUri, clientId));
  if (query.get('response_type') !== 'code')
    return { refused: refusals.parameterMissing('response_type'), page: false };
  if ((query.get('scope') ?? '') === '') return { refused: refusals.parameterMissing('scope'), page: false };
  const challenge = query.get('code_challenge') ?? '';
  if (query.get('code_challenge_method') !== 'S256' || !/^[A-Za-z0-9_-]{43}$/.test(challenge)) {
    return { refused: refusals.pkceMissing(), page: false };
  }
  return null;
}

type SignInForm = { tenantSegment: string; query: URLSearchParams; error: string | null };

function showSignIn(state: IdentityState, { tenantSegment, query, error }: SignInForm): Answer {
  return html(
    error === null ? 200 : 401,
    signInPage({
      action: `/${tenantSegment}/login`,
      fields: { request: base64UrlJson([...query.entries()]) },
      operators: state.directory.world.partner.operators,
      chosen: query.get('login_hint') ?? '',
      error,
    }),
  );
}

export function answerAuthorize(state: IdentityState, tenantSegment: string, request: SandboxRequest): Answer {
  const query = request.method === 'POST' ? new URLSearchParams(request.body) : request.query;
  const fault = findFault(state, tenantSegment, query);
  if (fault?.page === true) return html(400, errorPage(fault.refused.code, fault.refused.message));
  if (fault !== null) return deliverRefusal(state, query, fault.refused);
  if (query.get('prompt') === 'none') {
    return deliverRefusal(state, query, {
      ...refusals.mfaRequired(),
      error: 'login_required',
      code: 50058,
      message: 'A silent sign-in request was sent but no user is signed in.',
      suberror: null,
    });
  }
  return showSignIn(state, { tenantSegment, query, error: null });
}

/** Did the app pass on the claims of a refusal? MSAL always sends some claims of its own, which prove nothing. */
const isStepUp = (query: URLSearchParams): boolean => (query.get('claims') ?? '').includes('capolids');

/** Issues the code for an operator who has signed in. Exported for the control API's headless sign-in. */
export function completeSignIn(
  state: IdentityState,
  tenantSegment: string,
  signIn: { query: URLSearchParams; operator: SandboxOperator },
): Answer {
  const { query, operator } = signIn;
  if (state.declineSignIns > 0) {
    state.declineSignIns -= 1;
    return deliverRefusal(state, query, refusals.userDeclined());
  }
  const code = `0.sandbox-${randomBytes(24).toString('base64url')}`;
  const { partner } = state.directory.world;
  state.codes.set(code, {
    clientId: query.get('client_id') ?? '',
    redirectUri: query.get('redirect_uri') ?? '',
    codeChallenge: query.get('code_challenge') ?? '',
    nonce: query.get('nonce'),
    operatorId: operator.objectId,
    tenantSegment,
    mfa: isStepUp(query) || tenantOfSegment(state, tenantSegment)?.entraTenantId !== partner.entraTenantId,
    expiresAt: state.now() + CODE_LIFE_MS,
    redeemed: false,
  });
  return deliver(query, {
    code,
    client_info: base64UrlJson({ uid: operator.objectId, utid: partner.entraTenantId }),
  });
}

/** The account whose name and password were typed; null when they do not belong together. */
export function checkPassword(state: IdentityState, form: URLSearchParams): SandboxOperator | null {
  const upn = (form.get('upn') ?? '').trim().toLowerCase();
  const operator = state.directory.world.partner.operators.find((known) => known.upn.toLowerCase() === upn) ?? null;
  return operator !== null && operator.password === form.get('password') ? operator : null;
}

export function answerLogin(state: IdentityState, tenantSegment: string, request: SandboxRequest): Answer {
  const form = new URLSearchParams(request.body);
  const pairs: unknown = JSON.parse(Buffer.from(form.get('request') ?? '', 'base64url').toString('utf8') || '[]');
  const query = new URLSearchParams(Array.isArray(pairs) ? (pairs as [string, string][]) : []);
  const fault = findFault(state, tenantSegment, query);
  if (fault !== null) return html(400, errorPage(fault.refused.code, fault.refused.message));
  if (form.get('decision') === 'cancel') return deliverRefusal(state, query, refusals.userDeclined());
  const operator = checkPassword(state, form);
  if (operator === null) {
    return showSignIn(state, { tenantSegment, query, error: 'AADSTS50126: Your account or password is incorrect.' });
  }
  return completeSignIn(state, tenantSegment, { query, operator });
}
