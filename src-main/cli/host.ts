/** What the CLI can do for the engine as its host: open a browser, little else. No keyring, no windows. */
import { spawn } from 'node:child_process';
import type { HostServices } from '../engine/index.ts';

const openers: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

/** False when no opener could be started; the caller then prints the address. */
export function openInBrowser(url: string): Promise<boolean> {
  const [program = 'xdg-open', ...args] = openers[process.platform] ?? ['xdg-open'];
  return new Promise((resolve) => {
    const child = spawn(program, [...args, url], { stdio: 'ignore', detached: true });
    child.once('error', () => resolve(false));
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
  });
}

export function cliHost(openExternal: HostServices['openExternal'] = openInBrowser): HostServices {
  return {
    openExternal,
    wrapKey: async () => null,
    unwrapKey: async () => null,
    notify: async () => undefined,
    signInToPsa: async () => null,
  };
}
