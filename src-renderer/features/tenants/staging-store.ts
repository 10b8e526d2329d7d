/**
 * The staged decisions of this window. They outlive leaving the screen and reloading the page (session storage), because
 * an operator who mapped two hundred tenants must not lose the work to a click.
 */
import { useSyncExternalStore } from 'react';
import { nothingStaged, reduceStaging, type Staging, type StagingAction } from './staging.ts';

const KEY = 'concord.stagedMappings';

function load(): Staging {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
    return typeof kept === 'object' && kept !== null && 'staged' in kept
      ? { ...(kept as Staging), past: [] }
      : nothingStaged;
  } catch {
    return nothingStaged;
  }
}

let current: Staging | null = null;
const listeners = new Set<() => void>();

function read(): Staging {
  current ??= load();
  return current;
}

export function dispatchStaging(action: StagingAction): void {
  current = reduceStaging(read(), action);
  sessionStorage.setItem(KEY, JSON.stringify({ staged: current.staged }));
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useStaging(): Staging {
  return useSyncExternalStore(subscribe, read);
}
