/**
 * Plans 100,000 people against 120,000 contacts, several times, in a process of its own with a bounded heap. Prints one line
 * of JSON. Started by plan.bench.ts; the facts are in memory before the clock starts, as they are in the engine.
 */
import { planEstate } from '../../src-main/engine/domain/plan/plan-estate.ts';
import { timed } from './bench-line.ts';
import { generatedPeople, peopleOfTheBench } from './generated-people.ts';

const input = generatedPeople(peopleOfTheBench);
let rows = 0;
let held = 0;
const timing = await timed(3, () => {
  const plan = planEstate(input);
  rows = plan.changes.length;
  held = plan.holds.length;
});
process.stdout.write(`${JSON.stringify({ timing, rows, held })}\n`);
