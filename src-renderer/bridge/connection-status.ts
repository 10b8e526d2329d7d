/**
 * Whether this page can talk to its engine, as a store that React can read.
 * The reconnecting link is the only writer. Screens show `reconnecting` and `refused` as a banner; they never stop
 * the operator from reading what is already on screen.
 */
import { useSyncExternalStore } from 'react';

export type ConnectionStatus =
  /** The first connection is being made. */
  | { readonly state: 'connecting' }
  /** `reconnections` counts how often the engine came back since the page was loaded. */
  | { readonly state: 'open'; readonly openedAt: number; readonly reconnections: number }
  /** The engine stopped or the host does not answer; it is being tried again by itself. */
  | { readonly state: 'reconnecting'; readonly lostAt: number; readonly attempt: number }
  /** The web host no longer accepts this browser: the address with a new token has to be opened. */
  | { readonly state: 'refused' };

export interface ConnectionStatusStore {
  read(): ConnectionStatus;
  write(next: ConnectionStatus): void;
  subscribe(listener: () => void): () => void;
}

export function createConnectionStatusStore(): ConnectionStatusStore {
  let current: ConnectionStatus = { state: 'connecting' };
  const listeners = new Set<() => void>();
  return {
    read: () => current,
    write(next) {
      current = next;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export function useConnectionStatus(store: ConnectionStatusStore): ConnectionStatus {
  return useSyncExternalStore(store.subscribe, store.read);
}
