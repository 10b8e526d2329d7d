/**
 * Finds the clients that some evidence points at, for one managed tenant, and says which evidence. Keeps everything that
 * the PSA's own name comparison would list (Dice >= 0.58, its top five). Ranks and decides nothing.
 */
import type { ManagedTenant } from '../managed-tenant.ts';
import { registrableDomain } from '../text/registrable-domain.ts';
import { type ClientIndex, NAME_FLOOR } from './client-index.ts';
import type { NameIndex } from './name-index.ts';
import { compactName, coreName, type NameSpellings, nameSpellings } from './name-spellings.ts';

/** What the tenant brings to the comparison. */
export interface TenantFacts {
  readonly entraTenantId: string;
  /** Registrable domains that Microsoft says are verified; the default domain first when it is among them. */
  readonly verifiedDomains: readonly string[];
  /** A default domain that is not among the verified ones: a label, not proof. */
  readonly labelDomain: string | null;
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

/** A domain that so many clients use belongs to somebody who serves them (an IT provider, an accountant). */
const MOST_SHARING = 25;
const TOP = 5;
/** Equal similarities at the edge of the top five are all kept up to here, so that the order of clients decides nothing. */
const MOST_WITH_TIES = 25;
const SAME_LETTERS = 0.95;
const SAME_CORE = 0.7;

/** All clients that evidence points at, names only where they are equal; `addSimilarNames` adds those merely alike. */
export function findCandidates(tenant: ManagedTenant, index: ClientIndex): FoundCandidates {
  const facts = tenantFacts(tenant);
  const byClient = new Map<number, Findings>();
  const of = (at: number): Findings => {
    let findings = byClient.get(at);
    if (!findings) {
      findings = noFindings(at);
      byClient.set(at, findings);
    }
    return findings;
  };
  for (const at of index.byEntraTenantId.get(facts.entraTenantId) ?? []) of(at).hasEntraTenantId = true;
  for (const domain of facts.verifiedDomains)
    for (const at of index.byPrimaryDomain.get(domain) ?? []) of(at).verifiedDomains.push(domain);
  addSecondary(facts, index, of);
  addCensus(facts, index, of);
  const names = nameSpellings(tenant.displayName);
  compareNames(names, index, [...byClient.values()]);
  for (const spelling of names.folded) addEqualNames(spelling, index, of);
  addDomainNames(facts, index, of);
  return { facts, names, byClient, of };
}

function noFindings(at: number): Findings {
  return {
    at,
    hasEntraTenantId: false,
    verifiedDomains: [],
    secondaryDomains: [],
    labelDomain: null,
    secondarySharedBy: 0,
    census: null,
    nameSimilarity: 0,
    nameNote: null,
  };
}

function tenantFacts(tenant: ManagedTenant): TenantFacts {
  const fallback = registrableDomain(tenant.defaultDomain);
  const verified = tenant.verifiedDomains.map(registrableDomain).filter((domain) => domain !== null);
  const isVerified = fallback !== null && verified.includes(fallback);
  return {
    entraTenantId: tenant.entraTenantId.toLowerCase(),
    verifiedDomains: [...new Set(isVerified ? [fallback, ...verified] : verified)],
    labelDomain: isVerified ? null : fallback,
  };
}

type Lookup = (at: number) => Findings;

function addSecondary(facts: TenantFacts, index: ClientIndex, of: Lookup): void {
  for (const domain of facts.labelDomain === null
    ? facts.verifiedDomains
    : [...facts.verifiedDomains, facts.labelDomain]) {
    const sharing = index.bySecondaryDomain.get(domain) ?? [];
    if (sharing.length > MOST_SHARING) continue;
    for (const at of sharing) {
      const findings = of(at);
      findings.secondaryDomains.push(domain);
      findings.secondarySharedBy = Math.min(findings.secondarySharedBy || sharing.length, sharing.length);
    }
  }
  if (facts.labelDomain === null) return;
  for (const at of index.byPrimaryDomain.get(facts.labelDomain) ?? []) of(at).labelDomain = facts.labelDomain;
}

function addCensus(facts: TenantFacts, index: ClientIndex, of: Lookup): void {
  const domains = facts.labelDomain === null ? facts.verifiedDomains : [...facts.verifiedDomains, facts.labelDomain];
  for (const at of new Set(domains.flatMap((domain) => index.byCensusDomain.get(domain) ?? []))) {
    const client = index.clients[at];
    const census = client && index.census.get(client.clientId);
    if (!census) continue;
    const own = domains.filter((domain) => census.byDomain.has(domain));
    const count = own.reduce((sum, domain) => sum + (census.byDomain.get(domain) ?? 0), 0);
    if (count * 2 > census.total) of(at).census = { domains: own, count, total: census.total };
  }
}

/** How alike the names are of clients that other evidence found, below the floor too. */
function compareNames({ plain, folded }: NameSpellings, index: ClientIndex, findings: readonly Findings[]): void {
  for (const found of findings) {
    for (const spelling of plain) raiseName(found, index.plainNames.similarityTo(found.at, spelling));
    for (const spelling of folded) raiseName(found, index.foldedNames.similarityTo(found.at, spelling));
  }
}

/** The clients with the most similar names: the top five of the PSA's comparison, and those whose folded names are closer. */
export function addSimilarNames({ names, of }: FoundCandidates, index: ClientIndex): void {
  let floor = NAME_FLOOR;
  const search = (among: NameIndex, spelling: string): void => {
    const hits = among.findBest(spelling, { top: TOP, mostWithTies: MOST_WITH_TIES, floor });
    for (const hit of hits) raiseName(of(hit.owner), hit.similarity);
    // Once five clients are this much alike, a less alike spelling could only rank below them.
    floor = Math.max(floor, hits[TOP - 1]?.similarity ?? 0);
  };
  for (const spelling of names.plain) search(index.plainNames, spelling);
  for (const spelling of names.folded) search(index.foldedNames, spelling);
}

/** Names that are equal once blanks, or words like "Group", are left out. */
function addEqualNames(spelling: string, index: ClientIndex, of: Lookup): void {
  const compact = compactName(spelling);
  for (const key of new Set([compact, coreName(spelling)]))
    for (const at of bounded(index.byName.get(key))) {
      const own = index.folded[at] ?? [];
      const isSame = own.includes(spelling);
      const isCompact = own.some((other) => compactName(other) === compact);
      raiseName(of(at), isSame ? 1 : isCompact ? SAME_LETTERS : SAME_CORE);
    }
}

/** "acornconstruction.com" reads like "Acorn Construction": a name in a domain, for clients without a website. */
function addDomainNames(facts: TenantFacts, index: ClientIndex, of: Lookup): void {
  for (const domain of facts.verifiedDomains) {
    const label = domain.slice(0, domain.indexOf('.')).replaceAll('-', '');
    for (const at of bounded(label.length < 3 ? undefined : index.byName.get(label))) {
      const findings = of(at);
      if (findings.nameSimilarity >= SAME_LETTERS) continue;
      raiseName(findings, SAME_LETTERS);
      findings.nameNote = `the verified domain ${domain} reads like the client's name`;
    }
  }
}

/** Evidence that can match by itself (design 6, kinds 1 and 2). */
export function isStrongFinding(findings: Findings): boolean {
  return findings.hasEntraTenantId || findings.verifiedDomains.length > 0;
}

/** Names that so many clients have tell none of them apart. */
function bounded(clients: readonly number[] | undefined): readonly number[] {
  return clients && clients.length <= MOST_SHARING ? clients : [];
}

function raiseName(findings: Findings, similarity: number): void {
  if (similarity > findings.nameSimilarity) findings.nameSimilarity = similarity;
}
