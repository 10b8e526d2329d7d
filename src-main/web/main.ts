/**
 * Starts the web host from the command line: `web-host.cjs [--home DIR] [--port N] [--open] [--json]`.
 * Prints one address with a one-time token and stays until Ctrl+C; Enter prints a new address. With --json the first
 * line is an object for the program that started us. Ends with its parent when it was forked.
 */
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import manifest from '../../package.json' with { type: 'json' };
import { createEngine, defaultHome, type Engine } from '../engine/index.ts';
import { openInBrowser } from './open-in-browser.ts';

import { serveWebHost, type WebHost } from './serve-web-host.ts';
import { webHostServices } from './web-host-services.ts';

interface StartOptions {
  readonly home: string;
  readonly port: number;
  readonly isJson: boolean;
  readonly opensBrowser: boolean;
}

function readOptions(): StartOptions {
  const { values } = parseArgs({
    options: {
      home: { type: 'string' },
      port: { type: 'string', default: '0' },
      open: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(`--port takes a number from 0 to 65535, not "${values.port}".`);
  }
  const env = values.home === undefined ? process.env : { ...process.env, CONCORD_HOME: values.home };
  return { home: defaultHome(env, process.platform), port, isJson: values.json, opensBrowser: values.open };
}

async function start(options: StartOptions): Promise<void> {
  const engine = await createEngine({
    home: options.home,
    hostKind: 'web',
    host: webHostServices(),
    env: process.env,
    appVersion: manifest.version,
  });
  const host = await serveWebHost({
    engine,
    rendererDir: join(import.meta.dirname, '..', 'renderer'),
    port: options.port,
  }).catch(async (error: unknown) => {
    await engine.close();
    throw error;
  });
  stopOnRequest(host, engine);
  await announce(host, options);
}

async function announce(host: WebHost, options: StartOptions): Promise<void> {
  if (options.isJson) {
    process.stdout.write(`${JSON.stringify({ address: host.address, origin: host.origin, home: options.home })}\n`);
    return;
  }
  const isShown = options.opensBrowser && (await openInBrowser(host.address));
  const hint = 'This address works once: Enter prints a new one, Ctrl+C leaves.';
  console.log(`Concord is ${isShown ? 'open in your browser' : 'ready'} at ${host.address}  ${hint}`);
  if (process.stdin.isTTY) {
    createInterface({ input: process.stdin }).on('line', () => console.log(host.issueAddress()));
  }
}

function stopOnRequest(host: WebHost, engine: Engine): void {
  let isStopping = false;
  const stop = () => {
    if (isStopping) return;
    isStopping = true;
    void host
      .close()
      .then(() => engine.close())
      .then(() => process.exit(0));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  process.on('disconnect', stop);
}

function fail(error: unknown): void {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}

try {
  start(readOptions()).catch(fail);
} catch (error) {
  fail(error);
}
