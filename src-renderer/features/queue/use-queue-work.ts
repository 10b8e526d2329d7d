/**
 * The work on the queue: who is on, their candidates (those of the next one prefetched), and the answers. An answer shows at
 * once; the engine has it on disk before its call returns; a refusal brings the person back.
 */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useReducer } from 'react';
import type { QueueItem, ResolutionInput } from '../../../shared/contract/queue-entries.ts';
import { useApi } from '../../bridge/bridge-context.ts';
import { useNotify } from '../../ui/notify.tsx';
import { initialQueueState, type Place, reduceQueue } from './queue-state.ts';
import { type QueueFilter, useQueueList } from './use-queue-list.ts';

export function useQueueWork(filter: QueueFilter, startId: string | null) {
  const api = useApi();
  const notify = useNotify();
  const cache = useQueryClient();
  const [state, dispatch] = useReducer(reduceQueue, { ...initialQueueState, currentId: startId });
  const list = useQueueList(filter, state);
  const { placeAt, placeOf, source } = list;

  const asked = useQuery({
    ...api.queue.get.queryOptions({ input: { queueItemId: state.currentId ?? '' } }),
    enabled: state.currentId !== null,
  });
  // Somebody who is open and far down the list is on without being listed here; otherwise whoever took the place is.
  const isElsewhere = state.currentId !== null && asked.data?.status === 'open' && !isAnswered(state.currentId);
  const current: Place | null =
    placeOf(state.currentId) ??
    (isElsewhere ? { queueItemId: state.currentId ?? '', at: state.currentAt } : null) ??
    placeAt(Math.min(state.currentAt, source.count - 1)) ??
    placeAt(0);
  const currentId = current?.queueItemId ?? null;
  const item = useQuery({
    ...api.queue.get.queryOptions({ input: { queueItemId: currentId ?? '' } }),
    enabled: currentId !== null,
  });
  const at = current?.at ?? 0;
  const behind = placeAt(at + 1);
  const nextId = behind?.queueItemId ?? null;
  useEffect(() => {
    if (nextId !== null) void cache.prefetchQuery(api.queue.get.queryOptions({ input: { queueItemId: nextId } }));
  }, [nextId, cache, api]);

  const refresh = () => cache.invalidateQueries({ queryKey: api.queue.key() });
  const bringBack = (error: unknown, { queueItemId }: { readonly queueItemId: string }) => {
    dispatch({ kind: 'takenBack', queueItemId });
    notify.failed(error);
  };
  const resolve = useMutation(api.queue.resolve.mutationOptions({ onError: bringBack }));
  const putOff = useMutation(api.queue.putOff.mutationOptions({ onError: bringBack, onSettled: refresh }));
  const reopen = useMutation(
    api.queue.reopen.mutationOptions({
      onSuccess: ({ queueItemId, displayName }) => {
        dispatch({ kind: 'takenBack', queueItemId });
        notify.done(`${displayName} is open again`);
      },
      onError: notify.failed,
      onSettled: refresh,
    }),
  );

  function isAnswered(queueItemId: string): boolean {
    return state.answered.some((one) => one.queueItemId === queueItemId);
  }

  const shown: QueueItem | undefined = item.data?.queueItemId === currentId ? item.data : undefined;
  /** Who is on when this one leaves the list: the one behind moves up, at the end the one before. */
  const next: Place | null = behind ? { ...behind, at } : placeAt(at - 1);
  const answer = (resolution: ResolutionInput) => {
    if (!shown || currentId === null) return;
    dispatch({ kind: 'answer', answer: { queueItemId: currentId, displayName: shown.displayName, resolution }, next });
    resolve.mutate({ queueItemId: currentId, resolution });
  };
  return {
    list,
    item,
    shown,
    currentId,
    state,
    lastAnswer: state.answered.at(-1) ?? null,
    goTo: (queueItemId: string, place: number) => dispatch({ kind: 'goTo', place: { queueItemId, at: place } }),
    move: (step: number) => {
      const place = placeAt(Math.min(source.count - 1, Math.max(0, at + step)));
      if (place) dispatch({ kind: 'goTo', place });
    },
    choose: (candidate: number) => dispatch({ kind: 'choose', candidate }),
    toggleEvidence: () => dispatch({ kind: 'toggleEvidence' }),
    putOff: () => {
      if (currentId === null) return;
      dispatch({ kind: 'unsure', queueItemId: currentId, next });
      putOff.mutate({ queueItemId: currentId });
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
