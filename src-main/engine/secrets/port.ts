/**
 * SecretStore: named secrets over a provider chain (vault of this profile → secrets folder → environment → HashiCorp Vault).
 * Values leave this port only towards adapters; never towards the contract, a log, an export or an error text.
 */
import type { ConnectionType } from '../../../shared/vocabulary/states.ts';

/** The guide's key names, kept, plus ours for the PSA and MSAL's cache. */
export const secretKeys = [
  'microsoft_client_id',
  'microsoft_client_secret',
  'microsoft_tenant_id',
  'entra_direct_access_token',
  'entra_direct_refresh_token',
  'entra_direct_token_expires_at',
  'entra_direct_partner_tenant_id',
  'entra_direct_token_scope',
  'entra_direct_msal_cache',
  'entra_cipp_base_url',
  'entra_cipp_api_token',
  'entra_cipp_tenant_id',
  'entra_cipp_client_id',
  'entra_cipp_client_secret',
  'psa_api_key',
  'psa_session_cookies',
  'psa_master_api_key',
] as const;
export type SecretKey = (typeof secretKeys)[number];

export type SecretSource = 'vault' | 'folder' | 'environment' | 'hashicorpVault';

export interface FoundSecret {
  readonly value: string;
  readonly source: SecretSource;
}

/**
 * How this profile's vault key is protected: by the OS, by a passphrase, by the permissions of a key file alone, or kept for
 * this session only (`docs/decisions/0004-vault-key-without-a-keyring.md`).
 */
export type VaultProtection = 'os' | 'passphrase' | 'file' | 'session';

export interface SecretStore {
  find(key: SecretKey): Promise<FoundSecret | null>;
  /** One provider alone, for values that belong together and must come from one place. */
  findIn(source: SecretSource, key: SecretKey): Promise<string | null>;
  /** Writes to this profile's vault; atomic on disk. */
  save(values: Readonly<Partial<Record<SecretKey, string>>>): Promise<void>;
  remove(keys: readonly SecretKey[]): Promise<void>;
  /** Which source would answer for each key, without values: what the screen shows. */
  sources(): Promise<Readonly<Partial<Record<SecretKey, SecretSource>>>>;
  readonly protection: VaultProtection;
}

/** The keys that belong to one connection type; cleared when the other type has been proven to work. */
export const secretKeysOf: Readonly<Record<ConnectionType, readonly SecretKey[]>> = {
  direct: [
    'entra_direct_access_token',
    'entra_direct_refresh_token',
    'entra_direct_token_expires_at',
    'entra_direct_partner_tenant_id',
    'entra_direct_token_scope',
    'entra_direct_msal_cache',
  ],
  cipp: [
    'entra_cipp_base_url',
    'entra_cipp_api_token',
    'entra_cipp_tenant_id',
    'entra_cipp_client_id',
    'entra_cipp_client_secret',
  ],
};
