/**
 * Calls Graph for one tenant at a time: the right token, one request in flight per tenant, one forced renewal after a 401,
 * failures translated, links kept on Graph's own host. Knows no endpoint's meaning.
 */
import type { z } from 'zod';
import type { EntraTenantId } from '../../../../shared/vocabulary/ids.ts';
import { EngineError } from '../../domain/engine-error.ts';
import { createHttp } from '../../http/http-client.ts';
import type { HttpClient, HttpRequest, HttpResponse } from '../../http/http-types.ts';
import type { Log } from '../../http/log.ts';
import { parseRetryAfter } from '../../http/retry-after.ts';
import { type RetryPolicy, readRetryPolicy } from '../../http/retry-policy.ts';
import { createSerial, type Serial } from '../../http/serial.ts';
import type { MicrosoftIdentity } from '../../identity/port.ts';
import { graphError } from './graph-error.ts';
import { batchAnswer, page } from './graph-schemas.ts';

const TIMEOUT_MS = 60_000;
/** A directory of 999 a page and this many pages is beyond anything real: the links must be going in circles. */
const MAX_PAGES = 5_000;

export interface GraphClientOptions {
  readonly graphHost: string;
  readonly identity: MicrosoftIdentity;
  readonly log: Log;
  readonly userAgent: string;
  readonly proxyEnv: Readonly<Record<string, string | undefined>> | null;
  readonly customCaFile: string | null;
  readonly retry?: RetryPolicy;
  readonly now: () => number;
}

export interface GraphCall {
  /** Null = the MSP's own tenant. */
  readonly entraTenantId: EntraTenantId | null;
  readonly signal: AbortSignal;
  /** Any of these in the token is enough; decides what a 403 means. */
  readonly scopesNeeded: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
}

export interface RawPage {
  readonly rows: readonly unknown[];
  readonly nextLink: string | null;
  readonly deltaLink: string | null;
}

export interface BatchPart {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface GraphClient {
  /** The parsed answer of one GET; `path` begins with the version, e.g. `v1.0/me`. */
  get<Schema extends z.ZodType>(path: string, schema: Schema, call: GraphCall): Promise<z.output<Schema>>;
  /** Every page from `path` (or from a link of an earlier answer) on; empty pages included. */
  pages(path: string, call: GraphCall): AsyncGenerator<RawPage>;
  /** Up to 20 reads in one request; answers by the id asked with. A refused part is a value. */
  batch(requests: ReadonlyMap<string, BatchRequest>, call: GraphCall): Promise<ReadonlyMap<string, BatchPart>>;
  /** The error for a part of a batch. */
  partError(part: BatchPart, call: GraphCall): EngineError;
  close(): void;
}

export interface BatchRequest {
  /** Relative to the version, e.g. `/organization`. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export function createGraphClient(options: GraphClientOptions): GraphClient {
  const origin = new URL(options.graphHost).origin;
  const http = graphHttp(options, origin);
  const lanes = new Map<string, Serial>();

  async function send(
    request: Pick<HttpRequest, 'method' | 'url' | 'body' | 'isRead'>,
    call: GraphCall,
  ): Promise<HttpResponse> {
    const lane = laneOf(lanes, call.entraTenantId);
    return await lane(async () => {
      const first = await sendOnce(request, call, false);
      return first.status === 401 ? await sendOnce(request, call, true) : first;
    });
  }

  async function sendOnce(
    request: Pick<HttpRequest, 'method' | 'url' | 'body' | 'isRead'>,
    call: GraphCall,
    forceRefresh: boolean,
  ): Promise<HttpResponse> {
    const { signal } = call;
    const token = await options.identity.graphToken(call.entraTenantId, { signal, forceRefresh });
    return await http.send({ ...request, headers: { ...call.headers, Authorization: `Bearer ${token}` }, signal });
  }

  function failure(answer: Parameters<typeof graphError>[0], call: GraphCall): EngineError {
    return graphError(answer, {
      entraTenantId: call.entraTenantId,
      scopesNeeded: call.scopesNeeded,
      grantedScopes: options.identity.grantedScopes(call.entraTenantId),
      consentLink: options.identity.consentLink(call.entraTenantId),
      now: options.now(),
    });
  }

  async function get<Schema extends z.ZodType>(
    url: string,
    schema: Schema,
    call: GraphCall,
  ): Promise<z.output<Schema>> {
    const response = await send({ method: 'GET', url: checkedLink(url, origin) }, call);
    if (response.status !== 200) throw failure(response, call);
    return parseAnswer(response, schema);
  }

  async function* pages(path: string, call: GraphCall): AsyncGenerator<RawPage> {
    const visited = new Set<string>();
    let next: string | null = path;
    while (next !== null) {
      if (visited.has(next) || visited.size >= MAX_PAGES) {
        throw new EngineError(
          'provider.responseInvalid',
          'Microsoft Graph’s pages lead in circles. Nothing after this page was read.',
        );
      }
      visited.add(next);
      const answer: z.output<typeof page> = await get(next, page, call);
      next = answer['@odata.nextLink'] ?? null;
      yield { rows: answer.value, nextLink: next, deltaLink: answer['@odata.deltaLink'] ?? null };
    }
  }

  return {
    get,
    pages,
    async batch(requests, call) {
      const body = {
        requests: [...requests].map(([id, { url, headers }]) => ({
          id,
          method: 'GET',
          url,
          ...(headers ? { headers } : {}),
        })),
      };
      const response = await send({ method: 'POST', url: 'v1.0/$batch', body, isRead: true }, call);
      if (response.status !== 200) throw failure(response, call);
      return partsOf(parseAnswer(response, batchAnswer), requests);
    },
    partError: (part, call) => {
      const retryAt = parseRetryAfter(part.headers['retry-after'] ?? null, options.now());
      return failure({ ...part, body: { kind: 'json', value: part.body }, retryAt }, call);
    },
    close: () => http.close(),
  };
}

function graphHttp(options: GraphClientOptions, origin: string): HttpClient {
  return createHttp({
    service: {
      name: 'Microsoft Graph',
      unreachable: 'provider.unreachable',
      timeout: 'provider.timeout',
      wrongAddress: 'provider.wrongAddress',
      responseInvalid: 'provider.responseInvalid',
    },
    baseUrl: origin,
    timeoutMs: TIMEOUT_MS,
    allowedHosts: [new URL(origin).host],
    plainHttp: 'loopbackOnly',
    userAgent: options.userAgent,
    proxyEnv: options.proxyEnv,
    customCaFile: options.customCaFile,
    retry: options.retry ?? readRetryPolicy,
    log: options.log,
    now: options.now,
  });
}

function laneOf(lanes: Map<string, Serial>, entraTenantId: EntraTenantId | null): Serial {
  const key = entraTenantId ?? 'home';
  const lane = lanes.get(key) ?? createSerial();
  lanes.set(key, lane);
  return lane;
}

/** Links come from the network and from the database: the token goes nowhere but to Graph itself. */
export function checkedLink(link: string, origin: string): string {
  if (!/^[a-z][a-z0-9+.-]*:/i.test(link)) return link;
  if (URL.canParse(link) && new URL(link).origin === origin) return link;
  throw new EngineError(
    'provider.responseInvalid',
    'Microsoft Graph’s answer pointed to another host. The read was stopped there.',
    {
      details: { host: URL.canParse(link) ? new URL(link).host : null },
    },
  );
}

function parseAnswer<Schema extends z.ZodType>(response: HttpResponse, schema: Schema): z.output<Schema> {
  const parsed = response.body.kind === 'json' ? schema.safeParse(response.body.value) : null;
  if (parsed?.success) return parsed.data;
  const what = response.body.kind === 'html' ? 'a web page' : 'an unexpected answer';
  throw new EngineError('provider.responseInvalid', `Microsoft Graph sent ${what}. Nothing of it was used.`, {
    details: { status: response.status, at: parsed?.error.issues[0]?.path.join('.') ?? null },
  });
}

/** Answers come in any order; a part without an answer means the whole is not understood. */
function partsOf(
  answer: z.output<typeof batchAnswer>,
  requests: ReadonlyMap<string, BatchRequest>,
): ReadonlyMap<string, BatchPart> {
  const parts = new Map<string, BatchPart>();
  for (const { id, status, headers, body } of answer.responses) {
    const texts = Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)] as const);
    parts.set(id, { status, headers: Object.fromEntries(texts), body });
  }
  for (const id of requests.keys()) {
    if (!parts.has(id)) {
      throw new EngineError(
        'provider.responseInvalid',
        'Microsoft Graph answered a batch only in part. Nothing of it was used.',
      );
    }
  }
  return parts;
}
