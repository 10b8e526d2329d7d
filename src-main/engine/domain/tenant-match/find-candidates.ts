/**
 * Finds the clients that some evidence points at, for one managed tenant, and says which evidence. Keeps everything that
 * the PSA's own name comparison would list (Dice >= 0.58, its top five). Ranks and decides nothing.
 */
import type { ManagedTenant } from '../managed-tenant.ts';
import { registrableDomain } from '../text/registrable-domain.ts';
import type { ClientIndex } from './client-index.ts';
import type { NameHit, NameIndex } from './name-index.ts';
import { compactName, coreName, nameSpellings } from './name-spellings.ts';

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
  readonly byClient: ReadonlyMap<number, Findings>;
}

/** A domain that so many clients use belongs to somebody who serves them (an IT provider, an accountant). */
const MOST_SHARING = 25;
const TOP = 5;
/** Equal similarities at the edge of the top five are all kept up to here, so that the order of clients decides nothing. */
const MOST_WITH_TIES = 12;
const SAME_LETTERS = 0.95;
const SAME_CORE = 0.7;

/** All clients that evidence of any kind points at. */
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
  addNames(tenant.displayName, index, { of, known: byClient });
  addDomainNames(facts, index, of);
  return { facts, byClient };
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

interface NameTargets {
  readonly of: Lookup;
  /** Clients found by other evidence: their likeness is wanted below the floor too. */
  readonly known: ReadonlyMap<number, Findings>;
}

function addNames(displayName: string, index: ClientIndex, { of, known }: NameTargets): void {
  const { plain, folded } = nameSpellings(displayName);
  const others = [...known.values()];
  const compare = (names: NameIndex, spelling: string): void => {
    for (const hit of best(names.find(spelling))) raiseName(of(hit.owner), hit.similarity);
    for (const findings of others) raiseName(findings, names.similarityTo(findings.at));
  };
  for (const spelling of plain) compare(index.plainNames, spelling);
  for (const spelling of folded) {
    compare(index.foldedNames, spelling);
    for (const at of bounded(index.byCompactName.get(compactName(spelling)))) {
      const isSame = index.folded[at]?.includes(spelling) ?? false;
      raiseName(of(at), isSame ? 1 : SAME_LETTERS);
    }
    const core = coreName(spelling);
    for (const at of bounded(core === null ? undefined : index.byCoreName.get(core))) raiseName(of(at), SAME_CORE);
  }
}

/** "acornconstruction.com" reads like "Acorn Construction": a name in a domain, for clients without a website. */
function addDomainNames(facts: TenantFacts, index: ClientIndex, of: Lookup): void {
  for (const domain of facts.verifiedDomains) {
    const label = domain.slice(0, domain.indexOf('.')).replaceAll('-', '');
    for (const at of bounded(label.length < 3 ? undefined : index.byCompactName.get(label))) {
      const findings = of(at);
      if (findings.nameSimilarity >= SAME_LETTERS) continue;
      raiseName(findings, SAME_LETTERS);
      findings.nameNote = `the verified domain ${domain} reads like the client's name`;
    }
  }
}

/** Names that so many clients have tell none of them apart. */
function bounded(clients: readonly number[] | undefined): readonly number[] {
  return clients && clients.length <= MOST_SHARING ? clients : [];
}

function raiseName(findings: Findings, similarity: number): void {
  if (similarity > findings.nameSimilarity) findings.nameSimilarity = similarity;
}

/** The top five, and those who tie with the fifth. */
function best(hits: NameHit[]): NameHit[] {
  if (hits.length <= TOP) return hits;
  hits.sort((left, right) => right.similarity - left.similarity || left.owner - right.owner);
  const edge = hits[TOP - 1]?.similarity ?? 0;
  let end = TOP;
  while (end < hits.length && end < MOST_WITH_TIES && hits[end]?.similarity === edge) end++;
  return hits.slice(0, end);
}
