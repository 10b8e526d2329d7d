/** Numbers and times as people read them. Times are epoch milliseconds; the reader's own locale and zone apply. */

const wholeNumber = new Intl.NumberFormat();

export function formatCount(count: number): string {
  return wholeNumber.format(count);
}

/** "1 client", "2 clients". */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

const fullTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' });
const shortTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

export function formatFullTime(at: number): string {
  return fullTime.format(at);
}

export function formatTime(at: number): string {
  return shortTime.format(at);
}

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

function amountOf(distanceMs: number): string {
  if (distanceMs < HOUR_MS) return `${Math.round(distanceMs / MINUTE_MS)} min`;
  if (distanceMs < 2 * DAY_MS) return `${Math.round(distanceMs / HOUR_MS)} h`;
  return plural(Math.round(distanceMs / DAY_MS), 'day');
}

/** "just now", "5 min ago", "in 2 h". */
export function formatAge(at: number, now: number): string {
  const distanceMs = now - at;
  if (Math.abs(distanceMs) < 45_000) return 'just now';
  return distanceMs > 0 ? `${amountOf(distanceMs)} ago` : `in ${amountOf(-distanceMs)}`;
}

/** "12 s", "3 min 5 s": how long something took. */
export function formatDuration(durationMs: number): string {
  const seconds = Math.max(0, Math.round(durationMs / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** "+60", "−15": the points that one fact adds or takes, with a real minus sign. */
export function formatWeight(weight: number): string {
  const points = Math.round(Math.abs(weight) * 10) / 10;
  if (points === 0) return '0';
  return `${weight < 0 ? '−' : '+'}${formatCount(points)}`;
}

/** The sum of those points. */
export function formatScore(score: number): string {
  return score < 0 ? `−${formatCount(Math.round(-score))}` : formatCount(Math.round(score));
}
