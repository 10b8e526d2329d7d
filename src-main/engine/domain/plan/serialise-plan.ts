/**
 * A plan as canonical text: the same plan is the same bytes, on any machine and from input in any order. Keys are sorted,
 * rows stand in the plan's order, one a line. As-of times are left out: reading the same facts again makes the same plan.
 * Hashing happens outside the domain.
 */

import type { PlanResult } from '../plan-input.ts';
import { byCodeUnit } from '../text/by-code-unit.ts';

/** Line by line, so that a plan of 100,000 rows can be hashed without being held twice. */
export function* serialisePlanLines(plan: PlanResult): Generator<string> {
  const { changes, ...header } = plan;
  yield `${canonicalJson(header)}\n`;
  for (const row of changes) yield `${canonicalJson(row)}\n`;
}

/** The whole text: the header's line, then one line for each row. */
export function serialisePlan(plan: PlanResult): string {
  return [...serialisePlanLines(plan)].join('');
}

/** JSON with the keys of every object in code-unit order, without as-of times. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (key, inner: unknown) => {
    if (key === 'asOf') return undefined;
    return isRecord(inner) ? sorted(inner) : inner;
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sorted(record: Record<string, unknown>): Record<string, unknown> {
  const keys = Object.keys(record);
  const ordered = keys.toSorted(byCodeUnit);
  if (ordered.every((key, at) => key === keys[at])) return record;
  return Object.fromEntries(ordered.map((key) => [key, record[key]]));
}
