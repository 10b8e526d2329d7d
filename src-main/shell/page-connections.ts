/**
 * Hands a port to our page when it asks for one, and passes its oRPC messages to the engine unread. Anyone else who
 * asks gets nothing. Also the way in which the shell itself speaks to the page.
 */
import { type BrowserWindow, ipcMain, MessageChannelMain, type MessagePortMain } from 'electron';
import { CONNECT_REQUEST, isPortFrame, PORT_DELIVERY, type PortFrame } from '../../shared/vocabulary/port-frames.ts';
import type { EngineSupervisor } from './engine-supervisor.ts';
import { isOurPage } from './guard.ts';

export interface PageConnections {
  /** Shows a route of the app, when a page is connected. */
  navigate(route: string): void;
}

export interface PageConnectionOptions {
  readonly supervisor: EngineSupervisor;
  readonly window: () => BrowserWindow | null;
  readonly devOrigin: string | null;
}

export function acceptPageConnections({ supervisor, window, devOrigin }: PageConnectionOptions): PageConnections {
  const ports = new Set<MessagePortMain>();

  ipcMain.on(CONNECT_REQUEST, (event) => {
    const contents = window()?.webContents;
    if (!contents || !isOurPage(event, contents, devOrigin)) return;
    const { port1, port2 } = new MessageChannelMain();
    supervisor.connect(pageEnd(port1)).then(
      (channel) => {
        ports.add(port1);
        port1.on('message', ({ data }) => {
          if (isPortFrame(data) && data.kind === 'rpc') channel.send(data.data);
        });
        port1.on('close', () => {
          ports.delete(port1);
          channel.close();
        });
        port1.start();
        contents.postMessage(PORT_DELIVERY, null, [port2]);
      },
      // The window shows the problem page by now; a page that waits in vain asks again.
      () => port1.close(),
    );
  });

  return {
    navigate(route) {
      for (const port of ports) port.postMessage({ kind: 'navigate', route } satisfies PortFrame);
    },
  };
}

function pageEnd(port: MessagePortMain) {
  return {
    post: (data: string | Uint8Array) => port.postMessage({ kind: 'rpc', data } satisfies PortFrame),
    // The page closes its end when it hears this, and ours closes with it: Electron 25 can crash when a port is closed
    // from inside the event that reports a dead utility process.
    engineGone: () => port.postMessage({ kind: 'engineGone' } satisfies PortFrame),
  };
}
