/**
 * Fills the directories with ordinary people up to their planned size, and the PSA with the contacts that past imports and
 * the server's own syncs would have left. Ordinary people collide with nobody: surprises are planted, never drawn.
 */
import { notAPerson } from '../tenant-builder.ts';
import type { PsaClientSeed, SandboxUser } from '../world.ts';
import { type ClientKey, type Estate, plannedPeople, type TenantKey, tenantKeys } from './estate.ts';
import { serverLink } from './linked-cases.ts';

/** Which client holds the contacts of a tenant's ordinary people; null = nobody does. */
const CONTACT_HOME: Record<TenantKey, ClientKey | null> = {
  brightwater: 'brightwater',
  harrow: 'harrow',
  pemberton: 'pemberton',
  botha: 'botha',
  sjoberg: 'sjoberg',
  kessler: 'kessler',
  meridian: 'meridianNorth',
  lefevre: 'lefevre',
  akti: 'akti',
  oconnell: 'oconnellConstruction',
  sunbeam: 'sunbeam',
  dvorak: 'dvorakWinery',
  koskinen: 'koskinenMetalli',
  dvorakExport: 'dvorakExport',
  delacroix: 'delacroix',
  fjord: 'fjord',
  pinecrest: 'pinecrest',
  castellano: null,
  koskinenLogistics: 'koskinenGroup',
  zielony: 'zielony',
  most: 'most',
  gulf: null,
  hokusei: null,
  lumen: null,
};
const SYNCED: readonly TenantKey[] = ['harrow', 'akti'];

type Kind = 'known' | 'unknown' | 'disabled' | 'guest' | 'machine' | 'unlicensed';

const SHARED_LABELS = [
  'Accounts',
  'Bookings',
  'Enquiries',
  'Facilities',
  'Info',
  'Invoices',
  'Orders',
  'Payroll',
  'Reception',
  'Support',
];
const SERVICE_LOCALS = [
  'svc-scanner',
  'svc-sync',
  'sa-print',
  'noreply-web',
  'do-not-reply',
  'system-alerts',
  'svc_adconnect',
];

function drawKind(draw: number): Kind {
  if (draw < 0.66) return 'known';
  if (draw < 0.89) return 'unknown';
  if (draw < 0.94) return 'disabled';
  if (draw < 0.96) return 'guest';
  if (draw < 0.985) return 'machine';
  return 'unlicensed';
}

/** A shared mailbox, room or service account; null when this directory has used its labels up. */
function addMachine(estate: Estate, key: TenantKey, index: number): boolean {
  const builder = estate.tenants[key];
  const label = SHARED_LABELS[index];
  if (label !== undefined) {
    builder.addPerson({ ...notAPerson.shared(label), local: label.toLowerCase(), accountEnabled: false });
    return true;
  }
  const local = SERVICE_LOCALS[index - SHARED_LABELS.length];
  if (local === undefined) return false;
  builder.addPerson(notAPerson.service(local, local));
  return true;
}

/** The contact of a known person: mostly equal, now and then out of date. */
function addKnownContact(estate: Estate, key: TenantKey, user: SandboxUser): void {
  const home = CONTACT_HOME[key];
  if (home === null) return;
  const builder = estate.tenants[key];
  const client = estate.clients[home];
  const outOfDate = builder.random.chance(0.15);
  estate.psa.addContactFor(user, client.client_id, {
    ...(SYNCED.includes(key) ? { linkedTo: serverLink(user, builder) } : {}),
    ...(outOfDate ? { role: 'Trainee' } : {}),
    ...(outOfDate && builder.random.chance(0.5) ? { phones: [] } : {}),
  });
}

function addGuest(estate: Estate, key: TenantKey): void {
  const builder = estate.tenants[key];
  const count = builder.tenant.users.length;
  const home = `visitor${count}@partner-${key.toLowerCase()}.com`;
  const name = { given: 'Visitor', family: `No. ${count}` };
  builder.addPerson(notAPerson.guest(name, home, builder.tenant.initialDomain));
}

/** One account of the drawn kind, with whatever the PSA would know of it. */
function addAccount(estate: Estate, key: TenantKey, kind: Exclude<Kind, 'machine'>): void {
  const builder = estate.tenants[key];
  switch (kind) {
    case 'guest':
      addGuest(estate, key);
      return;
    case 'disabled': {
      const user = builder.addPerson({ accountEnabled: false });
      if (builder.random.chance(0.4)) addLeaver(estate, key, user);
      return;
    }
    case 'unlicensed':
      builder.addPerson({ assignedLicenses: [] });
      return;
    case 'unknown':
      builder.addPerson();
      return;
    case 'known':
      addKnownContact(estate, key, builder.addPerson());
      return;
  }
}

function fillDirectory(estate: Estate, key: TenantKey): void {
  const { random, tenant } = estate.tenants[key];
  const hasMachines = plannedPeople(key) > 20;
  let machines = 0;
  while (tenant.users.length < plannedPeople(key)) {
    const kind = drawKind(random.next());
    if (kind !== 'machine') addAccount(estate, key, kind);
    else if (hasMachines && addMachine(estate, key, machines)) machines += 1;
    else addAccount(estate, key, 'known');
  }
}

/** The contact of a disabled account: set inactive by the server's sync where there was one, else by hand. */
function addLeaver(estate: Estate, key: TenantKey, user: SandboxUser): void {
  const home = CONTACT_HOME[key];
  if (home === null) return;
  const synced = SYNCED.includes(key);
  estate.psa.addContactFor(user, estate.clients[home].client_id, {
    isInactive: true,
    ...(synced ? { linkedTo: serverLink(user, estate.tenants[key]), disabledUpstream: true } : {}),
  });
}

/** Contacts without an account: clients outside Microsoft, former staff, building managers. */
const OUTSIDE_CONTACTS: [ClientKey, domain: string, count: number][] = [
  ['harborIt', 'harborit.example', 14],
  ['blueHeron', 'blueheronbakery.com', 17],
  ['stBrendan', 'stbrendans-school.org', 64],
  ['quayside', 'gmail.com', 38],
  ['ferrante', 'ferrantemotors.com', 42],
  ['tidewater', 'tidewateryoga.com', 9],
  ['oldMill', 'oldmillbrewing.com', 12],
  ['meridianSouth', 'meridianpp.com', 16],
  ['oconnellPlant', 'oconnellplanthire.ie', 11],
  ['dvorakExport', 'dvorak-export.cz', 8],
  ['koskinenGroup', 'koskinengroup.fi', 6],
  ['castellano', 'libero.it', 5],
  ['gulf', 'gcms-parts.com', 7],
  ['brightwater', 'brightwateralumni.org', 24],
  ['pemberton', 'pemberton-suppliers.co.uk', 19],
  ['harrow', 'cuvendors.com', 15],
];

function addOutsideContacts(estate: Estate, [key, domain, count]: (typeof OUTSIDE_CONTACTS)[number]): void {
  const client: PsaClientSeed = estate.clients[key];
  const source = estate.tenants.brightwater.random.fork(`outside/${key}`);
  const given = [
    'Avery',
    'Blair',
    'Cameron',
    'Devon',
    'Emery',
    'Finley',
    'Gale',
    'Harper',
    'Indigo',
    'Jules',
    'Kerry',
    'Lane',
    'Marlow',
    'Noel',
    'Peyton',
    'Quinn',
  ];
  const family = [
    'Abernathy',
    'Bickford',
    'Crabtree',
    'Dunmore',
    'Eberly',
    'Fossett',
    'Gainsford',
    'Hensley',
    'Ibbotson',
    'Jessop',
  ];
  for (let index = 0; index < count; index += 1) {
    const first = given[index % given.length] ?? 'Avery';
    const last = family[Math.floor(index / given.length) + source.int(0, 5)] ?? 'Abernathy';
    estate.psa.addContact({
      clientId: client.client_id,
      fullName: `${first} ${last}`,
      email: `${first}.${last}${index}@${domain}`.toLowerCase(),
      phones: source.chance(0.4) ? [{ number: `+1206555${String(source.int(100, 199)).padStart(4, '0')}` }] : [],
      role: source.chance(0.5) ? 'Vendor' : null,
      isInactive: client.is_inactive || source.chance(0.05),
    });
  }
}

/** Census cases need a clear majority of addresses at the tenant's domain, also in the smallest firms. */
function addCensusContacts(estate: Estate): void {
  for (const [tenantKey, clientKey] of [
    ['pinecrest', 'pinecrest'],
    ['zielony', 'zielony'],
  ] as const) {
    const { defaultDomain } = estate.tenants[tenantKey].tenant;
    for (const [index, label] of ['Reception', 'Bookkeeping', 'Emergency line', 'Manager'].entries()) {
      estate.psa.addContact({
        clientId: estate.clients[clientKey].client_id,
        fullName: label,
        email: `desk${index + 1}@${defaultDomain}`,
      });
    }
  }
}

export function addOrdinaryPeople(estate: Estate): void {
  for (const key of tenantKeys) fillDirectory(estate, key);
  for (const row of OUTSIDE_CONTACTS) addOutsideContacts(estate, row);
  addCensusContacts(estate);
}
