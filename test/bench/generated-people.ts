/**
 * A made-up estate of people for benchmarks: managed tenants mapped one to one to clients, directory users, contacts and
 * links, in the mix of an MSP that has synced before. The same numbers give the same estate on every machine.
 */
import { asId, type ClientId, type EntraTenantId } from '../../shared/vocabulary/ids.ts';
import type { Contact, ContactPhone } from '../../src-main/engine/domain/contact.ts';
import type { ContactLink } from '../../src-main/engine/domain/contact-link.ts';
import type { DirectoryUser } from '../../src-main/engine/domain/directory-user.ts';
import type { PlanInput } from '../../src-main/engine/domain/plan-input.ts';
import { aClient, aDirectory, anEstate } from '../builders/estates.ts';

const givenNames =
  'Ada Ben Carla Dag Eva Finn Gül Hugo Ida Jan Kaja Liam Mia Nils Olga Per Quinn Rosa Sven Tove Uma Vera Wim Xenia Yara Zoë'.split(
    ' ',
  );
const families =
  'Adler Berg Castro Dahl Evans Fischer García Hansen Iqbal Jensen Kowalski Larsen Müller Novak Olsen Petrov Quist Rossi Silva Tanaka Ueda Visser Wong Xu Young Zhang'.split(
    ' ',
  );

/** What becomes of each hundred people; the rest are linked and unchanged. */
const mix = {
  link: 15,
  create: 8,
  renamed: 3,
  retitled: 5,
  disabled: 3,
  guest: 2,
  alias: 1,
  namesake: 1,
  elsewhere: 1,
  shared: 1,
} as const;
type Fate = keyof typeof mix | 'unchanged';

const fates: readonly Fate[] = Array.from({ length: 100 }, (_, at) => {
  let reached = 0;
  for (const [fate, share] of Object.entries(mix)) {
    reached += share;
    if (at < reached) return fate as Fate;
  }
  return 'unchanged';
});

const none: readonly never[] = [];

export interface PeopleNumbers {
  readonly tenants: number;
  readonly users: number;
  readonly contacts: number;
}

/** The estate of design 11. */
export const peopleOfTheBench: PeopleNumbers = { tenants: 1000, users: 100_000, contacts: 120_000 };

/** The input of a plan over that many people; contacts beyond those of people belong to nobody in a directory. */
export function generatedPeople({ tenants, users, contacts }: PeopleNumbers): PlanInput {
  const people: DirectoryUser[][] = Array.from({ length: tenants }, () => []);
  const known: Contact[] = [];
  const links: ContactLink[] = [];
  for (let at = 0; at < users; at++) {
    const tenant = at % tenants;
    const user = personOf(at, tenant);
    people[tenant]?.push(user);
    addContact(user, { at, tenant, tenants, known, links });
  }
  for (let at = known.length; at < contacts; at++) {
    const tenant = at % tenants;
    known.push({
      ...stranger(`stranger-${at}`, clientIdOf(tenant)),
      fullName: `${nameOf(at * 7)} ${at}`,
      email: `stranger.${at}@elsewhere.example`,
    });
  }
  return {
    ...anEstate({
      contacts: known,
      links,
      rules: { fields: { displayName: true, email: true, phone: true, role: true } },
    }),
    clients: people.map((_, tenant) =>
      aClient({ clientId: clientIdOf(tenant), name: `Client ${String(tenant).padStart(4, '0')}` }),
    ),
    directories: people.map((list, tenant) =>
      aDirectory({
        users: list,
        clientId: clientIdOf(tenant),
        tenant: { entraTenantId: tenantIdOf(tenant), displayName: `Tenant ${tenant}` },
      }),
    ),
  };
}

function personOf(at: number, tenant: number): DirectoryUser {
  const fate = fateOf(at);
  const own = `person.${at}@tenant${tenant}.example`;
  const mail = fate === 'shared' ? `desk@tenant${tenant}.example` : own;
  return {
    entraTenantId: tenantIdOf(tenant),
    entraObjectId: asId(`${String(at).padStart(8, '0')}-0000-4000-8000-000000000000`),
    accountEnabled: fate !== 'disabled',
    userType: fate === 'guest' ? 'Guest' : 'Member',
    displayName: `${nameOf(at)} ${at}`,
    givenName: null,
    surname: null,
    mail,
    userPrincipalName: own,
    proxyAddresses: [`SMTP:${mail}`, `smtp:alias.${at}@tenant${tenant}.example`],
    otherMails: none,
    jobTitle: at % 3 === 0 ? 'Clerk' : 'Engineer',
    department: null,
    companyName: null,
    officeLocation: null,
    businessPhones: at % 2 === 0 ? [`+1 206 555 ${String(at % 10_000).padStart(4, '0')}`] : none,
    mobilePhone: at % 5 === 0 ? `+44 7700 9${String(at % 100_000).padStart(5, '0')}` : null,
    countryCode: null,
    licenseCount: 1,
    mailboxKind: 'user',
    isResourceAccount: false,
    createdAt: null,
    presence: 'present',
  };
}

interface Making {
  readonly at: number;
  readonly tenant: number;
  readonly tenants: number;
  readonly known: Contact[];
  readonly links: ContactLink[];
}

function addContact(user: DirectoryUser, { at, tenant, tenants, known, links }: Making): void {
  const fate = fateOf(at);
  if (fate === 'create' || fate === 'guest' || fate === 'shared') return;
  const contact: Contact = {
    ...stranger(`contact-${at}`, clientIdOf(fate === 'elsewhere' ? (tenant + 1) % tenants : tenant)),
    fullName: user.displayName ?? '',
    email: emailOf(user, { fate, at, tenant }),
    phones: phonesOf(user),
    role: fate === 'retitled' ? 'Trainee' : user.jobTitle,
    // Most accounts that are disabled have been for long: only a few people leave between two plans.
    isInactive: fate === 'disabled' && at % 20 !== 0,
  };
  known.push(contact);
  if (fate === 'unchanged' || fate === 'retitled' || fate === 'disabled' || fate === 'renamed')
    links.push(linkBetween(user, contact));
}

function stranger(contactId: string, clientId: ClientId): Contact {
  return {
    contactId: asId(contactId),
    clientId,
    fullName: '',
    email: null,
    additionalEmails: none,
    phones: none,
    role: null,
    isInactive: false,
    entraObjectId: null,
    entraSyncStatusReason: null,
    updatedAt: null,
  };
}

function emailOf(
  { mail }: DirectoryUser,
  { fate, at, tenant }: { readonly fate: Fate; readonly at: number; readonly tenant: number },
): string | null {
  if (fate === 'alias') return `alias.${at}@tenant${tenant}.example`;
  if (fate === 'namesake') return `home.${at}@mail.example`;
  return fate === 'renamed' ? `former.${at}@tenant${tenant}.example` : mail;
}

function phonesOf({ businessPhones, mobilePhone }: DirectoryUser): readonly ContactPhone[] {
  if (mobilePhone === null && businessPhones.length === 0) return none;
  const numbers = mobilePhone === null ? businessPhones : [...businessPhones, mobilePhone];
  return numbers.map((number, index) => ({
    number: number.replaceAll(' ', ''),
    extension: null,
    type: index === 0 ? 'work' : 'mobile',
    customType: null,
    isDefault: index === 0,
  }));
}

function linkBetween(user: DirectoryUser, { contactId, clientId, email }: Contact): ContactLink {
  return {
    entraTenantId: user.entraTenantId,
    entraObjectId: user.entraObjectId,
    contactId,
    clientId: asId(clientId ?? ''),
    status: 'active',
    origin: 'plan',
    inactivatedByUs: false,
    lastAddress: email,
    linkedAt: 0,
  };
}

function fateOf(at: number): Fate {
  // Spread over the hundred by a step that shares no factor with it, so that no tenant gets one kind only.
  return fates[(at * 37 + Math.floor(at / 100)) % 100] ?? 'unchanged';
}

function nameOf(at: number): string {
  return `${givenNames[at % givenNames.length]} ${families[Math.floor(at / givenNames.length) % families.length]}`;
}

function clientIdOf(tenant: number): ClientId {
  return asId(`client-${tenant}`);
}

function tenantIdOf(tenant: number): EntraTenantId {
  return asId(`${String(tenant).padStart(8, '0')}-1111-4000-8000-000000000000`);
}
