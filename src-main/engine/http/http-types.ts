/**
 * What an adapter sees of HTTP: a request, and an answer that was understood as far as HTTP goes. A status is never an
 * exception and HTML is never JSON; what an answer means is the adapter's business.
 */
import type { ErrorCode } from '../../../shared/vocabulary/error-codes.ts';
import type { Log } from './log.ts';
import type { RetryPolicy } from './retry-policy.ts';

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export type HttpBody =
  | { readonly kind: 'json'; readonly value: unknown }
  /** A page for people: a sign-in page, a portal, a gateway's error. */
  | { readonly kind: 'html'; readonly text: string }
  /** Anything else, JSON that does not parse (cut short) included. */
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'empty' };

export interface HttpResponse {
  readonly status: number;
  /** Lower-case names; repeated headers joined by ", ", except Set-Cookie. */
  readonly headers: Readonly<Record<string, string>>;
  readonly setCookies: readonly string[];
  readonly body: HttpBody;
  /** From Retry-After, epoch ms. */
  readonly retryAt: number | null;
  /** The address that answered; redirects are not followed, so the one asked for. */
  readonly url: string;
}

export interface HttpRequest {
  readonly method: HttpMethod;
  /** Absolute, or a path below `baseUrl`. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON; a string as it is, with the caller's Content-Type; URLSearchParams as a form. */
  readonly body?: unknown;
  readonly signal: AbortSignal;
  readonly timeoutMs?: number;
  readonly retry?: RetryPolicy;
  /** True for a POST that changes nothing (a Graph `$batch` of reads), so that it may be repeated like a GET. */
  readonly isRead?: boolean;
}

/** How one service names the failures that happen before it answers. */
export interface ServiceFailures {
  /** As an operator knows it: "Microsoft", "CIPP", "the PSA". */
  readonly name: string;
  readonly unreachable: ErrorCode;
  readonly timeout: ErrorCode;
  readonly wrongAddress: ErrorCode;
  readonly responseInvalid: ErrorCode;
}

export interface HttpOptions {
  readonly service: ServiceFailures;
  readonly baseUrl: string | null;
  readonly timeoutMs: number;
  /** Hosts (with port where not the default) that may be called; anything else is refused before a socket opens. */
  readonly allowedHosts: readonly string[];
  /** Plain http: to this machine only, or anywhere (an on-premises PSA). */
  readonly plainHttp: 'loopbackOnly' | 'anywhere';
  readonly userAgent: string;
  /** HTTPS_PROXY, HTTP_PROXY and NO_PROXY are read from here; null = no proxy. */
  readonly proxyEnv: Readonly<Record<string, string | undefined>> | null;
  /** A PEM file of extra certificate authorities (TLS-inspecting proxies, on-premises servers). */
  readonly customCaFile: string | null;
  readonly retry: RetryPolicy;
  readonly log: Log;
  readonly now?: () => number;
  readonly random?: () => number;
}

export interface HttpClient {
  /**
   * Sends and answers whatever the status. Throws `EngineError` only when there was no usable answer: refused address,
   * connection failure, time-out, `cancelled`, or a body above 100 MB.
   */
  send(request: HttpRequest): Promise<HttpResponse>;
  close(): void;
}
