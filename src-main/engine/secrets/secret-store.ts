/**
 * The provider chain: vault of this profile → secrets folder → environment → HashiCorp Vault. The first that has a key
 * answers; writes go to the vault only. Nothing here logs a value, and an error names keys, never values.
 */
import type { HostServices } from '../host-services.ts';
import { type Log, silentLog } from '../http/log.ts';
import {
  type Environment,
  environmentSource,
  folderSource,
  hashicorpSource,
  type OutsideSource,
} from './outside-sources.ts';
import { type SecretKey, type SecretSource, type SecretStore, secretKeys } from './port.ts';
import { openVault, type Vault } from './vault.ts';

export interface SecretStoreOptions {
  readonly profileDir: string;
  readonly host: Pick<HostServices, 'wrapKey' | 'unwrapKey'>;
  readonly env: Environment;
  /** Typed by the operator; null = CONCORD_PASSPHRASE, where set. */
  readonly passphrase: string | null;
  readonly log?: Log;
}

const order: readonly SecretSource[] = ['vault', 'folder', 'environment', 'hashicorpVault'];

/**
 * Reads CONCORD_PASSPHRASE, CONCORD_SECRETS_DIR, CONCORD_VAULT_SESSION_ONLY=1, VAULT_ADDR, VAULT_TOKEN and CONCORD_VAULT_PATH
 * from `env`. Throws `secrets.locked` (passphrase needed or wrong) or `secrets.unavailable`.
 */
export async function openSecretStore(options: SecretStoreOptions): Promise<SecretStore> {
  const { env } = options;
  const vault = await openVault({
    profileDir: options.profileDir,
    host: options.host,
    passphrase: options.passphrase ?? emptyToNull(env['CONCORD_PASSPHRASE']),
    sessionOnly: env['CONCORD_VAULT_SESSION_ONLY'] === '1',
  });
  const outside: Readonly<Record<Exclude<SecretSource, 'vault'>, OutsideSource>> = {
    folder: folderSource(emptyToNull(env['CONCORD_SECRETS_DIR'])),
    environment: environmentSource(env),
    hashicorpVault: hashicorpSource(env, options.log ?? silentLog),
  };
  return secretStore(vault, async (source, key) =>
    source === 'vault' ? vault.find(key) : await outside[source].find(key),
  );
}

function secretStore(
  vault: Vault,
  findIn: (source: SecretSource, key: SecretKey) => Promise<string | null>,
): SecretStore {
  return {
    protection: vault.protection,
    findIn,
    async find(key) {
      for (const source of order) {
        const value = await findIn(source, key);
        if (value !== null) return { value, source };
      }
      return null;
    },
    save: (values) => vault.change(values),
    async remove(keys) {
      const present = keys.filter((key) => vault.names().includes(key));
      if (present.length > 0) await vault.change(Object.fromEntries(present.map((key) => [key, null])));
    },
    async sources() {
      const found: Partial<Record<SecretKey, SecretSource>> = {};
      for (const key of secretKeys) {
        const source = await firstSource(findIn, key);
        if (source !== null) found[key] = source;
      }
      return found;
    },
  };
}

async function firstSource(
  findIn: (source: SecretSource, key: SecretKey) => Promise<string | null>,
  key: SecretKey,
): Promise<SecretSource | null> {
  for (const source of order) {
    if ((await findIn(source, key)) !== null) return source;
  }
  return null;
}

function emptyToNull(value: string | undefined): string | null {
  return value === undefined || value === '' ? null : value;
}
