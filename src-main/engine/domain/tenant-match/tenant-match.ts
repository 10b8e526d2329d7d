/**
 * Tenant matches: computed candidates for "which client is this managed tenant?", with evidence. Never stored as truth;
 * a mapping is an operator's decision. Types only.
 */
import type { ClientId, ManagedTenantId } from '../../../../shared/vocabulary/ids.ts';
import type { MappingState, MatchCaution, TenantEvidenceKind } from '../../../../shared/vocabulary/states.ts';
import type { Client } from '../client.ts';
import type { EvidenceLedger } from '../evidence.ts';
import type { ManagedTenant, TenantMapping } from '../managed-tenant.ts';
import type { ContactCensus } from './contact-census.ts';

/** One kind of evidence that speaks for a candidate, with the value both sides share. */
export interface AgreedEvidence {
  readonly kind: TenantEvidenceKind;
  /** The tenant id, the shared domains, or the similarity in percent for names. */
  readonly value: string;
}

/** Another managed tenant, as far as a candidate needs to know it. */
export type NamedTenant = Pick<ManagedTenant, 'managedTenantId' | 'displayName'>;

export interface TenantCandidate {
  readonly clientId: ClientId;
  readonly clientName: string;
  /** Strongest first, in the order of `tenantEvidenceKinds`. Never empty. */
  readonly agreed: readonly AgreedEvidence[];
  /** Has evidence that can match by itself: the Entra tenant id or a verified domain. */
  readonly isStrong: boolean;
  readonly isInactive: boolean;
  readonly evidence: EvidenceLedger;
  /** What stands in the way of this candidate, e.g. inactive or mapped already. */
  readonly cautions: readonly MatchCaution[];
  /** Other managed tenants that are mapped to this client, or point at it by strong evidence; choosing it is allowed. */
  readonly alsoMappedFrom: readonly NamedTenant[];
  readonly alsoPointedAtBy: readonly NamedTenant[];
}

export interface TenantMatch {
  readonly managedTenantId: ManagedTenantId;
  readonly state: Exclude<MappingState, 'unmapped'>;
  /** `autoMatched`: the one client proposed. `mapped`: the client that an operator chose. Else null. */
  readonly clientId: ClientId | null;
  readonly cautions: readonly MatchCaution[];
  /** Ranked, best first. */
  readonly candidates: readonly TenantCandidate[];
  /** What the evidence says, in one or two plain sentences. */
  readonly sentence: string;
  /** Mapped tenants only: what now speaks against the operator's decision; null while nothing does. */
  readonly contradiction: string | null;
}

export interface TenantMatchInput {
  readonly managedTenants: readonly ManagedTenant[];
  readonly clients: readonly Client[];
  /** From `censusOf(contacts)`. */
  readonly contactCensus: ContactCensus;
  /** Active decisions only, one a managed tenant. */
  readonly mappings: readonly TenantMapping[];
  /** Makes `TenantMapping.evidenceHash` out of `matchEvidenceKey`; null when the stored value is the key itself. */
  readonly hashKey: ((evidenceKey: string) => string) | null;
  /** As-of time of the client facts, epoch ms; null when unknown. */
  readonly psaReadAt: number | null;
}
