/**
 * A model of apply, for tests of the planner: carries out the rows of a plan in memory and answers the input of the next
 * plan. It decides nothing and knows no PSA; the real apply has tests of its own.
 */
import { asId, type ContactId } from '../../shared/vocabulary/ids.ts';
import type { Contact } from '../../src-main/engine/domain/contact.ts';
import type { ContactLink } from '../../src-main/engine/domain/contact-link.ts';
import type { PlanInput, PlanResult } from '../../src-main/engine/domain/plan-input.ts';
import type { PlannedChange } from '../../src-main/engine/domain/planned-change.ts';

/** The world after every row that is not held was carried out. Throws when a row asks for what the PSA would refuse. */
export function applyPlan(input: PlanInput, plan: PlanResult): PlanInput {
  const contacts = new Map(input.contacts.map((contact) => [contact.contactId, contact]));
  let links: readonly ContactLink[] = input.links;
  for (const row of plan.changes) {
    if (row.hold !== null) continue;
    if (row.action === 'create') links = linkRow(links, row, create(contacts, row));
    else if (row.action === 'link') links = linkRow(links, row, change(contacts, row));
    else if (row.action === 'update' || row.action === 'inactivate')
      links = markLink(links, row, change(contacts, row));
  }
  return { ...input, contacts: [...contacts.values()], links };
}

function create(contacts: Map<ContactId, Contact>, row: PlannedChange): ContactId {
  const { address, displayName, jobTitle, phones } = row.person;
  if (address === null) throw new Error(`A create without an address: ${row.changeId}`);
  for (const contact of contacts.values())
    if (addressesOf(contact).includes(address)) throw new Error(`The PSA refuses ${address} twice: ${row.changeId}`);
  const contactId = asId<ContactId>(`created for ${row.entraTenantId}/${row.entraObjectId}`);
  contacts.set(contactId, {
    contactId,
    clientId: row.clientId,
    fullName: displayName,
    email: address,
    additionalEmails: [],
    phones,
    role: jobTitle,
    isInactive: false,
    entraObjectId: null,
    entraSyncStatusReason: null,
    updatedAt: null,
  });
  return contactId;
}

function change(contacts: Map<ContactId, Contact>, row: PlannedChange): ContactId {
  const contact = row.contactId === null ? undefined : contacts.get(row.contactId);
  if (contact === undefined) throw new Error(`No such contact: ${row.changeId}`);
  const values = Object.fromEntries(row.fields.map(({ field, to }) => [field, to]));
  contacts.set(contact.contactId, { ...contact, ...values });
  return contact.contactId;
}

function linkRow(links: readonly ContactLink[], row: PlannedChange, contactId: ContactId): readonly ContactLink[] {
  const others = links
    .filter((link) => !isOf(link, row))
    .map((link): ContactLink => (link.contactId === contactId ? { ...link, status: 'orphaned' } : link));
  const { entraTenantId, entraObjectId, clientId } = row;
  const identity = { entraTenantId, entraObjectId, clientId, contactId };
  return [
    ...others,
    {
      ...identity,
      status: 'active',
      origin: 'plan',
      inactivatedByUs: false,
      lastAddress: row.person.address,
      linkedAt: 0,
    },
  ];
}

function markLink(links: readonly ContactLink[], row: PlannedChange, contactId: ContactId): readonly ContactLink[] {
  if (!links.some((link) => isOf(link, row) && link.contactId === contactId))
    throw new Error(`Not ours: ${row.changeId}`);
  const active = row.fields.find(({ field }) => field === 'isInactive');
  return links.map((link) =>
    isOf(link, row)
      ? {
          ...link,
          lastAddress: row.person.address ?? link.lastAddress,
          inactivatedByUs: active === undefined ? link.inactivatedByUs : active.to === true,
        }
      : link,
  );
}

function isOf(link: ContactLink, row: PlannedChange): boolean {
  return link.entraTenantId === row.entraTenantId && link.entraObjectId === row.entraObjectId;
}

function addressesOf({ email, additionalEmails }: Contact): readonly string[] {
  return [email ?? '', ...additionalEmails].map((address) => address.toLowerCase());
}
