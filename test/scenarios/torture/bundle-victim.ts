/**
 * Bundles the victim once, as the packaged app is bundled: a thousand processes then start in half the time, and a run keeps to
 * one state of the sources, whatever is edited meanwhile.
 */
import { join } from 'node:path';
import { build } from 'vite';

/** Answers the bundle's path; `folder` must lie inside the project, so that native packages are found from there. */
export async function bundleVictim(folder: string): Promise<string> {
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true, external: ['better-sqlite3'] },
    build: {
      ssr: join(import.meta.dirname, 'engine.child.ts'),
      outDir: folder,
      target: 'node24',
      rolldownOptions: { output: { entryFileNames: 'victim.mjs', codeSplitting: false } },
    },
  });
  return join(folder, 'victim.mjs');
}
