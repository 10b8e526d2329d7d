/**
 * Turns directories into identities: who is there, who counts, who is linked. A directory that cannot be planned becomes a
 * problem and the rest goes on; a directory with another tenant's people in it is not planned at all.
 */
import type { ContactLink } from '../contact-link.ts';
import type { Identity } from '../contact-match/identity.ts';
import type { DirectoryUser } from '../directory-user.ts';
import { toEngineError } from '../engine-error.ts';
import type { PlanInput, PlanProblem, TenantDirectory } from '../plan-input.ts';
import type { UserFilterRules } from '../rules.ts';
import { usableAddress } from '../text/address.ts';
import { byCodeUnit } from '../text/by-code-unit.ts';
import { compileFilter } from '../user-filter/compile-filter.ts';
import { mergeFilterRules } from '../user-filter/merge-filter-rules.ts';

export interface ConsideredIdentities {
  readonly identities: readonly Identity[];
  readonly problems: readonly PlanProblem[];
}

/** Every identity of every directory that can be planned, each once, and what kept the other directories out. */
export function considerIdentities(input: PlanInput): ConsideredIdentities {
  const links = indexLinks(input);
  const problems: PlanProblem[] = [];
  const identities: Identity[] = [];
  const seenTenants = new Set<string>();
  for (const directory of input.directories.toSorted(byTenant)) {
    const obstacle = seenTenants.has(directory.managedTenant.entraTenantId)
      ? 'This Microsoft tenant is in the plan twice; only the first is planned.'
      : obstacleToPlanning(directory, input);
    seenTenants.add(directory.managedTenant.entraTenantId);
    if (obstacle !== null)
      problems.push({ managedTenantId: directory.managedTenant.managedTenantId, sentence: obstacle });
    else considerDirectory(directory, { input, links, identities });
  }
  return { identities, problems };
}

function byTenant(left: TenantDirectory, right: TenantDirectory): number {
  return (
    byCodeUnit(left.managedTenant.entraTenantId, right.managedTenant.entraTenantId) ||
    byCodeUnit(left.managedTenant.managedTenantId, right.managedTenant.managedTenantId)
  );
}

function obstacleToPlanning(directory: TenantDirectory, input: PlanInput): string | null {
  const name = directory.managedTenant.displayName;
  const client = input.clients.find(({ clientId }) => clientId === directory.mapping.clientId);
  if (client === undefined) return `${name} is mapped to a client that is gone from the PSA. Map it again.`;
  if (client.isInactive)
    return `${name} is mapped to ${client.name}, which is inactive in the PSA. Nothing is planned for it.`;
  const strangers = directory.users.filter(
    ({ entraTenantId }) => entraTenantId !== directory.managedTenant.entraTenantId,
  ).length;
  if (strangers > 0)
    return `${strangers} of the people read for ${name} belong to another Microsoft tenant. Nothing is planned for it; read it again.`;
  try {
    const rules = filterRulesFor(directory, input);
    compileFilter(rules, directory.groupMembers);
    const unread = [...rules.excludedGroupIds, ...rules.includedGroupIds].find((id) => !directory.groupMembers.has(id));
    // Without its members a group rule would let everybody in, which nobody asked for.
    return unread === undefined
      ? null
      : `A filter of ${name} names the group ${unread}, which was not read. Nothing is planned for it.`;
  } catch (thrown) {
    return `A filter of ${name} cannot be used: ${toEngineError(thrown).message}`;
  }
}

/** The profile's filter rules with this tenant's overrides. */
export function filterRulesFor(directory: TenantDirectory, { rules }: Pick<PlanInput, 'rules'>): UserFilterRules {
  return mergeFilterRules(rules.filters, rules.filterOverrides[directory.managedTenant.managedTenantId] ?? null);
}

interface Gathering {
  readonly input: PlanInput;
  readonly links: LinkIndex;
  readonly identities: Identity[];
}

function considerDirectory(directory: TenantDirectory, { input, links, identities }: Gathering): void {
  const filter = compileFilter(filterRulesFor(directory, input), directory.groupMembers);
  const linkOf = byObject(links.get(directory.managedTenant.entraTenantId) ?? []);
  for (const user of onceEach(directory.users)) {
    const address = usableAddress(user);
    identities.push({
      user,
      directory,
      clientId: directory.mapping.clientId,
      address,
      exclusion: filter(user, address),
      link: linkOf.get(user.entraObjectId) ?? null,
    });
  }
}

/** A source may list one account on two pages; the reading that sorts first stands for both. */
function onceEach(users: readonly DirectoryUser[]): readonly DirectoryUser[] {
  const byId = new Map<string, DirectoryUser>();
  for (const user of users) {
    const held = byId.get(user.entraObjectId);
    if (held === undefined || JSON.stringify(user) < JSON.stringify(held)) byId.set(user.entraObjectId, user);
  }
  return byId.size === users.length ? users : [...byId.values()];
}

/** By Microsoft's tenant id. */
type LinkIndex = ReadonlyMap<string, readonly ContactLink[]>;

/**
 * Links by tenant. An orphaned link whose contact exists again no longer counts; one whose contact is gone still tells
 * that this person had a contact, so that a removed contact is asked about and not simply made again.
 */
function indexLinks({ links, contacts }: PlanInput): LinkIndex {
  const index = new Map<string, ContactLink[]>();
  const orphaned = links.filter(({ status }) => status === 'orphaned');
  const existing = orphaned.length === 0 ? null : new Set(contacts.map(({ contactId }) => contactId));
  for (const link of links) {
    if (link.status === 'orphaned' && existing?.has(link.contactId)) continue;
    const ofTenant = index.get(link.entraTenantId);
    if (ofTenant === undefined) index.set(link.entraTenantId, [link]);
    else ofTenant.push(link);
  }
  return index;
}

/** One link for each object id, whatever the order; tenant by tenant, so that the map of a large estate stays small. */
function byObject(links: readonly ContactLink[]): ReadonlyMap<string, ContactLink> {
  const index = new Map<string, ContactLink>();
  for (const link of links) {
    const held = index.get(link.entraObjectId);
    if (held === undefined || rank(link) < rank(held)) index.set(link.entraObjectId, link);
  }
  return index;
}

const statusRank = { active: 0, inactive: 1, orphaned: 2 } as const;

function rank(link: ContactLink): string {
  return `${statusRank[link.status]} ${link.contactId}`;
}
