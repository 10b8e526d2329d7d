/**
 * Decides for one directory user whether it counts, by design 6: the first reason wins.
 *   account_disabled → missing_identity → guest_user → shared_or_resource → unlicensed → service_account
 *   → tenant_custom_pattern → excluded_group → not_in_included_group
 * What the source does not tell never excludes anybody: it is kept, and counted by `decide-who-counts.ts`.
 */
import type { ExclusionReason } from '../../../../shared/vocabulary/states.ts';
import type { DirectoryUser } from '../directory-user.ts';
import { EngineError } from '../engine-error.ts';
import type { UserFilterRules } from '../rules.ts';
import { isGuestUpn } from '../text/address.ts';
import { serviceAccountRule } from './service-account.ts';
import { fittingName, testedNames } from './tested-names.ts';
import { compilePattern, validatePattern } from './validate-pattern.ts';

export interface Exclusion {
  readonly reason: ExclusionReason;
  /** The rule that did it, as a sentence. */
  readonly rule: string;
}

/** Object ids by group id; a group that is not in the map could not be read, and excludes nobody. */
export type GroupMembers = ReadonlyMap<string, ReadonlySet<string>>;
/** @param address the user's `usableAddress`, which every caller has at hand. */
export type CompiledFilter = (user: DirectoryUser, address: string | null) => Exclusion | null;

type Check = CompiledFilter;

/**
 * The rules as one function, compiled once for many users. Throws `rules.invalid` for a pattern that should have been
 * refused when it was saved: a filter that does not parse is an error, never "no filter".
 */
export function compileFilter(rules: UserFilterRules, groupMembers: GroupMembers = new Map()): CompiledFilter {
  const checks: Check[] = [disabledAccount, missingIdentity];
  if (rules.excludeGuests) checks.push(guest);
  else checks.push(guestWithoutAddress);
  if (rules.excludeSharedAndResource) checks.push(sharedOrResource);
  if (rules.excludeUnlicensed) checks.push(unlicensed);
  if (rules.excludeServiceAccounts) checks.push(serviceAccount);
  if (rules.customPatterns.length > 0) checks.push(customPatterns(rules.customPatterns));
  if (rules.excludedGroupIds.length > 0) checks.push(excludedGroups(rules.excludedGroupIds, groupMembers));
  if (rules.includedGroupIds.length > 0) checks.push(includedGroups(rules.includedGroupIds, groupMembers));
  return (user, address) => {
    for (const check of checks) {
      const exclusion = check(user, address);
      if (exclusion !== null) return exclusion;
    }
    return null;
  };
}

function disabledAccount(user: DirectoryUser): Exclusion | null {
  return user.accountEnabled === false
    ? { reason: 'account_disabled', rule: 'The account is disabled in Entra.' }
    : null;
}

const NO_IDENTITY: Exclusion = {
  reason: 'missing_identity',
  rule: 'Neither the mail nor the user principal name is a usable address.',
};

/** A guest's #EXT# name is an identity, though no address: the guest rule decides about guests, not this one. */
function missingIdentity(user: DirectoryUser, address: string | null): Exclusion | null {
  return address === null && !isGuestUpn(user.userPrincipalName) ? NO_IDENTITY : null;
}

function guestWithoutAddress(_user: DirectoryUser, address: string | null): Exclusion | null {
  return address === null ? NO_IDENTITY : null;
}

function isGuest(user: DirectoryUser): boolean {
  return user.userType === 'Guest' || (user.userType === null && isGuestUpn(user.userPrincipalName));
}

function guest(user: DirectoryUser): Exclusion | null {
  if (!isGuest(user)) return null;
  const how = user.userType === 'Guest' ? 'user type Guest' : 'the user principal name contains #EXT#';
  return { reason: 'guest_user', rule: `Guests are left out (${how}).` };
}

const resourceWords = { shared: 'shared mailbox', room: 'room', equipment: 'equipment' } as const;

function sharedOrResource(user: DirectoryUser): Exclusion | null {
  const kind = user.mailboxKind;
  const isSpecialMailbox = kind !== null && kind !== 'user';
  if (!isSpecialMailbox && user.isResourceAccount !== true) return null;
  const what = isSpecialMailbox ? resourceWords[kind] : 'resource account';
  return { reason: 'shared_or_resource', rule: `Shared mailboxes, rooms and equipment are left out (${what}).` };
}

function unlicensed(user: DirectoryUser): Exclusion | null {
  return user.licenseCount === 0 ? { reason: 'unlicensed', rule: 'Accounts without a licence are left out.' } : null;
}

function serviceAccount(user: DirectoryUser): Exclusion | null {
  const rule = serviceAccountRule(user);
  return rule === null ? null : { reason: 'service_account', rule };
}

function customPatterns(sources: readonly string[]): Check {
  const patterns = sources.map((source) => {
    const verdict = validatePattern(source);
    if (!verdict.ok) throw new EngineError('rules.invalid', verdict.sentence);
    return { source, expression: compilePattern(source) };
  });
  return (user) => {
    const names = testedNames(user);
    for (const { source, expression } of patterns) {
      const hit = fittingName(expression, names);
      if (hit) return { reason: 'tenant_custom_pattern', rule: `Your pattern "${source}" fits the ${hit}.` };
    }
    return null;
  };
}

function excludedGroups(groupIds: readonly string[], groupMembers: GroupMembers): Check {
  return (user) => {
    const groupId = groupIds.find((id) => groupMembers.get(id)?.has(user.entraObjectId));
    return groupId === undefined
      ? null
      : { reason: 'excluded_group', rule: `Member of the excluded group ${groupId}.` };
  };
}

function includedGroups(groupIds: readonly string[], groupMembers: GroupMembers): Check {
  const known = groupIds.map((id) => groupMembers.get(id));
  // One unread group might hold anybody: until it is read, nobody can be called a non-member.
  if (known.includes(undefined)) return () => null;
  const rule =
    groupIds.length === 1 ? `Not a member of the group ${groupIds[0]}.` : 'Member of none of the included groups.';
  return (user) =>
    known.some((members) => members?.has(user.entraObjectId)) ? null : { reason: 'not_in_included_group', rule };
}
