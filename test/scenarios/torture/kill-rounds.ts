/**
 * Kills a real engine again and again, in rounds: each round has an approved plan, and victims that carry it out and answer the
 * queue until it is done; then one engine is left alone to finish what is open, and the round is judged.
 */
import { createRandom, type Random } from '../../../src-sandbox/scenarios/random.ts';
import { anEngine } from '../support/engine.ts';
import { judge, type Verdict } from './judge.ts';
import { createPromises, type Promises } from './promises.ts';
import { psaTruth } from './psa-truth.ts';
import type { Round, TortureWorld } from './torture-world.ts';
import { drawDeath, runVictim } from './victim.ts';

export interface KillFigures {
  readonly kills: number;
  readonly rounds: number;
  /** Decisions that the engine had answered before it died. */
  readonly decisions: number;
  readonly complaints: readonly (Verdict & { readonly seed: string })[];
}

/** Kills at least `kills` times. The same seed draws the same deaths; the operating system adds its own timing. */
export async function runKillRounds(
  world: TortureWorld,
  { seed, kills }: { readonly seed: string; readonly kills: number },
): Promise<KillFigures> {
  const complaints: (Verdict & { seed: string })[] = [];
  const startedAt = Date.now();
  let [done, rounds, decisions] = [0, 0, 0];
  while (done < kills) {
    rounds += 1;
    const roundSeed = `${seed}.${rounds}`;
    const random = createRandom(roundSeed);
    const round = await world.startRound(roundSeed);
    const promises = createPromises();
    const { killed, lateWrites } = await killUntilApplied(world, { round, random, promises, most: kills - done });
    done += killed;
    const stuck = await leaveAlone(round);
    await world.line.whenQuiet();
    const { home, planId, before } = round;
    const verdict = judge({ home, planId, before, after: psaTruth(world.sandbox), promises, lateWrites });
    verdict.stuck.push(...stuck);
    decisions += promises.answered();
    if (Object.values(verdict).some((list) => list.length > 0)) complaints.push({ ...verdict, seed: roundSeed });
    await round.end();
    const perMinute = Math.round(done / ((Date.now() - startedAt) / 60_000));
    process.stderr.write(
      `${roundSeed}: ${done} of ${kills} kills, ${perMinute} a minute, ${complaints.length} rounds with complaints\n`,
    );
  }
  return { kills: done, rounds, decisions, complaints };
}

interface Killing {
  readonly round: Round;
  readonly random: Random;
  readonly promises: Promises;
  readonly most: number;
}

async function killUntilApplied(
  { line }: TortureWorld,
  { round, random, promises, most }: Killing,
): Promise<{ killed: number; lateWrites: string[] }> {
  const lateWrites: string[] = [];
  let killed = 0;
  while (killed < most) {
    const decides = random.chance(0.4);
    const orders = {
      home: round.home,
      planId: decides && random.chance(0.5) ? null : round.planId,
      decisions: decides ? 200 : 0,
      seed: `${random.int(1, 1e9)}`,
    };
    const story = await runVictim(orders, drawDeath(random, orders), line);
    promises.hear(story.lines);
    lateWrites.push(...story.lateWrites);
    if (story.wasKilled) killed += 1;
    else if (!story.lines.some((said) => said.event === 'closed'))
      throw new Error(`A victim ended by itself: ${story.stderr}`);
    if (story.lines.some((said) => said.event === 'runEnded')) break;
  }
  return { killed, lateWrites };
}

const patienceMs = 90_000;

/** One engine without accidents, as long as it gets on; answers what it could not finish. */
async function leaveAlone({ home, planId }: Round): Promise<string[]> {
  const engine = await anEngine({ home });
  try {
    const { runId } = await engine.client.runs.apply({ planId });
    let [seen, since] = ['', Date.now()];
    for (;;) {
      const { run, tenants } = await engine.client.runs.get({ runId });
      const { rows } = await engine.client.queue.list({ status: 'resolved', limit: 500 });
      const isOver = ['completed', 'partial', 'failed', 'cancelled'].includes(run.status);
      if (isOver && rows.every((row) => row.push !== 'waiting')) return [];
      const state = JSON.stringify([run.status, tenants.map((one) => one.doneChanges), rows.map((row) => row.push)]);
      if (state !== seen) [seen, since] = [state, Date.now()];
      if (Date.now() - since > patienceMs)
        return [`nothing moved for ${patienceMs / 1000} s, and the run is ${run.status}`];
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  } finally {
    await engine.close();
  }
}
