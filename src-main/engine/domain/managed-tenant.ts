/**
 * Managed tenants: customers' Microsoft tenants we can reach, as facts. Decisions about them live in
 * `tenant-match/`. Domains are lower-case ASCII (punycode) without scheme, port or trailing dot.
 */
import type { EntraTenantId, ManagedTenantId } from '../../../shared/vocabulary/ids.ts';
import type { DiscoverySource, TenantAccess } from '../../../shared/vocabulary/states.ts';

export interface GdapRelationship {
  /** Graph's `delegatedAdminRelationshipStatus`, kept verbatim, `unknownFutureValue` included. */
  readonly status: string;
  readonly endsAt: number | null;
}

export interface ManagedTenant {
  readonly managedTenantId: ManagedTenantId;
  readonly entraTenantId: EntraTenantId;
  readonly displayName: string;
  readonly defaultDomain: string | null;
  /** `*.onmicrosoft.com`; never evidence for a match. */
  readonly initialDomain: string | null;
  /** Only domains Microsoft says are verified; empty when the source does not tell (contracts' labels are not proof). */
  readonly verifiedDomains: readonly string[];
  readonly sources: readonly DiscoverySource[];
  /** The MSP's own tenant: shown, never auto-matched. */
  readonly isPartner: boolean;
  readonly gdap: GdapRelationship | null;
  readonly access: TenantAccess;
  /** Directory users seen in the last complete read, else the source's own figure. */
  readonly userCount: number | null;
  readonly discoveredAt: number;
  readonly lastSeenAt: number;
}

/** An operator's stored decision; one active row per managed tenant. */
export interface TenantMapping {
  readonly managedTenantId: ManagedTenantId;
  readonly state: 'mapped' | 'skipped' | 'unmapped';
  readonly clientId: string | null;
  /** Hash of the match evidence shown when decided: a skip comes back only when this changes. */
  readonly evidenceHash: string;
  /** Verified domains when decided, for the domains-swapped brake. */
  readonly domainsWhenDecided: readonly string[];
  readonly decidedBy: string;
  readonly decidedAt: number;
}
