/**
 * Faults that happen a given number of times and then are over: throttling, broken answers, hangs. Each service asks here
 * before it does its work, so a faulted request has no effect.
 */
import { type Answer, hang, html, redirect, type SandboxRequest, text } from './answer.ts';

export type OddAnswerKind =
  | 'htmlLogin'
  | 'portalRedirect'
  | 'badGateway'
  | 'truncatedJson'
  | 'emptyBody'
  | 'emptyList'
  | 'nullList'
  | 'hang'
  | 'unavailable';

export type OneOff =
  | { kind: 'throttle'; retryAfterSeconds: number; style: 'seconds' | 'date' | 'none' }
  | { kind: 'odd'; answer: OddAnswerKind }
  /** A refusal in the service's own error shape (Graph), or the text as it is (CIPP). */
  | { kind: 'status'; status: number; body: string };

export type OneOffQueue = {
  /** `matches` narrows to requests whose path contains the text; null = any. */
  add(fault: OneOff, count: number, matches: string | null): void;
  /** The fault of this request, used up by asking; null = none. */
  take(request: SandboxRequest): OneOff | null;
  clear(): void;
};

export function createOneOffQueue(): OneOffQueue {
  let waiting: { fault: OneOff; left: number; matches: string | null }[] = [];
  return {
    add: (fault, count, matches) => {
      waiting.push({ fault, left: count, matches });
    },
    take: (request) => {
      const url = `${request.path}?${request.query.toString()}`.toLowerCase();
      const hit = waiting.find((entry) => entry.matches === null || url.includes(entry.matches.toLowerCase()));
      if (hit === undefined) return null;
      hit.left -= 1;
      waiting = waiting.filter((entry) => entry.left > 0);
      return hit.fault;
    },
    clear: () => {
      waiting = [];
    },
  };
}

const LOGIN_PAGE =
  '<!DOCTYPE html><html><head><title>Sign in to your account</title></head><body><h1>Sign in</h1></body></html>';

/** Payloads that no honest parser may take for an empty list. */
export function oddAnswer(kind: OddAnswerKind): Answer {
  const listHeaders = { 'content-type': 'application/json' };
  switch (kind) {
    case 'htmlLogin':
      return html(200, LOGIN_PAGE);
    case 'portalRedirect':
      return redirect('/.auth/login/aad?post_login_redirect_uri=.referrer');
    case 'badGateway':
      return html(
        502,
        '<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>',
      );
    case 'truncatedJson':
      return text(200, '{"value":[{"id":"3f1c', listHeaders);
    case 'emptyBody':
      return text(200, '', listHeaders);
    case 'emptyList':
      return text(200, '[]', listHeaders);
    case 'nullList':
      return text(200, '[null]', listHeaders);
    case 'hang':
      return hang();
    case 'unavailable':
      return text(503, 'The service is unavailable.', { 'retry-after': '1' });
  }
}

/** The Retry-After header of a throttled answer, in the style asked for. */
export function retryAfterHeader(fault: Extract<OneOff, { kind: 'throttle' }>, nowMs: number): Record<string, string> {
  if (fault.style === 'none') return {};
  if (fault.style === 'seconds') return { 'retry-after': String(fault.retryAfterSeconds) };
  return { 'retry-after': new Date(nowMs + fault.retryAfterSeconds * 1000).toUTCString() };
}
