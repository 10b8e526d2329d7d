/**
 * The whole estate, indexed once per plan: contacts by id and by every address, links by identity and by contact, people by
 * address. Decisions ask it; it decides nothing. Every answer that is a list is in a fixed order, so that the order of the
 * input never shows.
 */
import type { ClientId } from '../../../../shared/vocabulary/ids.ts';
import type { Contact } from '../contact.ts';
import type { ContactLink } from '../contact-link.ts';
import { createPhoneReader, type PhoneReader } from '../field-rules/phone-reader.ts';
import type { PlanInput } from '../plan-input.ts';
import { byCodeUnit } from '../text/by-code-unit.ts';
import { personNameKey } from '../text/fold-name.ts';
import { type Identity, isClaimant } from './identity.ts';
import { createMultiMap, type MultiMap } from './multi-map.ts';

export interface Estate {
  readonly contactById: ReadonlyMap<string, Contact>;
  /** Contacts of every client that carry the address, primary or additional, letter case ignored. */
  contactsByAddress(address: string): readonly Contact[];
  /** Active contacts of one client that no link holds and that have this name, in any word order. */
  strangersByName(clientId: ClientId, nameKey: string): readonly Contact[];
  /** Contacts on which the server's sync left this object id. */
  contactsByProvenance(entraObjectId: string): readonly Contact[];
  /** Links that still hold the contact: orphaned ones do not. */
  linksToContact(contactId: string): readonly ContactLink[];
  /** Links, orphaned ones too, last synced with this address, whose contact does not show it as primary (any more). */
  linksByLastAddress(address: string): readonly ContactLink[];
  /** People who count and whose normalised address this is. */
  claimantsOf(address: string): readonly Identity[];
  findIdentity(entraTenantId: string, entraObjectId: string): Identity | null;
  /** By object id alone, for the server's provenance, which carries no tenant id. */
  identitiesByObjectId(entraObjectId: string): readonly Identity[];
  /** The tenant's directory is part of this plan and was read to its end. */
  isTenantRead(entraTenantId: string): boolean;
  clientName(clientId: string | null): string;
  readonly readPhone: PhoneReader;
  readonly psaReadAt: number;
}

/** Indexes the input; `identities` are those that the plan considers. */
export function indexEstate(input: PlanInput, identities: readonly Identity[]): Estate {
  const contactById = onceEach(input.contacts);
  const clientNames = new Map(input.clients.map((client) => [client.clientId as string, client.name]));
  const byAddress = indexAddresses(contactById);
  const links = input.links.filter((link) => link.status !== 'orphaned');
  const byContact = createMultiMap<ContactLink>(byIdentity);
  for (const link of links) byContact.add(link.contactId, link);
  const byProvenance = indexProvenance(contactById);
  const claimants = indexClaimants(identities);
  const byObjectId = lazily(() => indexObjectIds(identities));
  const readTenants = new Set<string>(
    input.directories.filter(({ read }) => read.isComplete).map(({ managedTenant }) => managedTenant.entraTenantId),
  );
  const lastAddress = lazily(() => indexLastAddresses(input.links, contactById));
  const isStranger = ({ isInactive, contactId }: Contact): boolean => !isInactive && !byContact.has(contactId);
  const strangers = lazily(() => groupByClient([...contactById.values()].filter(isStranger)));
  const namesOfClient = new Map<string, MultiMap<Contact>>();
  return {
    contactById,
    contactsByAddress: byAddress.all,
    strangersByName(clientId, nameKey) {
      let names = namesOfClient.get(clientId);
      if (names === undefined) {
        names = indexNames(strangers().get(clientId) ?? []);
        namesOfClient.set(clientId, names);
      }
      return names.all(nameKey);
    },
    contactsByProvenance: byProvenance.all,
    linksToContact: byContact.all,
    linksByLastAddress: (address) => lastAddress().all(address),
    claimantsOf: claimants.all,
    findIdentity: (entraTenantId, entraObjectId) =>
      byObjectId()
        .all(entraObjectId)
        .find(({ user }) => user.entraTenantId === entraTenantId) ?? null,
    identitiesByObjectId: (entraObjectId) => byObjectId().all(entraObjectId),
    isTenantRead: (entraTenantId) => readTenants.has(entraTenantId),
    clientName: (clientId) => (clientId === null ? 'no client' : (clientNames.get(clientId) ?? 'an unknown client')),
    readPhone: createPhoneReader(),
    psaReadAt: input.psaReadAt,
  };
}

/** Letter case is the PSA's own and may differ between two records of one address. */
export function foldContactAddress(address: string): string {
  return (isAscii(address) ? address : address.normalize('NFC')).trim().toLowerCase();
}

/** A read may list one contact on two pages; the reading that sorts first stands for both. */
function onceEach(contacts: readonly Contact[]): ReadonlyMap<string, Contact> {
  const byId = new Map<string, Contact>();
  for (const contact of contacts) {
    const held = byId.get(contact.contactId);
    if (held === undefined || JSON.stringify(contact) < JSON.stringify(held)) byId.set(contact.contactId, contact);
  }
  return byId;
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 127) return false;
  return true;
}

function indexAddresses(contacts: ReadonlyMap<string, Contact>): MultiMap<Contact> {
  const index = createMultiMap<Contact>(byContactId);
  for (const contact of contacts.values()) {
    if (contact.email !== null) index.add(foldContactAddress(contact.email), contact);
    for (const address of contact.additionalEmails) index.add(foldContactAddress(address), contact);
  }
  return index;
}

function indexProvenance(contacts: ReadonlyMap<string, Contact>): MultiMap<Contact> {
  const index = createMultiMap<Contact>(byContactId);
  for (const contact of contacts.values())
    if (contact.entraObjectId) index.add(contact.entraObjectId.toLowerCase(), contact);
  return index;
}

function indexClaimants(identities: readonly Identity[]): MultiMap<Identity> {
  const index = createMultiMap<Identity>(byUser);
  for (const identity of identities)
    if (identity.address !== null && isClaimant(identity)) index.add(identity.address, identity);
  return index;
}

function indexObjectIds(identities: readonly Identity[]): MultiMap<Identity> {
  const index = createMultiMap<Identity>(byUser);
  for (const identity of identities) index.add(identity.user.entraObjectId, identity);
  return index;
}

/** Only where the contact shows the address no longer: where it does, the address itself leads there. */
function indexLastAddresses(
  links: readonly ContactLink[],
  contacts: ReadonlyMap<string, Contact>,
): MultiMap<ContactLink> {
  const index = createMultiMap<ContactLink>(byIdentity);
  for (const link of links)
    if (link.lastAddress !== null && contacts.get(link.contactId)?.email !== link.lastAddress)
      index.add(link.lastAddress, link);
  return index;
}

function groupByClient(contacts: readonly Contact[]): ReadonlyMap<string, Contact[]> {
  const groups = new Map<string, Contact[]>();
  for (const contact of contacts) {
    if (contact.clientId === null) continue;
    const group = groups.get(contact.clientId);
    if (group === undefined) groups.set(contact.clientId, [contact]);
    else group.push(contact);
  }
  return groups;
}

function indexNames(contacts: readonly Contact[]): MultiMap<Contact> {
  const index = createMultiMap<Contact>(byContactId);
  for (const contact of contacts) {
    const key = personNameKey(contact.fullName);
    if (key !== '') index.add(key, contact);
  }
  return index;
}

function lazily<Value>(make: () => Value): () => Value {
  let made: Value | null = null;
  return () => {
    made ??= make();
    return made;
  };
}

export function byContactId(left: Contact, right: Contact): number {
  return byCodeUnit(left.contactId, right.contactId);
}

type IdentityKey = Pick<ContactLink, 'entraTenantId' | 'entraObjectId'>;

/** Orders by Microsoft's two ids: the order of last resort wherever the plan needs one. */
export function byIdentity(left: IdentityKey, right: IdentityKey): number {
  return byCodeUnit(left.entraTenantId, right.entraTenantId) || byCodeUnit(left.entraObjectId, right.entraObjectId);
}

function byUser(left: Identity, right: Identity): number {
  return byIdentity(left.user, right.user);
}
