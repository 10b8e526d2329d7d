/**
 * The PSA platform's feature flags (`contracts/psa.md` 1.7): only a key of the platform's master workspace may touch them.
 * Ensuring and targeting are repeatable; each is read back, because the server decides "already exists" by a word in an error.
 */
import type { FlagRules } from '../domain/platform-flag.ts';
import type { PsaCallOptions } from './port.ts';

export interface PlatformFlag extends FlagRules {
  readonly flagId: string;
  readonly key: string;
  readonly name: string;
  /** Workspaces of the PSA that a release group names. */
  readonly psaTenantIds: readonly string[];
  /** Share for everybody else, 0..100; null when no group is open to all. */
  readonly rolloutPercentage: number | null;
}

export interface EnsuredFlags {
  readonly created: readonly string[];
  readonly existing: readonly string[];
  /** The server said that these exist, but its list does not show them. */
  readonly missing: readonly string[];
}

export interface PlatformFlagsPort {
  ensureEntraFlags(options: PsaCallOptions): Promise<EnsuredFlags>;
  listFlags(options: PsaCallOptions): Promise<readonly PlatformFlag[]>;
  /** Throws `psa.serverFailed` when the workspace is not among the flag's after the server said yes. */
  addPsaTenant(flagId: string, psaTenantId: string, options: PsaCallOptions): Promise<PlatformFlag>;
  removePsaTenant(flagId: string, psaTenantId: string, options: PsaCallOptions): Promise<PlatformFlag>;
}
