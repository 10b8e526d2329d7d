/**
 * Bench `plan-100k`: the whole-estate plan for 100,000 people and 120,000 contacts (design 11: ≤ 2 s, ≤ 400 MB resident), next
 * to a plain baseline: what a planner costs that looks each person up in the list of contacts, with no index.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { PlanInput } from '../../src-main/engine/domain/plan-input.ts';
import { generatedPeople } from './generated-people.ts';

export interface BenchLine {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The plain baseline in the same unit; null where there is none. */
  readonly baseline: number | null;
  /** Baseline divided by value: how many times better. */
  readonly ratio: number | null;
  readonly peakMemoryMb: number | null;
}

const people = { tenants: 1000, users: 100_000, contacts: 120_000 };
/** The heap that the plan has to get by with, facts included; without a bound V8 takes what it is given. */
const boundedHeap = ['--max-old-space-size=330', '--max-semi-space-size=8'];

/** The baseline is measured on so many people and extrapolated: each costs one pass over all contacts, so it is linear. */
const sampled = 200;

/** One line, `plan-100k`. */
export async function run(): Promise<BenchLine[]> {
  const script = join(import.meta.dirname, 'plan-100k.child.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [...boundedHeap, '--expose-gc', script]);
  const { elapsedMs, peakMb } = JSON.parse(stdout) as { elapsedMs: number; peakMb: number };
  const baseline = plainLookupMs(generatedPeople(people));
  return [
    {
      name: 'plan-100k',
      value: Math.round(elapsedMs),
      unit: 'ms',
      baseline: Math.round(baseline),
      ratio: Math.round((baseline / elapsedMs) * 10) / 10,
      peakMemoryMb: Math.round(peakMb),
    },
  ];
}

/** For each person, one pass over every contact for its addresses: the least that an unindexed planner does. */
function plainLookupMs({ directories, contacts }: PlanInput): number {
  const users = directories.flatMap((directory) => directory.users).slice(0, sampled);
  const startedAt = performance.now();
  let found = 0;
  for (const { mail } of users) {
    const wanted = mail?.trim().toLowerCase() ?? '';
    found += contacts.filter(
      ({ email, additionalEmails }) =>
        email?.toLowerCase() === wanted || additionalEmails.some((address) => address.toLowerCase() === wanted),
    ).length;
  }
  const perPersonMs = (performance.now() - startedAt) / users.length;
  if (found === 0) throw new Error('The baseline found nobody: the estate is not what it should be.');
  return perPersonMs * people.users;
}
