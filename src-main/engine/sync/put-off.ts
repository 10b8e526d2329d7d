/** Putting a person off: "unsure, later". Nothing is decided and nothing leaves; the item goes behind all others and stays open. */
import type { QueueItemId } from '../../../shared/vocabulary/ids.ts';
import { EngineError } from '../domain/engine-error.ts';
import type { QueueItem } from '../store/repos/queue-item-row.ts';
import type { SyncContext } from './context.ts';

/** Safe to repeat. Throws `queue.alreadyClosed` when it was answered meanwhile. */
export function putOffItem(ctx: SyncContext, queueItemId: QueueItemId): QueueItem {
  const item = ctx.store.queue.get(queueItemId);
  if (item.status !== 'open')
    throw new EngineError('queue.alreadyClosed', `${item.person.displayName} was answered already.`);
  ctx.store.queue.setUnsure(queueItemId, true);
  ctx.changed('queue');
  return ctx.store.queue.get(queueItemId);
}
