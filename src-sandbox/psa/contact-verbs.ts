/**
 * The control verbs that change records underneath everybody: what a colleague in the PSA would do by hand. They write past
 * the API (a stored mixed-case address is possible), never past the database's own constraints.
 */

import { updateClient } from './client-model.ts';
import { customTypeId } from './contact-addresses.ts';
import { deleteContact } from './contact-model.ts';
import { normaliseAddress } from './contact-table.ts';
import { type ControlArgs, optionalText, recordArg, textArg } from './control-args.ts';
import type { ControlVerb } from './fault-verbs.ts';
import { asRecord } from './http.ts';
import { digitsOf } from './phone.ts';
import { type ContactRow, EMAIL_TYPES, type EmailRow, PHONE_TYPES, type PhoneRow } from './rows.ts';
import { contactFromSeed, type PsaStore, recordContactWrite } from './state.ts';

const CHANGEABLE = [
  'full_name',
  'email',
  'client_id',
  'role',
  'notes',
  'is_inactive',
  'tags',
  'entra_object_id',
  'entra_sync_source',
  'last_entra_sync_at',
  'entra_user_principal_name',
  'entra_account_enabled',
  'entra_sync_status',
  'entra_sync_status_reason',
  'updated_at',
  'created_at',
];

function findContact(store: PsaStore, args: ControlArgs): ContactRow {
  const id = textArg(args, 'contactId');
  const row = store.contacts.find(id);
  if (!row) throw new Error(`no contact ${id} in the simulated PSA`);
  return row;
}

function phoneRows(value: unknown, store: PsaStore): PhoneRow[] {
  if (!Array.isArray(value)) throw new Error('"phone_numbers" must be a list');
  return value.map((entry, index) => {
    const given = typeof entry === 'string' ? { phone_number: entry } : asRecord(entry);
    const phoneNumber = textArg(given, 'phone_number');
    const custom = optionalText(given, 'custom_type');
    return {
      contact_phone_number_id: store.nextId(),
      phone_number: phoneNumber,
      extension: optionalText(given, 'extension'),
      normalized_phone_number: digitsOf(phoneNumber),
      canonical_type: custom === null ? (PHONE_TYPES.find((type) => type === given['canonical_type']) ?? 'work') : null,
      custom_phone_type_id: custom === null ? null : customTypeId('phone', custom),
      custom_type: custom,
      is_default: given['is_default'] === undefined ? index === 0 : given['is_default'] === true,
      display_order: index,
    };
  });
}

function emailRows(value: unknown, store: PsaStore): EmailRow[] {
  if (!Array.isArray(value)) throw new Error('"additional_email_addresses" must be a list');
  return value.map((entry, index) => {
    const given = typeof entry === 'string' ? { email_address: entry } : asRecord(entry);
    const address = textArg(given, 'email_address');
    return {
      contact_additional_email_address_id: store.nextId(),
      email_address: address,
      normalized_email_address: normaliseAddress(address),
      canonical_type: EMAIL_TYPES.find((type) => type === given['canonical_type']) ?? 'work',
      custom_email_type_id: null,
      custom_type: null,
      display_order: index,
    };
  });
}

function changeContact(store: PsaStore, row: ContactRow, changes: Record<string, unknown>): ContactRow {
  const { phone_numbers: phones, additional_email_addresses: emails, ...columns } = changes;
  const unknown = Object.keys(columns).filter((key) => !CHANGEABLE.includes(key));
  if (unknown.length > 0) throw new Error(`psa.changeContact cannot change ${unknown.join(', ')}`);
  // The keys were checked against the columns above; values are the test's own responsibility.
  const after: ContactRow = {
    ...row,
    updated_at: store.nowIso(),
    ...(columns as Partial<ContactRow>),
    ...(phones === undefined ? {} : { phone_numbers: phoneRows(phones, store) }),
    ...(emails === undefined ? {} : { additional_email_addresses: emailRows(emails, store) }),
  };
  store.contacts.replace(after);
  recordContactWrite(store, { source: 'control', kind: 'update', row: after, changed: Object.keys(changes) });
  return after;
}

function addContact(store: PsaStore, args: ControlArgs): ContactRow {
  const at = store.nowIso();
  const fresh = contactFromSeed(
    {
      contact_name_id: optionalText(args, 'contactId') ?? store.nextId(),
      client_id: optionalText(args, 'clientId'),
      full_name: textArg(args, 'fullName'),
      email: textArg(args, 'email'),
      additional_email_addresses: [],
      phone_numbers: [],
      role: optionalText(args, 'role'),
      is_inactive: args['isInactive'] === true,
      notes: optionalText(args, 'notes'),
      entra_object_id: null,
      entra_sync_source: null,
      entra_user_principal_name: null,
      entra_account_enabled: null,
      entra_sync_status: null,
      entra_sync_status_reason: null,
      last_entra_sync_at: null,
      created_at: at,
      updated_at: at,
    },
    store.tenant,
  );
  const row: ContactRow = {
    ...fresh,
    phone_numbers: phoneRows(args['phoneNumbers'] ?? [], store),
    additional_email_addresses: emailRows(args['additionalEmails'] ?? [], store),
  };
  store.contacts.insert(row);
  recordContactWrite(store, { source: 'control', kind: 'create', row, changed: [] });
  return row;
}

export function createContactVerbs(currentStore: () => PsaStore): Record<string, ControlVerb> {
  return {
    'psa.changeContact': (args) => {
      const store = currentStore();
      return changeContact(store, findContact(store, args), recordArg(args, 'changes'));
    },
    'psa.moveContact': (args) => {
      const store = currentStore();
      return changeContact(store, findContact(store, args), { client_id: optionalText(args, 'clientId') });
    },
    'psa.deleteContact': (args) => {
      const store = currentStore();
      deleteContact(store, findContact(store, args).contact_name_id, 'control');
      return { ok: true };
    },
    'psa.addContact': (args) => addContact(currentStore(), args),
    'psa.changeClient': (args) =>
      updateClient(currentStore(), textArg(args, 'clientId'), { input: recordArg(args, 'changes'), source: 'control' }),
  };
}
