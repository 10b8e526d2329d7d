/**
 * Plants the rows of "directory user -> contact" that begin with a link the server wrote earlier. They live at the two
 * customers whose clients carry an Entra tenant id (the credit union and the Greek shipping company).
 */

import type { ControlCall } from '../planted-cases.ts';
import type { ContactOptions } from '../psa-builder.ts';
import type { PersonOptions, TenantBuilder } from '../tenant-builder.ts';
import { WORLD_EPOCH_MS } from '../tenant-builder.ts';
import type { PsaContactSeed, SandboxUser } from '../world.ts';
import type { Estate } from './estate.ts';

type LinkedKey = 'harrow' | 'akti';
type LinkedCase = {
  row: string;
  expect: string;
  says: string;
  tenant: LinkedKey;
  person: PersonOptions;
  /** What is different about the contact; linked to the person by default. */
  contact?: Partial<ContactOptions> | ((user: SandboxUser, estate: Estate) => Partial<ContactOptions>);
  steps?: (user: SandboxUser, contact: PsaContactSeed, builder: TenantBuilder) => ControlCall[];
};

const REMOVED_AT = new Date(WORLD_EPOCH_MS - 5 * 86_400_000).toISOString().replace('.000Z', 'Z');

/** The link the server's sync would have written for this person. */
export const serverLink = (user: SandboxUser, builder: TenantBuilder): NonNullable<ContactOptions['linkedTo']> => ({
  entraTenantId: builder.tenant.entraTenantId,
  entraObjectId: user.id,
  userPrincipalName: user.userPrincipalName,
});

/** The name changed at Microsoft; the old address stays behind as an alias. */
const married = (given: string, surnames: { before: string; now: string }, domain: string): PersonOptions => {
  const { before, now } = surnames;
  const local = (family: string): string => `${given}.${family}`.toLowerCase();
  return {
    given,
    family: now,
    proxyAddresses: [`SMTP:${local(now)}@${domain}`, `smtp:${local(before)}@${domain}`],
  };
};

const CASES: LinkedCase[] = [
  {
    row: 'linkedNoChange',
    expect: 'noChange',
    tenant: 'harrow',
    person: { given: 'Rosamund', family: 'Kettering' },
    says: 'Linked, every field equal.',
  },
  {
    row: 'linkedNoChange',
    expect: 'noChange',
    tenant: 'akti',
    person: { given: 'Λεωνίδας', family: 'Βλαχάκης', local: 'leonidas.vlachakis' },
    says: 'Linked, every field equal; Greek letters.',
  },
  {
    row: 'linkedFieldsDiffer',
    expect: 'update',
    tenant: 'harrow',
    person: {
      given: 'Barnaby',
      family: 'Thistlewood',
      jobTitle: 'Branch Manager',
      businessPhones: ['+1 206 555 0190'],
      mobilePhone: null,
    },
    contact: { role: 'Teller', phones: [] },
    says: 'Linked; promoted, and a work phone is new (with the role and phone rules on).',
  },
  {
    row: 'linkedFieldsDiffer',
    expect: 'update',
    tenant: 'akti',
    person: { given: 'Ευτυχία', family: 'Ρούσσου', local: 'eftychia.roussou', jobTitle: 'Chief Officer' },
    contact: { role: 'Second Officer' },
    says: 'Linked; promoted (with the role rule on).',
  },
  {
    row: 'linkedRenamed',
    expect: 'update',
    tenant: 'harrow',
    person: married('Henrietta', { before: 'Blythe', now: 'Ashdown' }, 'harrowvalleycu.org'),
    contact: { fullName: 'Henrietta Blythe', email: 'henrietta.blythe@harrowvalleycu.org' },
    says: 'Married: new surname and mail; the object id proves who it is.',
  },
  {
    row: 'linkedRenamed',
    expect: 'update',
    tenant: 'akti',
    person: {
      given: 'Καλλιόπη',
      family: 'Μαυρίδου',
      local: 'kalliopi.mavridou',
      proxyAddresses: ['SMTP:kalliopi.mavridou@aktishipping.gr', 'smtp:kalliopi.petrou@aktishipping.gr'],
    },
    contact: { fullName: 'Καλλιόπη Πέτρου', email: 'kalliopi.petrou@aktishipping.gr' },
    says: 'Renamed upstream; the object id proves who it is.',
  },
  {
    row: 'linkedRenamed',
    expect: 'update',
    tenant: 'harrow',
    person: { given: 'Dominica', family: 'Fairweather' },
    contact: { email: 'd.fairweather@harrowvalleycu.org' },
    says: 'The mail scheme changed; nothing else did.',
  },
  {
    row: 'linkedContactMoved',
    expect: 'queue',
    tenant: 'harrow',
    person: { given: 'Augustus', family: 'Merriweather' },
    contact: (_user, estate) => ({ clientId: estate.clients.quayside.client_id }),
    says: 'Somebody moved the linked contact to another client by hand.',
  },
  {
    row: 'linkedContactMoved',
    expect: 'queue',
    tenant: 'akti',
    person: { given: 'Αριστείδης', family: 'Ξενάκης', local: 'aristeidis.xenakis' },
    contact: (_user, estate) => ({ clientId: estate.clients.ferrante.client_id }),
    says: 'Somebody moved the linked contact to another client by hand.',
  },
  {
    row: 'linkedContactGone',
    expect: 'queue',
    tenant: 'harrow',
    person: { given: 'Cordelia', family: 'Winterbourne' },
    says: 'After a first sync the contact is deleted in the PSA.',
    steps: (_user, contact) => [{ verb: 'psa.deleteContact', args: { contactId: contact.contact_name_id } }],
  },
  {
    row: 'linkedContactGone',
    expect: 'queue',
    tenant: 'akti',
    person: { given: 'Πηνελόπη', family: 'Ζαχαρίου', local: 'pinelopi.zachariou' },
    says: 'After a first sync the contact is deleted in the PSA.',
    steps: (_user, contact) => [{ verb: 'psa.deleteContact', args: { contactId: contact.contact_name_id } }],
  },
  {
    row: 'linkedDisabled',
    expect: 'inactivate',
    tenant: 'harrow',
    person: { given: 'Lionel', family: 'Hargreaves', accountEnabled: false },
    says: 'Linked, then disabled upstream.',
  },
  {
    row: 'linkedDisabled',
    expect: 'inactivate',
    tenant: 'akti',
    person: { given: 'Θεμιστοκλής', family: 'Γκίκας', local: 'themistoklis.gkikas', accountEnabled: false },
    says: 'Linked, then disabled upstream.',
  },
  {
    row: 'enabledAgain',
    expect: 'update',
    tenant: 'harrow',
    person: { given: 'Winifred', family: 'Cholmondeley' },
    contact: { disabledUpstream: true },
    says: 'The server set the contact inactive for a disabled account; the account is enabled again.',
  },
  {
    row: 'enabledAgain',
    expect: 'update',
    tenant: 'akti',
    person: { given: 'Ιφιγένεια', family: 'Λούκα', local: 'ifigeneia.louka' },
    contact: { disabledUpstream: true },
    says: 'The server set the contact inactive for a disabled account; the account is enabled again.',
  },
  {
    row: 'inactiveByHand',
    expect: 'noChange',
    tenant: 'harrow',
    person: { given: 'Montgomery', family: 'Sedgwick' },
    contact: { isInactive: true, notes: 'Left the board, keeps the mailbox. Do not reactivate.' },
    says: 'A person set the contact inactive; nobody but a person undoes that.',
  },
  {
    row: 'inactiveByHand',
    expect: 'noChange',
    tenant: 'akti',
    person: { given: 'Αγαμέμνων', family: 'Δούκας', local: 'agamemnon.doukas' },
    contact: { isInactive: true },
    says: 'A person set the contact inactive; nobody but a person undoes that.',
  },
  {
    row: 'dismissedBefore',
    expect: 'queue',
    tenant: 'harrow',
    person: { given: 'Perpetua', family: 'Hollingsworth' },
    contact: (_user, estate) => ({ clientId: estate.clients.quayside.client_id }),
    says: 'Queued because the contact was moved; dismissed; reopened only when the evidence changed.',
    steps: (user, _contact, builder) => [
      {
        verb: 'directory.renameUser',
        args: { tenant: builder.tenant.entraTenantId, user: user.id, surname: 'Hollingsworth-Vale' },
      },
    ],
  },
  {
    row: 'dismissedBefore',
    expect: 'queue',
    tenant: 'akti',
    person: { given: 'Ξενοφών', family: 'Μελάς', local: 'xenofon.melas' },
    contact: (_user, estate) => ({ clientId: estate.clients.ferrante.client_id }),
    says: 'Queued because the contact was moved; dismissed; reopened only when the evidence changed.',
    steps: (user, _contact, builder) => [
      {
        verb: 'directory.renameUser',
        args: { tenant: builder.tenant.entraTenantId, user: user.id, surname: 'Μελάς-Ράλλης' },
      },
    ],
  },
];

function plantCase(estate: Estate, item: LinkedCase): void {
  const builder = estate.tenants[item.tenant];
  const user = builder.addPerson(item.person);
  const changes = typeof item.contact === 'function' ? item.contact(user, estate) : (item.contact ?? {});
  const clientId = estate.clients[item.tenant].client_id;
  const contact = estate.psa.addContactFor(user, clientId, {
    linkedTo: { ...serverLink(user, builder), linkClientId: clientId },
    ...changes,
  });
  estate.planter.plant({
    table: 'directoryUserToContact',
    row: item.row,
    expect: item.expect,
    says: item.says,
    entraTenantId: builder.tenant.entraTenantId,
    entraObjectIds: [user.id],
    clientIds: [clientId],
    contactIds: [contact.contact_name_id],
    steps: item.steps?.(user, contact, builder) ?? [],
  });
}

/** Linked people whose account is in the recycle bin: proof of deletion. */
function plantDeleted(estate: Estate): void {
  const leavers: [LinkedKey, PersonOptions][] = [
    ['harrow', { given: 'Ferdinand', family: 'Oglethorpe' }],
    ['akti', { given: 'Μελπομένη', family: 'Κόκκινου', local: 'melpomeni.kokkinou' }],
  ];
  for (const [key, person] of leavers) {
    const builder = estate.tenants[key];
    const user = builder.addPerson(person);
    const contact = estate.psa.addContactFor(user, estate.clients[key].client_id, {
      linkedTo: serverLink(user, builder),
    });
    removeFromDirectory(builder, user);
    estate.planter.plant({
      table: 'directoryUserToContact',
      row: 'linkedDeleted',
      expect: 'inactivate',
      says: 'Linked, then deleted upstream; the account is in the deleted items.',
      entraTenantId: builder.tenant.entraTenantId,
      entraObjectIds: [user.id],
      clientIds: [estate.clients[key].client_id],
      contactIds: [contact.contact_name_id],
    });
  }
}

export function removeFromDirectory(builder: TenantBuilder, user: SandboxUser): void {
  builder.tenant.users = builder.tenant.users.filter((other) => other.id !== user.id);
  builder.tenant.deletedUsers.push({ ...user, deletedDateTime: REMOVED_AT });
}

/** Left one customer, joined another, brought the address along: the old contact is at the old client. */
function plantMovedBetweenTenants(estate: Estate): void {
  const movers: [LinkedKey, 'brightwater' | 'lefevre', PersonOptions][] = [
    ['harrow', 'brightwater', { given: 'Thaddeus', family: 'Bellweather' }],
    ['akti', 'lefevre', { given: 'Isadora', family: 'Karras' }],
  ];
  for (const [from, to, person] of movers) {
    const oldHome = estate.tenants[from];
    const before = oldHome.addPerson(person);
    const contact = estate.psa.addContactFor(before, estate.clients[from].client_id, {
      linkedTo: serverLink(before, oldHome),
    });
    removeFromDirectory(oldHome, before);
    const newHome = estate.tenants[to];
    const after = newHome.addPerson({ ...person, mail: before.mail });
    estate.planter.plant({
      table: 'directoryUserToContact',
      row: 'movedBetweenTenants',
      expect: 'queue',
      says: "The same person with the same mail now works at another customer; the contact is at the old one's client.",
      entraTenantId: newHome.tenant.entraTenantId,
      entraObjectIds: [after.id, before.id],
      clientIds: [estate.clients[to].client_id, estate.clients[from].client_id],
      contactIds: [contact.contact_name_id],
    });
  }
}

export function plantLinkedCases(estate: Estate): void {
  for (const item of CASES) plantCase(estate, item);
  plantDeleted(estate);
  plantMovedBetweenTenants(estate);
}
