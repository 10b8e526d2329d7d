/** The interval of the schedule in the unit that reads best. Bounds are the guide's: 15 minutes to 30 days. Pure. */
export const unitMinutes = { minutes: 1, hours: 60, days: 1440 } as const;
export type Unit = keyof typeof unitMinutes;

const SHORTEST_MINUTES = 15;
const LONGEST_MINUTES = 30 * unitMinutes.days;

/** The largest unit in which the interval is a whole number. */
export function unitOf(minutes: number): Unit {
  if (minutes > 0 && minutes % unitMinutes.days === 0) return 'days';
  if (minutes > 0 && minutes % unitMinutes.hours === 0) return 'hours';
  return 'minutes';
}

/** 90 minutes in hours is 1.5. */
export function intervalIn(minutes: number, unit: Unit): number {
  return Math.round((minutes / unitMinutes[unit]) * 100) / 100;
}

/** Why an interval cannot be saved; null when it can. */
export function intervalObstacle(minutes: number): string | null {
  if (!Number.isInteger(minutes)) return 'Enter a number.';
  if (minutes < SHORTEST_MINUTES) return 'At least 15 minutes.';
  if (minutes > LONGEST_MINUTES) return 'At most 30 days.';
  return null;
}
