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

/** The changes that bring the contact in line with the directory, in a fixed order; empty when there are none. */
export function decideFields(user: DirectoryUser, contact: Contact, context: FieldContext): DecidedFields {
  const { rules } = context;
  if (!(rules.displayName || rules.email || rules.phone || rules.role)) return nothing;
  const fields: FieldChange[] = [];
  const words: string[] = [];
  if (rules.displayName) fields.push(...decideName(user, contact));
  if (rules.email) decideEmail(user, contact, { fields, words });
  if (rules.phone) decidePhones(user, contact, { ...context, fields, words });
  if (rules.role) fields.push(...decideRole(user, contact, rules));
  return fields.length === 0 && words.length === 0 ? nothing : { fields, words };
}

// A contact cannot lose its name, so a blank source is no news whatever `blankMayOverwrite` says.
function decideName(user: DirectoryUser, contact: Contact): readonly FieldChange[] {
  const name = givenFullName(user);
  if (name === null || isSameName(name, contact.fullName)) return [];
  return [{ field: 'fullName', from: contact.fullName, to: name }];
}

interface Findings {
  readonly fields: FieldChange[];
  readonly words: string[];
}

/**
 * Without mail the UPN fills an empty address but replaces none: an account that lost its mailbox would otherwise trade a
 * good address for its `onmicrosoft.com` name. The PSA refuses to remove a primary address, so a blank never empties it.
 */
function decideEmail(user: DirectoryUser, contact: Contact, { fields, words }: Findings): void {
  const mail = normaliseAddress(user.mail);
  const address = mail ?? (contact.email === null ? usableAddress(user) : null);
  const current = normaliseAddress(contact.email) ?? contact.email?.trim().toLowerCase() ?? null;
  if (address === null) {
    if (contact.email !== null) words.push('Entra holds no mail address, so the contact keeps its own');
    return;
  }
  if (address === current) return;
  fields.push({ field: 'email', from: contact.email, to: address });
  const kept = contact.additionalEmails.filter((other) => other.trim().toLowerCase() !== address);
  if (contact.email !== null) kept.push(contact.email);
  if (kept.length !== contact.additionalEmails.length || contact.email !== null)
    fields.push({ field: 'additionalEmails', from: contact.additionalEmails, to: kept });
}

function decidePhones(
  user: DirectoryUser,
  contact: Contact,
  { rules, readPhone, fields, words }: Findings & FieldContext,
): void {
  const isBlank = [...user.businessPhones, user.mobilePhone ?? ''].every((number) => number.trim() === '');
  if (isBlank) {
    if (rules.blankMayOverwrite.includes('phone') && contact.phones.length > 0)
      fields.push({ field: 'phones', from: contact.phones, to: [] });
    return;
  }
  const merged = mergePhones(contact.phones, user, readPhone);
  words.push(...merged.words);
  if (merged.phones !== null) fields.push({ field: 'phones', from: contact.phones, to: merged.phones });
}

function decideRole(user: DirectoryUser, contact: Contact, rules: FieldRules): readonly FieldChange[] {
  const role = roleOf(user.jobTitle);
  if (role === null && !rules.blankMayOverwrite.includes('role')) return [];
  if ((role ?? '') === tidyText(contact.role)) return [];
  return [{ field: 'role', from: contact.role, to: role }];
}
