/**
 * Scenario `giant`: 1,000 customers, 100,000 directory users, 2,000 clients, 120,000 contacts. People follow from their
 * numbers by formula, so a directory comes to life only when somebody reads it and nothing is drawn twice. No planted
 * cases: this world is for speed and size; decisions are tested on `harbor-it`.
 */
import { DEPARTMENTS, JOB_TITLES, mailWord, namePool } from './names.ts';
import { createPartner } from './partner.ts';
import { createPsaBuilder, type PsaBuilder } from './psa-builder.ts';
import { createRandom, type Random } from './random.ts';
import { createTenantBuilder, type TenantBuilder } from './tenant-builder.ts';
import type { PsaClientSeed, SandboxTenant, SandboxUser, World } from './world.ts';

export type GiantSize = { tenants: number; people: number; clients: number; contacts: number };
export const GIANT_SIZE: GiantSize = { tenants: 1000, people: 100_000, clients: 2000, contacts: 120_000 };

const LICENCE = 'cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46';
const SMALLEST_TENANT = 3;
/** Of every hundred people of a tenant, this many have a contact already. */
const KNOWN_SHARE = 70;

const FIRST_WORDS =
  'Alder Amber Arbor Ashton Aspen Basalt Bayside Beacon Birch Bluewater Bramble Brook Canyon Cedar Clearview Cobalt Copper Coral Crescent Crown Delta Dune Eagle Ember Fairview Falcon Fern Flint Forge Garnet Glacier Golden Granite Harvest Hazel Heron Hollow Indigo Iron Juniper'.split(
    ' ',
  );
const SECOND_WORDS =
  'Advisors Aerospace Analytics Apparel Architects Automotive Bakery Bank Biotech Builders Catering Ceramics Chemicals Clinic Clothing Coatings Consulting Dairy Dental Diagnostics Electric Energy Engineering Estates Farms Finance Foods Freight Furniture Gardens Glass Health Hospitality Insurance Interiors Labs Legal Logistics Machining Marine Media Metals Mining Motors Optics Packaging Paper Pharmacy Plastics Properties'.split(
    ' ',
  );
const SUFFIXES = ['Ltd', 'LLC', 'GmbH', 'Inc.', 'AB', 'SARL', 'B.V.', 'Pty Ltd'];
const COUNTRIES = ['GB', 'US', 'DE', 'US', 'SE', 'FR', 'NL', 'AU'];

const { given: GIVEN, surname: FAMILY } = namePool('en');

type Company = { number: number; name: string; domain: string };

/** Company n: two words, unique for the first 2,000; the suffix varies. */
function company(number: number): Company {
  const first = FIRST_WORDS[number % FIRST_WORDS.length] ?? '';
  const second = SECOND_WORDS[(Math.floor(number / FIRST_WORDS.length) + number) % SECOND_WORDS.length] ?? '';
  return {
    number,
    name: `${first} ${second} ${SUFFIXES[number % SUFFIXES.length] ?? ''}`,
    domain: `${first}${second}${number}.example`.toLowerCase(),
  };
}

/** Long-tailed sizes that sum up exactly. */
export function tenantSizes({ tenants, people }: GiantSize): number[] {
  const weights = Array.from({ length: tenants }, (_, index) => 1 / (index + 12));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const spare = people - tenants * SMALLEST_TENANT;
  const sizes = weights.map((weight) => SMALLEST_TENANT + Math.floor((weight / total) * spare));
  const missing = people - sizes.reduce((sum, size) => sum + size, 0);
  for (let index = 0; index < missing; index += 1) sizes[index % tenants] = (sizes[index % tenants] ?? 0) + 1;
  return sizes;
}

type PersonName = { given: string; family: string; address: string };

/** Person i of company c: a pair of names that nobody else in the company has. */
function personName({ number, domain }: Company, index: number): PersonName {
  const row = Math.floor(index / GIVEN.length);
  const column = index % GIVEN.length;
  const given = GIVEN[column]?.shown ?? '';
  const family = FAMILY[(row + column * 3 + number * 11) % FAMILY.length]?.shown ?? '';
  return { given, family, address: `${mailWord(given)}.${mailWord(family)}@${domain}` };
}

const phoneOf = (who: Company, index: number): string =>
  `+1206555${String((who.number * 7 + index) % 10_000).padStart(4, '0')}`;
const titleOf = (index: number): string => JOB_TITLES[index % JOB_TITLES.length] ?? '';

function person(who: Company, index: number, random: Random): SandboxUser {
  const { given, family, address } = personName(who, index);
  return {
    id: random.guid(),
    accountEnabled: index % 19 !== 18,
    userType: 'Member',
    displayName: `${given} ${family}`,
    givenName: given,
    surname: family,
    mail: address,
    userPrincipalName: address,
    proxyAddresses: [`SMTP:${address}`],
    otherMails: [],
    jobTitle: titleOf(index),
    department: DEPARTMENTS[index % DEPARTMENTS.length] ?? null,
    companyName: null,
    businessPhones: index % 3 === 0 ? [phoneOf(who, index)] : [],
    mobilePhone: null,
    officeLocation: null,
    city: null,
    country: null,
    usageLocation: COUNTRIES[who.number % COUNTRIES.length] ?? 'US',
    preferredLanguage: null,
    employeeId: null,
    assignedLicenses: index % 29 === 28 ? [] : [{ skuId: LICENCE }],
    mailboxType: 'user',
    isResourceAccount: null,
    showInAddressList: null,
    onPremisesSyncEnabled: null,
    externalUserState: null,
    createdDateTime: '2025-03-01T08:00:00Z',
  };
}

/** Puts a list behind the property that is made when first read; assigning replaces it, as for any other tenant. */
function makeLazily(tenant: SandboxTenant, make: () => SandboxUser[]): void {
  let users: SandboxUser[] | null = null;
  Object.defineProperty(tenant, 'users', {
    enumerable: true,
    configurable: true,
    get: () => {
      users ??= make();
      return users;
    },
    set: (replacement: SandboxUser[]) => {
      users = replacement;
    },
  });
}

function giantTenant(who: Company, size: number, seedLabel: string): TenantBuilder {
  const country = COUNTRIES[who.number % COUNTRIES.length] ?? 'US';
  const initial = who.domain.split('.')[0] ?? '';
  const builder = createTenantBuilder(
    { displayName: who.name, domain: who.domain, initial, country, locale: 'en', phone: '+1 206 555 ####' },
    seedLabel,
  );
  makeLazily(builder.tenant, () => {
    const random = createRandom(`${seedLabel}/people/${who.number}`);
    return Array.from({ length: size }, (_, index) => person(who, index, random));
  });
  return builder;
}

/** Clients 0..n-1 answer the tenants of the same number: most by website, some by name only, a few not at all. */
function giantClient(psa: PsaBuilder, number: number, tenants: number): PsaClientSeed {
  const who = company(number);
  if (number >= tenants) return psa.addClient(who.name, { url: `https://${who.domain}` });
  const kind = number % 20;
  if (kind === 17) return psa.addClient(who.name.replace(/ \S+$/, ''), {});
  if (kind === 18) return psa.addClient(`Holding ${number}`, { billing_email: `accounts@${who.domain}` });
  if (kind === 19) return psa.addClient(`Unrelated ${number}`, { url: `https://unrelated${number}.example` });
  return psa.addClient(who.name, { url: `https://www.${who.domain}/` });
}

/** Contacts of people who are in a directory too. */
function addKnownContacts(psa: PsaBuilder, sizes: number[]): void {
  for (const [number, people] of sizes.entries()) {
    const clientId = psa.seed.clients[number]?.client_id ?? null;
    const who = company(number);
    for (let index = 0; index < people; index += 1) {
      if ((index * 37) % 100 >= KNOWN_SHARE) continue;
      const { given, family, address } = personName(who, index);
      const phones = index % 3 === 0 ? [{ number: phoneOf(who, index) }] : [];
      const role = index % 11 === 0 ? 'Trainee' : titleOf(index);
      psa.addContact({ clientId, fullName: `${given} ${family}`, email: address, phones, role });
    }
  }
}

/** The rest of the contacts, spread over the clients that have no tenant. */
function addOutsideContacts(psa: PsaBuilder, size: GiantSize): void {
  const outsiders = size.clients - size.tenants;
  const missing = size.contacts - psa.seed.contacts.length;
  for (let index = 0; index < missing; index += 1) {
    const number = size.tenants + (index % outsiders);
    const { given, family, address } = personName(company(number), Math.floor(index / outsiders));
    const clientId = psa.seed.clients[number]?.client_id ?? null;
    psa.addContact({ clientId, fullName: `${given} ${family}`, email: address });
  }
}

export function buildGiant(seed: number, size: GiantSize = GIANT_SIZE): World {
  const seedLabel = `giant/${seed}`;
  const sizes = tenantSizes(size);
  const psa = createPsaBuilder(seedLabel, 'Harbor IT');
  for (let number = 0; number < size.clients; number += 1) giantClient(psa, number, size.tenants);
  addKnownContacts(psa, sizes);
  addOutsideContacts(psa, size);
  return {
    seed,
    scenario: 'giant',
    partner: createPartner(seedLabel),
    tenants: sizes.map((people, number) => giantTenant(company(number), people, seedLabel).tenant),
    psa: psa.seed,
  };
}
