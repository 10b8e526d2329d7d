/** Hands the one bridge down to screens. Made by `app/main.tsx`; a screen without it is a programming mistake. */
import { createContext, useContext } from 'react';
import type { Bridge } from './bridge.ts';

export const BridgeContext = createContext<Bridge | null>(null);

export function useBridge(): Bridge {
  const bridge = useContext(BridgeContext);
  if (!bridge) throw new Error('No bridge above this component.');
  return bridge;
}

/** The typed query helpers: `useQuery(useApi().queue.list.queryOptions({ input }))`. */
export function useApi() {
  return useBridge().api;
}
