/**
 * Plants the rows of "directory user -> contact" for people without a link, plus a few oddities of real life (apostrophes,
 * plus-addresses, two people of one name, phones the server chokes on). They live at customers that are auto-matched, so a
 * first run meets every row.
 */
import type { ContactOptions } from '../psa-builder.ts';
import type { PersonOptions } from '../tenant-builder.ts';
import type { PsaContactSeed, SandboxUser } from '../world.ts';
import type { ClientKey, Estate, TenantKey } from './estate.ts';

type Home = Extract<TenantKey, ClientKey>;
type ContactSketch = Omit<ContactOptions, 'clientId' | 'fullName'> & { fullName?: string; client?: ClientKey };
type UnlinkedCase = {
  row: string;
  expect: string;
  says: string;
  tenant: Home;
  people: PersonOptions[];
  contacts: (people: SandboxUser[], estate: Estate) => ContactSketch[];
};

const mailOf = (user: SandboxUser | undefined): string => user?.mail?.toLowerCase() ?? '';
const samePrimary = ([first]: SandboxUser[]): ContactSketch[] => [
  { email: mailOf(first), role: first?.jobTitle ?? null },
];
const none = (): ContactSketch[] => [];

/** A contact the server linked to an account that no longer exists, or to somebody else. */
const takenBy = (estate: Estate, tenant: Home, entraObjectId: string): Pick<ContactOptions, 'linkedTo'> => ({
  linkedTo: {
    entraTenantId: estate.tenants[tenant].tenant.entraTenantId,
    entraObjectId,
    userPrincipalName: `earlier@${estate.tenants[tenant].tenant.defaultDomain}`,
  },
});

const LINKS: UnlinkedCase[] = [
  {
    row: 'linkPrimaryAddress',
    expect: 'link',
    tenant: 'brightwater',
    people: [{ given: 'Marguerite', family: 'Ellsworth' }],
    contacts: samePrimary,
    says: 'One contact has the mail as primary address.',
  },
  {
    row: 'linkPrimaryAddress',
    expect: 'link',
    tenant: 'kessler',
    people: [{ given: 'Kunigunde', family: 'Übelacker', mail: 'Kunigunde.Uebelacker@Kessler-Vogt.de' }],
    contacts: samePrimary,
    says: 'One contact has the mail; the directory writes it in mixed case.',
  },
  {
    row: 'linkPrimaryAddress',
    expect: 'link',
    tenant: 'pemberton',
    people: [{ given: "D'Arcy", family: "O'Shaughnessy", local: "d'arcy.o'shaughnessy" }],
    contacts: samePrimary,
    says: 'Apostrophes in name and address.',
  },
  {
    row: 'linkPrimaryAddress',
    expect: 'link',
    tenant: 'sjoberg',
    people: [{ given: 'Tage', family: 'Rönnblom', mail: null }],
    contacts: ([first]) => [{ email: first?.userPrincipalName ?? '' }],
    says: 'No mail; the UPN is the address.',
  },
  {
    row: 'linkAdditionalAddress',
    expect: 'link',
    tenant: 'brightwater',
    people: [{ given: 'Philippa', family: 'Goodenough' }],
    contacts: ([first]) => [{ email: 'pippa.goodenough@gmail.com', additional: [mailOf(first)] }],
    says: 'The mail is an additional address of one contact.',
  },
  {
    row: 'linkAdditionalAddress',
    expect: 'link',
    tenant: 'botha',
    people: [{ given: 'Vusumuzi', family: 'Radebe' }],
    contacts: ([first]) => [{ email: 'vusi.radebe@outlook.com', additional: [mailOf(first)] }],
    says: 'The mail is an additional address of one contact.',
  },
];

const QUEUED: UnlinkedCase[] = [
  {
    row: 'contactLinkedToAnother',
    expect: 'queue',
    tenant: 'harrow',
    people: [
      { given: 'Theodora', family: 'Lindqvist-Shaw' },
      { given: 'Theo', family: 'Lindqvist-Shaw', local: 't.lindqvist-shaw' },
    ],
    contacts: ([first, second], estate) => [{ email: mailOf(first), ...takenBy(estate, 'harrow', second?.id ?? '') }],
    says: "The contact with Theodora's mail is linked to Theo.",
  },
  {
    row: 'contactLinkedToAnother',
    expect: 'queue',
    tenant: 'akti',
    people: [
      { given: 'Στέλιος', family: 'Ανδρεάδης', local: 'stelios.andreadis' },
      { given: 'Στυλιανός', family: 'Ανδρεάδης', local: 's.andreadis' },
    ],
    contacts: ([first, second], estate) => [{ email: mailOf(first), ...takenBy(estate, 'akti', second?.id ?? '') }],
    says: 'The contact with this mail is linked to the other one.',
  },
  {
    row: 'recreatedSameMail',
    expect: 'queue',
    tenant: 'harrow',
    people: [{ given: 'Evangeline', family: 'Prudhomme' }],
    contacts: ([first], estate) => [
      { email: mailOf(first), ...takenBy(estate, 'harrow', estate.tenants.harrow.formerObjectId()) },
    ],
    says: 'Deleted and created anew upstream with the same mail; the contact still carries the old object id.',
  },
  {
    row: 'recreatedSameMail',
    expect: 'queue',
    tenant: 'akti',
    people: [{ given: 'Ορέστης', family: 'Βενιζέλος', local: 'orestis.venizelos' }],
    contacts: ([first], estate) => [
      { email: mailOf(first), ...takenBy(estate, 'akti', estate.tenants.akti.formerObjectId()) },
    ],
    says: 'Deleted and created anew upstream with the same mail.',
  },
  {
    row: 'usersShareAddress',
    expect: 'queue',
    tenant: 'brightwater',
    people: [
      { given: 'Ambrose', family: 'Tennant', mail: 'tennant.family@brightwaterdental.com' },
      { given: 'Lucille', family: 'Tennant', mail: 'tennant.family@brightwaterdental.com' },
    ],
    contacts: () => [{ email: 'tennant.family@brightwaterdental.com', fullName: 'Tennant Family' }],
    says: 'Two accounts show one mail, and one contact has it.',
  },
  {
    row: 'usersShareAddress',
    expect: 'queue',
    tenant: 'sjoberg',
    people: [
      { given: 'Folke', family: 'Adlersparre', mail: 'lager@sjobergtravaror.se' },
      { given: 'Signe', family: 'Adlersparre', mail: 'Lager@sjobergtravaror.se' },
    ],
    contacts: none,
    says: 'Two accounts show one mail, in different case; nobody has it yet.',
  },
  {
    row: 'severalContactsShareAddress',
    expect: 'queue',
    tenant: 'brightwater',
    people: [{ given: 'Rosalind', family: 'Chatterjee' }],
    contacts: ([first]) => [
      { email: mailOf(first) },
      { email: `R${mailOf(first).slice(1)}`, fullName: 'Chatterjee, Rosalind' },
    ],
    says: 'Two contacts of the client have the mail, in different case.',
  },
  {
    row: 'severalContactsShareAddress',
    expect: 'queue',
    tenant: 'kessler',
    people: [{ given: 'Wendelin', family: 'Achterberg' }],
    contacts: ([first]) => [
      { email: mailOf(first) },
      { email: mailOf(first).toUpperCase(), fullName: 'RA Achterberg' },
    ],
    says: 'Two contacts of the client have the mail, in different case.',
  },
  {
    row: 'addressAtAnotherClient',
    expect: 'queue',
    tenant: 'brightwater',
    people: [{ given: 'Clementine', family: 'Vandermeer' }],
    contacts: ([first]) => [{ email: mailOf(first), client: 'blueHeron' }],
    says: 'The only contact with the mail belongs to another client.',
  },
  {
    row: 'addressAtAnotherClient',
    expect: 'queue',
    tenant: 'pemberton',
    people: [{ given: 'Archibald', family: 'Nightingale' }],
    contacts: ([first]) => [
      { email: 'archie.nightingale@btinternet.com', additional: [mailOf(first)], client: 'stBrendan' },
    ],
    says: 'The mail is an additional address at another client.',
  },
  {
    row: 'aliasOnly',
    expect: 'queue',
    tenant: 'brightwater',
    people: [
      {
        given: 'Josephine',
        family: 'Lockhart',
        proxyAddresses: ['SMTP:josephine.lockhart@brightwaterdental.com', 'smtp:jo@brightwaterortho.com'],
      },
    ],
    contacts: () => [{ email: 'jo@brightwaterortho.com', fullName: 'Jo Lockhart' }],
    says: 'Only an alias of hers is a contact of the client.',
  },
  {
    row: 'aliasOnly',
    expect: 'queue',
    tenant: 'lefevre',
    people: [{ given: 'Apolline', family: 'Desrosiers', userPrincipalName: 'adesrosiers@maisonlefevre.fr' }],
    contacts: () => [{ email: 'adesrosiers@maisonlefevre.fr', fullName: 'A. Desrosiers' }],
    says: 'Only the UPN, which differs from the mail, is a contact of the client.',
  },
  {
    row: 'nameOnly',
    expect: 'queue',
    tenant: 'botha',
    people: [{ given: 'Nokuthula', family: 'Mthethwa' }],
    contacts: () => [{ email: 'nokuthula77@gmail.com' }],
    says: 'Same name, another address, unlinked and active.',
  },
  {
    row: 'nameOnly',
    expect: 'queue',
    tenant: 'lefevre',
    people: [{ given: 'Anaïs', family: 'Belléchasse' }],
    contacts: () => [{ email: 'anais.b@orange.fr', fullName: 'ANAIS BELLECHASSE' }],
    says: 'Same name after folding case and accents.',
  },
  {
    row: 'nameOnly',
    expect: 'queue',
    tenant: 'sjoberg',
    people: [
      { given: 'Jan', family: 'de Vries', local: 'jan.devries' },
      { given: 'Jan', family: 'de Vries', local: 'jan.devries2' },
    ],
    contacts: () => [{ email: 'jandevries@telia.com', fullName: 'Jan de Vries' }],
    says: 'Two Jan de Vries in the directory, one Jan de Vries among the contacts.',
  },
];

const CREATED: UnlinkedCase[] = [
  {
    row: 'nothingMatches',
    expect: 'create',
    tenant: 'brightwater',
    people: [{ given: 'Zebulon', family: 'Hathersage' }],
    contacts: none,
    says: 'Nobody resembles this person.',
  },
  {
    row: 'nothingMatches',
    expect: 'create',
    tenant: 'lefevre',
    people: [{ given: 'Théophile', family: 'Quintard', local: 'theophile+ventes' }],
    contacts: none,
    says: 'Nobody resembles this person; a plus-address.',
  },
  {
    row: 'nothingMatches',
    expect: 'create',
    tenant: 'pemberton',
    people: [{ given: 'Euphemia', family: 'Strathclyde', businessPhones: ['+44 20 7946 0123, ext: 7'] }],
    contacts: none,
    says: 'A phone with a comma and a colon: the server would fail the whole client on it.',
  },
  {
    row: 'nothingMatches',
    expect: 'create',
    tenant: 'botha',
    people: [{ given: 'Mmabatho', family: 'Seretse', businessPhones: ['+27 11 555\u20110199'] }],
    contacts: none,
    says: 'A phone with a non-ASCII dash: the server would fail the whole client on it.',
  },
];

function plantCase(estate: Estate, item: UnlinkedCase): void {
  const builder = estate.tenants[item.tenant];
  const people = item.people.map((person) => builder.addPerson(person));
  const contacts: PsaContactSeed[] = item.contacts(people, estate).map(({ client, fullName, ...rest }) =>
    estate.psa.addContact({
      clientId: estate.clients[client ?? item.tenant].client_id,
      fullName: fullName ?? people[0]?.displayName ?? '',
      ...rest,
    }),
  );
  estate.planter.plant({
    table: 'directoryUserToContact',
    row: item.row,
    expect: item.expect,
    says: item.says,
    entraTenantId: builder.tenant.entraTenantId,
    entraObjectIds: people.map((user) => user.id),
    clientIds: [estate.clients[item.tenant].client_id],
    contactIds: contacts.map((contact) => contact.contact_name_id),
  });
}

export function plantUnlinkedCases(estate: Estate): void {
  for (const item of [...LINKS, ...QUEUED, ...CREATED]) plantCase(estate, item);
}
