/**
 * How long a job waits before it goes on, as pure decisions. A wait is counted only while the job gets nowhere: a long run
 * that meets many short outages begins each of them with the shortest wait.
 */

/** The server's own numbers (`contracts/psa.md` 3.3): three attempts, 5 s first, doubling, two minutes at most. */
export interface RetryNumbers {
  readonly firstDelayMs: number;
  readonly factor: number;
  readonly longestDelayMs: number;
}

export const serverRetryNumbers: RetryNumbers = { firstDelayMs: 5000, factor: 2, longestDelayMs: 120_000 };

/** Delay before the attempt that follows failure number `failures` (1-based), in milliseconds. */
export function retryDelayMs(failures: number, { firstDelayMs, factor, longestDelayMs }: RetryNumbers): number {
  return Math.min(firstDelayMs * factor ** (failures - 1), longestDelayMs);
}

/** How many waits in a row this is, counting it (1 is the first): the number that `retryDelayMs` is asked with. */
export function waitsInARow(before: number, gotSomewhere: boolean): number {
  return gotSomewhere ? 1 : before + 1;
}
