/**
 * A victim: a real engine on a profile, in a process of its own, that applies a plan, answers queue items, or both, until it is
 * done or killed. It tells its parent each decision before it asks and after the engine answered, in lines that are written
 * before it goes on, so that the parent knows what the engine had promised when it died.
 */
import { writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { createRandom } from '../../../src-sandbox/scenarios/random.ts';
import { anEngine, type RunningEngine } from '../support/engine.ts';
import { nextDecision } from './next-decision.ts';
import type { VictimLine, VictimOrders } from './victim-lines.ts';

function tell(line: VictimLine): void {
  writeSync(1, `${JSON.stringify(line)}\n`);
}

async function applyPlan({ client, ended }: RunningEngine, planId: string): Promise<void> {
  const { status } = await ended(await client.runs.apply({ planId }));
  tell({ event: 'runEnded', status });
}

async function decide({ client }: RunningEngine, seed: string, count: number): Promise<void> {
  const random = createRandom(seed);
  for (let made = 0; made < count; made++) {
    const decision = await nextDecision(client, random);
    if (!decision) break;
    const { queueItemId, resolution } = decision;
    tell({ event: 'asked', queueItemId, kind: resolution?.kind ?? 'withdrawn' });
    try {
      if (resolution) await client.queue.resolve({ queueItemId, resolution });
      else await client.queue.reopen({ queueItemId });
      tell({ event: 'answered', queueItemId });
    } catch {
      tell({ event: 'refused', queueItemId });
    }
    await pause(random.int(0, 6));
  }
}

const orders = JSON.parse(process.argv[2] ?? '') as VictimOrders;
const engine = await anEngine({ home: orders.home });
tell({ event: 'open' });
await Promise.all([
  orders.planId ? applyPlan(engine, orders.planId) : null,
  orders.decisions > 0 ? decide(engine, orders.seed, orders.decisions) : null,
]);
await engine.close();
tell({ event: 'closed' });
