/** Clients: companies in the PSA, as facts read from it. Nothing here is decided. */
import type { ClientId } from '../../../shared/vocabulary/ids.ts';

export interface Client {
  readonly clientId: ClientId;
  readonly name: string;
  /** `url` and `properties.website`, raw as the PSA holds them: schemes, ports and paths included. */
  readonly websites: readonly string[];
  readonly billingEmail: string | null;
  /** Domains the PSA accepts mail from for this client, where it tells. */
  readonly inboundEmailDomains: readonly string[];
  /** Set by the server's own mapping; lower-case GUID. */
  readonly entraTenantId: string | null;
  readonly entraPrimaryDomain: string | null;
  readonly isInactive: boolean;
  /** The PSA's own stamp, epoch ms; moves on every server sync, so never proof of a business change. */
  readonly updatedAt: number | null;
}
