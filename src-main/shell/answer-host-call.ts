/** Does what the engine asks of the operating system. Each call names an intent; the engine reaches nothing else. */
import { type BrowserWindow, Notification, safeStorage, shell } from 'electron';
import { isWebAddress, mayOpenBrowser } from '../web/web-address.ts';
import type { HostCall, HostValue } from './engine-messages.ts';
import { createKeyring } from './keyring.ts';
import { signInToPsa } from './psa-sign-in-window.ts';

export interface HostCallContext {
  window(): BrowserWindow | null;
  navigate(route: string): void;
}

export function createHostCallAnswerer(context: HostCallContext): (call: HostCall) => Promise<HostValue> {
  const keyring = createKeyring(safeStorage, process.platform);
  return async (call) => {
    switch (call.name) {
      case 'openExternal':
        return openExternal(call.url);
      case 'wrapKey':
        return toBase64(await keyring.wrap(Buffer.from(call.bytes, 'base64')));
      case 'unwrapKey':
        return toBase64(await keyring.unwrap(Buffer.from(call.bytes, 'base64')));
      case 'notify':
        return notify(call, context);
      case 'signInToPsa':
        return signInToPsa(call.baseUrl, context.window());
      default:
        return call satisfies never;
    }
  };
}

/** Web addresses only: another scheme could start any program. False when this machine has no browser to open. */
async function openExternal(url: string): Promise<boolean> {
  if (!isWebAddress(url) || !mayOpenBrowser(process.env)) return false;
  return shell.openExternal(url).then(
    () => true,
    () => false,
  );
}

function notify(notice: { title: string; body: string; route: string }, context: HostCallContext): boolean {
  if (!Notification.isSupported()) return false;
  const notification = new Notification({ title: notice.title, body: notice.body });
  notification.on('click', () => {
    const window = context.window();
    window?.show();
    window?.focus();
    context.navigate(notice.route);
  });
  notification.show();
  return true;
}

function toBase64(bytes: Uint8Array | null): string | null {
  return bytes === null ? null : Buffer.from(bytes).toString('base64');
}
