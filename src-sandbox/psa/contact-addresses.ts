/**
 * The phone and additional-address sets of a contact, checked the way the contact model checks them (psa.md 1.5).
 * Both sets are replaced whole on update; nothing here merges.
 */
import { normaliseAddress } from './contact-table.ts';
import { createIdSource, type IdSource } from './ids.ts';
import { digitsOf, modelPhoneProblem } from './phone.ts';
import { EMAIL_TYPES, type EmailRow, type EmailType, PHONE_TYPES, type PhoneRow, type PhoneType } from './rows.ts';

export type PhoneInput = {
  contact_phone_number_id?: string;
  phone_number: string;
  extension?: string | null;
  canonical_type?: PhoneType | null;
  custom_type?: string | null;
  is_default?: boolean;
};

export type EmailInput = {
  contact_additional_email_address_id?: string;
  email_address: string;
  canonical_type?: EmailType | null;
  custom_type?: string | null;
};

export type ModelErrorKind = 'EMAIL_EXISTS' | 'VALIDATION_ERROR' | 'FOREIGN_KEY_ERROR' | 'NOT_FOUND';

/** A refusal by the contact model. v1 turns it into a status; a sync run keeps its text. */
export class ModelError extends Error {
  readonly kind: ModelErrorKind;

  constructor(kind: ModelErrorKind, message: string) {
    super(message);
    this.name = 'ModelError';
    this.kind = kind;
  }
}

function refuse(message: string): never {
  throw new ModelError('VALIDATION_ERROR', message);
}

/** Custom labels are definitions of the workspace: the same label always has the same id. */
export function customTypeId(kind: 'email' | 'phone', label: string): string {
  return createIdSource(`custom-${kind}-type:${normaliseLabel(label)}`)();
}

function normaliseLabel(label: string): string {
  return label.trim().replace(/\s+/g, ' ').toLowerCase();
}

/** Canonical XOR custom; a custom label may not repeat, nor be a canonical name in disguise. */
function checkType(
  row: { canonical: string | null; custom: string | null },
  where: string,
  known: { canonical: readonly string[]; seen: Set<string> },
): void {
  if (row.canonical === null && row.custom === null)
    refuse(`${where}: Choose a canonical type or provide a custom type`);
  if (row.canonical !== null && row.custom !== null) {
    refuse(`${where}: A row cannot have both canonical and custom types`);
  }
  if (row.custom === null) return;
  const label = normaliseLabel(row.custom);
  if (known.canonical.includes(label)) refuse(`${where}.custom_type: Use the canonical type for "${label}"`);
  if (known.seen.has(label)) refuse(`${where}.custom_type: Duplicate custom type labels are not allowed`);
  known.seen.add(label);
}

export function preparePhones(inputs: PhoneInput[], nextId: IdSource): PhoneRow[] {
  const seen = new Set<string>();
  const rows = inputs.map((input, index) => {
    const where = `phone_numbers.${index}`;
    const phoneNumber = input.phone_number.trim();
    const problem = modelPhoneProblem(phoneNumber);
    if (problem !== null) refuse(`${where}.phone_number: ${problem}`);
    const custom = input.custom_type?.trim() || null;
    checkType({ canonical: input.canonical_type ?? null, custom }, where, { canonical: PHONE_TYPES, seen });
    return {
      contact_phone_number_id: input.contact_phone_number_id ?? nextId(),
      phone_number: phoneNumber,
      extension: input.extension?.trim() || null,
      normalized_phone_number: digitsOf(phoneNumber),
      canonical_type: input.canonical_type ?? null,
      custom_phone_type_id: custom === null ? null : customTypeId('phone', custom),
      custom_type: custom,
      is_default: input.is_default === true,
      display_order: index,
    };
  });
  const defaults = rows.filter((row) => row.is_default).length;
  if (rows.length > 0 && defaults === 0) {
    refuse('Exactly one default phone number is required when phone numbers are present');
  }
  if (defaults > 1) refuse('Only one phone number can be marked as default');
  return rows;
}

/** `primary` is the address the contact already has or will have; null skips that comparison, as the update path does. */
export function prepareEmails(inputs: EmailInput[], primary: string | null, nextId: IdSource): EmailRow[] {
  const seenLabels = new Set<string>();
  const seenAddresses = new Set<string>();
  return inputs.map((input, index) => {
    const where = `additional_email_addresses.${index}`;
    const address = input.email_address.trim();
    const normalised = normaliseAddress(address);
    if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address)) refuse(`${where}.email_address: Invalid email address`);
    if (primary !== null && normaliseAddress(primary) === normalised) {
      refuse(`${where}.email_address: Additional email address cannot match primary email`);
    }
    if (seenAddresses.has(normalised)) {
      refuse(`${where}.email_address: Duplicate additional email address is not allowed`);
    }
    seenAddresses.add(normalised);
    const custom = input.custom_type?.trim() || null;
    checkType({ canonical: input.canonical_type ?? null, custom }, where, { canonical: EMAIL_TYPES, seen: seenLabels });
    return {
      contact_additional_email_address_id: input.contact_additional_email_address_id ?? nextId(),
      email_address: address,
      normalized_email_address: normalised,
      canonical_type: input.canonical_type ?? null,
      custom_email_type_id: custom === null ? null : customTypeId('email', custom),
      custom_type: custom,
      display_order: index,
    };
  });
}
