/**
 * The vault of one profile: `vault.json` in its folder. Read once, held sealed in memory, replaced whole at each change, one
 * change at a time. A vault that cannot be opened is left alone and says so on every use; it never becomes an empty one.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineError } from '../domain/engine-error.ts';
import type { HostServices } from '../host-services.ts';
import type { VaultProtection } from './port.ts';
import { readPrivateFile, writePrivateFile } from './private-file.ts';
import { open, type SealedRecord, seal, type VaultFile, vaultFileSchema } from './vault-file.ts';
import { findVaultKey, type KeySources, makeVaultKey, writeKeyFile } from './vault-key.ts';

const CHECK_NAME = 'vault-check';
const CHECK_TEXT = 'concord';

export interface Vault {
  readonly protection: VaultProtection;
  names(): readonly string[];
  /** Throws `secrets.unavailable` when the record was tampered with. */
  find(name: string): string | null;
  /** Null removes. All of it is on disk, or none. */
  change(values: Readonly<Record<string, string | null>>): Promise<void>;
}

export interface VaultOptions {
  readonly profileDir: string;
  readonly host: Pick<HostServices, 'wrapKey' | 'unwrapKey'>;
  readonly passphrase: string | null;
  /** True: nothing is written, secrets live in memory until the end of this process. */
  readonly sessionOnly: boolean;
}

/** Throws `secrets.locked` or `secrets.unavailable` for a vault that is there and cannot be opened. */
export async function openVault(options: VaultOptions): Promise<Vault> {
  if (options.sessionOnly) return sessionVault();
  const path = join(options.profileDir, 'vault.json');
  const sources = {
    host: options.host,
    passphrase: options.passphrase,
    keyFile: join(options.profileDir, 'vault.key'),
  };
  const text = await readPrivateFile(path);
  if (text === null) {
    const made = await makeVaultKey(sources);
    const check = seal(made.key, CHECK_NAME, Buffer.from(CHECK_TEXT));
    const empty: VaultFile = { version: 1, wrapping: made.wrapping, check, records: {} };
    return fileVault({ path, newKeyFile: made.wrapping.kind === 'file' ? sources.keyFile : null }, made.key, empty);
  }
  const file = parseVault(text);
  const key = await findVaultKey(file.wrapping, sources);
  if (open(key, CHECK_NAME, file.check)?.toString('utf8') !== CHECK_TEXT) {
    throw new EngineError('secrets.locked', 'The key found here does not open the saved secrets of this profile.');
  }
  if (file.wrapping.kind !== 'file' || options.passphrase === null)
    return fileVault({ path, newKeyFile: null }, key, file);
  return await moveToPassphrase(path, sources, { key, file });
}

/**
 * A passphrase was given for a vault that only file permissions protect: everything is sealed anew under a new key, since
 * the old one has lain in a readable file. The OS keyring is not taken up by itself: the CLI would be locked out.
 */
async function moveToPassphrase(
  path: string,
  sources: KeySources,
  old: { readonly key: Uint8Array; readonly file: VaultFile },
): Promise<Vault> {
  const made = await makeVaultKey(sources);
  const records = Object.fromEntries(
    Object.entries(old.file.records).map(([name, record]) => [
      name,
      seal(made.key, name, Buffer.from(openRecord(old.key, name, record), 'utf8')),
    ]),
  );
  const check = seal(made.key, CHECK_NAME, Buffer.from(CHECK_TEXT));
  const file: VaultFile = { version: 1, wrapping: made.wrapping, check, records };
  await writeVault(path, file);
  await rm(sources.keyFile, { force: true });
  return fileVault({ path, newKeyFile: null }, made.key, file);
}

async function writeVault(path: string, file: VaultFile): Promise<void> {
  await writePrivateFile(path, `${JSON.stringify(file, null, 1)}\n`);
}

function parseVault(text: string): VaultFile {
  const parsed = vaultFileSchema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw new EngineError(
    'secrets.unavailable',
    'The saved secrets (vault.json) are damaged or come from a newer Concord. Restore the file, or remove it and enter the secrets again.',
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** `newKeyFile`: where the key must be written before the first record, or null when it is kept already. */
function fileVault(
  place: { readonly path: string; readonly newKeyFile: string | null },
  key: Uint8Array,
  opened: VaultFile,
): Vault {
  let file = opened;
  let { newKeyFile } = place;
  let writing: Promise<void> = Promise.resolve();
  return {
    protection: file.wrapping.kind,
    names: () => Object.keys(file.records),
    find(name) {
      const record = file.records[name];
      return record === undefined ? null : openRecord(key, name, record);
    },
    change(values) {
      const next = writing.then(async () => {
        const changed = changeRecords(key, file, values);
        if (newKeyFile !== null) await writeKeyFile(newKeyFile, key);
        newKeyFile = null;
        await writeVault(place.path, changed);
        file = changed;
      });
      writing = next.catch(() => undefined);
      return next;
    },
  };
}

function changeRecords(key: Uint8Array, file: VaultFile, values: Readonly<Record<string, string | null>>): VaultFile {
  const records = { ...file.records };
  for (const [name, value] of Object.entries(values)) {
    if (value === null) delete records[name];
    else records[name] = seal(key, name, Buffer.from(value, 'utf8'));
  }
  return { ...file, records };
}

function openRecord(key: Uint8Array, name: string, record: SealedRecord): string {
  const value = open(key, name, record);
  if (value !== null) return value.toString('utf8');
  throw new EngineError(
    'secrets.unavailable',
    `The saved secret ${name} was changed outside Concord. Enter it again.`,
    {
      details: { name },
    },
  );
}

function sessionVault(): Vault {
  const values = new Map<string, string>();
  return {
    protection: 'session',
    names: () => [...values.keys()],
    find: (name) => values.get(name) ?? null,
    async change(changed) {
      for (const [name, value] of Object.entries(changed)) {
        if (value === null) values.delete(name);
        else values.set(name, value);
      }
    },
  };
}
