/**
 * The pace of v1 requests (`contracts/psa.md` 1.4): a server that enforces its limit gives a burst of 120 and one more a
 * second. Most servers only count, and some show the same headers while doing so; so nothing is slowed until the server has
 * refused once with 429. From then on its numbers are believed: a bucket of our own that fills at its rate and is corrected
 * by `X-RateLimit-Remaining`; a success without that header says that nothing is being counted (any more).
 */
import { sleep } from '../../http/sleep.ts';

export interface Pacing {
  /** Tokens of a full bucket, and how fast it fills. The server's own `X-RateLimit-Limit` replaces the first. */
  readonly burst: number;
  readonly perSecond: number;
}

export const defaultPacing: Pacing = { burst: 120, perSecond: 1 };

export interface PaceFacts {
  readonly status: number;
  /** From the headers; null where absent. -1 is the server saying that it cannot count. */
  readonly limit: number | null;
  readonly remaining: number | null;
  readonly retryAt: number | null;
}

export interface Pacer {
  /** Resolves when the next request may leave; rejects with `cancelled`. Each turn is followed by `observe` or `lost`. */
  turn(signal: AbortSignal): Promise<void>;
  observe(facts: PaceFacts): void;
  /** The request of a turn got no answer. */
  lost(): void;
}

export function createPacer(pacing: Pacing, now: () => number): Pacer {
  let isEnforced = false;
  let burst = pacing.burst;
  /** Negative when requests wait: each took its own token and waits until that one has been filled. */
  let tokens = pacing.burst;
  let filledAt = now();
  let blockedUntil = 0;
  /** Turns taken and not answered yet, waiting ones included: the server has not counted these in what it tells us. */
  let outstanding = 0;

  function fill(): void {
    const at = now();
    tokens = Math.min(burst, tokens + (Math.max(0, at - filledAt) / 1000) * pacing.perSecond);
    filledAt = at;
  }

  return {
    async turn(signal) {
      outstanding += 1;
      if (!isEnforced) return;
      fill();
      tokens -= 1;
      const forTokenMs = tokens >= 0 ? 0 : (-tokens / pacing.perSecond) * 1000;
      const waitMs = Math.max(forTokenMs, blockedUntil - now());
      try {
        if (waitMs > 0) await sleep(Math.ceil(waitMs), signal);
      } catch (cancelled) {
        outstanding -= 1;
        tokens += 1;
        throw cancelled;
      }
    },
    observe({ status, limit, remaining, retryAt }) {
      outstanding -= 1;
      if (limit !== null && limit > 0) burst = limit;
      if (status === 429) {
        isEnforced = true;
        filledAt = now();
        tokens = -outstanding;
        blockedUntil = Math.max(blockedUntil, retryAt ?? now() + 1000 / pacing.perSecond);
        return;
      }
      if (!isEnforced) return;
      if (remaining === null || remaining < 0) {
        isEnforced = false;
        return;
      }
      filledAt = now();
      tokens = Math.min(burst, remaining - outstanding);
    },
    lost() {
      outstanding -= 1;
    },
  };
}
