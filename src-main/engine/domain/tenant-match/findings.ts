/**
 * What evidence finds about one client for one managed tenant, before it is weighed. Types and the one distinction that
 * decides: strong evidence can match by itself, weak evidence cannot.
 */
import type { NameSpellings } from './name-spellings.ts';

/** What the tenant brings to the comparison. */
export interface TenantFacts {
  readonly entraTenantId: string;
  /** Registrable domains that Microsoft says are verified; the default domain first when it is among them. */
  readonly verifiedDomains: readonly string[];
  /** A default domain that is not among the verified ones: a label, not proof. */
  readonly labelDomain: string | null;
  /** The verified default domain; null when it is not verified or not a company's. */
  readonly defaultDomain: string | null;
  /** All domains as one cell of a ledger; null for none. */
  readonly shown: string | null;
}

/** What points at one client; every list is empty and every null is absent evidence. */
export interface Findings {
  readonly at: number;
  hasEntraTenantId: boolean;
  verifiedDomains: string[];
  secondaryDomains: string[];
  /** The unverified default domain equals a website. */
  labelDomain: string | null;
  /** Clients that share the least shared of the secondary domains. */
  secondarySharedBy: number;
  census: { readonly domains: readonly string[]; readonly count: number; readonly total: number } | null;
  nameSimilarity: number;
  /** How the name was recognised when it was not by its letters alone. */
  nameNote: string | null;
}

export interface FoundCandidates {
  readonly facts: TenantFacts;
  readonly names: NameSpellings;
  readonly byClient: ReadonlyMap<number, Findings>;
  /** The findings about a client, made when there are none. */
  readonly of: (at: number) => Findings;
}

/** Evidence that can match by itself (design 6, kinds 1 and 2). */
export function isStrongFinding(findings: Findings): boolean {
  return findings.hasEntraTenantId || findings.verifiedDomains.length > 0;
}
