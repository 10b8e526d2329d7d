/** What the engine may ask of its host. The engine imports no Electron; a host without an ability answers null or false. */
export interface HostServices {
  /** Opens a web address in the operator's own browser. False: this host cannot; show the address instead. */
  openExternal(url: string): Promise<boolean>;
  /** Wraps the vault's key by the operating system; null where no keyring answers. */
  wrapKey(key: Uint8Array): Promise<Uint8Array | null>;
  unwrapKey(wrapped: Uint8Array): Promise<Uint8Array | null>;
  /** A notification of the operating system; clicking it opens `route`. */
  notify(notice: { readonly title: string; readonly body: string; readonly route: string }): Promise<void>;
  /** A window of its own for the PSA's sign-in page; null when cancelled or not possible here. */
  signInToPsa(request: {
    readonly baseUrl: string;
  }): Promise<{ readonly cookies: readonly { readonly name: string; readonly value: string }[] } | null>;
}
