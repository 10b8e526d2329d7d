/**
 * The sentences of the mapping preview. They explain a decision made elsewhere; no code reads them back.
 */
import type { MatchCaution } from '../../../../shared/vocabulary/states.ts';
import { byCodeUnit } from '../text/by-code-unit.ts';
import type { TenantFacts } from './findings.ts';
import type { RankedCandidate } from './rank-candidates.ts';
import type { NamedTenant } from './tenant-match.ts';

export const quoted = (name: string): string => `"${name}"`;

/** "a", "a and b", "a, b and 3 more". */
export function listed(values: readonly string[]): string {
  if (values.length <= 1) return values[0] ?? '';
  const shown = values.slice(0, 3);
  const rest = values.length - shown.length;
  if (rest > 0) return `${shown.join(', ')} and ${rest} more`;
  return `${shown.slice(0, -1).join(', ')} and ${shown[shown.length - 1]}`;
}

/** Names in quotes, sorted, at most three and a count. */
export const namesOf = (tenants: readonly NamedTenant[]): string =>
  listed(tenants.map(({ displayName }) => quoted(displayName)).sort(byCodeUnit));

/** Why this client is a candidate, in one sentence. */
export function candidateSentence(candidate: RankedCandidate): string {
  const { client, findings } = candidate;
  const reasons: string[] = [];
  if (findings.hasEntraTenantId) reasons.push('carries this Entra tenant id');
  if (findings.verifiedDomains.length > 0)
    reasons.push(
      `has the website domain ${listed(findings.verifiedDomains)}, which Microsoft verified for this tenant`,
    );
  if (findings.secondaryDomains.length > 0) {
    const shared = findings.secondarySharedBy > 1 ? `, as do ${findings.secondarySharedBy - 1} other clients` : '';
    reasons.push(`is billed or mailed at ${listed(findings.secondaryDomains)}${shared}`);
  } else if (findings.labelDomain !== null)
    reasons.push(`has the website domain ${findings.labelDomain}, this tenant's default domain, which is not verified`);
  if (findings.census)
    reasons.push(
      `has ${findings.census.count} of ${findings.census.total} contacts at ${listed(findings.census.domains)}`,
    );
  if (findings.nameSimilarity >= 0.999) reasons.push('has the same name');
  else if (findings.nameNote !== null) reasons.push(`has the name in its domain: ${findings.nameNote}`);
  else if (findings.nameSimilarity >= 0.58)
    reasons.push(`has a similar name (${Math.round(findings.nameSimilarity * 100)} %)`);
  const but = obstacles(candidate);
  return `${quoted(client.name)} ${joined(reasons)}${but.length > 0 ? `, but ${joined(but)}` : ''}.`;
}

export function joined(parts: readonly string[]): string {
  return parts.length <= 1 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts[parts.length - 1]}`;
}

function obstacles(candidate: RankedCandidate): string[] {
  const { client, isStrong, otherEntraTenantId, mappedFrom, pointedAtBy, findings } = candidate;
  const but: string[] = [];
  if (otherEntraTenantId !== null) but.push(`it carries another Entra tenant id (${otherEntraTenantId})`);
  if (client.isInactive) but.push('it is inactive in the PSA');
  if (mappedFrom.length > 0) but.push(`${namesOf(mappedFrom)} is mapped to it already`);
  if (isStrong && pointedAtBy.length > 0) but.push(`${namesOf(pointedAtBy)} points at it too`);
  if (isStrong && findings.nameSimilarity < 0.3) but.push('the names have nothing in common');
  return but;
}

/**
 * The smallest fact that would change the decision about this candidate of an undecided tenant, or null where more than
 * one fact would have to change. `strong` are all candidates with strong evidence.
 */
export function candidateCounterfactual(
  candidate: RankedCandidate,
  strong: readonly RankedCandidate[],
  facts: TenantFacts,
): string | null {
  const name = quoted(candidate.client.name);
  if (!candidate.isStrong) {
    if (strong.length > 0 || isObstructed(candidate)) return null;
    const [domain] = facts.verifiedDomains;
    return domain === undefined
      ? `If ${name} carried the Entra tenant id ${facts.entraTenantId}, it would be ready to confirm.`
      : `If the website of ${name} were ${domain}, it would be ready to confirm.`;
  }
  if (strong.length === 1 && !isObstructed(candidate))
    return `If ${gained(candidate, facts)}, this would need a review.`;
  const removals = [
    ...(candidate.otherEntraTenantId === null ? [] : [`${name} did not carry another Entra tenant id`]),
    ...(candidate.client.isInactive ? [`${name} were active`] : []),
    ...candidate.mappedFrom.map(({ displayName }) => `${quoted(displayName)} were not mapped to ${name}`),
    ...candidate.pointedAtBy.map(({ displayName }) => `${quoted(displayName)} did not point at ${name} too`),
    ...strong.filter((rival) => rival !== candidate).map((rival) => `${quoted(rival.client.name)} ${lost(rival)}`),
  ];
  return removals.length === 1 ? `If ${removals[0]}, ${name} would be ready to confirm.` : null;
}

function isObstructed({ otherEntraTenantId, client, mappedFrom, pointedAtBy }: RankedCandidate): boolean {
  return otherEntraTenantId !== null || client.isInactive || mappedFrom.length > 0 || pointedAtBy.length > 0;
}

function lost(rival: RankedCandidate): string {
  if (rival.findings.hasEntraTenantId && rival.findings.verifiedDomains.length > 0)
    return 'carried neither this Entra tenant id nor the domain';
  return rival.findings.hasEntraTenantId
    ? 'did not carry this Entra tenant id'
    : `did not have the website domain ${listed(rival.findings.verifiedDomains)}`;
}

function gained(candidate: RankedCandidate, facts: TenantFacts): string {
  const [domain] = candidate.findings.verifiedDomains;
  return domain === undefined
    ? `another client also carried the Entra tenant id ${facts.entraTenantId}`
    : `another client also had the website domain ${domain}`;
}

/** What the evidence says about an undecided tenant, in one or two sentences. */
export function matchSentence(
  view: {
    readonly tenant: NamedTenant;
    readonly ranked: readonly RankedCandidate[];
    readonly strong: readonly RankedCandidate[];
  },
  cautions: readonly MatchCaution[],
): string {
  const [lead] = view.ranked;
  const own = cautions.includes('partnerTenant') ? 'This is your own tenant, which is never matched by itself. ' : '';
  if (lead === undefined)
    return `${own}No client has this tenant's id, a domain of it, contacts in it, or a name like ${quoted(view.tenant.displayName)}.`;
  if (view.strong.length > 1) {
    const names = listed(view.strong.map(({ client }) => quoted(client.name)));
    const why = cautions.includes('evidenceDisagrees')
      ? 'The tenant id and the domains point at different clients'
      : `${view.strong.length} clients have strong evidence`;
    return `${own}${why}: ${names}. ${candidateSentence(lead)}`;
  }
  if (view.strong.length === 0) return `${own}Nothing strong enough to match by itself. ${candidateSentence(lead)}`;
  const alone = `${own}${candidateSentence(lead)}`;
  const sharing = [...lead.mappedFrom, ...lead.pointedAtBy];
  return sharing.length === 0 ? alone : `${alone} Several tenants may belong to one client; say whether these do.`;
}
