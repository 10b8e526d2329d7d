/**
 * Brings filter rules together: a managed tenant's override over the profile's defaults, and the key names that the PSA's
 * `user_filter_config` uses over ours (`contracts/psa.md` 5.4, 5.5). An unknown key or a value of the wrong kind is refused
 * in a sentence, never read as a default.
 */
import type { UserFilterRules } from '../rules.ts';
import { validatePattern } from './validate-pattern.ts';

export type FilterRulesVerdict =
  | { readonly ok: true; readonly rules: Partial<UserFilterRules> }
  | { readonly ok: false; readonly sentence: string };

/** Only the keys present in the override are replaced, lists included: an override can also empty a list. */
export function mergeFilterRules(rules: UserFilterRules, override: Partial<UserFilterRules> | null): UserFilterRules {
  return override === null ? rules : { ...rules, ...override };
}

const booleanKeys: Readonly<Record<string, { readonly key: keyof UserFilterRules; readonly isInverted: boolean }>> = {
  excludeGuests: { key: 'excludeGuests', isInverted: false },
  memberUsersOnly: { key: 'excludeGuests', isInverted: false },
  excludeSharedAndResource: { key: 'excludeSharedAndResource', isInverted: false },
  importSharedMailboxes: { key: 'excludeSharedAndResource', isInverted: true },
  excludeUnlicensed: { key: 'excludeUnlicensed', isInverted: false },
  licensedUsersOnly: { key: 'excludeUnlicensed', isInverted: false },
  excludeServiceAccounts: { key: 'excludeServiceAccounts', isInverted: false },
  inactivateExcluded: { key: 'inactivateExcluded', isInverted: false },
  deactivateExcludedContacts: { key: 'inactivateExcluded', isInverted: false },
};

const listKeys: Readonly<Record<string, keyof UserFilterRules>> = {
  customPatterns: 'customPatterns',
  exclusionPatterns: 'customPatterns',
  excludePatterns: 'customPatterns',
  excludeUpnPatterns: 'customPatterns',
  excludedUpnPatterns: 'customPatterns',
  excludedGroupIds: 'excludedGroupIds',
  excludeGroupIds: 'excludedGroupIds',
  includedGroupIds: 'includedGroupIds',
  includeGroupIds: 'includedGroupIds',
};

/**
 * Reads filter settings written by us or by the PSA. Several spellings of one list are united. Patterns are validated
 * here, so settings that parse can be saved.
 */
export function parseFilterRules(raw: unknown): FilterRulesVerdict {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw))
    return refuse('The filter settings are not an object.');
  const rules: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(raw)) {
    if (key === 'version') {
      if (value !== 1) return refuse(`Filter settings of version ${String(value)} are newer than this Concord.`);
      continue;
    }
    const problem = readKey(key, value, rules);
    if (problem !== null) return refuse(problem);
  }
  for (const pattern of (rules['customPatterns'] ?? []) as readonly string[]) {
    const verdict = validatePattern(pattern);
    if (!verdict.ok) return verdict;
  }
  // Every key above comes from the two tables, whose values are keys of the rules, with the type the table is for.
  return { ok: true, rules: rules as Partial<UserFilterRules> };
}

function readKey(key: string, value: unknown, rules: Record<string, unknown>): string | null {
  const flag = booleanKeys[key];
  if (flag) {
    const claim = asBoolean(value);
    if (claim === null) return `"${key}" has to be true or false.`;
    rules[flag.key] = claim !== flag.isInverted;
    return null;
  }
  const list = listKeys[key];
  if (!list) return `"${key}" is not a filter setting.`;
  if (!Array.isArray(value) || value.some((item) => typeof item !== 'string'))
    return `"${key}" has to be a list of texts.`;
  const before = (rules[list] ?? []) as readonly string[];
  rules[list] = [...new Set([...before, ...value])];
  return null;
}

/** The guide's true values are `true, "true", 1, "1"`; their opposites are false; anything else is neither. */
function asBoolean(value: unknown): boolean | null {
  if (value === true || value === 'true' || value === 1 || value === '1') return true;
  if (value === false || value === 'false' || value === 0 || value === '0') return false;
  return null;
}

function refuse(sentence: string): FilterRulesVerdict {
  return { ok: false, sentence };
}
