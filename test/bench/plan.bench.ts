/**
 * Bench `plan-100k`: the whole-estate plan for 100,000 people and 120,000 contacts (design 11: ≤ 2 s, ≤ 400 MB resident), next
 * to a plain baseline: what a planner costs that looks each person up in the list of contacts, with no index.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { PlanInput } from '../../src-main/engine/domain/plan-input.ts';
import { type BenchLine, lineOf, type Timing } from './bench-line.ts';
import { generatedPeople, peopleOfTheBench } from './generated-people.ts';

/** The heap that the plan has to get by with, facts included; without a bound V8 takes what it is given. */
const boundedHeap = ['--max-old-space-size=330', '--max-semi-space-size=8'];

/** The baseline is measured on so many people and extrapolated: each costs one pass over all contacts, so it is linear. */
const sampled = 200;

/** One line, `plan-100k`. */
export async function run(): Promise<BenchLine[]> {
  const script = join(import.meta.dirname, 'plan-100k.child.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [...boundedHeap, '--expose-gc', script]);
  const { timing, rows, held } = JSON.parse(stdout) as { timing: Timing; rows: number; held: number };
  if (rows !== peopleOfTheBench.users)
    throw new Error(`The plan has ${rows} rows for ${peopleOfTheBench.users} people.`);
  const note = `first run ${timing.firstMs.toFixed(0)} ms, ${held} holds; baseline extrapolated from ${sampled} people`;
  return [{ ...lineOf('plan-100k', timing, plainLookupMs(generatedPeople(peopleOfTheBench))), note }];
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
  return perPersonMs * peopleOfTheBench.users;
}
