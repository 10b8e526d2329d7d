/**
 * The sentences about decisions that an operator has already made: what changed since a tenant was skipped, what now
 * speaks against a mapping. They explain; the states are decided in `match-tenants.ts`.
 */
import type { Client } from '../client.ts';
import type { TenantMapping } from '../managed-tenant.ts';
import type { TenantFacts } from './findings.ts';
import { candidateSentence, joined, listed, namesOf, quoted } from './match-words.ts';
import type { RankedCandidate } from './rank-candidates.ts';
import type { NamedTenant } from './tenant-match.ts';

/** What changed since an operator skipped the tenant, as far as the stored domains and today's evidence tell. */
export function skipChangeSentence(
  mapping: TenantMapping,
  facts: TenantFacts,
  lead: RankedCandidate | undefined,
): string {
  const { added, removed } = domainChanges(mapping, facts);
  const changes: string[] = [];
  if (added.length > 0) changes.push(`${listed(added)} was verified`);
  if (removed.length > 0) changes.push(`${listed(removed)} is not verified any more`);
  if (changes.length === 0) changes.push('the clients that fit, or what speaks for them, have changed');
  const now = lead ? ` Now ${candidateSentence(lead)}` : ' Now no client fits.';
  return `Skipped before, but since then ${joined(changes)}.${now}`;
}

/** Registrable domains that came and went since the operator decided. */
export function domainChanges(mapping: TenantMapping, facts: TenantFacts): { added: string[]; removed: string[] } {
  const before = mapping.domainsWhenDecided;
  if (before.length === 0) return { added: [], removed: [] };
  return {
    added: facts.verifiedDomains.filter((domain) => !before.includes(domain)),
    removed: before.filter((domain) => !facts.verifiedDomains.includes(domain)),
  };
}

/** A mapped client as it is today, for `contradictionSentence`. */
export interface MappedView {
  /** Null when the client is no longer in the PSA. */
  readonly client: Client | null;
  /** The tenant id that the client carries when it is another tenant's. */
  readonly otherEntraTenantId: string | null;
  readonly strong: readonly RankedCandidate[];
}

/** What now speaks against a mapping, in one or more sentences; null while nothing does. */
export function contradictionSentence(mapping: TenantMapping, facts: TenantFacts, view: MappedView): string | null {
  const { client, otherEntraTenantId, strong } = view;
  const parts: string[] = [];
  if (client === null) parts.push('The client it is mapped to is no longer in the PSA.');
  if (client?.isInactive) parts.push(`${quoted(client.name)} is inactive in the PSA now.`);
  if (client && otherEntraTenantId !== null)
    parts.push(`${quoted(client.name)} carries another Entra tenant id (${otherEntraTenantId}).`);
  parts.push(...elsewhere(strong, client));
  const { added, removed } = domainChanges(mapping, facts);
  if (mapping.domainsWhenDecided.length > 0 && removed.length === mapping.domainsWhenDecided.length)
    parts.push(
      `All of its verified domains have changed since it was mapped (${listed(removed)} then, ${listed(added) || 'none'} now).`,
    );
  return parts.length === 0 ? null : parts.join(' ');
}

/** Strong evidence for clients other than the mapped one. */
function elsewhere(strong: readonly RankedCandidate[], mapped: Client | null): string[] {
  const others = strong.filter(({ client }) => client.clientId !== mapped?.clientId);
  const byId = others.filter(({ findings }) => findings.hasEntraTenantId).map(({ client }) => quoted(client.name));
  const byDomain = others.filter(({ findings }) => !findings.hasEntraTenantId).map(({ client }) => quoted(client.name));
  const parts: string[] = [];
  if (byId.length > 0)
    parts.push(`This Entra tenant id is on ${listed(byId)}; the PSA leaves it behind when a tenant is mapped anew.`);
  // A second company with the same website is no contradiction while the mapped client has the domain too.
  if (byDomain.length > 0 && others.length === strong.length)
    parts.push(`A verified domain of this tenant is the website of ${listed(byDomain)}, not of the mapped client.`);
  return parts;
}

/** Who mapped it to whom, and which other managed tenants share the client: several tenants of one client are normal. */
export function mappedSentence(
  client: Client | null,
  mapping: TenantMapping,
  sharedWith: readonly NamedTenant[],
): string {
  const mapped = `Mapped to ${client ? quoted(client.name) : 'a client that is gone'} by ${mapping.decidedBy}.`;
  if (sharedWith.length === 0) return mapped;
  const verb = sharedWith.length === 1 ? 'is' : 'are';
  return `${mapped} ${namesOf(sharedWith)} ${verb} mapped to the same client, which is allowed.`;
}
