/**
 * One HTTP client for every adapter, over axios. It follows no redirect, throws on no status, calls no host that was not
 * named, repeats reads by a policy, and logs method, host, path and status only. Callers translate answers; this file
 * translates only the lack of one.
 */
import { existsSync, readFileSync } from 'node:fs';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { getCACertificates } from 'node:tls';
import axios, { type AxiosInstance, type AxiosResponse } from 'axios';
import { EngineError, InvariantError } from '../domain/engine-error.ts';
import { connectionFailure, timeoutFailure } from './connection-failure.ts';
import { resolveTarget } from './http-target.ts';
import type { HttpClient, HttpOptions, HttpRequest, HttpResponse } from './http-types.ts';
import { parseBody } from './parse-body.ts';
import { redactUrl } from './redact.ts';
import { parseRetryAfter } from './retry-after.ts';
import { retryDelayMs } from './retry-policy.ts';
import { sleep } from './sleep.ts';

const MAX_BODY_BYTES = 100 * 1024 * 1024;

/** Throws `EngineError` (`input.invalid`) when the certificate file cannot be read. */
export function createHttp(options: HttpOptions): HttpClient {
  const agents = makeAgents(options);
  const instance = axios.create({
    adapter: 'http',
    httpAgent: agents.http,
    httpsAgent: agents.https,
    // No `proxy` here: the agents carry it (Node tunnels https), and axios leaves the environment alone when they do.
    maxRedirects: 0,
    maxContentLength: MAX_BODY_BYTES,
    maxBodyLength: MAX_BODY_BYTES,
    responseType: 'arraybuffer',
    transformRequest: [(data) => data],
    transformResponse: [(data) => data],
    validateStatus: () => true,
  });
  return {
    send: (request) => sendWithRetries(instance, options, request),
    close() {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}

function makeAgents(options: HttpOptions): { http: HttpAgent; https: HttpsAgent } {
  const common = { keepAlive: true, maxSockets: 16, proxyEnv: proxyEnvWithoutLoopback(options.proxyEnv) };
  if (options.customCaFile === null) return { http: new HttpAgent(common), https: new HttpsAgent(common) };
  const extra = readCaFile(options.customCaFile);
  return {
    http: new HttpAgent(common),
    https: new HttpsAgent({ ...common, ca: [...getCACertificates('default'), extra] }),
  };
}

/** This machine is never reached through a proxy: the sandbox and a local PSA answer here. */
function proxyEnvWithoutLoopback(env: HttpOptions['proxyEnv']): Record<string, string> {
  if (env === null) return {};
  const proxies = ['HTTP_PROXY', 'HTTPS_PROXY'].flatMap((name) => {
    const value = env[name.toLowerCase()] ?? env[name];
    return value === undefined || value === '' ? [] : [[name, value] as const];
  });
  const exceptions = [env['no_proxy'] ?? env['NO_PROXY'] ?? '', 'localhost', '127.0.0.1', '[::1]'];
  return { ...Object.fromEntries(proxies), NO_PROXY: exceptions.filter((entry) => entry !== '').join(',') };
}

function readCaFile(path: string): string {
  if (!existsSync(path)) {
    throw new EngineError('input.invalid', 'The certificate file named in Settings is not there. Check its path.');
  }
  return readFileSync(path, 'utf8');
}

async function sendWithRetries(
  instance: AxiosInstance,
  options: HttpOptions,
  request: HttpRequest,
): Promise<HttpResponse> {
  const target = resolveTarget(options, request.url);
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await sendOnce(instance, options, { request, target });
    const delayMs = delayBeforeNext(options, request, { outcome, attempt });
    if (delayMs === null) {
      if (outcome instanceof EngineError) throw outcome;
      return outcome;
    }
    options.log.debug({ host: target.host, attempt, delayMs }, 'asking again after a wait');
    await sleep(delayMs, request.signal);
  }
}

/** Null when this outcome is final. */
function delayBeforeNext(
  options: HttpOptions,
  request: HttpRequest,
  { outcome, attempt }: { readonly outcome: HttpResponse | EngineError; readonly attempt: number },
): number | null {
  if (request.method !== 'GET' && request.isRead !== true) return null;
  const policy = request.retry ?? options.retry;
  const now = (options.now ?? Date.now)();
  const random = (options.random ?? Math.random)();
  if (outcome instanceof EngineError) {
    const repeatable = policy.connectionErrors && isConnectionError(outcome, options);
    return repeatable ? retryDelayMs(policy, attempt, { retryAt: null, now, random }) : null;
  }
  const repeatable = policy.statuses.includes(outcome.status);
  return repeatable ? retryDelayMs(policy, attempt, { retryAt: outcome.retryAt, now, random }) : null;
}

function isConnectionError(error: EngineError, options: HttpOptions): boolean {
  return error.code === options.service.unreachable || error.code === options.service.timeout;
}

/** One attempt; a connection failure comes back as a value so that the policy can look at it. */
async function sendOnce(
  instance: AxiosInstance,
  options: HttpOptions,
  { request, target }: { readonly request: HttpRequest; readonly target: URL },
): Promise<HttpResponse | EngineError> {
  if (request.signal.aborted) throw cancelled();
  const timeoutMs = request.timeoutMs ?? options.timeoutMs;
  const timeLimit = AbortSignal.timeout(timeoutMs);
  try {
    const answer = await instance.request<Buffer>({
      method: request.method,
      url: target.href,
      ...bodyOf(request, options.userAgent),
      signal: AbortSignal.any([request.signal, timeLimit]),
    });
    const response = toResponse(answer, target.href, (options.now ?? Date.now)());
    options.log.debug({ method: request.method, url: redactUrl(target.href), status: response.status }, 'answered');
    return response;
  } catch (thrown) {
    if (request.signal.aborted) throw cancelled();
    const failure = timeLimit.aborted
      ? timeoutFailure(options.service, target.host, timeoutMs)
      : connectionFailure(thrown, options.service, target.host);
    options.log.debug({ method: request.method, url: redactUrl(target.href), code: failure.code }, 'no answer');
    return failure;
  }
}

function cancelled(): EngineError {
  return new EngineError('cancelled', 'Stopped by you.');
}

function bodyOf(request: HttpRequest, userAgent: string): { headers: Record<string, string>; data?: string } {
  const headers: Record<string, string> = { Accept: 'application/json', 'User-Agent': userAgent, ...request.headers };
  if (request.body === undefined || request.body === null) return { headers };
  if (typeof request.body === 'string') return { headers, data: request.body };
  if (request.body instanceof URLSearchParams) {
    return {
      headers: { ...headers, 'Content-Type': 'application/x-www-form-urlencoded' },
      data: request.body.toString(),
    };
  }
  if (typeof request.body !== 'object') throw new InvariantError('A request body is an object, a form or a string.');
  return { headers: { ...headers, 'Content-Type': 'application/json' }, data: JSON.stringify(request.body) };
}

function toResponse(answer: AxiosResponse<Buffer>, url: string, now: number): HttpResponse {
  const headers: Record<string, string> = {};
  let setCookies: readonly string[] = [];
  for (const [name, value] of Object.entries(answer.headers)) {
    if (name.toLowerCase() === 'set-cookie') setCookies = Array.isArray(value) ? value.map(String) : [String(value)];
    else if (value !== undefined && value !== null)
      headers[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : String(value);
  }
  return {
    status: answer.status,
    headers,
    setCookies,
    body: parseBody(answer.data ?? new Uint8Array(), headers['content-type'] ?? null),
    retryAt: parseRetryAfter(headers['retry-after'] ?? null, now),
    url,
  };
}
