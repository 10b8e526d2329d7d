/**
 * `contacts/search`, `contacts/export` and `contacts/stats` with their own habits (psa.md 1.4, 1.5): they authenticate by
 * themselves, so neither the limiter nor the product gate sees them, and export has two bugs kept on purpose.
 */
import { ilike } from './contact-query.ts';
import { contactInList, contactsAsCsv } from './contact-view.ts';
import { ApiError } from './envelope.ts';
import { jsonReply, textReply } from './http.ts';
import { isUuid } from './ids.ts';
import type { ContactRow } from './rows.ts';
import { allow, type V1Handler } from './v1-context.ts';

const SEARCH_FIELDS = ['full_name', 'email', 'phone_number', 'role', 'notes'] as const;
type SearchField = (typeof SEARCH_FIELDS)[number];

const VALUES_OF: Record<SearchField, (row: ContactRow) => (string | null)[]> = {
  full_name: (row) => [row.full_name],
  email: (row) => [row.email, ...row.additional_email_addresses.map((entry) => entry.email_address)],
  phone_number: (row) => row.phone_numbers.map((phone) => phone.phone_number),
  role: (row) => [row.role],
  notes: (row) => [row.notes],
};

function badQuery(name: string, message: string): ApiError {
  return new ApiError('VALIDATION_ERROR', 'Query validation failed', {
    details: [{ code: 'custom', path: [name], message }],
  });
}

function booleanParam(query: URLSearchParams, name: string): boolean {
  const value = query.get(name);
  if (value !== null && value !== 'true' && value !== 'false') throw badQuery(name, "Expected 'true' | 'false'");
  return value === 'true';
}

function clientParam(query: URLSearchParams): string | null {
  const value = query.get('client_id');
  if (value !== null && !isUuid(value)) throw badQuery('client_id', 'Invalid uuid');
  return value;
}

function searchFields(raw: string | null): SearchField[] {
  if (raw === null) return ['full_name', 'email', 'phone_number', 'role'];
  return raw.split(',').map((name) => {
    const field = SEARCH_FIELDS.find((known) => known === name.trim());
    if (!field) throw badQuery('fields', `Unknown search field '${name.trim()}'`);
    return field;
  });
}

function byName(a: ContactRow, b: ContactRow): number {
  return a.full_name < b.full_name ? -1 : a.full_name > b.full_name ? 1 : 0;
}

/** No pagination, at most `limit` rows; the client's name is always searched as well. */
export const searchContacts: V1Handler = (context) => {
  allow(context, 'contact', 'read');
  const { query } = context.request;
  const wanted = query.get('query') ?? '';
  if (wanted === '') throw badQuery('query', 'Search query is required');
  const limit = Number.parseInt(query.get('limit') ?? '25', 10);
  if (!(limit >= 1 && limit <= 100)) throw badQuery('limit', 'limit must be between 1 and 100');
  const fields = searchFields(query.get('fields'));
  const withInactive = booleanParam(query, 'include_inactive');
  const clientId = clientParam(query);
  const matches = ilike(wanted);
  const { store } = context;
  const found = store.contactQueries
    .matching(clientId === null ? {} : { client_id: clientId })
    .filter((row) => withInactive || !row.is_inactive)
    .filter(
      (row) =>
        fields.some((field) => VALUES_OF[field](row).some(matches)) || matches(store.clients.nameOf(row.client_id)),
    )
    .sort(byName)
    .slice(0, limit);
  return jsonReply(200, { data: found.map((row) => contactInList(store, row)) });
};

/** `include_inactive` has no effect and any `fields` value is a 400: both are the product's own bugs. */
export const exportContacts: V1Handler = (context) => {
  allow(context, 'contact', 'read');
  const { query } = context.request;
  if (query.get('fields') !== null) throw badQuery('fields', 'Expected array, received string');
  booleanParam(query, 'include_inactive');
  const format = query.get('format') ?? 'csv';
  if (format !== 'csv' && format !== 'json') throw badQuery('format', "Expected 'csv' | 'json'");
  const clientId = clientParam(query);
  const rows = context.store.contactQueries
    .matching({ is_inactive: false, ...(clientId === null ? {} : { client_id: clientId }) })
    .sort(byName);
  if (format === 'csv') return textReply(200, 'text/csv', contactsAsCsv(context.store, rows));
  const views = rows.map((row) => {
    const view = contactInList(context.store, row);
    return {
      contact_name_id: row.contact_name_id,
      full_name: row.full_name,
      email: row.email,
      default_phone_number: view['default_phone_number'],
      default_phone_type: view['default_phone_type'],
      role: row.role,
      is_inactive: row.is_inactive,
      created_at: row.created_at,
      client_name: view['client_name'],
    };
  });
  return textReply(200, 'application/json', JSON.stringify(views, null, 2));
};

const RECENT_MS = 30 * 24 * 3600 * 1000;

export const contactStats: V1Handler = (context) => {
  allow(context, 'contact', 'read');
  const since = context.now() - RECENT_MS;
  const byRole: Record<string, number> = {};
  const stats = {
    total_contacts: 0,
    active_contacts: 0,
    inactive_contacts: 0,
    contacts_with_client: 0,
    contacts_without_client: 0,
    contacts_by_role: byRole,
    recent_contacts: 0,
  };
  for (const row of context.store.contacts.all()) {
    stats.total_contacts += 1;
    stats[row.is_inactive ? 'inactive_contacts' : 'active_contacts'] += 1;
    stats[row.client_id === null ? 'contacts_without_client' : 'contacts_with_client'] += 1;
    if (row.role) byRole[row.role] = (byRole[row.role] ?? 0) + 1;
    if (Date.parse(row.created_at) >= since) stats.recent_contacts += 1;
  }
  return jsonReply(200, { data: stats });
};
