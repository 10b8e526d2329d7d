/**
 * Lets the operator sign in to the PSA in a window of its own and hands its session cookies to the engine. The window
 * has a session that lives only as long as itself, no preload and no permission; we read one cookie of the PSA's own
 * address and nothing else, and never what was typed.
 */
import { randomUUID } from 'node:crypto';
import { BrowserWindow, type Session, session } from 'electron';
import { isWebAddress, parseAddress } from '../web/web-address.ts';
import type { SessionCookie } from './engine-messages.ts';
import { denyPermissions } from './guard.ts';

/** Auth.js: a prefix on https, the port appended in development, big tokens in numbered chunks. */
const SESSION_COOKIE = /^(__Secure-)?authjs\.session-token(\.\d+)*$/;
/** Chunks of one token are set one after the other; wait for the last. */
const SETTLE_MS = 300;

export function isSessionCookie(name: string): boolean {
  return SESSION_COOKIE.test(name);
}

/** The PSA's session cookies, or null when the operator closed the window or the address is no web address. */
export async function signInToPsa(
  baseUrl: string,
  parent: BrowserWindow | null,
): Promise<readonly SessionCookie[] | null> {
  if (!isWebAddress(baseUrl)) return null;
  const own = session.fromPartition(`psa-sign-in-${randomUUID()}`);
  denyPermissions(own);
  const window = openWindow(own, parent, new URL(baseUrl).host);
  try {
    const signedIn = waitForCookies(own, baseUrl);
    const cancelled = new Promise<null>((resolve) => window.once('closed', () => resolve(null)));
    // A page that cannot be loaded shows Chromium's own error page; the operator closes the window or tries again.
    window.loadURL(baseUrl).catch(() => undefined);
    return await Promise.race([signedIn, cancelled]);
  } finally {
    if (!window.isDestroyed()) window.destroy();
    await own.clearStorageData();
  }
}

function openWindow(own: Session, parent: BrowserWindow | null, host: string): BrowserWindow {
  const window = new BrowserWindow({
    width: 560,
    height: 760,
    ...(parent === null ? {} : { parent }),
    title: `Sign in to ${host}`,
    autoHideMenuBar: true,
    webPreferences: { session: own, sandbox: true, contextIsolation: true, nodeIntegration: false, webviewTag: false },
  });
  const { webContents } = window;
  // The address is the only thing that tells a real sign-in page from a forged one: keep it in the title.
  const showAddress = () =>
    window.setTitle(`Sign in to ${host} (now at ${parseAddress(webContents.getURL())?.host ?? 'no address'})`);
  window.on('page-title-updated', (event) => event.preventDefault());
  webContents.on('did-navigate', showAddress);
  webContents.on('will-navigate', (event, url) => {
    if (!isWebAddress(url)) event.preventDefault();
  });
  webContents.setWindowOpenHandler(({ url }) => {
    if (isWebAddress(url)) webContents.loadURL(url).catch(() => undefined);
    return { action: 'deny' };
  });
  return window;
}

function waitForCookies(own: Session, baseUrl: string): Promise<readonly SessionCookie[]> {
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout | undefined;
    own.cookies.on('changed', (_event, cookie) => {
      if (!isSessionCookie(cookie.name)) return;
      clearTimeout(timer);
      timer = setTimeout(() => {
        void own.cookies.get({ url: baseUrl }).then((cookies) => {
          const found = cookies.filter(({ name }) => isSessionCookie(name)).map(({ name, value }) => ({ name, value }));
          if (found.length > 0) resolve(found);
        });
      }, SETTLE_MS);
    });
  });
}
