import { describe, expect, it } from 'vitest';
import { createKeyring, type SafeStorageShape } from './keyring.ts';

/** A keyring that "encrypts" by reversing; enough to see which way was taken. */
function storage(extra: Partial<SafeStorageShape> = {}): SafeStorageShape {
  const reverse = (text: string) => [...text].reverse().join('');
  return {
    isEncryptionAvailable: () => true,
    encryptString: (plain) => Buffer.from(reverse(plain)),
    decryptString: (wrapped) => reverse(wrapped.toString()),
    ...extra,
  };
}

const key = new Uint8Array([0, 1, 2, 250, 255]);

describe('the keyring', () => {
  it('gives a wrapped key back unchanged, in the synchronous and in the asynchronous shape', async () => {
    const modern = storage({
      isAsyncEncryptionAvailable: async () => true,
      encryptStringAsync: async (plain) => Buffer.from(`async ${plain}`),
      decryptStringAsync: async (wrapped) => ({ result: wrapped.toString().slice('async '.length) }),
    });
    for (const shape of [storage(), modern]) {
      const keyring = createKeyring(shape, 'darwin');
      const wrapped = await keyring.wrap(key);
      expect(wrapped).not.toBeNull();
      expect(Buffer.from(wrapped!).includes(Buffer.from(key))).toBe(false);
      expect(await keyring.unwrap(wrapped!)).toEqual(key);
    }
  });

  it('says that there is none when the system has no keyring', async () => {
    const keyring = createKeyring(storage({ isEncryptionAvailable: () => false }), 'win32');
    expect(await keyring.wrap(key)).toBeNull();
    expect(await keyring.unwrap(key)).toBeNull();
  });

  it('takes the fixed password of a Linux without secret service for no keyring', async () => {
    const basic = storage({ getSelectedStorageBackend: () => 'basic_text' });
    expect(await createKeyring(basic, 'linux').wrap(key)).toBeNull();
    const real = storage({ getSelectedStorageBackend: () => 'gnome_libsecret' });
    expect(await createKeyring(real, 'linux').wrap(key)).not.toBeNull();
  });

  it('reports a key that the keyring does not know instead of calling it missing', async () => {
    const foreign = storage({
      decryptString: () => {
        throw new Error('wrong key');
      },
    });
    await expect(createKeyring(foreign, 'darwin').unwrap(key)).rejects.toThrow('wrong key');
  });
});
