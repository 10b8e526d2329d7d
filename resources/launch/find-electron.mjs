/**
 * Where Electron is on this machine, without trying to download it. A runtime named by ELECTRON_OVERRIDE_DIST_PATH wins
 * over the one that `install-electron` puts below node_modules.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The first Electron whose own Node can run the engine; older ones get a plain Node for it. */
const FIRST_WITH_NEW_NODE = 37;

const EXECUTABLES = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' };

/**
 * @param {string} root the repository
 * @returns {{ path: string, runsEngine: boolean } | null}
 */
export function findElectron(root) {
  const installed = join(root, 'node_modules', 'electron', 'dist');
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH || installed;
  const path = join(folder, EXECUTABLES[process.platform] ?? 'electron');
  if (!existsSync(path)) return null;
  const versionFile = join(folder, 'version');
  const version = existsSync(versionFile) ? readFileSync(versionFile, 'utf8').trim().replace(/^v/, '') : '';
  const major = Number.parseInt(version, 10);
  return { path, runsEngine: Number.isNaN(major) || major >= FIRST_WITH_NEW_NODE };
}

/** Flags that this account needs: Chromium refuses its own sandbox under root. */
export function electronFlags() {
  return process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}

/** Whether a window could be shown at all. */
export function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}
