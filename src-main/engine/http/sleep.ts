/** Waiting that can be cancelled: rejects with `cancelled` at once when the signal aborts, and leaves no timer behind. */
import { EngineError } from '../domain/engine-error.ts';

export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(new EngineError('cancelled', 'Stopped by you.'));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
