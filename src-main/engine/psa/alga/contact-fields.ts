/**
 * Contact fields on their way to the PSA and back: what v1 accepts, and when two values are the same to people. The server
 * tidies what it stores (addresses lower-cased, international numbers made E.164), so equality here is by meaning; else a
 * read-back would cry mismatch over a space.
 */
import type { Contact, ContactPhone } from '../../domain/contact.ts';
import { e164 } from '../../domain/text/phone.ts';
import type { FieldMismatch } from '../port.ts';

const CANONICAL_PHONE_TYPES = ['work', 'mobile', 'home', 'fax', 'other'] as const;

/** One phone row of a v1 body: `canonical_type` or `custom_type`, never both. */
export interface PhoneBody {
  readonly phone_number: string;
  readonly extension?: string;
  readonly canonical_type?: string;
  readonly custom_type?: string;
  readonly is_default: boolean;
  readonly display_order: number;
}

/** What Concord wants of a contact; a key that is absent is left alone. */
export type IntendedContact = Partial<
  Pick<Contact, 'clientId' | 'fullName' | 'email' | 'role' | 'isInactive' | 'phones' | 'additionalEmails'>
>;

export function foldAddress(address: string): string {
  return address.trim().toLowerCase();
}

/** The same number in two spellings has one key (the planner's own); a number nobody can read is known by its text. */
export function phoneKey(number: string): string {
  return e164(number, null) ?? number.trim();
}

/** The contact model takes `0-9 A-Z a-z + ( ) . - # /` and blanks; typographic dashes and blanks become plain ones. */
export function sendableNumber(number: string): string {
  return number
    .normalize('NFKC')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/[^0-9A-Za-z+().\-#\s/]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** A set that v1 accepts: a number without a digit is no number and is left out; exactly one row is the default. */
export function sendablePhones(phones: readonly ContactPhone[]): readonly PhoneBody[] {
  const usable = phones
    .map((phone) => ({ ...phone, number: sendableNumber(phone.number) }))
    .filter((phone) => /\d/.test(phone.number));
  const marked = usable.findIndex((phone) => phone.isDefault);
  const defaultIndex = marked === -1 ? 0 : marked;
  return usable.map((phone, index) => {
    const extension = (phone.extension ?? '').replace(/\D/g, '').slice(0, 10);
    return {
      phone_number: phone.number,
      ...(extension === '' ? {} : { extension }),
      ...phoneType(phone),
      is_default: index === defaultIndex,
      display_order: index,
    };
  });
}

function phoneType({ type, customType }: ContactPhone): { canonical_type: string } | { custom_type: string } {
  if (customType !== null && customType.trim() !== '') return { custom_type: customType.trim() };
  const known = CANONICAL_PHONE_TYPES.find((candidate) => candidate === type);
  return { canonical_type: known ?? 'other' };
}

/** The phone set as the server should show it after it stored `sendablePhones`. */
export function expectedPhones(phones: readonly ContactPhone[]): readonly ContactPhone[] {
  return sendablePhones(phones).map((phone) => ({
    number: phone.phone_number,
    extension: phone.extension ?? null,
    type: phone.canonical_type ?? null,
    customType: phone.custom_type ?? null,
    isDefault: phone.is_default,
  }));
}

function describePhone(phone: ContactPhone): string {
  const extension = phone.extension === null ? '' : ` ext. ${phone.extension}`;
  return `${phoneKey(phone.number)}${extension} (${phone.customType ?? phone.type ?? 'other'}${phone.isDefault ? ', default' : ''})`;
}

/** Order is the server's own; everything else about a phone counts. */
function describePhones(phones: readonly ContactPhone[]): string {
  return phones.map(describePhone).sort().join('; ');
}

export function describeAddresses(addresses: readonly string[]): string {
  return [...new Set(addresses.map(foldAddress))].sort().join('; ');
}

function describeText(text: string | null): string {
  return (text ?? '').trim();
}

const describers: { readonly [Field in keyof IntendedContact]-?: (contact: IntendedContact) => string } = {
  clientId: (contact) => contact.clientId ?? '',
  fullName: (contact) => describeText(contact.fullName ?? null),
  email: (contact) => foldAddress(contact.email ?? ''),
  role: (contact) => describeText(contact.role ?? null),
  isInactive: (contact) => (contact.isInactive ? 'inactive' : 'active'),
  phones: (contact) => describePhones(contact.phones ?? []),
  additionalEmails: (contact) => describeAddresses(contact.additionalEmails ?? []),
};

/** Field by field, only the fields that were intended; an empty list is the only proof of success. */
export function compareContact(intended: IntendedContact, observed: Contact): readonly FieldMismatch[] {
  const mismatches: FieldMismatch[] = [];
  for (const field of Object.keys(describers) as (keyof IntendedContact)[]) {
    if (!(field in intended)) continue;
    const wanted = describers[field](intended);
    const found = describers[field](observed);
    if (wanted !== found) mismatches.push({ field, intended: wanted, observed: found });
  }
  return mismatches;
}
