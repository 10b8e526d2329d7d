/**
 * Plans 100,000 people against 120,000 contacts in a process of its own, so that its peak memory is its own. Prints one
 * line of JSON. Started by plan.bench.ts; the facts are in memory before the clock starts, as they are in the engine.
 */
import { planEstate } from '../../src-main/engine/domain/plan/plan-estate.ts';
import { generatedPeople } from './generated-people.ts';

const input = generatedPeople({ tenants: 1000, users: 100_000, contacts: 120_000 });
globalThis.gc?.();
const factsMb = process.memoryUsage().rss / 1_048_576;
const startedAt = performance.now();
const plan = planEstate(input);
const elapsedMs = performance.now() - startedAt;
// maxRSS is in kilobytes and is the highest that the process ever was, reading the facts included.
const peakMb = process.resourceUsage().maxRSS / 1024;
process.stdout.write(
  `${JSON.stringify({ elapsedMs, peakMb, factsMb, rows: plan.changes.length, counts: plan.counts, holds: plan.holds.length })}\n`,
);
