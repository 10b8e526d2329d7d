/**
 * Builds the PSA side of a world: clients, contacts, and the links that the server's own sync wrote before. Keeps the one
 * rule of a real AlgaPSA database that seeds could break: a primary address is unique in the whole PSA (exact bytes), and
 * additional addresses are unique case-folded. A planted collision by letter case is therefore legal, an exact one is not.
 */
import { createRandom, type Random } from './random.ts';
import { WORLD_EPOCH_MS } from './tenant-builder.ts';
import type { PsaClientSeed, PsaContactSeed, PsaLinkSeed, PsaSeed, SandboxUser } from './world.ts';

const DAY_MS = 86_400_000;
/** Contacts came in three imports; equal `created_at` values are what makes offset paging treacherous. */
const IMPORT_DAYS = [900, 420, 35] as const;

export type ClientOptions = Partial<Omit<PsaClientSeed, 'client_id' | 'client_name'>>;
export type ContactOptions = {
  clientId: string | null;
  fullName: string;
  email: string;
  additional?: string[];
  phones?: { number: string; type?: 'work' | 'mobile' | 'home' | 'other' }[];
  role?: string | null;
  isInactive?: boolean;
  notes?: string | null;
  /** The directory user that the server's sync linked to this contact. */
  linkedTo?: { entraTenantId: string; entraObjectId: string; userPrincipalName: string; linkClientId?: string };
  /** The server set it inactive because the account was disabled. */
  disabledUpstream?: boolean;
};

export type PsaBuilder = {
  seed: PsaSeed;
  addClient(name: string, options?: ClientOptions): PsaClientSeed;
  addContact(options: ContactOptions): PsaContactSeed;
  /** The contact a past import or sync would have made for this account, unless overridden. */
  addContactFor(user: SandboxUser, clientId: string, overrides?: Partial<ContactOptions>): PsaContactSeed;
  hasAddress(address: string): boolean;
};

const at = (daysBefore: number): string => new Date(WORLD_EPOCH_MS - daysBefore * DAY_MS).toISOString();

export function phonesOf(user: SandboxUser): { number: string; type: 'work' | 'mobile' }[] {
  const compact = (text: string): string => text.replace(/[^+0-9]/g, '');
  const work = user.businessPhones.map((number) => ({ number: compact(number), type: 'work' as const }));
  return user.mobilePhone === null ? work : [...work, { number: compact(user.mobilePhone), type: 'mobile' as const }];
}

function emptySeed(random: Random, tenantName: string): PsaSeed {
  const tenant = random.guid();
  return {
    tenant,
    tenantName,
    clients: [],
    contacts: [],
    links: [],
    confirmedMappings: [],
    apiKeys: {
      full: `alga_sandbox_full_${random.guid().slice(0, 8)}`,
      readOnly: `alga_sandbox_read_${random.guid().slice(0, 8)}`,
      master: `alga_sandbox_master_${random.guid().slice(0, 8)}`,
    },
    masterTenantId: random.guid(),
    operator: {
      email: 'sam.rivera@harborit.example',
      password: 'sandbox-Harbor-7',
      userId: random.guid(),
      displayName: 'Sam Rivera',
    },
  };
}

const additionalRows = (options: ContactOptions, random: Random): PsaContactSeed['additional_email_addresses'] =>
  (options.additional ?? []).map((address, index) => ({
    contact_additional_email_address_id: random.guid(),
    email_address: address,
    canonical_type: 'work',
    display_order: index,
  }));

const phoneRows = (options: ContactOptions, random: Random): PsaContactSeed['phone_numbers'] =>
  (options.phones ?? []).map((phone, index) => ({
    contact_phone_number_id: random.guid(),
    phone_number: phone.number,
    extension: null,
    canonical_type: phone.type ?? 'work',
    is_default: index === 0,
    display_order: index,
  }));

type Provenance = Pick<
  PsaContactSeed,
  | 'entra_object_id'
  | 'entra_sync_source'
  | 'entra_user_principal_name'
  | 'entra_account_enabled'
  | 'entra_sync_status'
  | 'entra_sync_status_reason'
  | 'last_entra_sync_at'
>;

/** The columns that the server's sync writes on a linked contact; all null without a link. */
function provenance({ linkedTo, disabledUpstream = false }: ContactOptions): Provenance {
  return {
    entra_object_id: linkedTo?.entraObjectId ?? null,
    entra_sync_source: linkedTo === undefined ? null : 'entra_sync',
    entra_user_principal_name: linkedTo?.userPrincipalName ?? null,
    entra_account_enabled: linkedTo === undefined ? null : !disabledUpstream,
    entra_sync_status: disabledUpstream ? 'inactive' : null,
    entra_sync_status_reason: disabledUpstream ? 'disabled_upstream' : null,
    last_entra_sync_at: linkedTo === undefined ? null : at(2),
  };
}

function linkRow(options: ContactOptions, contactId: string, random: Random): PsaLinkSeed | null {
  const clientId = options.linkedTo?.linkClientId ?? options.clientId;
  if (options.linkedTo === undefined || clientId === null) return null;
  return {
    link_id: random.guid(),
    contact_name_id: contactId,
    client_id: clientId,
    entra_tenant_id: options.linkedTo.entraTenantId,
    entra_object_id: options.linkedTo.entraObjectId,
    link_status: options.disabledUpstream === true ? 'inactive' : 'active',
  };
}

export function createPsaBuilder(seedLabel: string, tenantName: string): PsaBuilder {
  const random = createRandom(`${seedLabel}/psa`);
  const seed = emptySeed(random, tenantName);
  const exactPrimaries = new Set<string>();
  const folded = new Set<string>();

  const claimPrimary = (email: string): void => {
    if (exactPrimaries.has(email)) throw new Error(`Two seeded contacts would share the address ${email}.`);
    exactPrimaries.add(email);
    folded.add(email.toLowerCase());
  };

  const addContact = (options: ContactOptions): PsaContactSeed => {
    claimPrimary(options.email);
    for (const address of options.additional ?? []) folded.add(address.toLowerCase());
    const created = at(IMPORT_DAYS[random.int(0, 2)] ?? 35);
    const contact: PsaContactSeed = {
      contact_name_id: random.guid(),
      client_id: options.clientId,
      full_name: options.fullName,
      email: options.email,
      additional_email_addresses: additionalRows(options, random),
      phone_numbers: phoneRows(options, random),
      role: options.role ?? null,
      is_inactive: options.isInactive === true || options.disabledUpstream === true,
      notes: options.notes ?? null,
      ...provenance(options),
      created_at: created,
      updated_at: options.linkedTo === undefined ? created : at(2),
    };
    seed.contacts.push(contact);
    const link = linkRow(options, contact.contact_name_id, random);
    if (link !== null) seed.links.push(link);
    return contact;
  };

  return {
    seed,
    hasAddress: (address) => folded.has(address.toLowerCase()),
    addClient: (name, options = {}) => {
      const client: PsaClientSeed = {
        client_id: random.guid(),
        client_name: name,
        url: null,
        website: null,
        billing_email: null,
        inboundEmailDomains: [],
        is_inactive: false,
        entra_tenant_id: null,
        entra_primary_domain: null,
        created_at: at(950),
        updated_at: at(random.int(3, 300)),
        ...options,
      };
      if (client.entra_tenant_id !== null) {
        seed.confirmedMappings.push({ entra_tenant_id: client.entra_tenant_id, client_id: client.client_id });
      }
      seed.clients.push(client);
      return client;
    },
    addContact,
    addContactFor: (user, clientId, overrides = {}) =>
      addContact({
        clientId,
        fullName: user.displayName ?? user.userPrincipalName,
        email: (user.mail ?? user.userPrincipalName).trim().toLowerCase(),
        phones: phonesOf(user),
        role: user.jobTitle,
        ...overrides,
      }),
  };
}
