/**
 * The wire inside Electron: a message port that the preload script hands over.
 * Old Chromium has no `close` event on ports, so the shell says `engineGone` in a frame of its own.
 */
import { RPCLink } from '@orpc/client/message-port';
import { CONNECT_REQUEST, isPortFrame, PORT_DELIVERY, type PortFrame } from '../../shared/vocabulary/port-frames.ts';
import type { Wire } from './wire.ts';

/** The shell answers only while its engine lives; an engine that is starting again is waited for. */
const PORT_TIMEOUT_MS = 30_000;

function requestPort(): Promise<MessagePort> {
  return new Promise((resolve, reject) => {
    const done = () => {
      clearTimeout(timer);
      window.removeEventListener('message', onMessage);
    };
    const onMessage = (event: MessageEvent) => {
      const port = event.ports[0];
      if (event.source !== window || event.data !== PORT_DELIVERY || !port) return;
      done();
      resolve(port);
    };
    const timer = setTimeout(() => {
      done();
      reject(new Error('The shell did not hand over a port to the engine.'));
    }, PORT_TIMEOUT_MS);
    window.addEventListener('message', onMessage);
    window.postMessage(CONNECT_REQUEST, window.location.origin);
  });
}

/** Speaks oRPC through `rpc` frames; the other frames are for us. */
function framedPort(port: MessagePort, onFrame: (frame: PortFrame) => void) {
  const messages = new EventTarget();
  port.addEventListener('message', (event: MessageEvent<unknown>) => {
    if (!isPortFrame(event.data)) return;
    if (event.data.kind === 'rpc') messages.dispatchEvent(new MessageEvent('message', { data: event.data.data }));
    else onFrame(event.data);
  });
  port.addEventListener('close', () => onFrame({ kind: 'engineGone' }));
  port.start();
  return {
    addEventListener: messages.addEventListener.bind(messages),
    postMessage: (data: string | Uint8Array) => port.postMessage({ kind: 'rpc', data } satisfies PortFrame),
    dispatchClose: () => messages.dispatchEvent(new Event('close')),
  };
}

/** @param onNavigate is told the route of a clicked notification or menu entry. */
export async function openElectronWire(onNavigate: (route: string) => void): Promise<Wire> {
  const port = await requestPort();
  const { promise: closed, resolve: close } = withResolvers();
  const framed = framedPort(port, (frame) => {
    if (frame.kind === 'navigate') onNavigate(frame.route);
    if (frame.kind !== 'engineGone') return;
    close();
    framed.dispatchClose();
    port.close();
  });
  return { link: new RPCLink({ port: framed }), closed };
}

function withResolvers(): { promise: Promise<void>; resolve: () => void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
