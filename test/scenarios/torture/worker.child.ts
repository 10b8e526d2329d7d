/** One worker of the torture: a world of its own, its share of kills, and its share of cut lines. Prints a report as JSON. */

import { runDropRounds } from './drop-rounds.ts';
import type { WorkerReport } from './figures.ts';
import { runKillRounds } from './kill-rounds.ts';
import { fewCustomers, openTortureWorld } from './torture-world.ts';

// The main process holds our standard input open: when it goes, so do we, and our victim with us.
process.stdin.once('close', () => process.exit(1)).resume();

const { seed, kills, fate, oneOf } = JSON.parse(process.argv[2] ?? '') as {
  seed: string;
  kills: number;
  fate: 'cutBefore' | 'cutAfter';
  oneOf: number;
};

async function dropped() {
  const world = await openTortureWorld(fewCustomers);
  try {
    return await runDropRounds(world, { seed, fates: [fate], apart: 8, oneOf });
  } finally {
    await world.stop();
  }
}

async function killed() {
  const world = await openTortureWorld();
  try {
    return await runKillRounds(world, { seed, kills });
  } finally {
    await world.stop();
  }
}

const kill = await killed();
const drop = await dropped();
const report: WorkerReport = {
  kills: kill.kills,
  decisions: kill.decisions,
  drops: drop.drops,
  requests: drop.requests,
  changes: drop.changes,
  complaints: [...kill.complaints, ...drop.complaints],
};
process.stdout.write(`${JSON.stringify(report)}\n`, () => process.exit(0));
