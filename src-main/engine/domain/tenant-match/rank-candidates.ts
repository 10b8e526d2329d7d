/**
 * Weighs and ranks the candidates of one managed tenant and names what stands in each one's way. Strong evidence (tenant
 * id, verified domain) ranks above weak, then the score decides, then the client's name and id, so that equal inputs
 * give equal lists whatever their order. Confirms nothing.
 */
import { type MatchCaution, tenantEvidenceKinds } from '../../../../shared/vocabulary/states.ts';
import type { Client } from '../client.ts';
import type { ManagedTenant } from '../managed-tenant.ts';
import { byCodeUnit } from '../text/by-code-unit.ts';
import { type ClientIndex, ownEntraTenantId } from './client-index.ts';
import { type Findings, type FoundCandidates, isStrongFinding } from './findings.ts';
import type { AgreedEvidence, NamedTenant } from './tenant-match.ts';
import { type Weighed, weighCandidate } from './weigh-candidate.ts';

/** A candidate before it has words: everything that the decision and the sentences read. */
export interface RankedCandidate {
  readonly client: Client;
  readonly findings: Findings;
  readonly weighed: Weighed;
  readonly isStrong: boolean;
  /** Carries the Entra tenant id of another tenant. */
  readonly otherEntraTenantId: string | null;
  readonly mappedFrom: readonly NamedTenant[];
  readonly pointedAtBy: readonly NamedTenant[];
  readonly cautions: readonly MatchCaution[];
}

export interface RankInput {
  readonly tenant: ManagedTenant;
  readonly found: FoundCandidates;
  readonly index: ClientIndex;
  /** Managed tenants mapped to a client, this one excluded by the caller. */
  readonly mappedTo: (at: number) => readonly NamedTenant[];
  /** Undecided managed tenants with strong evidence for a client, this one excluded by the caller. */
  readonly pointingAt: (at: number) => readonly NamedTenant[];
  readonly psaReadAt: number | null;
}

/** All candidates, best first. */
export function rankCandidates(input: RankInput): RankedCandidate[] {
  const ranked: RankedCandidate[] = [];
  for (const findings of input.found.byClient.values()) {
    const client = input.index.clients[findings.at];
    if (client) ranked.push(rankOne(input, findings, client));
  }
  return ranked.sort(compareCandidates);
}

function rankOne(input: RankInput, findings: Findings, client: Client): RankedCandidate {
  const { tenant, found, index } = input;
  const mappedFrom = input.mappedTo(findings.at);
  const pointedAtBy = input.pointingAt(findings.at);
  const weighed = weighCandidate({
    tenant,
    facts: found.facts,
    findings,
    client,
    index,
    mappedFrom,
    asOf: input.psaReadAt === null ? null : Math.min(input.psaReadAt, tenant.lastSeenAt),
  });
  const isStrong = isStrongFinding(findings);
  const carried = ownEntraTenantId(client);
  const otherEntraTenantId = carried !== null && carried !== found.facts.entraTenantId ? carried : null;
  const cautions: MatchCaution[] = [];
  if (isStrong && otherEntraTenantId !== null) cautions.push('evidenceDisagrees');
  if (client.isInactive) cautions.push('clientInactive');
  if (mappedFrom.length > 0) cautions.push('clientAlreadyMapped');
  if (isStrong && pointedAtBy.length > 0) cautions.push('severalTenants');
  return { client, findings, weighed, isStrong, otherEntraTenantId, mappedFrom, pointedAtBy, cautions };
}

function compareCandidates(left: RankedCandidate, right: RankedCandidate): number {
  return (
    Number(right.isStrong) - Number(left.isStrong) ||
    right.weighed.score - left.weighed.score ||
    strength(left.weighed.agreed) - strength(right.weighed.agreed) ||
    right.findings.nameSimilarity - left.findings.nameSimilarity ||
    byCodeUnit(left.client.name, right.client.name) ||
    byCodeUnit(left.client.clientId, right.client.clientId)
  );
}

/** Position of the strongest kind that agrees; lower is stronger. */
function strength(agreed: readonly AgreedEvidence[]): number {
  const [first] = agreed;
  return first ? tenantEvidenceKinds.indexOf(first.kind) : tenantEvidenceKinds.length;
}
