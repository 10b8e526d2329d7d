/**
 * The page's only way to the engine: a typed client, its TanStack Query helpers, the connection status and the routes
 * that the shell asks for. Made once by `app/main.tsx` and passed down; nothing else knows Electron or WebSocket.
 */
import { createORPCClient } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import { createTanstackQueryUtils } from '@orpc/tanstack-query';
import type { QueryClient } from '@tanstack/react-query';
import type { concordContract } from '../../shared/contract/index.ts';
import { type ConnectionStatusStore, createConnectionStatusStore } from './connection-status.ts';
import { openElectronWire } from './electron-wire.ts';
import { createConcordQueryClient } from './query-client.ts';
import { createReconnectingLink } from './reconnecting-link.ts';
import { openWebWire } from './web-wire.ts';

export type ConcordClient = ContractRouterClient<typeof concordContract>;
export type ConcordApi = ReturnType<typeof createTanstackQueryUtils<ConcordClient>>;

export interface Bridge {
  /** Call the engine directly: `bridge.client.area.verbNoun(input)`. */
  readonly client: ConcordClient;
  /** `useQuery(bridge.api.area.verbNoun.queryOptions({ input }))`, `…mutationOptions()`, `….experimental_liveOptions()`. */
  readonly api: ConcordApi;
  readonly queryClient: QueryClient;
  readonly status: ConnectionStatusStore;
  /** Tells the route of a clicked notification or menu entry. Returns the way to stop listening. */
  onNavigate(listener: (route: string) => void): () => void;
}

export function createBridge(): Bridge {
  const status = createConnectionStatusStore();
  const routeListeners = new Set<(route: string) => void>();
  const navigate = (route: string) => {
    for (const listener of routeListeners) listener(route);
  };
  const openWire = isInsideElectron() ? () => openElectronWire(navigate) : openWebWire;
  const client: ConcordClient = createORPCClient(createReconnectingLink(openWire, status));
  return {
    client,
    api: createTanstackQueryUtils(client),
    queryClient: createConcordQueryClient(status),
    status,
    onNavigate(listener) {
      routeListeners.add(listener);
      return () => routeListeners.delete(listener);
    },
  };
}

function isInsideElectron(): boolean {
  return window.location.protocol === 'app:' || navigator.userAgent.includes('Electron/');
}
