/**
 * Finds the process that started this one: Electron's utility process has a parent port, a forked Node has an IPC
 * channel. When the parent is gone the engine has no reason to live, so `onOrphaned` is told.
 */
import type { ToEngine } from './engine-messages.ts';
import type { ParentPipe } from './serve-engine.ts';

export class NoParentError extends Error {
  override readonly name = 'NoParentError';
}

/** @throws NoParentError when started by hand, without a shell. */
export function findParentPipe(onOrphaned: () => void): ParentPipe {
  const parentPort = process.parentPort as Electron.ParentPort | undefined;
  if (parentPort) {
    return {
      post: (message) => parentPort.postMessage(message),
      // The shell is the only one who can write here, and it writes this type.
      onMessage: (listener) => void parentPort.on('message', (event) => listener(event.data as ToEngine)),
    };
  }
  const send = process.send?.bind(process);
  if (!send) throw new NoParentError('The engine process is started by the Concord shell, not by hand.');
  process.once('disconnect', onOrphaned);
  return {
    post: (message) => void (process.connected && send(message)),
    onMessage: (listener) => void process.on('message', (message) => listener(message as ToEngine)),
  };
}
