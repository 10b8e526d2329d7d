/**
 * Test helper: speaks to a running sandbox the way an app and a browser would, over real HTTP. Knows nothing of the
 * product and nothing of the sandbox's insides.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { SandboxInfo } from './sandbox.ts';

export const GRAPH_DEFAULT = 'https://graph.microsoft.com/.default openid profile offline_access';
export const REDIRECT = 'http://localhost:51234';

export type Tokens = {
  access_token: string;
  refresh_token: string;
  id_token: string;
  client_info: string;
  scope: string;
};
export type JsonAnswer = { status: number; headers: Headers; body: Record<string, unknown> };

export async function readJson(response: Response): Promise<JsonAnswer> {
  const text = await response.text();
  const body: unknown = text === '' ? {} : JSON.parse(text);
  return { status: response.status, headers: response.headers, body: body as Record<string, unknown> }; // tests look at what they expect
}

export function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}

export type AuthorizeOptions = {
  tenant?: string;
  responseMode?: 'query' | 'form_post';
  verifier?: string;
  overrides?: Record<string, string | null>;
};

export function authorizeUrl(info: SandboxInfo, options: AuthorizeOptions = {}): string {
  const query = new URLSearchParams({
    client_id: info.identity.clientId,
    response_type: 'code',
    redirect_uri: REDIRECT,
    response_mode: options.responseMode ?? 'query',
    scope: GRAPH_DEFAULT,
    state: 'state-1',
    nonce: 'nonce-1',
    code_challenge: challengeOf(options.verifier ?? 'v'.repeat(43)),
    code_challenge_method: 'S256',
  });
  for (const [name, value] of Object.entries(options.overrides ?? {})) {
    if (value === null) query.delete(name);
    else query.set(name, value);
  }
  return `${info.identity.url}/${options.tenant ?? 'organizations'}/oauth2/v2.0/authorize?${query.toString()}`;
}

/** Loads the sign-in page and submits it; the raw answer of the submission. */
export async function submitSignIn(
  info: SandboxInfo,
  url: string,
  fields: Record<string, string> = {},
): Promise<Response> {
  const page = await (await fetch(url)).text();
  const request = /name="request" value="([^"]+)"/.exec(page)?.[1] ?? '';
  const action = /<form method="post" action="([^"]+)"/.exec(page)?.[1] ?? '';
  const { upn, password } = info.identity.operator;
  return fetch(`${info.identity.url}${action}`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ request, upn, password, decision: 'signin', ...fields }),
  });
}

/** The parameters a redirect of the sign-in carries. */
export const redirected = (response: Response): URLSearchParams =>
  new URL(response.headers.get('location') ?? 'http://nowhere.invalid').searchParams;

export async function tokenRequest(
  info: SandboxInfo,
  tenant: string,
  form: Record<string, string>,
): Promise<JsonAnswer> {
  const body = new URLSearchParams({ client_id: info.identity.clientId, scope: GRAPH_DEFAULT, ...form });
  return readJson(await fetch(`${info.identity.url}/${tenant}/oauth2/v2.0/token`, { method: 'POST', body }));
}

export async function signIn(info: SandboxInfo, tenant = 'organizations'): Promise<Tokens> {
  const verifier = randomBytes(32).toString('base64url');
  const answered = redirected(await submitSignIn(info, authorizeUrl(info, { tenant, verifier })));
  const result = await tokenRequest(info, tenant, {
    grant_type: 'authorization_code',
    code: answered.get('code') ?? '',
    redirect_uri: REDIRECT,
    code_verifier: verifier,
  });
  return result.body as unknown as Tokens; // the success shape of the token endpoint
}

export const redeem = (info: SandboxInfo, tokens: Tokens, entraTenantId: string): Promise<JsonAnswer> =>
  tokenRequest(info, entraTenantId, { grant_type: 'refresh_token', refresh_token: tokens.refresh_token });

/** An access token for one customer. */
export async function customerToken(info: SandboxInfo, tokens: Tokens, entraTenantId: string): Promise<string> {
  return String((await redeem(info, tokens, entraTenantId)).body['access_token']);
}

/** GET with a bearer token; `url` is absolute or a path of Graph. */
export async function graphGet(
  info: SandboxInfo,
  token: string,
  target: string | { url: string; headers: Record<string, string> },
): Promise<JsonAnswer> {
  const { url, headers } = typeof target === 'string' ? { url: target, headers: {} } : target;
  const absolute = url.startsWith('http') ? url : `${info.graph.url}${url}`;
  return readJson(await fetch(absolute, { headers: { authorization: `Bearer ${token}`, ...headers } }));
}

export type Row = Record<string, unknown> & { id: string };
export const rowsOf = (answer: JsonAnswer): Row[] => (answer.body['value'] ?? []) as Row[]; // Graph lists carry objects

/** Follows `@odata.nextLink` to the end. */
export async function graphAll(
  info: SandboxInfo,
  token: string,
  path: string,
): Promise<{ rows: Row[]; pages: number; last: JsonAnswer }> {
  const rows: Row[] = [];
  let last = await graphGet(info, token, path);
  for (let pages = 1; ; pages += 1) {
    rows.push(...rowsOf(last));
    const next = last.body['@odata.nextLink'];
    if (typeof next !== 'string') return { rows, pages, last };
    last = await graphGet(info, token, next);
  }
}

export async function cippGet(
  info: SandboxInfo,
  path: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; text: string; headers: Headers }> {
  const response = await fetch(`${info.cipp.url}${path}`, {
    redirect: 'manual',
    headers: { authorization: `Bearer ${info.cipp.token}`, ...headers },
  });
  return { status: response.status, text: await response.text(), headers: response.headers };
}

export function jwtClaims(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as Record<string, unknown>; // a JWT body is an object
}
