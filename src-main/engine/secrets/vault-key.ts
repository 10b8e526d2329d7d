/**
 * Where the vault's data key comes from: wrapped by the operating system, wrapped by a passphrase, or in a key file beside the
 * vault when neither is there (`docs/decisions/0004-vault-key-without-a-keyring.md`). A vault is opened the way it was made;
 * a key that does not open it is a failure, never a reason to start an empty vault over it.
 */
import { randomBytes, scrypt } from 'node:crypto';
import { EngineError } from '../domain/engine-error.ts';
import type { HostServices } from '../host-services.ts';
import { readPrivateFile, writePrivateFile } from './private-file.ts';
import { KEY_BYTES, open, seal, type Wrapping } from './vault-file.ts';

const SCRYPT = { logN: 17, r: 8, p: 1 };
/** scrypt needs 128 * N * r bytes; Node refuses without room to spare. */
const SCRYPT_MAX_BYTES = 1024 * 1024 * 1024;
const KEY_NAME = 'data-key';

export interface KeySources {
  readonly host: Pick<HostServices, 'wrapKey' | 'unwrapKey'>;
  readonly passphrase: string | null;
  readonly keyFile: string;
}

export interface VaultKey {
  readonly key: Uint8Array;
  readonly wrapping: Wrapping;
}

/** A new key, protected the best way this host offers: a passphrase that was given, else the OS, else a key file. */
export async function makeVaultKey(sources: KeySources): Promise<VaultKey> {
  const key = randomBytes(KEY_BYTES);
  if (sources.passphrase !== null) return { key, wrapping: await wrapByPassphrase(key, sources.passphrase) };
  const wrapped = await sources.host.wrapKey(key);
  if (wrapped !== null) return { key, wrapping: { kind: 'os', wrapped: Buffer.from(wrapped).toString('base64') } };
  // A key file without a vault: an earlier start got no further, or another process is ahead of us. One key serves both.
  const existing = keyOf(await readPrivateFile(sources.keyFile));
  return { key: existing ?? key, wrapping: { kind: 'file' } };
}

/** Before the first record: the key must be on disk no later than what it opens. */
export async function writeKeyFile(path: string, key: Uint8Array): Promise<void> {
  await writePrivateFile(path, Buffer.from(key).toString('base64'));
}

function keyOf(text: string | null): Uint8Array | null {
  const key = text === null ? null : Buffer.from(text.trim(), 'base64');
  return key !== null && key.length === KEY_BYTES ? key : null;
}

/** Throws `secrets.locked` or `secrets.unavailable`; nothing is changed then. */
export async function findVaultKey(wrapping: Wrapping, sources: KeySources): Promise<Uint8Array> {
  switch (wrapping.kind) {
    case 'os':
      return await unwrapByOs(wrapping, sources);
    case 'passphrase':
      return await unwrapByPassphrase(wrapping, sources.passphrase);
    case 'file':
      return await readKeyFile(sources.keyFile);
  }
}

async function unwrapByOs(wrapping: Extract<Wrapping, { kind: 'os' }>, sources: KeySources): Promise<Uint8Array> {
  const key = await sources.host.unwrapKey(Buffer.from(wrapping.wrapped, 'base64'));
  if (key !== null && key.length === KEY_BYTES) return key;
  throw new EngineError(
    'secrets.unavailable',
    'The saved secrets are protected by the keyring of this operating system, which does not answer here. Open this profile in the desktop app of the same account.',
  );
}

async function wrapByPassphrase(key: Uint8Array, passphrase: string): Promise<Wrapping> {
  const salt = randomBytes(16);
  const wrappingKey = await deriveKey(passphrase, salt, SCRYPT);
  return { kind: 'passphrase', salt: salt.toString('base64'), ...SCRYPT, wrapped: seal(wrappingKey, KEY_NAME, key) };
}

async function unwrapByPassphrase(
  wrapping: Extract<Wrapping, { kind: 'passphrase' }>,
  passphrase: string | null,
): Promise<Uint8Array> {
  if (passphrase === null) {
    throw new EngineError(
      'secrets.locked',
      'The saved secrets of this profile are protected by a passphrase. Enter it, or set CONCORD_PASSPHRASE.',
    );
  }
  const wrappingKey = await deriveKey(passphrase, Buffer.from(wrapping.salt, 'base64'), wrapping);
  const key = open(wrappingKey, KEY_NAME, wrapping.wrapped);
  if (key !== null) return key;
  throw new EngineError('secrets.locked', 'This is not the passphrase that the saved secrets were protected with.');
}

function deriveKey(
  passphrase: string,
  salt: Uint8Array,
  cost: { readonly logN: number; readonly r: number; readonly p: number },
): Promise<Buffer> {
  // The same characters typed on two systems can differ in bytes; NFKC makes them one passphrase.
  const options = { N: 2 ** cost.logN, r: cost.r, p: cost.p, maxmem: SCRYPT_MAX_BYTES };
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFKC'), salt, KEY_BYTES, options, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
}

async function readKeyFile(path: string): Promise<Uint8Array> {
  const key = keyOf(await readPrivateFile(path));
  if (key !== null) return key;
  throw new EngineError(
    'secrets.unavailable',
    'The key file of the saved secrets (vault.key) is missing or damaged. Restore it from a backup, or remove vault.json and enter the secrets again.',
  );
}
