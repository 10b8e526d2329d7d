/**
 * Turns what a case gives into the engine's facts, with the defaults that `README.md` promises. Ids are the case's own
 * words; they are never shown to a remote system. Unknown references throw with the words that were not found.
 */
import { asId } from '../../../shared/vocabulary/ids.ts';
import type { Client } from '../../../src-main/engine/domain/client.ts';
import type { Contact, ContactPhone } from '../../../src-main/engine/domain/contact.ts';
import type { ManagedTenant } from '../../../src-main/engine/domain/managed-tenant.ts';
import type { World } from './format.ts';
import { References } from './references.ts';

export const DEFAULT_NOW = Date.UTC(2026, 5, 1);

type Given<Key extends 'tenants' | 'clients' | 'contacts'> = NonNullable<World[Key]>[number];

export function list(value: string | readonly string[] | null | undefined): string[] {
  if (value === null || value === undefined) return [];
  return typeof value === 'string' ? [value] : [...value];
}

export function nowOf(world: World): number {
  return typeof world.now === 'number' ? world.now : world.now ? Date.parse(world.now) : DEFAULT_NOW;
}

export interface Clients {
  readonly all: readonly Client[];
  readonly find: References;
}

export function buildClients(given: readonly Given<'clients'>[]): Clients {
  const find = new References('client');
  const all = given.map((facts, at): Client => {
    const id = facts.id ?? facts.name ?? `c${at + 1}`;
    const name = facts.name ?? facts.id ?? `Client ${at + 1}`;
    find.add(id, [name]);
    return {
      clientId: asId(id),
      name,
      websites: list(facts.websites),
      billingEmail: facts.billingEmail ?? null,
      inboundEmailDomains: list(facts.inboundEmailDomains),
      entraTenantId: facts.entraTenantId ?? null,
      entraPrimaryDomain: facts.entraPrimaryDomain ?? null,
      isInactive: facts.isInactive ?? false,
      updatedAt: null,
    };
  });
  return { all, find };
}

export interface Tenants {
  readonly all: readonly ManagedTenant[];
  readonly find: References;
}

export function buildTenants(given: readonly Given<'tenants'>[], now: number): Tenants {
  const find = new References('tenant');
  const all = given.map((facts, at): ManagedTenant => {
    const id = facts.id ?? facts.displayName ?? `t${at + 1}`;
    const entraTenantId = facts.entraTenantId ?? madeUpGuid(at + 1);
    const verifiedDomains = list(facts.verifiedDomains);
    find.add(id, [facts.displayName, entraTenantId]);
    return {
      managedTenantId: asId(id),
      entraTenantId: asId(entraTenantId),
      displayName: facts.displayName ?? id,
      defaultDomain: facts.defaultDomain ?? verifiedDomains[0] ?? null,
      initialDomain: facts.initialDomain ?? null,
      verifiedDomains,
      sources: ['relationships'],
      isPartner: facts.isPartner ?? false,
      gdap: null,
      access: 'ok',
      userCount: null,
      discoveredAt: now,
      lastSeenAt: now,
    };
  });
  return { all, find };
}

export interface Contacts {
  readonly all: readonly Contact[];
  readonly find: References;
}

/** `home` is the client of contacts that name none. */
export function buildContacts(given: readonly Given<'contacts'>[], clients: Clients, home: string | null): Contacts {
  const find = new References('contact');
  const all = given.map((facts, at): Contact => {
    const id = facts.id ?? `p${at + 1}`;
    find.add(id, [facts.email, facts.fullName]);
    const client = facts.client === undefined ? home : facts.client;
    return {
      contactId: asId(id),
      clientId: client === null ? null : asId(clients.find.find(client)),
      fullName: facts.fullName ?? facts.email ?? id,
      email: facts.email ?? null,
      additionalEmails: list(facts.additionalEmails),
      phones: (facts.phones ?? []).map((phone, position) => buildPhone(phone, position)),
      role: facts.role ?? null,
      isInactive: facts.isInactive ?? false,
      entraObjectId: facts.entraObjectId ?? null,
      entraSyncStatusReason: facts.entraSyncStatusReason ?? null,
      updatedAt: null,
    };
  });
  return { all, find };
}

function buildPhone(phone: NonNullable<Given<'contacts'>['phones']>[number], position: number): ContactPhone {
  const facts = typeof phone === 'string' ? { number: phone } : phone;
  const customType = facts.customType ?? null;
  return {
    number: facts.number,
    extension: facts.extension ?? null,
    type: facts.type ?? (customType === null ? 'work' : null),
    customType,
    isDefault: facts.isDefault ?? position === 0,
  };
}

function madeUpGuid(at: number): string {
  return `00000000-0000-4000-8000-${`${at}`.padStart(12, '0')}`;
}
