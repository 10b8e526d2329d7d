/**
 * Wraps the vault's key by the keyring of the operating system, through Electron's safeStorage. "No keyring" is an
 * answer, not an error: Linux without a secret service falls back to a fixed password there, which protects nothing and
 * therefore counts as none. Knows only the shape of safeStorage, which differs between Electron versions.
 */

/** The part of `Electron.SafeStorage` that is used; the asynchronous part is missing in older versions. */
export interface SafeStorageShape {
  getSelectedStorageBackend?(): string;
  isEncryptionAvailable(): boolean;
  encryptString(plain: string): Buffer;
  decryptString(wrapped: Buffer): string;
  isAsyncEncryptionAvailable?(): Promise<boolean>;
  encryptStringAsync?(plain: string): Promise<Buffer>;
  decryptStringAsync?(wrapped: Buffer): Promise<{ result: string }>;
}

export interface Keyring {
  /** Null when no keyring of the operating system answers. */
  wrap(key: Uint8Array): Promise<Uint8Array | null>;
  /** Null when no keyring answers. @throws when it answers and does not know this key. */
  unwrap(wrapped: Uint8Array): Promise<Uint8Array | null>;
}

const WORTHLESS_BACKENDS = new Set(['basic_text', 'unknown']);

export function createKeyring(storage: SafeStorageShape, platform: NodeJS.Platform): Keyring {
  async function isAvailable(): Promise<boolean> {
    const backend = platform === 'linux' ? storage.getSelectedStorageBackend?.() : undefined;
    if (backend !== undefined && WORTHLESS_BACKENDS.has(backend)) return false;
    return (await storage.isAsyncEncryptionAvailable?.()) ?? storage.isEncryptionAvailable();
  }
  return {
    async wrap(key) {
      if (!(await isAvailable())) return null;
      const text = Buffer.from(key).toString('base64');
      return new Uint8Array((await storage.encryptStringAsync?.(text)) ?? storage.encryptString(text));
    },
    async unwrap(wrapped) {
      if (!(await isAvailable())) return null;
      const bytes = Buffer.from(wrapped);
      const text = (await storage.decryptStringAsync?.(bytes))?.result ?? storage.decryptString(bytes);
      return new Uint8Array(Buffer.from(text, 'base64'));
    },
  };
}
