/** Lets one caller leave a shared piece of work without ending it for the others. */
import { EngineError } from '../domain/engine-error.ts';

export async function untilAborted<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  const stopped = () => new EngineError('cancelled', 'Stopped by you.');
  if (signal.aborted) throw stopped();
  let leave = (): void => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    leave = () => reject(stopped());
    signal.addEventListener('abort', leave, { once: true });
  });
  try {
    return await Promise.race([work(), aborted]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
}
