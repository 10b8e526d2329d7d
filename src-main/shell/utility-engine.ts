/** Starts the engine as Electron's utility process: the way it runs in the packaged app. */
import { utilityProcess } from 'electron';
import type { EngineChild } from './engine-child.ts';
import type { FromEngine } from './engine-messages.ts';

export function startUtilityEngine(file: string): EngineChild {
  const child = utilityProcess.fork(file, [], { serviceName: 'Concord engine', stdio: 'inherit' });
  return {
    post: (message) => child.postMessage(message),
    // The engine process is the only one on this channel, and it writes this type.
    onMessage: (listener) => void child.on('message', (message: FromEngine) => listener(message)),
    onExit: (listener) => void child.once('exit', (code) => listener(code)),
    kill: () => void child.kill(),
  };
}
