/**
 * Everything that travels between the shell and its engine process, both ways. Plain JSON values and bytes only, so
 * that a utility process (structured clone) and a forked Node (advanced serialization) carry the same.
 * `rpc` data are oRPC messages between a page and the engine: the shell passes them on unread.
 */

/** What the engine asks of the operating system; answers are `HostAnswer`s with the same `id`. Bytes are base64. */
export type HostCall =
  | { readonly name: 'openExternal'; readonly url: string }
  | { readonly name: 'wrapKey'; readonly bytes: string }
  | { readonly name: 'unwrapKey'; readonly bytes: string }
  | { readonly name: 'notify'; readonly title: string; readonly body: string; readonly route: string }
  | { readonly name: 'signInToPsa'; readonly baseUrl: string };

export interface SessionCookie {
  readonly name: string;
  readonly value: string;
}

/** The value of an answered call: whether it was done, base64 bytes, cookies, or null where the host has no such thing. */
export type HostValue = boolean | string | readonly SessionCookie[] | null;

export type ToEngine =
  | { readonly kind: 'start'; readonly home: string; readonly appVersion: string }
  | { readonly kind: 'rpc'; readonly channel: number; readonly data: string | Uint8Array }
  | { readonly kind: 'channelClosed'; readonly channel: number }
  | { readonly kind: 'hostAnswered'; readonly id: number; readonly value: HostValue }
  | { readonly kind: 'hostFailed'; readonly id: number; readonly message: string }
  | { readonly kind: 'stop' };

export type FromEngine =
  | { readonly kind: 'ready' }
  /** The engine refuses to run on this profile; `message` is a sentence for the operator. */
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  | { readonly kind: 'rpc'; readonly channel: number; readonly data: string | Uint8Array }
  | { readonly kind: 'hostCall'; readonly id: number; readonly call: HostCall };
