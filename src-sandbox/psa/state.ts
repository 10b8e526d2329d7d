/**
 * Everything one simulated AlgaPSA workspace remembers, built from a seed, and the plain snapshot tests read.
 * Writes go through `recordWrite`, so that a test can say who created what and how often (nothing twice, nothing foreign).
 */
import type { PsaClientSeed, PsaContactSeed, PsaSeed } from '../scenarios/world.ts';
import { type ClientTable, createClientTable } from './client-table.ts';
import { createContactQueries } from './contact-query.ts';
import { type ContactTable, createContactTable, normaliseAddress } from './contact-table.ts';
import { createIdSource, type IdSource } from './ids.ts';
import { createLinkTable, type LinkTable } from './link-table.ts';
import { digitsOf } from './phone.ts';
import type {
  ClientRow,
  ConnectionRow,
  ContactRow,
  FlagRow,
  InboundDomainRow,
  LinkRow,
  ManagedTenantRow,
  MappingRow,
  QueueRow,
  RunRow,
  RunTenantRow,
  SettingsRow,
  WriteRow,
  WriteSource,
} from './rows.ts';

/** One row of the session table: revocation and expiry are checked on each request. */
export type SessionRow = { session_id: string; token: string; userId: string; expiresAt: number; revoked: boolean };

export type PsaStore = {
  tenant: string;
  clients: ClientTable;
  contacts: ContactTable;
  contactQueries: ReturnType<typeof createContactQueries>;
  inboundDomains: InboundDomainRow[];
  links: LinkTable;
  managedTenants: Map<string, ManagedTenantRow>;
  mappings: MappingRow[];
  queue: QueueRow[];
  runs: RunRow[];
  runTenants: RunTenantRow[];
  connection: ConnectionRow;
  settings: SettingsRow;
  /** `entra_managed_tenant_user_filters`: overrides by managed tenant. */
  tenantFilters: Map<string, Record<string, unknown>>;
  flags: FlagRow[];
  sessions: SessionRow[];
  /** Notifications the server would have shown (psa.md 3.7). */
  notifications: { at: string; kind: string; runId: string }[];
  writes: WriteRow[];
  nextId: IdSource;
  nowIso: () => string;
  recordWrite: (write: Omit<WriteRow, 'seq' | 'at'>) => void;
};

/** The plain copy of a store; the fields carry the table names of psa.md 4 in short form. */
export type PsaState = {
  tenant: string;
  clients: ClientRow[];
  contacts: ContactRow[];
  inboundDomains: InboundDomainRow[];
  links: LinkRow[];
  managedTenants: ManagedTenantRow[];
  mappings: MappingRow[];
  queue: QueueRow[];
  runs: RunRow[];
  runTenants: RunTenantRow[];
  connection: ConnectionRow;
  settings: SettingsRow;
  flags: FlagRow[];
  notifications: { at: string; kind: string; runId: string }[];
  writes: WriteRow[];
  writeCounts: {
    /** Contact id -> number of creates, updates and deletes, the control API's own included. */
    byContactId: Record<string, { created: number; updated: number; deleted: number }>;
    /** Lower-cased primary address -> how often a contact was created with it, whoever did it. */
    createdByEmail: Record<string, number>;
  };
};

function clientFromSeed(seed: PsaClientSeed, tenant: string): ClientRow {
  return {
    tenant,
    client_id: seed.client_id,
    client_name: seed.client_name,
    url: seed.url,
    billing_email: seed.billing_email,
    billing_cycle: 'monthly',
    client_type: 'company',
    tax_id_number: null,
    notes: null,
    default_currency_code: 'USD',
    credit_limit: null,
    credit_balance: 0,
    is_inactive: seed.is_inactive,
    is_tax_exempt: false,
    region_code: null,
    account_manager_id: null,
    properties: seed.website === null ? {} : { website: seed.website },
    entra_tenant_id: seed.entra_tenant_id,
    entra_primary_domain: seed.entra_primary_domain,
    created_at: seed.created_at,
    updated_at: seed.updated_at,
    tags: [],
  };
}

export function contactFromSeed(seed: PsaContactSeed, tenant: string): ContactRow {
  return {
    tenant,
    contact_name_id: seed.contact_name_id,
    full_name: seed.full_name,
    client_id: seed.client_id,
    email: seed.email,
    primary_email_canonical_type: 'work',
    primary_email_custom_type_id: null,
    primary_email_custom_type: null,
    role: seed.role,
    notes: seed.notes,
    is_inactive: seed.is_inactive,
    created_at: seed.created_at,
    updated_at: seed.updated_at,
    entra_object_id: seed.entra_object_id,
    entra_sync_source: seed.entra_sync_source,
    last_entra_sync_at: seed.last_entra_sync_at,
    entra_user_principal_name: seed.entra_user_principal_name,
    entra_account_enabled: seed.entra_account_enabled,
    entra_sync_status: seed.entra_sync_status,
    entra_sync_status_reason: seed.entra_sync_status_reason,
    phone_numbers: seed.phone_numbers.map((phone) => ({
      ...phone,
      normalized_phone_number: digitsOf(phone.phone_number),
      custom_phone_type_id: null,
      custom_type: null,
    })),
    additional_email_addresses: seed.additional_email_addresses.map((entry) => ({
      ...entry,
      normalized_email_address: normaliseAddress(entry.email_address),
      custom_email_type_id: null,
      custom_type: null,
    })),
    tags: [],
  };
}

/** An empty workspace; the master tenant of the flag routes is one when it is not the seeded workspace. */
export function createEmptyStore(tenant: string, now: () => number): PsaStore {
  const clients = createClientTable();
  const contacts = createContactTable();
  const writes: WriteRow[] = [];
  const nowIso = () => new Date(now()).toISOString();
  return {
    tenant,
    clients,
    contacts,
    contactQueries: createContactQueries(contacts, clients.nameOf, tenant),
    inboundDomains: [],
    links: createLinkTable(),
    managedTenants: new Map(),
    mappings: [],
    queue: [],
    runs: [],
    runTenants: [],
    connection: {
      connection_type: 'direct',
      status: 'connected',
      is_active: true,
      cipp_base_url: null,
      last_validated_at: null,
      last_validation_error: null,
    },
    settings: {
      exists: false,
      sync_enabled: false,
      sync_interval_minutes: 1440,
      field_sync_config: {},
      user_filter_config: {},
      updated_at: null,
    },
    tenantFilters: new Map(),
    flags: [],
    sessions: [],
    notifications: [],
    writes,
    nextId: createIdSource(`psa:${tenant}`),
    nowIso,
    recordWrite: (write) => {
      writes.push({ seq: writes.length + 1, at: nowIso(), ...write });
    },
  };
}

export function createStore(seed: PsaSeed, now: () => number): PsaStore {
  const store = createEmptyStore(seed.tenant, now);
  for (const client of seed.clients) {
    store.clients.insert(clientFromSeed(client, seed.tenant));
    for (const domain of client.inboundEmailDomains) store.inboundDomains.push({ client_id: client.client_id, domain });
  }
  for (const contact of seed.contacts) store.contacts.insert(contactFromSeed(contact, seed.tenant));
  for (const link of seed.links) {
    const syncedAt = store.contacts.find(link.contact_name_id)?.last_entra_sync_at ?? store.nowIso();
    store.links.put({
      ...link,
      is_active: link.link_status === 'active',
      last_seen_at: syncedAt,
      last_synced_at: syncedAt,
      created_at: syncedAt,
      updated_at: syncedAt,
    });
  }
  return store;
}

export function snapshot(store: PsaStore): PsaState {
  const state: PsaState = {
    tenant: store.tenant,
    clients: [...store.clients.all()],
    contacts: [...store.contacts.all()],
    inboundDomains: store.inboundDomains,
    links: [...store.links.all()],
    managedTenants: [...store.managedTenants.values()],
    mappings: store.mappings,
    queue: store.queue,
    runs: store.runs,
    runTenants: store.runTenants,
    connection: store.connection,
    settings: store.settings,
    flags: store.flags,
    notifications: store.notifications,
    writes: store.writes,
    writeCounts: countWrites(store.writes),
  };
  return structuredClone(state);
}

function countWrites(writes: WriteRow[]): PsaState['writeCounts'] {
  const byContactId: PsaState['writeCounts']['byContactId'] = {};
  const createdByEmail: Record<string, number> = {};
  for (const write of writes) {
    if (write.table !== 'contacts') continue;
    const counts = byContactId[write.id] ?? { created: 0, updated: 0, deleted: 0 };
    byContactId[write.id] = counts;
    if (write.kind === 'create') counts.created += 1;
    else if (write.kind === 'update') counts.updated += 1;
    else counts.deleted += 1;
    if (write.kind === 'create' && write.email !== null) {
      createdByEmail[write.email] = (createdByEmail[write.email] ?? 0) + 1;
    }
  }
  return { byContactId, createdByEmail };
}

/** Records a contact write with its lower-cased address. */
export function recordContactWrite(
  store: PsaStore,
  write: { source: WriteSource; kind: WriteRow['kind']; row: ContactRow; changed: string[] },
): void {
  const { source, kind, row, changed } = write;
  const email = normaliseAddress(row.email);
  store.recordWrite({ source, table: 'contacts', kind, id: row.contact_name_id, email, changed });
}
