/** A small share of `npm run torture`: some kills, some cut lines, on two small customers. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runDropRounds } from './drop-rounds.ts';
import { runKillRounds } from './kill-rounds.ts';
import { fewCustomers, openTortureWorld, type TortureWorld } from './torture-world.ts';

let world: TortureWorld;

beforeAll(async () => {
  world = await openTortureWorld(fewCustomers);
}, 60_000);

afterAll(() => world.stop());

test('an engine killed while it applies and decides loses nothing and does nothing twice', async () => {
  const { kills, complaints } = await runKillRounds(world, { seed: 'small', kills: 15 });
  expect(complaints).toEqual([]);
  expect(kills).toBeGreaterThanOrEqual(15);
}, 120_000);

test.each(['cutBefore', 'cutAfter'] as const)(
  'a line with every tenth request %s still lands each change once',
  async (fate) => {
    const { requests, drops, complaints } = await runDropRounds(world, {
      seed: 'small',
      fates: [fate],
      apart: 1,
      oneOf: 10,
    });
    expect(complaints).toEqual([]);
    expect(drops).toBe(Math.ceil(requests / 10));
  },
  120_000,
);
