/**
 * Chooses what an operator does next in the review queue, by chance: link, create, dismiss, or take an answer back. Answers
 * that were pushed stay; the others may come back, so that a queue of a few dozen items lasts for hundreds of decisions.
 */
import type { ResolutionInput } from '../../../shared/contract/queue-entries.ts';
import type { Random } from '../../../src-sandbox/scenarios/random.ts';
import type { Client } from '../support/engine.ts';

export interface Decision {
  readonly queueItemId: string;
  /** Null: take the answer back. */
  readonly resolution: ResolutionInput | null;
}

/** Null when the queue holds nothing that could be answered or taken back. */
export async function nextDecision(client: Client, random: Random): Promise<Decision | null> {
  const open = (await client.queue.list({ status: 'open', limit: 500 })).rows;
  const dismissed = (await client.queue.list({ status: 'dismissed', limit: 500 })).rows;
  const waiting = (await client.queue.list({ status: 'resolved', limit: 500 })).rows.filter(
    (row) => row.push === 'waiting',
  );
  const takesBack = open.length === 0 || random.chance(0.35);
  const answered = waiting.length > 0 && random.chance(0.2) ? waiting : dismissed;
  if (takesBack && answered.length > 0) return { queueItemId: random.pick(answered).queueItemId, resolution: null };
  if (open.length === 0) return null;
  const { queueItemId } = random.pick(open);
  const { candidates, createObstacle } = await client.queue.get({ queueItemId });
  const choosable = candidates.filter((candidate) => candidate.choosable);
  if (choosable.length > 0 && random.chance(0.3)) {
    const { contactId } = random.pick(choosable).contact;
    return { queueItemId, resolution: { kind: 'linkExisting', contactId } };
  }
  if (createObstacle === null && random.chance(0.3)) return { queueItemId, resolution: { kind: 'createNew' } };
  return { queueItemId, resolution: { kind: 'dismiss', note: null } };
}
