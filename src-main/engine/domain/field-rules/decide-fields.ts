/**
 * Which fields of a linked contact the directory may change, by the operator's field rules (`contracts/psa.md` 5.8).
 *   rule off                              the local value is authoritative
 *   source blank                          nothing, unless the operator lists the field in `blankMayOverwrite`
 *   equal but for case or spacing         nothing (a no-op is recognised as a no-op)
 *   e-mail                                new primary, the old one stays as additional address (the promote rule)
 *   phones                                merged, see phone-set.ts
 *   upn                                   nothing: v1 has no field for it; the server writes it on its own runs
 * Whether a change is allowed to be made is decided elsewhere.
 */
import type { Contact } from '../contact.ts';
import type { DirectoryUser } from '../directory-user.ts';
import type { FieldChange } from '../planned-change.ts';
import type { FieldRules } from '../rules.ts';
import { normaliseAddress, usableAddress } from '../text/address.ts';
import { givenFullName, isSameName, roleOf, tidyText } from './person-name.ts';
import type { PhoneReader } from './phone-reader.ts';
import { mergePhones } from './phone-set.ts';

export interface DecidedFields {
  readonly fields: readonly FieldChange[];
  /** What a reader should know beside the changes themselves, as clauses without a full stop. */
  readonly words: readonly string[];
}

export interface FieldContext {
  readonly rules: FieldRules;
  readonly readPhone: PhoneReader;
}

const nothing: DecidedFields = { fields: [], words: [] };

/** One comparison on its way; every rule adds what it finds. */
interface Comparison extends FieldContext {
  readonly user: DirectoryUser;
  readonly contact: Contact;
  readonly fields: FieldChange[];
  readonly words: string[];
}

/** The changes that bring the contact in line with the directory, in a fixed order; empty when there are none. */
export function decideFields(user: DirectoryUser, contact: Contact, { rules, readPhone }: FieldContext): DecidedFields {
  if (!(rules.displayName || rules.email || rules.phone || rules.role)) return nothing;
  const comparison: Comparison = { user, contact, rules, readPhone, fields: [], words: [] };
  if (rules.displayName) compareName(comparison);
  if (rules.email) compareEmail(comparison);
  if (rules.phone) comparePhones(comparison);
  if (rules.role) compareRole(comparison);
  const { fields, words } = comparison;
  return fields.length === 0 && words.length === 0 ? nothing : { fields, words };
}

// A contact cannot lose its name, so a blank source is no news whatever `blankMayOverwrite` says.
function compareName({ user, contact, fields }: Comparison): void {
  const name = givenFullName(user);
  if (name === null || isSameName(name, contact.fullName)) return;
  fields.push({ field: 'fullName', from: contact.fullName, to: name });
}

/**
 * Without mail the UPN fills an empty address but replaces none: an account that lost its mailbox would otherwise trade a
 * good address for its `onmicrosoft.com` name. The PSA refuses to remove a primary address, so a blank never empties it.
 */
function compareEmail({ user, contact, fields, words }: Comparison): void {
  if (user.mail !== null && user.mail === contact.email) return;
  const current =
    contact.email === null ? null : (normaliseAddress(contact.email) ?? contact.email.trim().toLowerCase());
  const address = normaliseAddress(user.mail) ?? (current === null ? usableAddress(user) : null);
  if (address === null && current !== null && usableAddress(user) !== current)
    words.push('Entra holds no mail address, so the contact keeps its own');
  if (address === null || address === current) return;
  fields.push({ field: 'email', from: contact.email, to: address });
  const kept = contact.additionalEmails.filter((other) => other.trim().toLowerCase() !== address);
  if (contact.email !== null) kept.push(contact.email);
  if (contact.email !== null || kept.length !== contact.additionalEmails.length)
    fields.push({ field: 'additionalEmails', from: contact.additionalEmails, to: kept });
}

function comparePhones({ user, contact, rules, readPhone, fields, words }: Comparison): void {
  if (isBlank(user.mobilePhone) && user.businessPhones.every(isBlank)) {
    if (rules.blankMayOverwrite.includes('phone') && contact.phones.length > 0)
      fields.push({ field: 'phones', from: contact.phones, to: [] });
    return;
  }
  const merged = mergePhones(contact.phones, user, readPhone);
  words.push(...merged.words);
  if (merged.phones !== null) fields.push({ field: 'phones', from: contact.phones, to: merged.phones });
}

function isBlank(number: string | null): boolean {
  return number === null || number.trim() === '';
}

function compareRole({ user, contact, rules, fields }: Comparison): void {
  const role = roleOf(user.jobTitle);
  if (role === null && !rules.blankMayOverwrite.includes('role')) return;
  if ((role ?? '') === tidyText(contact.role)) return;
  fields.push({ field: 'role', from: contact.role, to: role });
}
