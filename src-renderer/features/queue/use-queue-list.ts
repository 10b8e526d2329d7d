/**
 * The list of open people as it is worked through: the engine's pages, without whoever was answered or put off a moment ago.
 * It is read in pages around what is shown and who is on, so its length does not matter.
 */
import { useCallback } from 'react';
import type { QueueRow } from '../../../shared/contract/queue-entries.ts';
import type { DecisionReason } from '../../../shared/vocabulary/states.ts';
import { useApi } from '../../bridge/bridge-context.ts';
import { type RowSource, usePagedSource } from '../../ui/table/row-source.ts';
import { goneFrom, listedAt, type Place, type QueueState, workedAt } from './queue-state.ts';

export interface QueueFilter {
  readonly reason: DecisionReason | null;
  readonly search: string;
}

export function useQueueList({ reason, search }: QueueFilter, state: QueueState) {
  const api = useApi();
  const pages = usePagedSource(
    (offset, limit) => api.queue.list.queryOptions({ input: { status: 'open', reason, search, offset, limit } }),
    state.currentAt,
  );
  const gone = goneFrom(pages.loaded, state);
  const goneCount = gone.length;
  const { onRange } = pages;
  const rowAt = (at: number) => pages.rowAt(listedAt(gone, at));
  const source: RowSource<QueueRow> = {
    ...pages,
    count: Math.max(0, pages.count - goneCount),
    rowAt,
    onRange: useCallback((first: number, last: number) => onRange(first, last + goneCount), [onRange, goneCount]),
  };
  const placeAt = (at: number): Place | null => {
    const row = at < 0 ? undefined : rowAt(at);
    return row ? { queueItemId: row.queueItemId, at } : null;
  };
  return {
    source,
    first: pages.first,
    /** Open people left, whatever the filter. */
    left: Math.max(0, (pages.first?.open ?? 0) - goneCount),
    placeAt,
    /** Where somebody is, as far as the pages that are here tell. */
    placeOf(queueItemId: string | null): Place | null {
      const found = pages.loaded.find(({ row }) => row.queueItemId === queueItemId);
      return found && !gone.includes(found.index)
        ? { queueItemId: found.row.queueItemId, at: workedAt(gone, found.index) }
        : null;
    },
  };
}
