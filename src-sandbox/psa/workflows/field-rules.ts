/**
 * `field_sync_config` (psa.md 5.8): which directory values overwrite a contact, and how roughly. The email rule writes the
 * raw case past the contact model; the phone rule replaces the whole set, even with nothing; the role rule wipes. Rules apply
 * only where exactly one contact was found by address.
 */
import type { SandboxUser } from '../../scenarios/world.ts';
import { type PhoneInput, preparePhones } from '../contact-addresses.ts';
import type { IdSource } from '../ids.ts';
import type { ContactRow, PhoneRow } from '../rows.ts';

type RuleName = 'displayName' | 'email' | 'phone' | 'role' | 'upn' | 'markInactiveWhenDisabled';

const ALIASES: Record<RuleName, string[]> = {
  displayName: ['displayName', 'display_name', 'fullName', 'full_name'],
  email: ['email', 'mail'],
  phone: ['phone', 'phoneNumber', 'phone_number', 'mobilePhone', 'mobile_phone'],
  role: ['role', 'jobTitle', 'job_title'],
  upn: ['upn', 'userPrincipalName', 'user_principal_name'],
  markInactiveWhenDisabled: ['markInactiveWhenDisabled', 'mark_inactive_when_disabled'],
};

function isOn(value: unknown): boolean {
  return value === true || value === 'true' || value === 1 || value === '1';
}

/** Off unless said otherwise; only inactivation is on when its key is absent. */
export function ruleIsOn(config: Record<string, unknown>, rule: RuleName): boolean {
  const given = ALIASES[rule].filter((name) => config[name] !== undefined);
  if (given.length === 0) return rule === 'markInactiveWhenDisabled';
  return given.some((name) => isOn(config[name]));
}

/** The address matching goes by: mail, else UPN, trimmed and lower-cased. */
export function matchAddress(user: SandboxUser): string {
  return (user.mail?.trim() || user.userPrincipalName).trim().toLowerCase();
}

export function fullNameOf(user: SandboxUser): string {
  const parts = [user.givenName?.trim(), user.surname?.trim()].filter(Boolean).join(' ');
  return user.displayName?.trim() || parts || (matchAddress(user).split('@')[0] ?? '');
}

/** Business phones as `work` (the first is the default), the mobile as `mobile`; written as Microsoft writes them. */
export function phonesOf(user: SandboxUser): PhoneInput[] {
  const business = user.businessPhones.map((phone) => phone.trim()).filter((phone) => phone !== '');
  const mobile = user.mobilePhone?.trim() || null;
  const rows: PhoneInput[] = business.map((phone_number) => ({
    phone_number,
    canonical_type: 'work',
    is_default: false,
  }));
  if (mobile !== null) rows.push({ phone_number: mobile, canonical_type: 'mobile', is_default: false });
  return rows.map((row, index) => ({ ...row, is_default: index === 0 }));
}

function samePhones(before: PhoneRow[], after: PhoneRow[]): boolean {
  const print = (rows: PhoneRow[]) =>
    JSON.stringify(rows.map((row) => [row.phone_number, row.canonical_type, row.custom_type]));
  return print(before) === print(after);
}

/** The columns the rules write, and whether any value really differs. Throws the model's refusal for an odd phone. */
export function applyFieldRules(
  config: Record<string, unknown>,
  facts: { user: SandboxUser; contact: ContactRow; nextId: IdSource },
): { columns: Partial<ContactRow>; changed: boolean } {
  const { user, contact } = facts;
  const columns: Partial<ContactRow> = {};
  if (ruleIsOn(config, 'displayName')) columns.full_name = fullNameOf(user);
  if (ruleIsOn(config, 'email')) columns.email = user.mail?.trim() || user.userPrincipalName;
  if (ruleIsOn(config, 'role')) columns.role = user.jobTitle?.trim() || null;
  let changed =
    (columns.full_name !== undefined && columns.full_name !== contact.full_name) ||
    (columns.email !== undefined && columns.email !== contact.email) ||
    (columns.role !== undefined && columns.role !== contact.role);
  if (ruleIsOn(config, 'phone')) {
    columns.phone_numbers = preparePhones(phonesOf(user), facts.nextId);
    changed ||= !samePhones(contact.phone_numbers, columns.phone_numbers);
  }
  return { columns, changed };
}
