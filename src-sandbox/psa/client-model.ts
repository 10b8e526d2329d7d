/**
 * Creating, changing and deleting clients (psa.md 1.6). `is_inactive: true` takes every contact of the client with it and
 * nothing brings them back; deleting cleans the Entra rows first.
 */
import { ClientConstraint } from './client-table.ts';
import { ApiError, uniqueViolation } from './envelope.ts';
import type { ClientRow, WriteSource } from './rows.ts';
import { type PsaStore, recordContactWrite } from './state.ts';

type ClientColumns = Partial<
  Pick<
    ClientRow,
    | 'url'
    | 'billing_email'
    | 'billing_cycle'
    | 'client_type'
    | 'tax_id_number'
    | 'notes'
    | 'default_currency_code'
    | 'credit_limit'
    | 'is_inactive'
    | 'is_tax_exempt'
    | 'region_code'
    | 'account_manager_id'
    | 'properties'
    | 'entra_tenant_id'
    | 'entra_primary_domain'
    | 'tags'
  >
>;

export type ClientInput = ClientColumns & { client_name?: string };

function refuseDuplicate(error: unknown, name: string): never {
  if (error instanceof ClientConstraint) {
    throw uniqueViolation(`Key (tenant, client_name)=(..., ${name}) already exists.`);
  }
  throw error;
}

export function newClientRow(store: PsaStore, name: string, columns: ClientColumns): ClientRow {
  const at = store.nowIso();
  return {
    tenant: store.tenant,
    client_id: store.nextId(),
    client_name: name,
    url: null,
    billing_email: null,
    billing_cycle: null,
    client_type: null,
    tax_id_number: null,
    notes: null,
    default_currency_code: 'USD',
    credit_limit: null,
    credit_balance: 0,
    is_inactive: false,
    is_tax_exempt: false,
    region_code: null,
    account_manager_id: null,
    properties: {},
    entra_tenant_id: null,
    entra_primary_domain: null,
    tags: [],
    ...columns,
    created_at: at,
    updated_at: at,
  };
}

/** Inserts as the database would: throws ClientConstraint on a name that exists. */
export function insertClient(store: PsaStore, row: ClientRow, source: WriteSource): ClientRow {
  store.clients.insert(row);
  store.recordWrite({ source, table: 'clients', kind: 'create', id: row.client_id, email: null, changed: [] });
  return row;
}

export function createClient(store: PsaStore, input: ClientInput, source: WriteSource): ClientRow {
  const { client_name: name = '', ...columns } = input;
  try {
    return insertClient(store, newClientRow(store, name, columns), source);
  } catch (error) {
    return refuseDuplicate(error, name);
  }
}

export function updateClient(
  store: PsaStore,
  id: string,
  change: { input: ClientInput; source: WriteSource },
): ClientRow {
  const { input, source } = change;
  const before = store.clients.find(id);
  if (!before) throw new ApiError('NOT_FOUND', 'Client not found');
  const after: ClientRow = { ...before, ...input, updated_at: store.nowIso() };
  try {
    store.clients.replace(after);
  } catch (error) {
    return refuseDuplicate(error, after.client_name);
  }
  store.recordWrite({ source, table: 'clients', kind: 'update', id, email: null, changed: Object.keys(input) });
  if (input.is_inactive === true) inactivateContacts(store, id, source);
  return after;
}

function inactivateContacts(store: PsaStore, clientId: string, source: WriteSource): void {
  for (const contactId of store.contacts.idsByClient(clientId)) {
    const row = store.contacts.find(contactId);
    if (!row || row.is_inactive) continue;
    const after = { ...row, is_inactive: true, updated_at: store.nowIso() };
    store.contacts.replace(after);
    recordContactWrite(store, { source, kind: 'update', row: after, changed: ['is_inactive'] });
  }
}

/** Contacts stay without a client; links and queue rows go; active mappings become `unmapped`; runs lose the id. */
export function deleteClient(store: PsaStore, id: string, source: WriteSource): void {
  if (!store.clients.find(id)) throw new ApiError('NOT_FOUND', 'Client not found');
  const at = store.nowIso();
  store.links.removeWhere((link) => link.client_id === id);
  store.queue = store.queue.filter((item) => item.client_id !== id);
  store.runTenants = store.runTenants.map((row) => (row.client_id === id ? { ...row, client_id: null } : row));
  store.mappings = store.mappings.map((row) =>
    row.client_id === id && row.is_active
      ? { ...row, client_id: null, mapping_state: 'unmapped', decided_at: at, updated_at: at }
      : row,
  );
  store.inboundDomains = store.inboundDomains.filter((row) => row.client_id !== id);
  for (const contactId of store.contacts.idsByClient(id)) {
    const row = store.contacts.find(contactId);
    if (row) store.contacts.replace({ ...row, client_id: null, updated_at: at });
  }
  store.clients.remove(id);
  store.recordWrite({ source, table: 'clients', kind: 'delete', id, email: null, changed: [] });
}
