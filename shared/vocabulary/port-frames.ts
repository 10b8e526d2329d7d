/**
 * What travels on the one port between the renderer and its Electron shell.
 * `rpc` frames carry oRPC messages that the shell passes on unread; everything else is the shell speaking for itself.
 * The web host has no such frames: there a WebSocket carries the oRPC messages bare.
 */

/** The words the page and the preload script say to each other to hand over the port. */
export const CONNECT_REQUEST = 'concord:connect';
export const PORT_DELIVERY = 'concord:port';

export type PortFrame =
  /** One oRPC message, either way. */
  | { readonly kind: 'rpc'; readonly data: string | Uint8Array }
  /** Shell to page: the engine behind this port is gone; ask for a new port. */
  | { readonly kind: 'engineGone' }
  /** Shell to page: the operator clicked a notification or a menu entry that belongs to this route. */
  | { readonly kind: 'navigate'; readonly route: string };

export function isPortFrame(value: unknown): value is PortFrame {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return false;
  switch (value.kind) {
    case 'rpc':
      return 'data' in value && (typeof value.data === 'string' || value.data instanceof Uint8Array);
    case 'navigate':
      return 'route' in value && typeof value.route === 'string';
    default:
      return value.kind === 'engineGone';
  }
}
