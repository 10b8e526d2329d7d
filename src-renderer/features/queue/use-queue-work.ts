/**
 * The work on the queue: the list in work order, the current person with candidates (the next one prefetched), and the
 * answers. An answer shows at once; the engine has it on disk before its call returns; a refusal brings the person back.
 */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useReducer } from 'react';
import type { QueueItem, QueueRow, ResolutionInput } from '../../../shared/contract/queue-entries.ts';
import type { DecisionReason } from '../../../shared/vocabulary/states.ts';
import { useApi } from '../../bridge/bridge-context.ts';
import { useNotify } from '../../ui/notify.tsx';
import { initialQueueState, neighbour, nextAfter, reduceQueue, workOrder } from './queue-state.ts';

const WINDOW = 200;
const noRows: QueueRow[] = [];

export interface QueueFilter {
  readonly reason: DecisionReason | null;
  readonly search: string;
}

export function useQueueWork({ reason, search }: QueueFilter, startId: string | null) {
  const api = useApi();
  const notify = useNotify();
  const cache = useQueryClient();
  const [state, dispatch] = useReducer(reduceQueue, { ...initialQueueState, currentId: startId });
  const list = useQuery(
    api.queue.list.queryOptions({
      input: { status: 'open', reason, search, limit: WINDOW },
      placeholderData: (before) => before,
    }),
  );
  const listed = list.data?.rows ?? noRows;
  const rows = useMemo(() => workOrder(listed, state), [listed, state]);
  const isCurrentListed = rows.some((row) => row.queueItemId === state.currentId);
  const currentId = isCurrentListed ? state.currentId : (rows[0]?.queueItemId ?? null);
  const item = useQuery({
    ...api.queue.get.queryOptions({ input: { queueItemId: currentId ?? '' } }),
    enabled: currentId !== null,
  });

  const nextId = nextAfter(rows, currentId);
  useEffect(() => {
    if (nextId !== null) void cache.prefetchQuery(api.queue.get.queryOptions({ input: { queueItemId: nextId } }));
  }, [nextId, cache, api]);

  const resolve = useMutation(
    api.queue.resolve.mutationOptions({
      onError: (error, { queueItemId }) => {
        dispatch({ kind: 'takenBack', queueItemId });
        notify.failed(error);
      },
    }),
  );
  const reopen = useMutation(
    api.queue.reopen.mutationOptions({
      onSuccess: ({ queueItemId, displayName }) => {
        dispatch({ kind: 'takenBack', queueItemId });
        notify.done(`${displayName} is open again`);
      },
      onError: notify.failed,
      onSettled: () => cache.invalidateQueries({ queryKey: api.queue.key() }),
    }),
  );

  const shown: QueueItem | undefined = item.data?.queueItemId === currentId ? item.data : undefined;
  const answer = (resolution: ResolutionInput) => {
    if (!shown || currentId === null) return;
    dispatch({
      kind: 'answer',
      answer: { queueItemId: currentId, displayName: shown.displayName, resolution },
      nextId: nextAfter(rows, currentId),
    });
    resolve.mutate({ queueItemId: currentId, resolution });
  };
  return {
    list,
    item,
    rows,
    shown,
    currentId,
    state,
    /** Open people left, as far as this screen knows. */
    left: Math.max(
      0,
      (list.data?.open ?? 0) -
        state.answered.filter((one) => listed.some((row) => row.queueItemId === one.queueItemId)).length,
    ),
    lastAnswer: state.answered.at(-1) ?? null,
    goTo: (queueItemId: string) => dispatch({ kind: 'goTo', queueItemId }),
    move: (step: number) => dispatch({ kind: 'goTo', queueItemId: neighbour(rows, currentId, step) }),
    choose: (candidate: number) => dispatch({ kind: 'choose', candidate }),
    toggleEvidence: () => dispatch({ kind: 'toggleEvidence' }),
    putOff: () => {
      if (currentId !== null) dispatch({ kind: 'unsure', queueItemId: currentId, nextId });
    },
    answer,
    accept: () => {
      const candidate = shown?.candidates[state.candidate];
      if (!candidate) return;
      if (candidate.choosable) answer({ kind: 'linkExisting', contactId: candidate.contact.contactId });
      else notify.failed(new Error(candidate.obstacle ?? 'This candidate cannot be chosen.'));
    },
    createNew: () => {
      if (!shown) return;
      if (shown.createObstacle === null) answer({ kind: 'createNew' });
      else notify.failed(new Error(shown.createObstacle));
    },
    dismiss: () => answer({ kind: 'dismiss' }),
    takeBack: (queueItemId: string) => reopen.mutate({ queueItemId }),
  };
}

export type QueueWork = ReturnType<typeof useQueueWork>;
