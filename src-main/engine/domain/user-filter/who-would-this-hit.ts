/**
 * "Who would this rule hit?", answered before a rule is saved. Asks the same compiled filter as the plan, so the answer
 * cannot differ from what happens later. Decides nothing.
 */
import type { DirectoryUser } from '../directory-user.ts';
import { defaultUserFilterRules, type UserFilterRules } from '../rules.ts';
import { usableAddress } from '../text/address.ts';
import { compileFilter, type GroupMembers } from './compile-filter.ts';
import type { ExcludedUser } from './decide-who-counts.ts';
import { validatePattern } from './validate-pattern.ts';

export type RuleHits =
  | {
      readonly ok: true;
      /** Everyone the rules leave out, with the rule. */
      readonly excluded: readonly ExcludedUser[];
      /** Those who count today and would not any more. */
      readonly newlyExcluded: readonly ExcludedUser[];
      /** Those who do not count today and would again. */
      readonly newlyIncluded: readonly DirectoryUser[];
      readonly sentence: string;
    }
  | { readonly ok: false; readonly sentence: string };

export interface RuleQuestion {
  readonly users: readonly DirectoryUser[];
  /** The rules in force. */
  readonly current: UserFilterRules;
  /** The rules as they would be. */
  readonly proposed: UserFilterRules;
  readonly groupMembers: GroupMembers;
}

/** Compares the rules in force with proposed ones, person by person; a pattern that may not be saved is the answer. */
export function whoWouldThisHit({ users, current, proposed, groupMembers }: RuleQuestion): RuleHits {
  for (const pattern of proposed.customPatterns) {
    const verdict = validatePattern(pattern);
    if (!verdict.ok) return verdict;
  }
  const before = compileFilter(current, groupMembers);
  const after = compileFilter(proposed, groupMembers);
  const excluded: ExcludedUser[] = [];
  const newlyExcluded: ExcludedUser[] = [];
  const newlyIncluded: DirectoryUser[] = [];
  for (const user of users) {
    const address = usableAddress(user);
    const wasExcluded = before(user, address) !== null;
    const exclusion = after(user, address);
    if (exclusion === null) {
      if (wasExcluded) newlyIncluded.push(user);
      continue;
    }
    const hit = { user, ...exclusion };
    excluded.push(hit);
    if (!wasExcluded) newlyExcluded.push(hit);
  }
  const sentence = `${newlyExcluded.length} more left out and ${newlyIncluded.length} taken in again, of ${users.length}.`;
  return { ok: true, excluded, newlyExcluded, newlyIncluded, sentence };
}

/** Whom one pattern fits by itself, whatever the other rules say. */
export function whoWouldThisPatternHit(pattern: string, users: readonly DirectoryUser[]): RuleHits {
  const nothing: UserFilterRules = {
    ...defaultUserFilterRules,
    excludeGuests: false,
    excludeSharedAndResource: false,
    excludeServiceAccounts: false,
  };
  return whoWouldThisHit({
    users: users.filter((user) => user.accountEnabled !== false),
    current: nothing,
    proposed: { ...nothing, customPatterns: [pattern] },
    groupMembers: new Map(),
  });
}
