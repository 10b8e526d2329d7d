/**
 * Which answers are asked for again, and how long to wait first. Data plus two pure functions; the client runs it. Only
 * reads are repeated: a write that timed out is followed by a look, not by a second write (design 8).
 */
export interface RetryPolicy {
  /** Attempts in all; 1 = never repeat. */
  readonly maxAttempts: number;
  readonly statuses: readonly number[];
  readonly connectionErrors: boolean;
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
  /** A server that asks for longer is not waited for here: the answer goes up with `retryAt`, and the job queue waits. */
  readonly maxServerDelayMs: number;
}

/** `contracts/microsoft.md` 3.2: 429, 500, 502, 503, 504 and connection errors; never another 4xx. */
export const readRetryPolicy: RetryPolicy = {
  maxAttempts: 4,
  statuses: [429, 500, 502, 503, 504],
  connectionErrors: true,
  firstDelayMs: 500,
  maxDelayMs: 8_000,
  maxServerDelayMs: 20_000,
};

export const noRetry: RetryPolicy = { ...readRetryPolicy, maxAttempts: 1 };

/**
 * Milliseconds to wait after `attempt` (1 = the first) failed, or null to give up. The server's own time wins over ours;
 * ours doubles and is jittered between half and whole, so that parallel customers do not come back together.
 */
export function retryDelayMs(
  policy: RetryPolicy,
  attempt: number,
  facts: { readonly retryAt: number | null; readonly now: number; readonly random: number },
): number | null {
  if (attempt >= policy.maxAttempts) return null;
  if (facts.retryAt !== null) {
    const asked = Math.max(0, facts.retryAt - facts.now);
    return asked > policy.maxServerDelayMs ? null : asked;
  }
  const full = Math.min(policy.maxDelayMs, policy.firstDelayMs * 2 ** (attempt - 1));
  return Math.round(full * (0.5 + facts.random / 2));
}
