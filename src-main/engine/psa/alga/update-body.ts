/**
 * The body of a contact update: only the fields that change, in v1's words, and what the contact should look like after.
 * A changed primary address goes by the promote rule in one call (`contracts/psa.md` 1.5): the new address is the primary
 * *and* is listed as additional together with the others; the server then demotes the old primary by itself.
 */
import type { FieldChange } from '../../domain/planned-change.ts';
import type { ContactRow } from './answers.ts';
import { expectedPhones, foldAddress, type IntendedContact, sendablePhones } from './contact-fields.ts';

export interface ContactUpdate {
  readonly body: Readonly<Record<string, unknown>>;
  readonly intended: IntendedContact;
  /** Addresses this contact does not have yet; nobody else may have them either. */
  readonly addedAddresses: readonly string[];
}

type TextChange = Extract<FieldChange, { readonly to: string | null }>;
type ChangeOf<Field> = Extract<FieldChange, { readonly field: Field }>;

function textChange(fields: readonly FieldChange[], field: TextChange['field']): TextChange | undefined {
  return fields.find((change): change is TextChange => change.field === field);
}

function changeOf<Field extends 'isInactive' | 'phones' | 'additionalEmails'>(
  fields: readonly FieldChange[],
  field: Field,
): ChangeOf<Field> | undefined {
  return fields.find((change): change is ChangeOf<Field> => change.field === field);
}

/** Null when a field would be emptied that the PSA cannot hold empty (name, primary address). */
export function contactUpdate(row: ContactRow, fields: readonly FieldChange[]): ContactUpdate | null {
  const body: Record<string, unknown> = {};
  const intended: { -readonly [Key in keyof IntendedContact]: IntendedContact[Key] } = {};
  const fullName = textChange(fields, 'fullName');
  if (fullName) {
    if (fullName.to === null || fullName.to.trim() === '') return null;
    body['full_name'] = intended.fullName = fullName.to.trim();
  }
  const role = textChange(fields, 'role');
  if (role) {
    // The schema knows no null for `role`; an empty text is how it is cleared.
    body['role'] = (role.to ?? '').trim();
    intended.role = role.to;
  }
  const isInactive = changeOf(fields, 'isInactive');
  if (isInactive) body['is_inactive'] = intended.isInactive = isInactive.to;
  const phones = changeOf(fields, 'phones');
  if (phones) {
    body['phone_numbers'] = sendablePhones(phones.to);
    intended.phones = expectedPhones(phones.to);
  }
  const addresses = addressUpdate(row, fields);
  if (addresses === null) return null;
  return {
    body: { ...body, ...addresses.body },
    intended: { ...intended, ...addresses.intended },
    addedAddresses: addresses.addedAddresses,
  };
}

function addressUpdate(row: ContactRow, fields: readonly FieldChange[]): ContactUpdate | null {
  const email = textChange(fields, 'email');
  const additional = changeOf(fields, 'additionalEmails');
  if (!email && !additional) return { body: {}, intended: {}, addedAddresses: [] };
  const primary = row.email === null ? null : foldAddress(row.email);
  if (email && (email.to === null || email.to.trim() === '')) return null;
  const target = email?.to ? foldAddress(email.to) : primary;
  const existing = row.additional_email_addresses.map((entry) => foldAddress(entry.email_address));
  const wanted = additional ? additional.to.map(foldAddress) : existing;
  const isRename = target !== null && target !== primary;
  const others = [...new Set(wanted)].filter((address) => address !== target && address !== primary);
  const sent = isRename ? [target, ...others] : others;
  const known = new Set([...existing, ...(primary === null ? [] : [primary])]);
  return {
    body: {
      ...(isRename ? { email: target } : {}),
      additional_email_addresses: sent.map((address, index) => emailRow(row, address, index)),
    },
    intended: {
      email: target,
      additionalEmails: isRename && primary !== null ? [...others, primary] : others,
    },
    addedAddresses: [...new Set([...(isRename ? [target] : []), ...others])].filter((address) => !known.has(address)),
  };
}

/** An address that was there keeps its label; a new one is a work address. */
function emailRow(row: ContactRow, address: string, index: number): Record<string, unknown> {
  const kept = row.additional_email_addresses.find((entry) => foldAddress(entry.email_address) === address);
  const label =
    kept?.custom_type != null ? { custom_type: kept.custom_type } : { canonical_type: kept?.canonical_type ?? 'work' };
  return { email_address: address, ...label, display_order: index };
}
