/**
 * How v1 shows a contact (psa.md 1.5 "Read shape"): every column, so the Entra provenance leaks out read-only, plus the
 * hydrated phones and addresses and the joined client. `entra_tenant_id` is not here: only the link table has it.
 */
import { CONTACT_COLUMNS, type ContactRow } from './rows.ts';
import type { PsaStore } from './state.ts';

export function contactInList(store: PsaStore, row: ContactRow): Record<string, unknown> {
  const view: Record<string, unknown> = {};
  for (const name of CONTACT_COLUMNS) view[name] = row[name];
  const preferred = row.phone_numbers.find((phone) => phone.is_default) ?? row.phone_numbers[0] ?? null;
  return {
    ...view,
    phone_numbers: row.phone_numbers,
    default_phone_number: preferred?.phone_number ?? null,
    default_phone_type: preferred ? (preferred.custom_type ?? preferred.canonical_type) : null,
    additional_email_addresses: row.additional_email_addresses,
    primary_email_type: row.primary_email_custom_type ?? row.primary_email_canonical_type,
    client_name: store.clients.nameOf(row.client_id),
    avatarUrl: null,
  };
}

export function contactInDetail(store: PsaStore, row: ContactRow): Record<string, unknown> {
  const client = row.client_id === null ? null : store.clients.find(row.client_id);
  return {
    ...contactInList(store, row),
    client_email: null,
    client_phone: null,
    client_inactive: client?.is_inactive ?? null,
  };
}

const CSV_HEADINGS = ['ID', 'Full Name', 'Email', 'Phone', 'Phone Type', 'Role', 'Client', 'Inactive', 'Created At'];

export function contactsAsCsv(store: PsaStore, rows: ContactRow[]): string {
  const lines = rows.map((row) => {
    const view = contactInList(store, row);
    return [
      row.contact_name_id,
      row.full_name,
      row.email,
      view['default_phone_number'],
      view['default_phone_type'],
      row.role,
      view['client_name'],
      row.is_inactive ? 'Yes' : 'No',
      row.created_at,
    ];
  });
  return [CSV_HEADINGS, ...lines]
    .map((line) => line.map((cell) => `"${String(cell ?? '').replaceAll('"', '""')}"`).join(','))
    .join('\n');
}
