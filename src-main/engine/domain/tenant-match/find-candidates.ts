/**
 * Finds the clients that some evidence points at, for one managed tenant, and says which evidence. Keeps everything that
 * the PSA's own name comparison would list (Dice >= 0.58, its top five). Ranks and decides nothing.
 */
import type { ManagedTenant } from '../managed-tenant.ts';
import { registrableDomain } from '../text/registrable-domain.ts';
import type { ClientIndex } from './client-index.ts';
import { addDomainNames, addEqualNames, compareNames } from './find-names.ts';
import type { Findings, FoundCandidates, TenantFacts } from './findings.ts';
import { nameSpellings } from './name-spellings.ts';
import { shownDomains } from './weigh-candidate.ts';

/** A domain that so many clients use belongs to somebody who serves them (an IT provider, an accountant). */
const MOST_SHARING = 25;

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
  addEqualNames(names, index, of);
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
  const verifiedDomains = [...new Set(isVerified ? [fallback, ...verified] : verified)];
  const labelDomain = isVerified ? null : fallback;
  return {
    entraTenantId: tenant.entraTenantId.toLowerCase(),
    verifiedDomains,
    labelDomain,
    defaultDomain: isVerified ? fallback : null,
    shown: shownDomains(labelDomain === null ? verifiedDomains : [...verifiedDomains, labelDomain]),
  };
}

type Lookup = FoundCandidates['of'];

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
