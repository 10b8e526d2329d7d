/**
 * One run and its tenants, live: the stored state first, then the feed until the run ends. The feed is left when the
 * screen is left, and opened again when it breaks while the run is still going.
 */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { RunStatus } from '../../shared/vocabulary/states.ts';
import { useApi, useBridge } from '../bridge/bridge-context.ts';

const endedStatuses: ReadonlySet<RunStatus> = new Set(['completed', 'partial', 'failed', 'held', 'cancelled']);
const REOPEN_MS = 500;

export function hasEnded(status: RunStatus): boolean {
  return endedStatuses.has(status);
}

export function useFollowedRun(runId: string) {
  const api = useApi();
  const { client } = useBridge();
  const cache = useQueryClient();
  const options = api.runs.get.queryOptions({ input: { runId } });
  const run = useQuery(options);
  const status = run.data?.run.status;
  const isGoing = status !== undefined && !hasEnded(status);
  const { queryKey } = options;
  const cacheKey = JSON.stringify(queryKey);

  useEffect(() => {
    if (!isGoing) return;
    const key = JSON.parse(cacheKey) as typeof queryKey;
    const leaving = new AbortController();
    const follow = async () => {
      while (!leaving.signal.aborted) {
        try {
          const feed = await client.runs.follow({ runId }, { signal: leaving.signal });
          for await (const event of feed) cache.setQueryData(key, event);
          return;
        } catch {
          // The engine restarts or the screen was left; the stored state stays on screen meanwhile.
        }
        await new Promise((resolve) => setTimeout(resolve, REOPEN_MS));
      }
    };
    void follow();
    return () => leaving.abort();
  }, [isGoing, runId, client, cache, cacheKey]);
  return { ...run, isGoing };
}
