/**
 * Keeps every window where it belongs: the page never navigates away, opens no window, embeds nothing and is granted
 * no permission but writing text to the clipboard. Links to https open in the operator's own browser instead.
 */
import { app, type Session, session, shell, type WebContents } from 'electron';
import { parseAddress } from '../web/web-address.ts';
import { PAGE_ORIGIN } from './app-protocol.ts';

const GRANTED = new Set(['clipboard-sanitized-write']);

/** Call once, before the first window. `devOrigin` is the page's dev server, in development only. */
export function guardAllContents(devOrigin: string | null): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-attach-webview', (event) => event.preventDefault());
    // A sign-in window to the PSA has a session of its own and rules of its own.
    if (contents.session === session.defaultSession) guardPage(contents, devOrigin);
  });
}

function guardPage(contents: WebContents, devOrigin: string | null): void {
  const refuseForeign = (event: Electron.Event, url: string) => {
    if (devOrigin === null || new URL(url).origin !== devOrigin) event.preventDefault();
  };
  contents.on('will-navigate', (event, url) => refuseForeign(event, url));
  contents.on('will-redirect', (event, url) => refuseForeign(event, url));
  contents.setWindowOpenHandler(({ url }) => {
    if (parseAddress(url)?.protocol === 'https:') void shell.openExternal(url);
    return { action: 'deny' };
  });
}

/** Denies cameras, notifications, devices and the rest; only the page itself may write to the clipboard. */
export function denyPermissions(target: Session): void {
  const isGranted = (permission: string, origin: string) => GRANTED.has(permission) && origin.startsWith(PAGE_ORIGIN);
  target.setPermissionRequestHandler((contents, permission, answer) =>
    answer(isGranted(permission, contents.getURL())),
  );
  target.setPermissionCheckHandler((_contents, permission, origin) => isGranted(permission, origin));
  target.setDevicePermissionHandler(() => false);
}

/** Whether a message comes from the page of `window`, its main frame, on our own origin. */
export function isOurPage(event: Electron.IpcMainEvent, contents: WebContents, devOrigin: string | null): boolean {
  const frame = event.senderFrame;
  if (!frame || event.sender !== contents || frame !== contents.mainFrame) return false;
  const { protocol, host } = new URL(frame.url);
  return `${protocol}//${host}` === PAGE_ORIGIN || (devOrigin !== null && new URL(frame.url).origin === devOrigin);
}
