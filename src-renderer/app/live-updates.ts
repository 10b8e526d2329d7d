/**
 * Keeps every screen current: the engine tells which topics changed on disk, and the queries of those areas are read
 * again. The feed is opened anew when it ends, because the engine may restart.
 */
import { useEffect } from 'react';
import type { ChangeTopic } from '../../shared/vocabulary/states.ts';
import type { Bridge } from '../bridge/bridge.ts';

type Area = 'engine' | 'connections' | 'tenants' | 'plans' | 'runs' | 'queue' | 'rules' | 'activity' | 'server';

const areasOf: Readonly<Record<ChangeTopic, readonly Area[]>> = {
  connections: ['connections', 'engine'],
  tenants: ['tenants', 'engine'],
  clients: ['tenants', 'server', 'engine'],
  mappings: ['tenants', 'server', 'engine'],
  directory: ['tenants', 'server', 'engine'],
  plans: ['plans', 'engine'],
  runs: ['runs', 'engine'],
  queue: ['queue', 'engine'],
  rules: ['rules', 'tenants', 'engine'],
  settings: ['engine'],
  activity: ['activity'],
  jobs: ['engine', 'runs'],
};

/** Many topics change in one breath during a run; one refetch is enough. */
const BREATH_MS = 120;
const REOPEN_MS = 500;

export function useLiveUpdates(bridge: Bridge): void {
  useEffect(() => {
    const leaving = new AbortController();
    const due = new Set<Area>();
    let timer: ReturnType<typeof setTimeout> | undefined;

    const refetch = () => {
      timer = undefined;
      for (const area of due) void bridge.queryClient.invalidateQueries({ queryKey: bridge.api[area].key() });
      due.clear();
    };
    const note = (topics: readonly ChangeTopic[]) => {
      for (const topic of topics) for (const area of areasOf[topic]) due.add(area);
      timer ??= setTimeout(refetch, BREATH_MS);
    };
    const listen = async () => {
      while (!leaving.signal.aborted) {
        try {
          const feed = await bridge.client.engine.changes({}, { signal: leaving.signal });
          for await (const { topics } of feed) note(topics);
        } catch {
          // The connection banner already says that the engine is away; this only waits for it.
        }
        await new Promise((resolve) => setTimeout(resolve, REOPEN_MS));
      }
    };
    void listen();
    return () => {
      leaving.abort();
      clearTimeout(timer);
    };
  }, [bridge]);
}
