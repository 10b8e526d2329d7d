/**
 * Turns findings about one client into an evidence ledger. Whole points, so that the lines sum to the score exactly.
 *
 *   entraTenantId   +100 agreed      -60 the client carries another tenant's id
 *   verifiedDomain   +50 agreed (+2 for the default domain)   -4 other websites only
 *   secondaryDomain  +20, less when several clients share the domain
 *   contactCensus    +15 × share of the contacts               -3 contacts elsewhere
 *   name             +10 × similarity                          -2 / -4 unlike
 *   clientState      -60 inactive
 *   mapping           -5 mapped from another managed tenant already
 *
 * Everything weak together (45) stays below one verified domain, and that with everything weak (97) below the tenant id.
 */
import type { Client } from '../client.ts';
import type { EvidenceLine } from '../evidence.ts';
import type { ManagedTenant } from '../managed-tenant.ts';
import { type ClientIndex, NAME_FLOOR, ownEntraTenantId } from './client-index.ts';
import type { ClientCensus } from './contact-census.ts';
import type { Findings, TenantFacts } from './findings.ts';
import type { AgreedEvidence, NamedTenant } from './tenant-match.ts';

export const weights = {
  entraTenantId: 100,
  otherEntraTenantId: -60,
  verifiedDomain: 50,
  defaultDomain: 2,
  otherWebsite: -4,
  secondaryDomain: 20,
  census: 15,
  otherCensus: -3,
  name: 10,
  nameUnlike: -2,
  nameVeryUnlike: -4,
  inactive: -60,
  mappedAlready: -5,
} as const;

export interface Weighed {
  readonly lines: readonly EvidenceLine[];
  readonly score: number;
  readonly agreed: readonly AgreedEvidence[];
}

export interface WeighInput {
  readonly tenant: ManagedTenant;
  readonly facts: TenantFacts;
  readonly findings: Findings;
  readonly client: Client;
  readonly index: ClientIndex;
  /** Other managed tenants mapped to this client. */
  readonly mappedFrom: readonly NamedTenant[];
  /** When the older of the compared facts was read. */
  readonly asOf: number | null;
}

/** The ledger lines of one candidate, their sum, and the kinds of evidence that speak for it. */
export function weighCandidate(input: WeighInput): Weighed {
  const lines = [idLine(input), domainLine(input), secondaryLine(input), censusLine(input), nameLine(input)];
  if (input.client.isInactive) lines.push(inactiveLine(input));
  if (input.mappedFrom.length > 0) lines.push(mappingLine(input));
  let score = 0;
  for (const { weight } of lines) score += weight;
  return { lines, score, agreed: agreedEvidence(input) };
}

function agreedEvidence({ tenant, findings }: WeighInput): AgreedEvidence[] {
  const agreed: AgreedEvidence[] = [];
  const { hasEntraTenantId, verifiedDomains, secondaryDomains, labelDomain, census, nameSimilarity } = findings;
  if (hasEntraTenantId) agreed.push({ kind: 'entraTenantId', value: tenant.entraTenantId });
  if (verifiedDomains.length > 0) agreed.push({ kind: 'verifiedDomain', value: verifiedDomains.join(',') });
  if (secondaryDomains.length > 0) agreed.push({ kind: 'secondaryDomain', value: secondaryDomains.join(',') });
  else if (labelDomain !== null) agreed.push({ kind: 'secondaryDomain', value: labelDomain });
  if (census !== null) agreed.push({ kind: 'contactCensus', value: census.domains.join(',') });
  if (nameSimilarity >= NAME_FLOOR) agreed.push({ kind: 'name', value: `${Math.round(nameSimilarity * 100)}` });
  return agreed;
}

function idLine({ tenant, findings, client, asOf }: WeighInput): EvidenceLine {
  const carried = ownEntraTenantId(client);
  const isOther = carried !== null && !findings.hasEntraTenantId;
  return {
    field: 'entraTenantId',
    agreement: findings.hasEntraTenantId ? 'agreed' : isOther ? 'disagreed' : 'missing',
    weight: findings.hasEntraTenantId ? weights.entraTenantId : isOther ? weights.otherEntraTenantId : 0,
    left: tenant.entraTenantId,
    right: carried,
    source: 'Entra tenant id / PSA client',
    asOf,
  };
}

function domainLine({ facts, findings, index, asOf }: WeighInput): EvidenceLine {
  const own = index.primaryDomains[findings.at] ?? [];
  const shared = findings.verifiedDomains;
  const isAgreed = shared.length > 0;
  const isOther = !isAgreed && own.length > 0 && facts.verifiedDomains.length > 0;
  const isDefault = facts.defaultDomain !== null && shared.includes(facts.defaultDomain);
  return {
    field: 'verifiedDomain',
    agreement: isAgreed ? 'agreed' : isOther ? 'disagreed' : 'missing',
    weight: isAgreed
      ? weights.verifiedDomain + (isDefault ? weights.defaultDomain : 0)
      : isOther
        ? weights.otherWebsite
        : 0,
    left: facts.shown,
    right: shownDomains(own),
    source: 'Entra verified domains / PSA website',
    asOf,
  };
}

function secondaryLine({ facts, findings, index, asOf }: WeighInput): EvidenceLine {
  const { secondaryDomains, secondarySharedBy, labelDomain } = findings;
  const isLabel = secondaryDomains.length === 0 && labelDomain !== null;
  const isAgreed = isLabel || secondaryDomains.length > 0;
  return {
    field: 'secondaryDomain',
    agreement: isAgreed ? 'agreed' : 'missing',
    weight: isAgreed ? Math.round(weights.secondaryDomain / Math.sqrt(Math.max(1, secondarySharedBy))) : 0,
    left: isLabel ? labelDomain : facts.shown,
    right: isLabel ? labelDomain : shownDomains(index.secondaryDomains[findings.at] ?? []),
    source: isLabel
      ? 'Entra default domain, not verified / PSA website'
      : 'Entra domains / PSA billing e-mail and inbound domains',
    asOf,
  };
}

function censusLine({ facts, findings, index, client, asOf }: WeighInput): EvidenceLine {
  const own = findings.census;
  const census = own === null ? index.census.get(client.clientId) : undefined;
  // A handful of contacts elsewhere says nothing against; five do.
  const isElsewhere =
    census !== undefined && census.total >= 5 && facts.shown !== null && !hasAnyDomain(census, facts.verifiedDomains);
  return {
    field: 'contactCensus',
    agreement: own !== null ? 'agreed' : isElsewhere ? 'disagreed' : 'missing',
    weight: own !== null ? Math.round((weights.census * own.count) / own.total) : isElsewhere ? weights.otherCensus : 0,
    left: facts.shown,
    right:
      own !== null ? `${own.count} of ${own.total} contacts` : census ? `${census.total} contacts elsewhere` : null,
    source: 'Entra domains / addresses of the PSA contacts',
    asOf,
  };
}

function hasAnyDomain(census: ClientCensus, domains: readonly string[]): boolean {
  return domains.some((domain) => census.byDomain.has(domain));
}

function nameLine({ tenant, findings, client, asOf }: WeighInput): EvidenceLine {
  const { nameSimilarity, nameNote } = findings;
  const isAgreed = nameSimilarity >= NAME_FLOOR;
  const isUnlike = !isAgreed && (nameSimilarity > 0 || (hasLetters(tenant.displayName) && hasLetters(client.name)));
  return {
    field: 'name',
    agreement: isAgreed ? 'agreed' : isUnlike ? 'disagreed' : 'missing',
    weight: isAgreed ? Math.round(weights.name * nameSimilarity) : isUnlike ? unlikeWeight(nameSimilarity) : 0,
    left: tenant.displayName,
    right: client.name,
    source: nameNote === null ? 'Entra display name / PSA client name' : `Entra / PSA client name: ${nameNote}`,
    asOf,
  };
}

function unlikeWeight(similarity: number): number {
  return similarity < 0.3 ? weights.nameVeryUnlike : weights.nameUnlike;
}

function hasLetters(name: string): boolean {
  return /[\p{L}\p{N}]/u.test(name);
}

function inactiveLine({ asOf }: WeighInput): EvidenceLine {
  return {
    field: 'clientState',
    agreement: 'disagreed',
    weight: weights.inactive,
    left: null,
    right: 'inactive',
    source: 'PSA client',
    asOf,
  };
}

function mappingLine({ mappedFrom, asOf }: WeighInput): EvidenceLine {
  return {
    field: 'mapping',
    agreement: 'disagreed',
    weight: weights.mappedAlready,
    left: shownDomains(mappedFrom.map(({ displayName }) => displayName)),
    right: 'mapped already',
    source: 'Concord mappings',
    asOf,
  };
}

/** At most four values for one cell of a ledger; null for none. */
export function shownDomains(values: readonly string[]): string | null {
  const [only] = values;
  if (only === undefined || values.length === 1) return only ?? null;
  return values.length > 4 ? `${values.slice(0, 4).join(', ')} and ${values.length - 4} more` : values.join(', ');
}
