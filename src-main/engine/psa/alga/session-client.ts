/**
 * Requests to the Entra routes with the operator's PSA session (`contracts/psa.md` 2.1). The cookie is the only credential; an
 * `x-api-key` header of any content goes along, because the edge demands one on the bare status route. Nothing is repeated.
 */
import type { z } from 'zod';
import { EngineError } from '../../domain/engine-error.ts';
import { createHttp } from '../../http/http-client.ts';
import type { HttpResponse } from '../../http/http-types.ts';
import type { Log } from '../../http/log.ts';
import { noRetry } from '../../http/retry-policy.ts';
import { flaggedData, notMounted, plainRefusal, saidBy } from './flagged-answers.ts';
import { readFailure } from './refusals.ts';
import { hostOfAddress, type PsaHttpOptions, psaBaseUrl, psaFailures } from './v1-client.ts';

export interface SessionCookie {
  readonly name: string;
  readonly value: string;
}

export interface SessionClientOptions {
  readonly baseUrl: string;
  /** Null: nobody has signed in to the PSA from here. Chunked cookies are simply several. */
  readonly session: () => Promise<readonly SessionCookie[] | null>;
  /** The connection's key where one is stored; else a dummy is sent. */
  readonly apiKey: (() => Promise<string>) | null;
  readonly http: PsaHttpOptions;
  readonly log: Log;
  readonly timeoutMs?: number;
}

export interface RouteCall {
  readonly method: 'GET' | 'POST';
  /** Below `/api/integrations/entra`; '' is the status route. */
  readonly path: string;
  readonly body?: unknown;
  /** How the route is named to operators when this server lacks it: "the review queue". */
  readonly what: string;
}

export interface SessionClient {
  /** The answer, after the four states; 2xx, 400 and 5xx with JSON come back as they are. */
  send(call: RouteCall, signal: AbortSignal): Promise<HttpResponse>;
  /** `data` of a 2xx; any refusal throws. */
  ask<Value>(call: RouteCall, schema: z.ZodType<Value>, signal: AbortSignal): Promise<Value>;
  close(): void;
}

/** Discovery and preflight work through the whole provider inline. */
const SESSION_TIMEOUT_MS = 180_000;
const DUMMY_KEY = 'concord-session';
const BASE = '/api/integrations/entra';

export function createSessionClient(options: SessionClientOptions): SessionClient {
  const baseUrl = psaBaseUrl(options.baseUrl);
  const http = createHttp({
    ...options.http,
    service: psaFailures,
    baseUrl,
    timeoutMs: options.timeoutMs ?? SESSION_TIMEOUT_MS,
    allowedHosts: [hostOfAddress(baseUrl)],
    plainHttp: 'anywhere',
    retry: noRetry,
    log: options.log,
  });

  async function send(call: RouteCall, signal: AbortSignal): Promise<HttpResponse> {
    const cookies = await options.session();
    if (cookies === null || cookies.length === 0) {
      throw new EngineError(
        'psa.sessionExpired',
        `Sign in to the PSA first; ${call.what} needs your own session there.`,
      );
    }
    const headers = {
      Cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; '),
      'x-api-key': (await options.apiKey?.().catch(() => null)) ?? DUMMY_KEY,
    };
    const request = { method: call.method, url: `${BASE}${call.path}`, headers, signal };
    const response = await http.send(call.body === undefined ? request : { ...request, body: call.body });
    throwIfNotUsable(response, call.what);
    return response;
  }

  return {
    send,
    async ask(call, schema, signal) {
      const response = await send(call, signal);
      if (response.status < 200 || response.status > 299) throw plainRefusal(response);
      return flaggedData(response, schema);
    },
    close: () => http.close(),
  };
}

function throwIfNotUsable(response: HttpResponse, what: string): void {
  const { status } = response;
  const missing = notMounted(response, what);
  if (missing !== null) throw missing;
  const details = { status };
  const said = saidBy(response);
  const words = said === '' ? '' : ` The PSA says: ${said}`;
  if (status === 401 || (status >= 300 && status < 400) || (status === 200 && response.body.kind === 'html')) {
    throw new EngineError(
      'psa.sessionExpired',
      `Your PSA session has ended. Sign in to the PSA again to use ${what}.`,
      {
        details,
      },
    );
  }
  if (status === 501 || (status === 403 && /not available for this workspace|edition|product/i.test(said))) {
    throw new EngineError('psa.editionMissing', `This PSA's edition or plan does not include ${what}.${words}`, {
      details,
    });
  }
  if (status === 403) {
    throw new EngineError('psa.forbidden', `Your PSA account may not use ${what}.${words}`, { details });
  }
  if (status === 429 || response.body.kind === 'html') throw readFailure(response);
}
