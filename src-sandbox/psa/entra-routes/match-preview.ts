/**
 * The server's mapping preview (psa.md 5.2): only the tenant's one primary domain counts, exact and unique is auto-matched,
 * everything else is a candidate. Inactive, already mapped and own-company clients are not left out.
 */
import type { ClientRow, ManagedTenantRow, MappingRow } from '../rows.ts';
import type { PsaStore } from '../state.ts';
import { bigramsOf, normaliseDomain, pairScore } from './domains.ts';

const SECONDARY_SCORE = 0.88;
const FUZZY_LEAST = 0.58;
const FUZZY_MOST = 5;

type Candidate = {
  clientId: string;
  clientName: string;
  confidenceScore: number;
  reason: 'exact_domain' | 'secondary_domain' | 'fuzzy_name';
  matchedDomain?: string;
  autoMatch?: false;
};

/** What the comparison needs of all clients, prepared once per preview. */
type ClientIndex = {
  names: { client: ClientRow; pairs: Set<string> }[];
  exact: Map<string, ClientRow[]>;
  secondary: Map<string, ClientRow[]>;
};

function indexClients(store: PsaStore): ClientIndex {
  const inbound = new Map<string, string[]>();
  for (const row of store.inboundDomains) {
    const domains = inbound.get(row.client_id) ?? [];
    domains.push(row.domain);
    inbound.set(row.client_id, domains);
  }
  const index: ClientIndex = { names: [], exact: new Map(), secondary: new Map() };
  for (const client of store.clients.all()) {
    index.names.push({ client, pairs: bigramsOf(client.client_name) });
    const { website, domain, emailDomain } = client.properties;
    enter(index.exact, client, [client.url, website, domain]);
    enter(index.secondary, client, [client.billing_email, emailDomain, ...(inbound.get(client.client_id) ?? [])]);
  }
  return index;
}

function enter(tier: Map<string, ClientRow[]>, client: ClientRow, values: unknown[]): void {
  const domains = new Set(values.map((value) => normaliseDomain(typeof value === 'string' ? value : null)));
  for (const domain of domains) {
    if (domain === null) continue;
    const clients = tier.get(domain) ?? [];
    clients.push(client);
    tier.set(domain, clients);
  }
}

function fuzzyCandidates(index: ClientIndex, tenant: ManagedTenantRow): Candidate[] {
  const pairs = bigramsOf(tenant.display_name ?? '');
  return index.names
    .map((entry) => ({ client: entry.client, score: pairScore(entry.pairs, pairs) }))
    .filter((entry) => entry.score >= FUZZY_LEAST)
    .sort((a, b) => b.score - a.score)
    .slice(0, FUZZY_MOST)
    .map(({ client, score }) => ({
      clientId: client.client_id,
      clientName: client.client_name,
      confidenceScore: score,
      reason: 'fuzzy_name',
      autoMatch: false,
    }));
}

function tenantView(tenant: ManagedTenantRow, mapping: MappingRow | null): Record<string, unknown> {
  return {
    managedTenantId: tenant.managed_tenant_id,
    entraTenantId: tenant.entra_tenant_id,
    displayName: tenant.display_name,
    primaryDomain: tenant.primary_domain,
    sourceUserCount: tenant.source_user_count,
    existingMapping: mapping && {
      mappingId: mapping.mapping_id,
      clientId: mapping.client_id,
      mappingState: mapping.mapping_state,
      confidenceScore: mapping.confidence_score,
    },
    ...(mapping ? { mappingState: mapping.mapping_state } : {}),
    mappedClientId: mapping?.client_id ?? null,
  };
}

/** A client found by domain and by name keeps the higher score; a better name score replaces the secondary reason. */
function merge(byDomain: Candidate[], byName: Candidate[]): Candidate[] {
  const best = new Map(byDomain.map((candidate) => [candidate.clientId, candidate]));
  for (const candidate of byName) {
    const before = best.get(candidate.clientId);
    if (!before || candidate.confidenceScore > before.confidenceScore) best.set(candidate.clientId, candidate);
  }
  return [...best.values()].sort((a, b) => b.confidenceScore - a.confidenceScore);
}

function domainCandidates(index: ClientIndex, domain: string | null): { exact: Candidate[]; secondary: Candidate[] } {
  if (domain === null) return { exact: [], secondary: [] };
  const candidate = (client: ClientRow, reason: Candidate['reason'], confidenceScore: number): Candidate => ({
    clientId: client.client_id,
    clientName: client.client_name,
    confidenceScore,
    reason,
    matchedDomain: domain,
  });
  const exactClients = index.exact.get(domain) ?? [];
  const others = (index.secondary.get(domain) ?? []).filter((client) => !exactClients.includes(client));
  return {
    exact: exactClients.map((client) => candidate(client, 'exact_domain', 1)),
    secondary: others.map((client) => candidate(client, 'secondary_domain', SECONDARY_SCORE)),
  };
}

/** All tenants in one body: the product does not page this. */
export function previewMatches(store: PsaStore): Record<string, unknown> {
  const index = indexClients(store);
  const mappingOf = new Map(store.mappings.filter((row) => row.is_active).map((row) => [row.managed_tenant_id, row]));
  const autoMatched: unknown[] = [];
  const fuzzy: unknown[] = [];
  const unmatched: unknown[] = [];
  for (const tenant of store.managedTenants.values()) {
    const view = tenantView(tenant, mappingOf.get(tenant.managed_tenant_id) ?? null);
    const { exact, secondary } = domainCandidates(index, normaliseDomain(tenant.primary_domain));
    if (exact.length === 1) {
      autoMatched.push({ ...view, match: exact[0] });
      continue;
    }
    const candidates = merge([...exact, ...secondary], fuzzyCandidates(index, tenant));
    if (candidates.length > 0) fuzzy.push({ ...view, candidates });
    else unmatched.push(view);
  }
  return { autoMatched, fuzzyCandidates: fuzzy, unmatched };
}
