/**
 * Limits by ratio and by number, for creates, updates, re-links and inactivations: per client first, then for the plan over
 * what is not held yet. A number limits always; a ratio not on a first sync, where everybody is new.
 */
import type { HoldReason } from '../../../../shared/vocabulary/states.ts';
import type { ClientHold, PlannedChange } from '../planned-change.ts';
import type { BrakedKind, BrakeLimit, BrakeRules } from '../rules.ts';
import { type Amounts, brakedKinds, type ClientNumbers, noAmounts } from './populations.ts';

const reasons = {
  creates: ['tooManyCreates', 'planTooManyCreates'],
  updates: ['tooManyUpdates', 'planTooManyUpdates'],
  relinks: ['tooManyRelinks', 'planTooManyRelinks'],
  inactivations: ['tooManyInactivations', 'planTooManyInactivations'],
} as const satisfies Record<BrakedKind, readonly [HoldReason, HoldReason]>;

const doing: Readonly<Record<BrakedKind, string>> = {
  creates: 'contacts would be created',
  updates: 'contacts would be changed',
  relinks: 'people would get another contact',
  inactivations: 'contacts would be marked inactive',
};

export interface CountedRows {
  readonly rows: readonly PlannedChange[];
  readonly kindOf: (row: PlannedChange) => BrakedKind | null;
  readonly numbers: ReadonlyMap<string, ClientNumbers>;
  clientName(clientId: string): string;
}

/** Every limit that a client passes, one hold a kind. */
export function clientLimitHolds(counted: CountedRows, { perClient }: BrakeRules): readonly ClientHold[] {
  const holds: ClientHold[] = [];
  for (const [clientId, amounts] of countByClient(counted)) {
    const numbers = counted.numbers.get(clientId);
    if (numbers === undefined) continue;
    for (const kind of brakedKinds) {
      const count = amounts[kind];
      const ratioCount = kind === 'creates' && numbers.isFirstSync ? 0 : count;
      const passed = passedLimit(perClient[kind], { count, ratioCount, population: numbers.population[kind] });
      if (passed === null) continue;
      const row = counted.rows.find((one) => one.clientId === clientId);
      holds.push({
        clientId: row?.clientId ?? null,
        managedTenantId: null,
        reason: reasons[kind][0],
        sentence: sentence(kind, {
          count,
          limit: passed,
          population: numbers.population[kind],
          where: ` at ${counted.clientName(clientId)}`,
        }),
        count,
        population: numbers.population[kind],
        limit: passed,
      });
    }
  }
  return holds;
}

/** Limits over the rows of the whole plan that no hold has reached. */
export function planLimitHolds(counted: CountedRows, { perPlan }: BrakeRules): readonly ClientHold[] {
  const total = noAmounts();
  const ratioTotal = noAmounts();
  const population = noAmounts();
  for (const [clientId, amounts] of countByClient(counted))
    for (const kind of brakedKinds) {
      total[kind] += amounts[kind];
      const isFirst = kind === 'creates' && counted.numbers.get(clientId)?.isFirstSync === true;
      if (!isFirst) ratioTotal[kind] += amounts[kind];
    }
  for (const numbers of counted.numbers.values())
    for (const kind of brakedKinds) population[kind] += numbers.population[kind];
  const holds: ClientHold[] = [];
  for (const kind of brakedKinds) {
    const numbers = { count: total[kind], ratioCount: ratioTotal[kind], population: population[kind] };
    const passed = passedLimit(perPlan[kind], numbers);
    if (passed === null) continue;
    holds.push({
      clientId: null,
      managedTenantId: null,
      reason: reasons[kind][1],
      sentence: sentence(kind, { ...numbers, limit: passed, where: ' in this plan' }),
      count: numbers.count,
      population: numbers.population,
      limit: passed,
    });
  }
  return holds;
}

function countByClient({ rows, kindOf }: CountedRows): ReadonlyMap<string, Amounts> {
  const counts = new Map<string, Amounts>();
  for (const row of rows) {
    const kind = row.hold === null ? kindOf(row) : null;
    if (kind === null) continue;
    let amounts = counts.get(row.clientId);
    if (amounts === undefined) {
      amounts = noAmounts();
      counts.set(row.clientId, amounts);
    }
    amounts[kind] += 1;
  }
  return counts;
}

interface Counted {
  readonly count: number;
  /** What the ratio is applied to. */
  readonly ratioCount: number;
  readonly population: number;
}

/** The limit that was passed, or null. Populations below the minimum count as the minimum (see `BrakeLimit`). */
export function passedLimit(limit: BrakeLimit, { count, ratioCount, population }: Counted): number | null {
  const byRatio = Math.floor(limit.ratio * Math.max(population, limit.minimumPopulation));
  if (ratioCount > byRatio) return byRatio;
  return limit.number !== null && count > limit.number ? limit.number : null;
}

function sentence(
  kind: BrakedKind,
  { count, limit, population, where }: { count: number; limit: number; population: number; where: string },
): string {
  return `${count} ${doing[kind]}${where}; up to ${limit} go through without a question (measured against ${population}).`;
}
