/**
 * A link that survives the engine: calls made while it is away wait for it, calls that were under way when it went
 * fail with `ConnectionLostError`. It never repeats a call by itself, because a command may already have been done;
 * queries are repeated by the query client, which knows that reading twice is harmless.
 */
import type { ClientContext, ClientLink } from '@orpc/client';
import type { ConnectionStatusStore } from './connection-status.ts';
import { HostRefusedError, type OpenWire, type Wire } from './wire.ts';

/** The engine went away in the middle of a call; whether the call was carried out is not known. */
export class ConnectionLostError extends Error {
  override readonly name = 'ConnectionLostError';
}

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;

export function createReconnectingLink(openWire: OpenWire, status: ConnectionStatusStore): ClientLink<ClientContext> {
  const lost = new WeakSet<Wire>();
  let waiting = pendingWire();
  void keepConnected();

  async function keepConnected(): Promise<void> {
    for (let reconnections = 0; ; reconnections += 1) {
      const wire = await openWithPatience();
      if (wire === null) return;
      status.write({ state: 'open', openedAt: Date.now(), reconnections });
      waiting.deliver(wire);
      await wire.closed;
      lost.add(wire);
      waiting = pendingWire();
      status.write({ state: 'reconnecting', lostAt: Date.now(), attempt: 0 });
    }
  }

  /** Null when the host refuses us for good. */
  async function openWithPatience(): Promise<Wire | null> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await openWire();
      } catch (error) {
        if (error instanceof HostRefusedError) {
          status.write({ state: 'refused' });
          waiting.refuse(error);
          return null;
        }
        const seen = status.read();
        const lostAt = seen.state === 'reconnecting' ? seen.lostAt : Date.now();
        status.write({ state: 'reconnecting', lostAt, attempt });
        await pause(Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), LONGEST_PAUSE_MS));
      }
    }
  }

  return {
    async call(path, input, options) {
      const wire = await orAborted(waiting.wire, options.signal);
      try {
        return await wire.link.call(path, input, options);
      } catch (error) {
        // Give the close event its turn: the failed call may be noticed before the closing is.
        await pause(0);
        if (lost.has(wire)) throw new ConnectionLostError('The engine stopped before it answered.', { cause: error });
        throw error;
      }
    },
  };
}

interface PendingWire {
  readonly wire: Promise<Wire>;
  deliver(wire: Wire): void;
  refuse(error: Error): void;
}

function pendingWire(): PendingWire {
  let deliver: (wire: Wire) => void = () => undefined;
  let refuse: (error: Error) => void = () => undefined;
  const wire = new Promise<Wire>((resolve, reject) => {
    deliver = resolve;
    refuse = reject;
  });
  // A refusal is reported through the status store; nobody may be waiting for the promise itself.
  wire.catch(() => undefined);
  return { wire, deliver, refuse };
}

function pause(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}

function orAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
