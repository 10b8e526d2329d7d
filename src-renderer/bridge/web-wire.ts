/**
 * The wire to the web host: one WebSocket on the page's own origin. The session cookie travels with the handshake;
 * a browser is not told why a handshake failed, so a refused one is asked about with an ordinary request.
 */
import { RPCLink } from '@orpc/client/websocket';
import { HostRefusedError, type Wire } from './wire.ts';

/** The one endpoint of the web host beside its files. */
const ENGINE_PATH = '/engine';

export async function openWebWire(): Promise<Wire> {
  const scheme = window.location.protocol === 'https:' ? 'wss' : 'ws';
  const socket = new WebSocket(`${scheme}://${window.location.host}${ENGINE_PATH}`);
  // Ours listens before the link does, so that a call which fails by the closing finds the wire closed.
  const closed = new Promise<void>((resolve) => socket.addEventListener('close', () => resolve(), { once: true }));
  const link = new RPCLink({ websocket: socket });
  const opened = await Promise.race([
    new Promise<boolean>((resolve) => socket.addEventListener('open', () => resolve(true), { once: true })),
    closed.then(() => false),
  ]);
  if (opened) return { link, closed };
  if (await hostRefusesUs()) throw new HostRefusedError('The web host does not accept this browser any more.');
  throw new Error('The web host does not answer.');
}

async function hostRefusesUs(): Promise<boolean> {
  try {
    const answer = await fetch('/', { method: 'HEAD', cache: 'no-store' });
    return answer.status === 401;
  } catch {
    return false;
  }
}
