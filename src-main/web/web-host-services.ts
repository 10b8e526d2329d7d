/**
 * What a host without Electron can do for the engine: open a browser, and nothing else. The vault then asks for a
 * passphrase or keeps secrets for this session only, and says so.
 */
import type { HostServices } from '../engine/index.ts';
import { openInBrowser } from './open-in-browser.ts';

export function webHostServices(): HostServices {
  return {
    openExternal: openInBrowser,
    wrapKey: () => Promise.resolve(null),
    unwrapKey: () => Promise.resolve(null),
    notify: () => Promise.resolve(),
    signInToPsa: () => Promise.resolve(null),
  };
}
