/**
 * Starts the engine process and hides how: a utility process of Electron, or a forked Node where CONCORD_ENGINE_NODE
 * names one (for a debugger, and where Electron's own Node is too old for the engine).
 */
import { fork } from 'node:child_process';
import type { FromEngine, ToEngine } from './engine-messages.ts';

export interface EngineChild {
  post(message: ToEngine): void;
  onMessage(listener: (message: FromEngine) => void): void;
  /** Called once. `code` is null when a signal ended it. */
  onExit(listener: (code: number | null) => void): void;
  kill(): void;
}

/** Starts `file` under `nodePath`; its standard error is ours, its messages keep bytes as bytes. */
export function forkEngine(file: string, nodePath: string): EngineChild {
  const { ELECTRON_RUN_AS_NODE: _dropped, ...env } = process.env;
  const child = fork(file, [], {
    execPath: nodePath,
    execArgv: ['--enable-source-maps'],
    env,
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  return {
    post: (message) => void (child.connected && child.send(message)),
    // The engine process is the only one on this channel, and it writes this type.
    onMessage: (listener) => void child.on('message', (message) => listener(message as FromEngine)),
    onExit(listener) {
      let isTold = false;
      const tell = (code: number | null) => {
        if (isTold) return;
        isTold = true;
        listener(code);
      };
      child.once('exit', (code) => tell(code));
      child.once('error', () => tell(null));
    },
    kill: () => void child.kill('SIGKILL'),
  };
}
