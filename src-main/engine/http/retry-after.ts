/** Reads `Retry-After` in both forms of RFC 9110 (seconds or an HTTP date). Unreadable means null, never zero. */

/** Epoch ms before which a retry is pointless, or null. A date in the past means "now". */
export function parseRetryAfter(header: string | null, now: number): number | null {
  if (header === null) return null;
  const text = header.trim();
  if (/^\d{1,9}$/.test(text)) return now + Number(text) * 1000;
  // A weekday name must be there: Date.parse would also read "-5" or "2" as dates.
  if (!/^(mon|tue|wed|thu|fri|sat|sun)/i.test(text)) return null;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(now, at);
}
