/**
 * The optional token bucket of v1 (psa.md 1.4): one bucket per key, 120 burst, 60 a minute, enforced only when the server
 * was told so. Off by default here too. Times come from the sandbox clock.
 */
import { ApiError } from './envelope.ts';

export type RateLimitState = {
  enforce: boolean;
  burst: number;
  perMinute: number;
  buckets: Map<string, { tokens: number; at: number }>;
};

export type RateVerdict = { headers: Record<string, string>; error: ApiError | null };

export function createRateLimit(): RateLimitState {
  return { enforce: false, burst: 120, perMinute: 60, buckets: new Map() };
}

function rateLimitHeaders(limit: number, remaining: number): Record<string, string> {
  return { 'x-ratelimit-limit': String(limit), 'x-ratelimit-remaining': String(remaining) };
}

/** A refusal with its headers; `waitMs` is when to come back. */
export function refuseForRate(limit: number, waitMs: number, now: number): RateVerdict & { error: ApiError } {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  return {
    headers: {
      ...rateLimitHeaders(limit, 0),
      'x-ratelimit-reset': String(Math.ceil((now + waitMs) / 1000)),
      'retry-after': String(seconds),
    },
    error: new ApiError('RATE_LIMITED', 'Rate limit exceeded', { details: { retry_after_ms: waitMs, remaining: 0 } }),
  };
}

/** Takes one token for a key. Without enforcement it says nothing at all, headers included. */
export function takeToken(state: RateLimitState, key: string, now: number): RateVerdict {
  if (!state.enforce) return { headers: {}, error: null };
  const perMs = state.perMinute / 60_000;
  const bucket = state.buckets.get(key) ?? { tokens: state.burst, at: now };
  const tokens = Math.min(state.burst, bucket.tokens + Math.max(0, now - bucket.at) * perMs);
  if (tokens < 1) {
    state.buckets.set(key, { tokens, at: now });
    return refuseForRate(state.burst, Math.ceil((1 - tokens) / perMs), now);
  }
  state.buckets.set(key, { tokens: tokens - 1, at: now });
  return { headers: rateLimitHeaders(state.burst, Math.floor(tokens - 1)), error: null };
}
