/** How long the throttled parts of a batch ask us to wait; half a second, doubling, where they name no time. */
import { parseRetryAfter } from '../../http/retry-after.ts';
import type { BatchPart } from './graph-client.ts';

const MAX_WAIT_MS = 20_000;

export function partWaitMs(parts: readonly BatchPart[], attempt: number): number {
  const asked = parts
    .map((part) => parseRetryAfter(part.headers['retry-after'] ?? null, 0))
    .filter((at) => at !== null);
  const waitMs = asked.length > 0 ? Math.max(...asked) : 500 * 2 ** (attempt - 1);
  return Math.min(waitMs, MAX_WAIT_MS);
}
