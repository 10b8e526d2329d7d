/**
 * The entry of the engine process. One file for both ways of starting it: as Electron's utility process, and under
 * a plain Node that the shell forks when CONCORD_ENGINE_NODE names one. Imports no Electron.
 */
import { createEngine } from '../engine/index.ts';
import { findParentPipe, NoParentError } from './parent-pipe.ts';
import { type EngineServer, serveEngine } from './serve-engine.ts';

function main(): void {
  let server: EngineServer | null = null;
  const leave = () => {
    void Promise.resolve(server?.stop()).finally(() => process.exit(0));
  };
  try {
    server = serveEngine(findParentPipe(leave), createEngine);
  } catch (error) {
    console.error(error instanceof NoParentError ? error.message : error);
    process.exit(1);
  }
}

main();
