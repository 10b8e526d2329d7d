/**
 * A bearer token for CIPP's API by client credentials (`contracts/microsoft.md` 6.2): scope `api://<clientId>/.default`, asked
 * of the MSP's own Microsoft tenant. A plain form POST rather than MSAL: there is no account, no cache to share and no claim
 * to handle, so the one request is easier to check than a library's cache rules (5.10). Kept in memory only.
 */
import { z } from 'zod';
import { EngineError } from '../../domain/engine-error.ts';
import { isLoopbackHost } from '../../domain/loopback.ts';
import { createHttp } from '../../http/http-client.ts';
import type { HttpOptions, HttpResponse } from '../../http/http-types.ts';
import type { Log } from '../../http/log.ts';
import { redactedSample } from '../../http/redact.ts';
import { noRetry } from '../../http/retry-policy.ts';

export interface TokenOptions {
  readonly signal: AbortSignal;
  /** The last token was refused: ask for a new one. */
  readonly forceRefresh: boolean;
}

export type CippTokenProvider = (options: TokenOptions) => Promise<string>;

export interface ClientCredentials {
  /** e.g. https://login.microsoftonline.com ; plain http only for a sandbox on this machine. */
  readonly loginHost: string;
  /** The MSP's own tenant; CIPP's API app lives there alone. */
  readonly homeTenantId: string;
  readonly clientId: string;
  readonly clientSecret: () => Promise<string>;
  readonly http: Pick<HttpOptions, 'userAgent' | 'proxyEnv' | 'customCaFile'>;
  readonly log: Log;
  readonly now?: () => number;
}

const MICROSOFT_LOGIN_HOSTS = [
  'login.microsoftonline.com',
  'login.microsoftonline.us',
  'login.partner.microsoftonline.cn',
];
/** Renewed this long before it ends, so that a token never dies between two pages. */
const RENEW_BEFORE_MS = 5 * 60_000;

const tokenAnswer = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().default(3600) });
const tokenRefusal = z.object({ error: z.string(), error_description: z.string().default('') });

/** Throws `input.invalid` when the sign-in address is neither Microsoft's nor this machine's. */
export function createClientCredentialTokens(settings: ClientCredentials): CippTokenProvider {
  const host = loginHostOf(settings.loginHost);
  const now = settings.now ?? Date.now;
  const http = createHttp({
    ...settings.http,
    service: {
      name: 'Microsoft sign-in',
      unreachable: 'provider.unreachable',
      timeout: 'provider.timeout',
      wrongAddress: 'provider.wrongAddress',
      responseInvalid: 'provider.responseInvalid',
    },
    baseUrl: settings.loginHost,
    timeoutMs: 30_000,
    allowedHosts: [host],
    plainHttp: 'loopbackOnly',
    retry: noRetry,
    log: settings.log,
  });
  let kept: { readonly token: string; readonly renewAt: number } | null = null;

  return async ({ signal, forceRefresh }) => {
    if (kept !== null && !forceRefresh && now() < kept.renewAt) return kept.token;
    kept = null;
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: settings.clientId,
      client_secret: await settings.clientSecret(),
      scope: `api://${settings.clientId}/.default`,
    });
    const url = `${encodeURIComponent(settings.homeTenantId)}/oauth2/v2.0/token`;
    const response = await http.send({ method: 'POST', url, body, signal });
    const answer = response.body.kind === 'json' ? tokenAnswer.safeParse(response.body.value) : null;
    if (response.status !== 200 || !answer?.success) throw refusedSignIn(response);
    const { access_token: token, expires_in: expiresInSeconds } = answer.data;
    kept = { token, renewAt: now() + expiresInSeconds * 1000 - RENEW_BEFORE_MS };
    return token;
  };
}

function loginHostOf(loginHost: string): string {
  if (URL.canParse(loginHost)) {
    const url = new URL(loginHost);
    if (isLoopbackHost(url.hostname) || MICROSOFT_LOGIN_HOSTS.includes(url.host)) return url.host;
  }
  throw new EngineError(
    'input.invalid',
    "The sign-in address is not one of Microsoft's, so no secret was sent there. Choose the cloud again.",
  );
}

/** Decides by `error`; the number in the text only chooses better help (`contracts/microsoft.md` 4). */
function refusedSignIn(response: HttpResponse): EngineError {
  const parsed = response.body.kind === 'json' ? tokenRefusal.safeParse(response.body.value) : null;
  if (!parsed?.success) {
    return new EngineError(
      response.status >= 500 ? 'provider.unreachable' : 'provider.responseInvalid',
      `Microsoft's sign-in answered ${response.status} without a reason when Concord asked for a CIPP token. Try again.`,
      { details: { status: response.status } },
    );
  }
  const { error, error_description: text } = parsed.data;
  const number = /AADSTS(\d+)/.exec(text)?.[1] ?? null;
  const details = { status: response.status, error, aadsts: number };
  return new EngineError('provider.credentialRejected', credentialSentence(number, text), { details });
}

function credentialSentence(number: string | null, text: string): string {
  switch (number) {
    case '7000222':
      return 'The secret of the CIPP API client has expired. Create a new one in CIPP (API clients) and enter it.';
    case '7000215':
      return 'Microsoft refused the secret of the CIPP API client. Paste the secret itself, not its id.';
    case '700016':
      return 'Microsoft does not know the CIPP API client in your tenant. Check the client id and the tenant id.';
    case '90002':
      return 'Microsoft does not know the tenant that the CIPP API client should live in. Check the tenant id.';
    default:
      return `Microsoft refused the CIPP API client. Check its id, secret and tenant. Microsoft says: ${redactedSample(text)}`;
  }
}
