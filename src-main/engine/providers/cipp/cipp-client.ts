/**
 * Every request to CIPP goes through here: the bearer token, no redirects, long time-outs (CIPP collects all pages itself and
 * may be starting), one renewed token after a 401. Customer calls cannot be made without the customer's GUID: without
 * `tenantFilter` CIPP answers with the MSP's own people (`contracts/microsoft.md` 6.5).
 */
import { type EntraTenantId, isGuid } from '../../../../shared/vocabulary/ids.ts';
import { EngineError, InvariantError } from '../../domain/engine-error.ts';
import { createHttp } from '../../http/http-client.ts';
import type { HttpOptions, HttpResponse } from '../../http/http-types.ts';
import type { Log } from '../../http/log.ts';
import { type RetryPolicy, readRetryPolicy } from '../../http/retry-policy.ts';
import { bodyWords, connectionRefusal, customerFailure, invalidAnswer, namesCustomerCause } from './refusals.ts';
import type { CippTokenProvider } from './tokens.ts';

export type CippAuth =
  /** The guide's pasted token. CIPP itself knows bearer tokens only; the second header is what AlgaPSA's emulator reads. */
  | { readonly kind: 'token'; readonly token: () => Promise<string> }
  | { readonly kind: 'clientCredentials'; readonly tokenProvider: CippTokenProvider };

export interface CippClientOptions {
  readonly baseUrl: string;
  readonly auth: CippAuth;
  readonly http: Pick<HttpOptions, 'userAgent' | 'proxyEnv' | 'customCaFile'>;
  readonly log: Log;
  readonly retry?: RetryPolicy;
  readonly timeoutMs?: number;
}

export type CippQuery = Readonly<Record<string, string | number>>;

export interface CippClient {
  /** The 200's JSON; null = this CIPP has no such endpoint (404). Everything else throws. */
  ask(endpoint: string, query: CippQuery, signal: AbortSignal): Promise<{ readonly value: unknown } | null>;
  /** The same for one customer; failures are told apart by CIPP's words. */
  askCustomer(
    entraTenantId: EntraTenantId,
    request: { readonly endpoint: string; readonly query: CippQuery },
    signal: AbortSignal,
  ): Promise<{ readonly value: unknown } | null>;
  close(): void;
}

const CIPP_TIMEOUT_MS = 240_000;

/** `https://cipp.example/api/` and `https://cipp.example` are the same function app. */
export function cippBaseUrl(typed: string): string {
  return typed
    .trim()
    .replace(/\/+$/, '')
    .replace(/\/api$/i, '');
}

export function createCippClient(options: CippClientOptions): CippClient {
  const baseUrl = cippBaseUrl(options.baseUrl);
  if (!URL.canParse(baseUrl)) {
    throw new EngineError(
      'provider.wrongAddress',
      'The address of CIPP is not a web address. It begins with https://.',
    );
  }
  const http = createHttp({
    ...options.http,
    service: {
      name: 'CIPP',
      unreachable: 'provider.unreachable',
      timeout: 'provider.timeout',
      wrongAddress: 'provider.wrongAddress',
      responseInvalid: 'provider.responseInvalid',
    },
    baseUrl,
    timeoutMs: options.timeoutMs ?? CIPP_TIMEOUT_MS,
    allowedHosts: [new URL(baseUrl).host],
    plainHttp: 'loopbackOnly',
    // A 500 is CIPP's way to pass a Graph failure on: repeating it only repeats the failure, so only the platform's are.
    retry: options.retry ?? { ...readRetryPolicy, statuses: [429, 502, 503, 504] },
    log: options.log,
  });

  async function get(endpoint: string, query: CippQuery, signal: AbortSignal): Promise<HttpResponse> {
    const url = withQuery(`api/${endpoint}`, query);
    const first = await http.send({
      method: 'GET',
      url,
      headers: await headersOf(options.auth, false, signal),
      signal,
    });
    if (first.status !== 401 || options.auth.kind === 'token') return first;
    return http.send({ method: 'GET', url, headers: await headersOf(options.auth, true, signal), signal });
  }

  async function ask(endpoint: string, query: CippQuery, signal: AbortSignal) {
    const response = await get(endpoint, query, signal);
    const words = response.status === 403 && query['tenantFilter'] !== undefined ? bodyWords(response) : '';
    if (namesCustomerCause(words)) throw customerFailure(words, response.status);
    const refusal = connectionRefusal(response);
    if (refusal !== null) throw refusal;
    if (response.status === 404) return null;
    return { value: dataOf(response) };
  }

  return {
    ask,
    async askCustomer(entraTenantId, { endpoint, query }, signal) {
      if (!isGuid(entraTenantId)) throw new InvariantError(`CIPP must not be asked without a customer (${endpoint}).`);
      return ask(endpoint, { tenantFilter: entraTenantId, ...query }, signal);
    },
    close: () => http.close(),
  };
}

function dataOf(response: HttpResponse): unknown {
  const { status, body } = response;
  if (status < 200 || status > 299) throw customerFailure(bodyWords(response), status);
  if (body.kind === 'json' && typeof body.value === 'object' && body.value !== null) return body.value;
  const words = bodyWords(response);
  if (words !== '') throw customerFailure(words, status);
  throw invalidAnswer('CIPP answered with nothing, or was cut off. Try again.', { status });
}

async function headersOf(auth: CippAuth, forceRefresh: boolean, signal: AbortSignal): Promise<Record<string, string>> {
  const token = (
    auth.kind === 'token' ? await auth.token() : await auth.tokenProvider({ signal, forceRefresh })
  ).trim();
  if (!/^[\x21-\x7e]+$/.test(token)) {
    const sentence = 'No usable CIPP token is stored. Enter it again under Connections.';
    throw new EngineError('provider.credentialRejected', sentence);
  }
  const bearer = { Authorization: `Bearer ${token}` };
  return auth.kind === 'token' ? { ...bearer, 'X-API-KEY': token } : bearer;
}

function withQuery(path: string, query: CippQuery): string {
  const entries = Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]);
  return entries.length === 0 ? path : `${path}?${new URLSearchParams(entries).toString()}`;
}
