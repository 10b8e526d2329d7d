/**
 * Sign-in to the simulated PSA and its sessions (psa.md 2.1): a form that sets `authjs.session-token`, checked against the
 * session table on each request and failing closed. The token is opaque here; the real one is an encrypted JWT whose claims
 * nobody outside can read either. Bearer tokens are ignored on purpose.
 */
import { createHash } from 'node:crypto';
import type { PsaSeed } from '../scenarios/world.ts';
import { escapeHtml, headerOf, htmlReply, type PsaRequest, type Reply } from './http.ts';
import type { PsaStore, SessionRow } from './state.ts';

const SESSION_COOKIE = 'authjs.session-token';
const DEFAULT_LIFETIME_SECONDS = 86_400;

type SessionSettings = {
  lifetimeSeconds: number;
  /** Big tokens are split over `.0`, `.1`, ...; 1 means one plain cookie. */
  chunks: number;
};

export function createSessionSettings(): SessionSettings {
  return { lifetimeSeconds: DEFAULT_LIFETIME_SECONDS, chunks: 1 };
}

function cookiesOf(request: PsaRequest): Map<string, string> {
  const pairs = (headerOf(request, 'cookie') ?? '').split(';').map((part) => part.trim());
  return new Map(
    pairs.flatMap((pair) => {
      const at = pair.indexOf('=');
      return at < 1 ? [] : [[pair.slice(0, at), pair.slice(at + 1)] as const];
    }),
  );
}

function tokenOf(request: PsaRequest): string | null {
  const cookies = cookiesOf(request);
  const whole = cookies.get(SESSION_COOKIE);
  if (whole !== undefined) return whole;
  let joined = '';
  for (let index = 0; ; index += 1) {
    const chunk = cookies.get(`${SESSION_COOKIE}.${index}`);
    if (chunk === undefined) return joined === '' ? null : joined;
    joined += chunk;
  }
}

/** The session behind the cookie, or null when there is none, it ran out, or it was revoked. */
export function sessionOf(store: PsaStore, request: PsaRequest, now: number): SessionRow | null {
  const token = tokenOf(request);
  const row = store.sessions.find((session) => session.token === token) ?? null;
  return row && !row.revoked && row.expiresAt > now ? row : null;
}

function sessionCookies(token: string, settings: SessionSettings): string[] {
  const attributes = `Path=/; HttpOnly; SameSite=Lax; Max-Age=${settings.lifetimeSeconds}`;
  if (settings.chunks <= 1) return [`${SESSION_COOKIE}=${token}; ${attributes}`];
  const size = Math.ceil(token.length / settings.chunks);
  return Array.from({ length: settings.chunks }, (_, index) => {
    return `${SESSION_COOKIE}.${index}=${token.slice(index * size, (index + 1) * size)}; ${attributes}`;
  });
}

function page(title: string, body: string): string {
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>${title}</title></head><body><main><h1>${title}</h1>${body}</main></body></html>`;
}

function signInPage(status: number, callbackUrl: string, problem: string | null): Reply {
  const note = problem === null ? '' : `<p role="alert">${escapeHtml(problem)}</p>`;
  const form = `<p>Simulated AlgaPSA (sandbox)</p>${note}<form method="post" action="/auth/msp/signin">
<input type="hidden" name="callbackUrl" value="${escapeHtml(callbackUrl)}">
<label>Email <input name="email" type="email" autocomplete="username" required></label>
<label>Password <input name="password" type="password" autocomplete="current-password" required></label>
<button type="submit">Sign in</button></form>`;
  return htmlReply(status, page('Sign in to AlgaPSA', form));
}

/** Only a path of this server may follow a sign-in. */
function safeCallback(wanted: string | null): string {
  return wanted?.startsWith('/') && !wanted.startsWith('//') ? wanted : '/msp/dashboard';
}

export type SessionServices = {
  seed: PsaSeed;
  store: PsaStore;
  settings: SessionSettings;
  now: () => number;
};

/** Makes a session row; returns the Set-Cookie lines for a browser and the Cookie header for a caller without one. */
export function openSession(services: SessionServices): { setCookies: string[]; cookieHeader: string } {
  const sessionId = services.store.nextId();
  const token = createHash('sha512').update(`session:${sessionId}`).digest('base64url').repeat(2);
  services.store.sessions.push({
    session_id: sessionId,
    token,
    userId: services.seed.operator.userId,
    expiresAt: services.now() + services.settings.lifetimeSeconds * 1000,
    revoked: false,
  });
  const setCookies = sessionCookies(token, services.settings);
  return { setCookies, cookieHeader: setCookies.map((line) => line.split(';')[0]).join('; ') };
}

function signIn(services: SessionServices, request: PsaRequest): Reply {
  const form = new URLSearchParams(request.rawBody);
  const { operator } = services.seed;
  const callbackUrl = safeCallback(form.get('callbackUrl'));
  const email = (form.get('email') ?? '').trim().toLowerCase();
  if (email !== operator.email.toLowerCase() || form.get('password') !== operator.password) {
    return signInPage(401, callbackUrl, 'Invalid email or password.');
  }
  const { setCookies } = openSession(services);
  return { status: 303, headers: { location: callbackUrl, 'set-cookie': setCookies }, body: '' };
}

/** The pages a browser window needs: the form, and a landing page that only a session sees. Null = not one of them. */
export function handlePages(services: SessionServices, request: PsaRequest): Reply | null {
  if (request.path === '/auth/msp/signin') {
    if (request.method === 'POST') return signIn(services, request);
    return signInPage(200, safeCallback(request.query.get('callbackUrl')), null);
  }
  if (request.path !== '/' && request.path !== '/msp' && !request.path.startsWith('/msp/')) return null;
  if (sessionOf(services.store, request, services.now()) === null) {
    const callback = encodeURIComponent(request.path === '/' ? '/msp/dashboard' : request.path);
    return { status: 307, headers: { location: `/auth/msp/signin?callbackUrl=${callback}` }, body: '' };
  }
  const name = escapeHtml(services.seed.operator.displayName);
  return htmlReply(200, page('AlgaPSA', `<p>Signed in as ${name}. You can close this window.</p>`));
}
