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
import type { TenantEvidenceKind } from '../../../../shared/vocabulary/states.ts';
import type { Client } from '../client.ts';
import type { Agreement, EvidenceLine } from '../evidence.ts';
import type { ManagedTenant } from '../managed-tenant.ts';
import { type ClientIndex, NAME_FLOOR, ownEntraTenantId } from './client-index.ts';
import type { Findings, TenantFacts } from './findings.ts';
import type { AgreedEvidence } from './tenant-match.ts';

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
  /** Display names of other managed tenants mapped to this client. */
  readonly mappedFrom: readonly string[];
  readonly psaReadAt: number | null;
}

/** The ledger lines of one candidate, their sum, and the kinds of evidence that speak for it. */
export function weighCandidate(input: WeighInput): Weighed {
  const asOf = input.psaReadAt === null ? null : Math.min(input.psaReadAt, input.tenant.lastSeenAt);
  const lines: EvidenceLine[] = [];
  const agreed: AgreedEvidence[] = [];
  for (const entry of [idEntry, domainEntry, secondaryEntry, censusEntry, nameEntry, stateEntry, mappingEntry]) {
    const weighed = entry(input);
    if (weighed === null) continue;
    const { kind, value, ...line } = weighed;
    lines.push({ ...line, asOf });
    if (line.agreement === 'agreed' && kind !== null) agreed.push({ kind, value });
  }
  return { lines, score: lines.reduce((sum, line) => sum + line.weight, 0), agreed };
}

type Entry = Omit<EvidenceLine, 'asOf'> & { readonly kind: TenantEvidenceKind | null; readonly value: string };

interface Side {
  readonly left: string | null;
  readonly right: string | null;
  readonly source: string;
  readonly value: string;
}

function entry(kind: TenantEvidenceKind, judged: readonly [Agreement, number], side: Side): Entry {
  return { field: kind, kind, agreement: judged[0], weight: judged[1], ...side };
}

function idEntry({ tenant, findings, client }: WeighInput): Entry {
  const carried = ownEntraTenantId(client);
  const judged = findings.hasEntraTenantId
    ? (['agreed', weights.entraTenantId] as const)
    : carried === null
      ? (['missing', 0] as const)
      : (['disagreed', weights.otherEntraTenantId] as const);
  return entry('entraTenantId', judged, {
    left: tenant.entraTenantId,
    right: carried,
    source: 'Entra tenant id / PSA client',
    value: tenant.entraTenantId,
  });
}

function domainEntry({ facts, findings, index }: WeighInput): Entry {
  const own = index.primaryDomains[findings.at] ?? [];
  const shared = findings.verifiedDomains;
  const isDefault = shared[0] !== undefined && shared[0] === facts.verifiedDomains[0];
  const canCompare = own.length > 0 && facts.verifiedDomains.length > 0;
  const judged =
    shared.length > 0
      ? (['agreed', weights.verifiedDomain + (isDefault ? weights.defaultDomain : 0)] as const)
      : canCompare
        ? (['disagreed', weights.otherWebsite] as const)
        : (['missing', 0] as const);
  return entry('verifiedDomain', judged, {
    left: listed(facts.verifiedDomains),
    right: listed(own),
    source: 'Entra verified domains / PSA website',
    value: shared.join(','),
  });
}

function secondaryEntry({ facts, findings, index }: WeighInput): Entry {
  const { secondaryDomains, secondarySharedBy, labelDomain } = findings;
  const own = index.secondaryDomains[findings.at] ?? [];
  if (secondaryDomains.length === 0 && labelDomain !== null)
    return entry('secondaryDomain', ['agreed', weights.secondaryDomain], {
      left: labelDomain,
      right: labelDomain,
      source: 'Entra default domain, not verified / PSA website',
      value: labelDomain,
    });
  const weight = Math.round(weights.secondaryDomain / Math.sqrt(Math.max(1, secondarySharedBy)));
  return entry('secondaryDomain', secondaryDomains.length > 0 ? ['agreed', weight] : ['missing', 0], {
    left: listed(facts.labelDomain === null ? facts.verifiedDomains : [...facts.verifiedDomains, facts.labelDomain]),
    right: listed(own),
    source: 'Entra domains / PSA billing e-mail and inbound domains',
    value: secondaryDomains.join(','),
  });
}

function censusEntry({ facts, findings, index, client }: WeighInput): Entry {
  const census = index.census.get(client.clientId);
  const source = 'Entra domains / addresses of the PSA contacts';
  if (findings.census) {
    const { domains, count, total } = findings.census;
    return entry('contactCensus', ['agreed', Math.round((weights.census * count) / total)], {
      left: listed(domains),
      right: `${count} of ${total} contacts`,
      source,
      value: domains.join(','),
    });
  }
  const isElsewhere =
    census !== undefined && census.total >= 5 && !facts.verifiedDomains.some((domain) => census.byDomain.has(domain));
  return entry(
    'contactCensus',
    isElsewhere && facts.verifiedDomains.length > 0 ? ['disagreed', weights.otherCensus] : ['missing', 0],
    {
      left: listed(facts.verifiedDomains),
      right: census ? `${census.total} contacts, mostly at other domains` : null,
      source,
      value: '',
    },
  );
}

function nameEntry({ tenant, findings, client }: WeighInput): Entry {
  const { nameSimilarity, nameNote } = findings;
  const canCompare = nameSimilarity > 0 || (hasLetters(tenant.displayName) && hasLetters(client.name));
  const judged = !canCompare
    ? (['missing', 0] as const)
    : nameSimilarity >= NAME_FLOOR
      ? (['agreed', Math.round(weights.name * nameSimilarity)] as const)
      : (['disagreed', nameSimilarity < 0.3 ? weights.nameVeryUnlike : weights.nameUnlike] as const);
  return entry('name', judged, {
    left: tenant.displayName,
    right: client.name,
    source: nameNote === null ? 'Entra display name / PSA client name' : `Entra / PSA client name: ${nameNote}`,
    value: `${Math.round(nameSimilarity * 100)}`,
  });
}

function hasLetters(name: string): boolean {
  return /[\p{L}\p{N}]/u.test(name);
}

function stateEntry({ client }: WeighInput): Entry | null {
  if (!client.isInactive) return null;
  return {
    field: 'clientState',
    kind: null,
    value: '',
    agreement: 'disagreed',
    weight: weights.inactive,
    left: null,
    right: 'inactive',
    source: 'PSA client',
  };
}

function mappingEntry({ mappedFrom }: WeighInput): Entry | null {
  if (mappedFrom.length === 0) return null;
  return {
    field: 'mapping',
    kind: null,
    value: '',
    agreement: 'disagreed',
    weight: weights.mappedAlready,
    left: listed(mappedFrom),
    right: 'mapped already',
    source: 'Concord mappings',
  };
}

function listed(values: readonly string[]): string | null {
  if (values.length === 0) return null;
  return values.length > 4 ? `${values.slice(0, 4).join(', ')} and ${values.length - 4} more` : values.join(', ');
}
