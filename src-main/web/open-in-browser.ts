/**
 * Opens an address in the operator's own browser from a plain Node process. Only http and https: a scheme of another
 * kind could start any program. Answers whether something was found that can open it, not whether it was shown.
 */
import { spawn } from 'node:child_process';
import { isWebAddress, mayOpenBrowser } from './web-address.ts';

const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
  linux: ['xdg-open'],
};

export function openInBrowser(address: string): Promise<boolean> {
  const opener = OPENERS[process.platform];
  const hasDisplay = process.platform !== 'linux' || Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);
  if (!opener || !hasDisplay || !mayOpenBrowser(process.env) || !isWebAddress(address)) return Promise.resolve(false);
  const [command, ...args] = opener;
  return new Promise((resolve) => {
    const child = spawn(command, [...args, address], { stdio: 'ignore', detached: true });
    child.once('error', () => resolve(false));
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
  });
}
