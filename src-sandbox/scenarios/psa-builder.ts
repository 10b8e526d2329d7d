/**
 * Builds the PSA side of a world: clients, contacts, and the links that the server's own sync wrote before. Keeps the one
 * rule of a real AlgaPSA database that seeds could break: a primary address is unique in the whole PSA (exact bytes), and
 * additional addresses are unique case-folded. A planted collision by letter case is therefore legal, an exact one is not.
 */
import { createRandom, type Random } from './random.ts';
import { WORLD_EPOCH_MS } from './tenant-builder.ts';
import type { PsaClientSeed, PsaContactSeed, PsaSeed, SandboxUser } from './world.ts';

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
    const created = at(IMPORT_DAYS[random.int(0, 2)] ?? 35);
    const link = options.linkedTo ?? null;
    const inactive = options.isInactive === true || options.disabledUpstream === true;
    const contact: PsaContactSeed = {
      contact_name_id: random.guid(),
      client_id: options.clientId,
      full_name: options.fullName,
      email: options.email,
      additional_email_addresses: (options.additional ?? []).map((address, index) => {
        folded.add(address.toLowerCase());
        return {
          contact_additional_email_address_id: random.guid(),
          email_address: address,
          canonical_type: 'work',
          display_order: index,
        };
      }),
      phone_numbers: (options.phones ?? []).map((phone, index) => ({
        contact_phone_number_id: random.guid(),
        phone_number: phone.number,
        extension: null,
        canonical_type: phone.type ?? 'work',
        is_default: index === 0,
        display_order: index,
      })),
      role: options.role ?? null,
      is_inactive: inactive,
      notes: options.notes ?? null,
      entra_object_id: link?.entraObjectId ?? null,
      entra_sync_source: link === null ? null : 'entra_sync',
      entra_user_principal_name: link?.userPrincipalName ?? null,
      entra_account_enabled: link === null ? null : options.disabledUpstream !== true,
      entra_sync_status: options.disabledUpstream === true ? 'inactive' : null,
      entra_sync_status_reason: options.disabledUpstream === true ? 'disabled_upstream' : null,
      last_entra_sync_at: link === null ? null : at(2),
      created_at: created,
      updated_at: link === null ? created : at(2),
    };
    seed.contacts.push(contact);
    const linkClientId = link?.linkClientId ?? options.clientId;
    if (link !== null && linkClientId !== null) {
      seed.links.push({
        link_id: random.guid(),
        contact_name_id: contact.contact_name_id,
        client_id: linkClientId,
        entra_tenant_id: link.entraTenantId,
        entra_object_id: link.entraObjectId,
        link_status: options.disabledUpstream === true ? 'inactive' : 'active',
      });
    }
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
