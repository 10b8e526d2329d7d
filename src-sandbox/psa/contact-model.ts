/**
 * The contact model: the one place that creates, changes and deletes contacts, for v1, for the Entra sync and for queue
 * resolutions alike (psa.md 1.5). It owns the duplicate check, the promote rule and the replaced sets.
 * The duplicate check is exact on purpose: stored mixed-case rows slip past it, as on the real server.
 *
 * A changed primary address needs one of (psa.md 1.5, rule a/b/c):
 *   a  the request's own additional addresses list the new one;
 *   b  the new one is stored as additional, and the request lists the old primary as additional;
 *   c  the request lists the old primary as additional and gives a primary type.
 * The old primary is always kept as an additional address.
 */
import {
  customTypeId,
  type EmailInput,
  ModelError,
  type PhoneInput,
  prepareEmails,
  preparePhones,
} from './contact-addresses.ts';
import { ContactConstraint, normaliseAddress } from './contact-table.ts';
import type { ContactRow, EmailRow, EmailType, WriteSource } from './rows.ts';
import { type PsaStore, recordContactWrite } from './state.ts';

export type ContactInput = {
  full_name?: string;
  email?: string;
  client_id?: string | null;
  phone_numbers?: PhoneInput[];
  primary_email_canonical_type?: EmailType | null;
  primary_email_custom_type?: string | null;
  primary_email_custom_type_id?: string | null;
  additional_email_addresses?: EmailInput[];
  role?: string | null;
  notes?: string | null;
  is_inactive?: boolean;
  tags?: string[];
};

const EMAIL_EXISTS = 'A contact with this email address already exists in the system';

function emailExists(): ModelError {
  return new ModelError('EMAIL_EXISTS', EMAIL_EXISTS);
}

/** The database's own refusals become the model's EMAIL_EXISTS; neither names the other contact. */
function withConstraints<T>(write: () => T): T {
  try {
    return write();
  } catch (error) {
    throw error instanceof ContactConstraint ? emailExists() : error;
  }
}

function requireClient(store: PsaStore, clientId: string | null | undefined): void {
  if (clientId && !store.clients.find(clientId)) {
    throw new ModelError('FOREIGN_KEY_ERROR', 'The selected client is no longer valid');
  }
}

/** Text is trimmed and an empty text becomes NULL; undefined means the column is not touched. */
function column(value: string | null | undefined): string | null {
  return value?.trim() || null;
}

export function createContact(store: PsaStore, input: ContactInput, source: WriteSource): ContactRow {
  const email = normaliseAddress(input.email ?? '');
  const fullName = input.full_name?.trim() ?? '';
  if (fullName === '') throw new ModelError('VALIDATION_ERROR', 'Full name is required');
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) {
    throw new ModelError('VALIDATION_ERROR', 'Please enter a valid email address');
  }
  const phones = preparePhones(input.phone_numbers ?? [], store.nextId);
  const additional = prepareEmails(input.additional_email_addresses ?? [], email, store.nextId);
  if (store.contacts.idByExactPrimary(email) !== null) throw emailExists();
  requireClient(store, input.client_id);
  const customType = column(input.primary_email_custom_type);
  const at = store.nowIso();
  const row: ContactRow = {
    tenant: store.tenant,
    contact_name_id: store.nextId(),
    full_name: fullName,
    client_id: input.client_id ?? null,
    email,
    primary_email_canonical_type: customType === null ? (input.primary_email_canonical_type ?? 'work') : null,
    primary_email_custom_type_id: customType === null ? null : customTypeId('email', customType),
    primary_email_custom_type: customType,
    role: column(input.role),
    notes: column(input.notes),
    is_inactive: input.is_inactive ?? false,
    created_at: at,
    updated_at: at,
    entra_object_id: null,
    entra_sync_source: null,
    last_entra_sync_at: null,
    entra_user_principal_name: null,
    entra_account_enabled: null,
    entra_sync_status: null,
    entra_sync_status_reason: null,
    phone_numbers: phones,
    additional_email_addresses: additional,
    tags: input.tags ?? [],
  };
  withConstraints(() => store.contacts.insert(row));
  recordContactWrite(store, { source, kind: 'create', row, changed: Object.keys(input) });
  return row;
}

type Promotion = { email: string; additional: EmailRow[]; type: Pick<ContactRow, PrimaryTypeKey> };
type PrimaryTypeKey = 'primary_email_canonical_type' | 'primary_email_custom_type_id' | 'primary_email_custom_type';

/** Applies rule a, b or c to a changed primary address, or refuses. `listed` is the request's own additional set. */
function promote(before: ContactRow, input: ContactInput, listed: EmailRow[]): Promotion {
  const email = normaliseAddress(input.email ?? '');
  const oldPrimary = normaliseAddress(before.email);
  const listsOld = listed.some((row) => row.normalized_email_address === oldPrimary);
  const givesType =
    input.primary_email_canonical_type !== undefined ||
    input.primary_email_custom_type !== undefined ||
    input.primary_email_custom_type_id !== undefined;
  const fromRequest = listed.find((row) => row.normalized_email_address === email);
  const stored = before.additional_email_addresses.find((row) => row.normalized_email_address === email);
  const promoted = fromRequest ?? (listsOld ? stored : undefined);
  if (!promoted && !(listsOld && givesType)) {
    throw new ModelError('VALIDATION_ERROR', 'Changing primary email requires promote an additional email first');
  }
  const rest = listed.filter((row) => row.normalized_email_address !== email);
  const demoted: EmailRow = {
    contact_additional_email_address_id: '',
    email_address: before.email,
    normalized_email_address: oldPrimary,
    canonical_type: before.primary_email_canonical_type,
    custom_email_type_id: before.primary_email_custom_type_id,
    custom_type: before.primary_email_custom_type,
    display_order: rest.length,
  };
  const additional = (listsOld ? rest : [...rest, demoted]).map((row, index) => ({ ...row, display_order: index }));
  return { email, additional, type: primaryType(input, promoted ?? null) };
}

function primaryType(input: ContactInput, promoted: EmailRow | null): Promotion['type'] {
  const customType = promoted ? promoted.custom_type : column(input.primary_email_custom_type);
  const canonical = promoted ? promoted.canonical_type : (input.primary_email_canonical_type ?? null);
  return {
    primary_email_canonical_type: customType === null ? canonical : null,
    primary_email_custom_type_id: customType === null ? null : customTypeId('email', customType),
    primary_email_custom_type: customType,
  };
}

function changedType(input: ContactInput): Partial<Promotion['type']> {
  const given =
    input.primary_email_canonical_type !== undefined ||
    input.primary_email_custom_type !== undefined ||
    input.primary_email_custom_type_id !== undefined;
  return given ? primaryType(input, null) : {};
}

/** The plain columns of a partial update: absent keys stay untouched, empty text becomes NULL. */
function changedColumns(input: ContactInput): Partial<ContactRow> {
  return {
    ...(input.full_name === undefined ? {} : { full_name: input.full_name.trim() }),
    ...(input.client_id === undefined ? {} : { client_id: input.client_id }),
    ...(input.role === undefined ? {} : { role: column(input.role) }),
    ...(input.notes === undefined ? {} : { notes: column(input.notes) }),
    ...(input.is_inactive === undefined ? {} : { is_inactive: input.is_inactive }),
    ...(input.tags === undefined ? {} : { tags: input.tags }),
  };
}

/** A partial update. Only named keys change; `updated_at` always does, even for an empty body. */
export function updateContact(
  store: PsaStore,
  id: string,
  change: { input: ContactInput; source: WriteSource },
): ContactRow {
  const { input, source } = change;
  const before = store.contacts.find(id);
  if (!before) throw new ModelError('NOT_FOUND', 'Contact not found');
  const phones =
    input.phone_numbers === undefined ? {} : { phone_numbers: preparePhones(input.phone_numbers, store.nextId) };
  const listed =
    input.additional_email_addresses === undefined
      ? null
      : prepareEmails(input.additional_email_addresses, null, store.nextId);
  const email = input.email === undefined ? null : normaliseAddress(input.email);
  const renamed = email !== null && email !== normaliseAddress(before.email);
  const promotion = renamed ? promote(before, input, listed ?? []) : null;
  const owner = email === null ? null : store.contacts.idByExactPrimary(email);
  if (owner !== null && owner !== id) throw emailExists();
  requireClient(store, input.client_id);
  const additional = promotion ? promotion.additional : listed;
  const after: ContactRow = {
    ...before,
    ...changedColumns(input),
    ...(email === null ? {} : { email }),
    ...(promotion ? promotion.type : changedType(input)),
    ...phones,
    ...(additional === null ? {} : { additional_email_addresses: withIds(additional, store) }),
    updated_at: store.nowIso(),
  };
  withConstraints(() => store.contacts.replace(after));
  recordContactWrite(store, { source, kind: 'update', row: after, changed: Object.keys(input) });
  return after;
}

function withIds(rows: EmailRow[], store: PsaStore): EmailRow[] {
  return rows.map((row) =>
    row.contact_additional_email_address_id === ''
      ? { ...row, contact_additional_email_address_id: store.nextId() }
      : row,
  );
}

/** Removes the contact and what hangs on it: links, and the queue's references to it. */
export function deleteContact(store: PsaStore, id: string, source: WriteSource): void {
  const before = store.contacts.find(id);
  if (!before) throw new ModelError('NOT_FOUND', 'Contact not found');
  store.contacts.remove(id);
  store.links.removeWhere((link) => link.contact_name_id === id);
  store.queue = store.queue.map((item) =>
    item.resolved_contact_id === id ? { ...item, resolved_contact_id: null } : item,
  );
  recordContactWrite(store, { source, kind: 'delete', row: before, changed: [] });
}
