/**
 * Reads the guide's `field_sync_config`, aliases included, into field rules (`contracts/psa.md` 5.8). Values read as the
 * server reads them, so that one configuration means one thing; an unknown key or a shape that is no configuration is
 * refused, never defaulted.
 */
import { type FieldRuleKey, fieldRuleKeys } from '../../../../shared/vocabulary/states.ts';
import { defaultFieldRules, type FieldRules } from '../rules.ts';

export type FieldSyncConfigAnswer =
  | { readonly kind: 'rules'; readonly rules: FieldRules }
  | { readonly kind: 'refused'; readonly problems: readonly string[] };

const aliases: Readonly<Record<string, FieldRuleKey>> = {
  displayName: 'displayName',
  display_name: 'displayName',
  fullName: 'displayName',
  full_name: 'displayName',
  email: 'email',
  mail: 'email',
  phone: 'phone',
  phoneNumber: 'phone',
  phone_number: 'phone',
  mobilePhone: 'phone',
  mobile_phone: 'phone',
  role: 'role',
  jobTitle: 'role',
  job_title: 'role',
  upn: 'upn',
  userPrincipalName: 'upn',
  user_principal_name: 'upn',
  markInactiveWhenDisabled: 'markInactiveWhenDisabled',
  mark_inactive_when_disabled: 'markInactiveWhenDisabled',
};

const blankKeys: ReadonlySet<string> = new Set(['blankMayOverwrite', 'blank_may_overwrite']);

/**
 * On: `true`, `"true"`, `1`, `"1"`. Off: every other plain value. Absent: off, except `markInactiveWhenDisabled`, which is
 * on. `null` is the empty configuration. Two names of one rule that disagree are refused: we would have to guess.
 */
export function parseFieldSyncConfig(raw: unknown): FieldSyncConfigAnswer {
  if (raw === null) return { kind: 'rules', rules: defaultFieldRules };
  if (typeof raw !== 'object' || Array.isArray(raw))
    return { kind: 'refused', problems: ['The field rules must be a list of names with on or off.'] };
  const problems: string[] = [];
  const switches = new Map<FieldRuleKey, boolean>();
  let blankMayOverwrite: readonly FieldRuleKey[] = [];
  for (const [key, value] of Object.entries(raw)) {
    if (blankKeys.has(key)) blankMayOverwrite = parseBlankKeys(value, problems);
    else readSwitch(key, value, { switches, problems });
  }
  if (problems.length > 0) return { kind: 'refused', problems };
  return { kind: 'rules', rules: { ...defaultFieldRules, ...Object.fromEntries(switches), blankMayOverwrite } };
}

function readSwitch(
  key: string,
  value: unknown,
  found: { readonly switches: Map<FieldRuleKey, boolean>; readonly problems: string[] },
): void {
  const rule = Object.hasOwn(aliases, key) ? aliases[key] : undefined;
  if (rule === undefined) {
    found.problems.push(`"${key}" is not a field rule.`);
    return;
  }
  if (typeof value === 'object' && value !== null) {
    found.problems.push(`"${key}" must be on or off.`);
    return;
  }
  const isOn = value === true || value === 'true' || value === 1 || value === '1';
  if (found.switches.has(rule) && found.switches.get(rule) !== isOn)
    found.problems.push(`"${rule}" is given twice, under two names, with different values.`);
  found.switches.set(rule, isOn);
}

function parseBlankKeys(value: unknown, problems: string[]): readonly FieldRuleKey[] {
  const known = fieldRuleKeys.filter((key) => Array.isArray(value) && value.includes(key));
  if (!Array.isArray(value) || known.length !== new Set(value).size)
    problems.push(`"blankMayOverwrite" must list field rules: ${fieldRuleKeys.join(', ')}.`);
  return known;
}
