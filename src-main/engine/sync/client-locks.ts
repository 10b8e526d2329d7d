/**
 * No two runs touch one client at once (design 7). The profile lock makes us the only process, so a lock in memory is
 * enough, and a crash cannot leave one behind.
 */
import type { ClientId } from '../../../shared/vocabulary/ids.ts';

export interface ClientLocks {
  /** Waits for the client's turn, works, and lets the next one in, whatever happens. */
  withClient<Result>(clientId: ClientId, work: () => Promise<Result>): Promise<Result>;
}

export function createClientLocks(): ClientLocks {
  const tails = new Map<ClientId, Promise<unknown>>();
  return {
    withClient(clientId, work) {
      const turn = (tails.get(clientId) ?? Promise.resolve()).then(work, work);
      const tail = turn.then(
        () => undefined,
        () => undefined,
      );
      tails.set(clientId, tail);
      void tail.then(() => tails.get(clientId) === tail && tails.delete(clientId));
      return turn;
    },
  };
}
