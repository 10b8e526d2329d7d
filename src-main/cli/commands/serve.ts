/** `concord serve`: the web host on this profile, in the foreground until Ctrl+C. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { createEngine, EngineError } from '../../engine/index.ts';
import { serveWebHost } from '../../web/serve-web-host.ts';
import { webHostServices } from '../../web/web-host-services.ts';
import { exitCodes } from '../exit-codes.ts';
import { printAnswer } from '../output.ts';
import { type GlobalOptions, homeOf } from '../session.ts';
import { appVersion } from '../version.ts';

/** The built page: beside the sources in a checkout, beside the bundle in a package. */
function rendererDir(): string {
  const here = import.meta.dirname;
  const found = [resolve(here, '../../../out/renderer'), resolve(here, '../renderer')].find((dir) =>
    existsSync(resolve(dir, 'index.html')),
  );
  if (found) return found;
  throw new EngineError(
    'input.invalid',
    'The console’s page has not been built yet. Run `npm run build` once, then serve again.',
  );
}

function portOf(typed: string): number {
  const port = Number(typed);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new EngineError('input.invalid', `“${typed}” is not a port: use a number from 0 to 65535.`);
}

export async function serve(options: GlobalOptions & { readonly port: string }): Promise<number> {
  const [dir, port] = [rendererDir(), portOf(options.port)];
  const engine = await createEngine({
    home: homeOf(options),
    hostKind: 'web',
    host: webHostServices(),
    env: process.env,
    appVersion,
  });
  const host = await serveWebHost({ engine, rendererDir: dir, port }).catch(async (thrown: unknown) => {
    await engine.close();
    throw thrown instanceof Error && 'code' in thrown && thrown.code === 'host.portInUse'
      ? new EngineError('host.portInUse', thrown.message)
      : thrown;
  });
  printAnswer(
    options.json ?? false,
    { address: host.address, origin: host.origin },
    () => `Concord is ready: ${host.address}\nThis address works once. Press Ctrl+C to stop.`,
  );
  await new Promise<void>((stop) => {
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
  });
  await host.close();
  await engine.close();
  return exitCodes.ok;
}
