/**
 * One living connection to the engine, whatever carries it. A wire never heals: when it is closed, a new one is
 * opened. `openElectronWire` and `openWebWire` make them; the reconnecting link uses them.
 */
import type { ClientContext, ClientLink } from '@orpc/client';

export interface Wire {
  readonly link: ClientLink<ClientContext>;
  /** Resolves once, when the engine or its host can no longer be reached through this wire. */
  readonly closed: Promise<void>;
}

export type OpenWire = () => Promise<Wire>;

/** The host answered and does not accept this page; asking again would not help. */
export class HostRefusedError extends Error {
  override readonly name = 'HostRefusedError';
}
