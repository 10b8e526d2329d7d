/** One brake limit as typed and as words. The engine decides with it; this only shows and edits it. Pure. */
import type { Rules } from '../../../shared/contract/rule-entries.ts';
import { formatCount } from '../../ui/format.ts';

export const brakeKinds = ['creates', 'updates', 'relinks', 'inactivations'] as const;
export type BrakeKind = (typeof brakeKinds)[number];
export type BrakeLimit = Rules['brakes']['perClient'][BrakeKind];

/** The limit with one number replaced by what was typed; an empty "never more than" means no number. */
export function changeLimit(limit: BrakeLimit, part: keyof BrakeLimit, typed: string): BrakeLimit {
  if (part === 'number' && typed.trim() === '') return { ...limit, number: null };
  const value = Number(typed);
  return { ...limit, [part]: Number.isFinite(value) ? Math.max(0, Math.round(value)) : 0 };
}

/** How many may change before the brake acts, for a small and a larger population. */
export function limitSentence({ ratio, minimumPopulation, number }: BrakeLimit): string {
  const ceiling = number ?? Number.POSITIVE_INFINITY;
  const allowed = (population: number) => Math.min(Math.floor(ratio * population + 1e-9), ceiling);
  const small = allowed(minimumPopulation);
  const larger = minimumPopulation * 10;
  return `${formatCount(small)} of ${formatCount(minimumPopulation)} or fewer, ${formatCount(allowed(larger))} of ${formatCount(larger)}`;
}
