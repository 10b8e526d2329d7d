/**
 * How the page caches and repeats what it asks the engine. The engine is on this machine, so being offline means
 * nothing here (`networkMode: always`). Reads are repeated while the engine restarts; commands are never repeated.
 */
import { ORPCError } from '@orpc/client';
import { QueryClient } from '@tanstack/react-query';
import type { ConnectionStatusStore } from './connection-status.ts';
import { HostRefusedError } from './wire.ts';

const RETRY_PAUSE_MS = 300;

export function createConcordQueryClient(status: ConnectionStatusStore): QueryClient {
  const queryClient = new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: 'always',
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        // An answer of the engine, even a refusal, is final; only a lost connection is worth asking again.
        retry: (failures, error) => !(error instanceof ORPCError || error instanceof HostRefusedError) && failures < 20,
        retryDelay: RETRY_PAUSE_MS,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
  let reconnectionsSeen = 0;
  status.subscribe(() => {
    const now = status.read();
    if (now.state !== 'open' || now.reconnections === reconnectionsSeen) return;
    reconnectionsSeen = now.reconnections;
    void queryClient.invalidateQueries();
  });
  return queryClient;
}
