/**
 * One place through which every v1 request goes: the key, the pace, the time-outs, and waiting when the server says 429.
 * Reads are repeated on server and connection failures by the http helper; a write is sent once, and only a 429 (which the
 * server answers before it does anything) lets the same write leave again.
 */
import { EngineError } from '../../domain/engine-error.ts';
import { createHttp } from '../../http/http-client.ts';
import type { HttpOptions, HttpResponse, ServiceFailures } from '../../http/http-types.ts';
import type { Log } from '../../http/log.ts';
import { noRetry, type RetryPolicy, readRetryPolicy } from '../../http/retry-policy.ts';
import { createPacer, defaultPacing, type PaceFacts, type Pacing } from './pacing.ts';

/** What the host decides about the network. */
export type PsaHttpOptions = Pick<HttpOptions, 'userAgent' | 'proxyEnv' | 'customCaFile'>;

export interface V1ClientOptions {
  /** As the operator typed it; a trailing slash or `/api/v1` does no harm. */
  readonly baseUrl: string;
  readonly apiKey: () => Promise<string>;
  readonly http: PsaHttpOptions;
  readonly log: Log;
  readonly pacing?: Pacing;
  readonly readRetry?: RetryPolicy;
  readonly timeoutMs?: number;
  readonly now?: () => number;
}

export type Query = Readonly<Record<string, string | number>>;

export interface V1Write {
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body: unknown;
}

export interface V1Client {
  /** Any status comes back as it is, except 429 that outlasted our patience (`psa.throttled`). */
  get(path: string, query: Query, signal: AbortSignal): Promise<HttpResponse>;
  write(request: V1Write, signal: AbortSignal): Promise<HttpResponse>;
  close(): void;
}

export const psaFailures: ServiceFailures = {
  name: 'the PSA',
  unreachable: 'psa.unreachable',
  timeout: 'psa.timeout',
  wrongAddress: 'psa.wrongAddress',
  responseInvalid: 'psa.responseInvalid',
};

const PSA_TIMEOUT_MS = 30_000;
/** How often one request waits out a 429, and the longest wait taken here; beyond it the job queue waits. */
const MAX_THROTTLED = 6;
const MAX_THROTTLE_WAIT_MS = 60_000;

/** The server's own address: `https://psa.example/api/v1/` and `https://psa.example` are the same PSA. */
export function psaBaseUrl(typed: string): string {
  const trimmed = typed.trim().replace(/\/+$/, '');
  return trimmed.replace(/\/api(\/v1)?$/i, '');
}

/** Throws `psa.wrongAddress` when the address cannot be one. */
export function hostOfAddress(baseUrl: string): string {
  if (URL.canParse(baseUrl)) return new URL(baseUrl).host;
  throw new EngineError(
    'psa.wrongAddress',
    'The address of the PSA is not a web address. It should look like https://psa.example.com.',
  );
}

export function createV1Client(options: V1ClientOptions): V1Client {
  const baseUrl = psaBaseUrl(options.baseUrl);
  const now = options.now ?? Date.now;
  const pacer = createPacer(options.pacing ?? defaultPacing, now);
  // 429 is ours to wait for, so that the pacer learns from it.
  const retry = options.readRetry ?? { ...readRetryPolicy, statuses: [500, 502, 503, 504] };
  const http = createHttp({
    ...options.http,
    service: psaFailures,
    baseUrl,
    timeoutMs: options.timeoutMs ?? PSA_TIMEOUT_MS,
    allowedHosts: [hostOfAddress(baseUrl)],
    plainHttp: 'anywhere',
    retry,
    log: options.log,
  });

  async function paced(send: () => Promise<HttpResponse>, signal: AbortSignal): Promise<HttpResponse> {
    for (let attempt = 1; ; attempt += 1) {
      await pacer.turn(signal);
      const response = await send().catch((thrown: unknown) => {
        pacer.lost();
        throw thrown;
      });
      pacer.observe(paceFacts(response));
      if (response.status !== 429) return response;
      const waitMs = (response.retryAt ?? now()) - now();
      if (attempt >= MAX_THROTTLED || waitMs > MAX_THROTTLE_WAIT_MS) return response;
      options.log.info({ attempt, waitMs }, 'the PSA asked us to wait');
    }
  }

  return {
    async get(path, query, signal) {
      const headers = keyHeader(await options.apiKey());
      return paced(() => http.send({ method: 'GET', url: withQuery(path, query), headers, signal, retry }), signal);
    },
    async write({ method, path, body }, signal) {
      const headers = keyHeader(await options.apiKey());
      return paced(() => http.send({ method, url: path, headers, body, signal, retry: noRetry }), signal);
    },
    close: () => http.close(),
  };
}

function keyHeader(apiKey: string): Record<string, string> {
  const key = apiKey.trim();
  if (/^[\x21-\x7e]+$/.test(key)) return { 'x-api-key': key };
  throw new EngineError(
    'psa.keyRejected',
    key === ''
      ? 'No API key of the PSA is stored. Enter one under Connections.'
      : 'The stored API key holds characters that no key has. Paste it again.',
  );
}

function withQuery(path: string, query: Query): string {
  const entries = Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]);
  return entries.length === 0 ? path : `${path}?${new URLSearchParams(entries).toString()}`;
}

function paceFacts(response: HttpResponse): PaceFacts {
  return {
    status: response.status,
    limit: headerNumber(response, 'x-ratelimit-limit'),
    remaining: headerNumber(response, 'x-ratelimit-remaining'),
    retryAt: response.retryAt,
  };
}

function headerNumber(response: HttpResponse, name: string): number | null {
  const text = response.headers[name];
  return text !== undefined && /^-?\d+$/.test(text.trim()) ? Number(text) : null;
}
