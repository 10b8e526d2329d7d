/**
 * One sign-in to Microsoft as a screen sees it: idle, waiting with what the operator has to do, or ended.
 * Leaving the feed is how the wait is cancelled, so cancelling and going to another screen are the same act.
 */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { CheckStepView, SignInEvent } from '../../../shared/contract/connection-entries.ts';
import type { Bridge, ConcordClient } from '../../bridge/bridge.ts';

export type SignInInput = Parameters<ConcordClient['connections']['signInDirect']>[0];

export type SignInState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'waiting'; readonly event: SignInEvent | null }
  | { readonly kind: 'failed'; readonly error: unknown };

interface SignIn {
  readonly state: SignInState;
  start(input: SignInInput): void;
  cancel(): void;
}

export function useSignIn(bridge: Bridge, onConnected: (steps: readonly CheckStepView[]) => void): SignIn {
  const [state, setState] = useState<SignInState>({ kind: 'idle' });
  const leaving = useRef<AbortController | null>(null);
  const told = useRef(onConnected);
  useEffect(() => {
    told.current = onConnected;
  }, [onConnected]);
  useEffect(() => () => leaving.current?.abort(), []);

  const cancel = useCallback(() => {
    leaving.current?.abort();
    leaving.current = null;
    setState({ kind: 'idle' });
  }, []);

  const start = useCallback(
    (input: SignInInput) => {
      leaving.current?.abort();
      const mine = new AbortController();
      leaving.current = mine;
      setState({ kind: 'waiting', event: null });
      const show = (next: SignInState) => {
        if (!mine.signal.aborted) setState(next);
      };
      const follow = async () => {
        const feed = await bridge.client.connections.signInDirect(input, { signal: mine.signal });
        for await (const event of feed) {
          if (event.kind === 'failed') return show({ kind: 'failed', error: event.failure });
          if (event.kind === 'connected') {
            show({ kind: 'idle' });
            return told.current(event.steps);
          }
          show({ kind: 'waiting', event });
        }
        show({ kind: 'failed', error: new Error('The sign-in ended without an answer.') });
      };
      follow().catch((error: unknown) => show({ kind: 'failed', error }));
    },
    [bridge],
  );
  return { state, start, cancel };
}
