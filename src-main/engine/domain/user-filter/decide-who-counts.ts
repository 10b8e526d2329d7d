/**
 * Which directory users of one managed tenant count, and why the others do not. Every user ends in exactly one of the two
 * lists, in the order given; what the source did not tell is counted, never guessed.
 */
import type { ExclusionReason } from '../../../../shared/vocabulary/states.ts';
import type { DirectoryUser } from '../directory-user.ts';
import type { UserFilterRules } from '../rules.ts';
import { usableAddress } from '../text/address.ts';
import { compileFilter, type GroupMembers } from './compile-filter.ts';
import { mergeFilterRules } from './merge-filter-rules.ts';

export interface ExcludedUser {
  readonly user: DirectoryUser;
  readonly reason: ExclusionReason;
  /** The rule that did it, as a sentence. */
  readonly rule: string;
}

/** How many of the included users could not be checked, by the fact that the source does not tell. */
export interface UnknownFacts {
  readonly accountEnabled: number;
  readonly userType: number;
  readonly licenseCount: number;
  readonly mailboxKind: number;
  /** Groups that a rule names and that could not be read; such a rule excluded nobody. */
  readonly unreadGroupIds: readonly string[];
}

export interface WhoCounts {
  readonly included: readonly DirectoryUser[];
  readonly excluded: readonly ExcludedUser[];
  readonly unknowns: UnknownFacts;
}

export interface WhoCountsInput {
  readonly users: readonly DirectoryUser[];
  readonly rules: UserFilterRules;
  /** The managed tenant's own settings over the profile's rules; null when it has none. */
  readonly override: Partial<UserFilterRules> | null;
  readonly groupMembers: GroupMembers;
}

/** Splits the users by the merged rules; throws `rules.invalid` for a stored pattern that cannot be used. */
export function decideWhoCounts({ users, rules, override, groupMembers }: WhoCountsInput): WhoCounts {
  const merged = mergeFilterRules(rules, override);
  const filter = compileFilter(merged, groupMembers);
  const included: DirectoryUser[] = [];
  const excluded: ExcludedUser[] = [];
  for (const user of users) {
    const exclusion = filter(user, usableAddress(user));
    if (exclusion === null) included.push(user);
    else excluded.push({ user, reason: exclusion.reason, rule: exclusion.rule });
  }
  return { included, excluded, unknowns: countUnknowns(included, merged, groupMembers) };
}

function countUnknowns(
  included: readonly DirectoryUser[],
  rules: UserFilterRules,
  groupMembers: GroupMembers,
): UnknownFacts {
  const counts = { accountEnabled: 0, userType: 0, licenseCount: 0, mailboxKind: 0 };
  for (const user of included) {
    if (user.accountEnabled === null) counts.accountEnabled++;
    if (user.userType === null) counts.userType++;
    if (user.licenseCount === null) counts.licenseCount++;
    if (user.mailboxKind === null) counts.mailboxKind++;
  }
  const named = [...rules.excludedGroupIds, ...rules.includedGroupIds];
  return { ...counts, unreadGroupIds: [...new Set(named.filter((id) => !groupMembers.has(id)))].sort() };
}
