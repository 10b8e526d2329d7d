/**
 * Decides where one managed tenant stands, by design 6. Proposes, never confirms; the operator's decisions (mapped, skipped) stand.
 *
 *   exactly one client by tenant id or verified domain, not contradicted   autoMatched
 *   several such clients, or the two kinds disagree                        needsReview  severalClients, evidenceDisagrees
 *   that client is inactive, mapped already, or pointed at by another too  needsReview  clientInactive, clientAlreadyMapped, severalTenants
 *   only a secondary domain, the census or the name                        needsReview  weakEvidenceOnly
 *   nothing                                                                needsReview  noEvidence
 *   the MSP's own tenant                                                   needsReview  partnerTenant
 *   skipped, evidence as then                                              skipped
 *   skipped, evidence changed                                              needsReview  skippedEvidenceChanged
 *   mapped                                                                 mapped, with what now speaks against it
 */
import type { MatchCaution } from '../../../../shared/vocabulary/states.ts';
import type { Client } from '../client.ts';
import type { ManagedTenant, TenantMapping } from '../managed-tenant.ts';
import { ownEntraTenantId } from './client-index.ts';
import { contradictionSentence, mappedSentence, skipChangeSentence } from './decision-words.ts';
import type { TenantFacts } from './findings.ts';
import { matchEvidenceKey } from './match-evidence-key.ts';
import { candidateCounterfactual, candidateSentence, matchSentence } from './match-words.ts';
import type { RankedCandidate } from './rank-candidates.ts';
import type { NamedTenant, TenantCandidate, TenantMatch, TenantMatchInput } from './tenant-match.ts';

/** One managed tenant with everything found about it, nothing decided. */
export interface View {
  readonly tenant: ManagedTenant;
  readonly facts: TenantFacts;
  readonly ranked: readonly RankedCandidate[];
  readonly strong: readonly RankedCandidate[];
}

/** The client an operator chose, as it is today; null when it is gone. */
export interface MappedTo {
  readonly client: Client | null;
  readonly sharedWith: readonly NamedTenant[];
}

/** A managed tenant that nobody has decided about. */
export function openMatch(view: View, isUndecided = true): TenantMatch {
  const cautions = openCautions(view);
  const [lead] = view.ranked;
  const isAuto = cautions.length === 0 && lead !== undefined;
  return {
    managedTenantId: view.tenant.managedTenantId,
    state: isAuto ? 'autoMatched' : 'needsReview',
    clientId: isAuto ? lead.client.clientId : null,
    cautions,
    candidates: candidatesOf(view, isUndecided && !view.tenant.isPartner),
    sentence: matchSentence(view, cautions),
    contradiction: null,
  };
}

/** Everything that keeps a tenant from being matched by itself; empty means one strong, uncontradicted client. */
function openCautions({ tenant, ranked, strong }: View): MatchCaution[] {
  const cautions: MatchCaution[] = [];
  if (tenant.isPartner) cautions.push('partnerTenant');
  const [lead] = ranked;
  if (lead === undefined) return [...cautions, 'noEvidence'];
  if (strong.length === 0) cautions.push('weakEvidenceOnly');
  if (strong.length > 1) cautions.push('severalClients');
  if (kindsDisagree(strong)) cautions.push('evidenceDisagrees');
  for (const candidate of strong.length > 0 ? strong : [lead])
    for (const caution of candidate.cautions) if (!cautions.includes(caution)) cautions.push(caution);
  return cautions;
}

/** The tenant id names one client and the domains name another. */
function kindsDisagree(strong: readonly RankedCandidate[]): boolean {
  const byId = strong.filter(({ findings }) => findings.hasEntraTenantId);
  const byDomain = strong.filter(({ findings }) => findings.verifiedDomains.length > 0);
  return byId.length > 0 && byDomain.length > 0 && !byId.some((candidate) => byDomain.includes(candidate));
}

/** A mapped tenant stays mapped; the evidence may contradict. */
export function mappedMatch(view: View, mapping: TenantMapping, { client, sharedWith }: MappedTo): TenantMatch {
  const carried = client === null ? null : ownEntraTenantId(client);
  const contradiction = contradictionSentence(mapping, view.facts, {
    client,
    otherEntraTenantId: carried === view.facts.entraTenantId ? null : carried,
    strong: view.strong,
  });
  return {
    managedTenantId: view.tenant.managedTenantId,
    state: 'mapped',
    clientId: client?.clientId ?? null,
    cautions: [],
    candidates: candidatesOf(view, false),
    sentence: mappedSentence(client, mapping, sharedWith),
    contradiction,
  };
}

/** A skipped tenant stays skipped until its evidence is another one. */
export function skippedMatch(view: View, mapping: TenantMapping, hashKey: TenantMatchInput['hashKey']): TenantMatch {
  const match = openMatch(view, false);
  const key = matchEvidenceKey(match);
  const evidenceHash = hashKey === null ? key : hashKey(key);
  // A decision stored without evidence cannot be compared: it stands until the operator reopens it.
  if (mapping.evidenceHash === '' || mapping.evidenceHash === evidenceHash)
    return {
      ...match,
      state: 'skipped',
      clientId: null,
      cautions: [],
      sentence: `Skipped by ${mapping.decidedBy}; its evidence is as it was then.`,
    };
  return {
    ...match,
    state: 'needsReview',
    clientId: null,
    cautions: ['skippedEvidenceChanged', ...match.cautions],
    sentence: skipChangeSentence(mapping, view.facts, view.ranked[0]),
  };
}

/** `isOpen`: nobody has decided, so that one more fact could make a candidate ready to confirm. */
function candidatesOf({ ranked, strong, facts }: View, isOpen: boolean): TenantCandidate[] {
  return ranked.map((candidate) => ({
    clientId: candidate.client.clientId,
    clientName: candidate.client.name,
    agreed: candidate.weighed.agreed,
    isStrong: candidate.isStrong,
    evidence: {
      lines: candidate.weighed.lines,
      score: candidate.weighed.score,
      sentence: candidateSentence(candidate),
      counterfactual: isOpen ? candidateCounterfactual(candidate, strong, facts) : null,
    },
    cautions: candidate.cautions,
    isInactive: candidate.client.isInactive,
    alsoMappedFrom: candidate.mappedFrom,
    alsoPointedAtBy: candidate.pointedAtBy,
  }));
}
