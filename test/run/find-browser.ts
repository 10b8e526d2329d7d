/**
 * Finds a Chromium-family browser on this machine for the component and end-to-end tests.
 * Looks only; getting one is `provide-browser.ts`. Order: CONCORD_BROWSER, the usual places of Chrome, Chromium and
 * Edge on Linux, macOS and Windows, PATH, Playwright's own download. The answer is an executable file or null.
 */
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright';

const LINUX_NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'microsoft-edge-stable',
];

const MAC_PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];

const WINDOWS_TAILS = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Chromium\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
];

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function candidates(): string[] {
  if (process.platform === 'darwin') return MAC_PLACES;
  if (process.platform === 'win32') {
    const roots = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].map((name) => process.env[name] ?? '');
    return roots.filter(Boolean).flatMap((root) => WINDOWS_TAILS.map((tail) => join(root, tail)));
  }
  const folders = ['/usr/bin', '/usr/local/bin', '/snap/bin', ...(process.env['PATH'] ?? '').split(delimiter)];
  return folders.flatMap((folder) => LINUX_NAMES.map((name) => join(folder, name)));
}

/** Path of a usable browser, or null when this machine has none. */
export function findBrowser(): string | null {
  const chosen = process.env['CONCORD_BROWSER'];
  if (chosen) return isExecutable(chosen) ? chosen : null;
  const installed = candidates().find(isExecutable);
  if (installed) return installed;
  const downloaded = chromium.executablePath();
  return downloaded && existsSync(downloaded) ? downloaded : null;
}

/** Flags for every browser that tests start: quiet, and unable to reach any host but this machine. */
export const BROWSER_FLAGS: readonly string[] = [
  '--no-sandbox',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost',
];
