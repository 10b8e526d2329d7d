/**
 * Plants every row of the table "which directory users count" (design 6): each exclusion reason at least twice, and the
 * people whom a careless pattern would take for machines (Abbott, Talbot, Botha, everybody at Pemberton Robotics).
 */
import { notAPerson, type PersonOptions } from '../tenant-builder.ts';
import type { SandboxUser } from '../world.ts';
import type { Estate, TenantKey } from './estate.ts';

type CountCase = { row: string; tenant: TenantKey; person: PersonOptions; says: string };

const machine = (label: string): PersonOptions => ({ ...notAPerson.shared(label), accountEnabled: true });

/** People who look like bots to an unanchored pattern. All of them count. */
const PEOPLE: CountCase[] = [
  { row: 'counts', tenant: 'brightwater', person: { given: 'Dana', family: 'Abbott' }, says: 'Abbott contains "bot".' },
  { row: 'counts', tenant: 'meridian', person: { given: 'Robert', family: 'Abbott' }, says: 'Abbott contains "bot".' },
  {
    row: 'counts',
    tenant: 'brightwater',
    person: { given: 'Claire', family: 'Talbot' },
    says: 'Talbot ends with "bot".',
  },
  { row: 'counts', tenant: 'sjoberg', person: { given: 'Henrik', family: 'Talbot' }, says: 'Talbot ends with "bot".' },
  {
    row: 'counts',
    tenant: 'botha',
    person: { given: 'Johan', family: 'Botha' },
    says: 'Botha begins with "bot", and so does the domain.',
  },
  { row: 'counts', tenant: 'botha', person: { given: 'Annelize', family: 'Botha' }, says: 'Botha begins with "bot".' },
  {
    row: 'counts',
    tenant: 'pemberton',
    person: { given: 'Sebastian', family: 'Cabot' },
    says: 'Cabot, at a company whose domain says "robotics".',
  },
  {
    row: 'counts',
    tenant: 'pemberton',
    person: { given: 'Priyanka', family: 'Deshmukh' },
    says: 'Only the domain says "robotics".',
  },
  {
    row: 'counts',
    tenant: 'harrow',
    person: { given: 'Sasha', family: 'Daemon' },
    says: 'A surname that is also a word for a process.',
  },
];

const MACHINES: CountCase[] = [
  {
    row: 'account_disabled',
    tenant: 'brightwater',
    person: { given: 'Gloria', family: 'Penhaligon', accountEnabled: false },
    says: 'Disabled, never linked.',
  },
  {
    row: 'account_disabled',
    tenant: 'kessler',
    person: { given: 'Ottokar', family: 'Freudenreich', accountEnabled: false },
    says: 'Disabled, never linked.',
  },
  {
    row: 'shared_or_resource',
    tenant: 'brightwater',
    person: { ...machine('Front Desk'), local: 'frontdesk' },
    says: 'Shared mailbox with sign-in on; only CIPP can tell.',
  },
  {
    row: 'shared_or_resource',
    tenant: 'kessler',
    person: { ...machine('Kanzlei Post'), local: 'kanzlei' },
    says: 'Shared mailbox with sign-in on; only CIPP can tell.',
  },
  {
    row: 'shared_or_resource',
    tenant: 'sjoberg',
    person: { ...notAPerson.resourceAccount('Växel'), local: 'vaxel' },
    says: 'Teams call queue; Graph says isResourceAccount.',
  },
  {
    row: 'shared_or_resource',
    tenant: 'pemberton',
    person: { ...notAPerson.resourceAccount('Main Line'), local: 'mainline' },
    says: 'Teams auto attendant; Graph says isResourceAccount.',
  },
  {
    row: 'shared_or_resource',
    tenant: 'pemberton',
    person: { ...machine('Boardroom Babbage'), local: 'room.babbage', mailboxType: 'room' },
    says: 'Room mailbox with sign-in on; only CIPP can tell.',
  },
  {
    row: 'shared_or_resource',
    tenant: 'botha',
    person: { ...machine('Forklift 3'), local: 'forklift3', mailboxType: 'equipment' },
    says: 'Equipment mailbox with sign-in on; only CIPP can tell.',
  },
  {
    row: 'unlicensed',
    tenant: 'pemberton',
    person: { given: 'Ignatius', family: 'Loxley', assignedLicenses: [] },
    says: 'A person without a licence; kept by default, excluded when the rule is on.',
  },
  {
    row: 'unlicensed',
    tenant: 'harrow',
    person: { given: 'Petronella', family: 'Vance', assignedLicenses: [] },
    says: 'A person without a licence; kept by default, excluded when the rule is on.',
  },
  {
    row: 'service_account',
    tenant: 'brightwater',
    person: notAPerson.service('svc-backup', 'Backup Service'),
    says: 'svc- at the start.',
  },
  {
    row: 'service_account',
    tenant: 'kessler',
    person: notAPerson.service('noreply', 'No Reply'),
    says: 'noreply as the whole local part.',
  },
  {
    row: 'service_account',
    tenant: 'harrow',
    person: notAPerson.service('sa-corebanking', 'Core Banking'),
    says: 'sa- at the start.',
  },
  {
    row: 'service_account',
    tenant: 'pemberton',
    person: notAPerson.service('service-account-erp', 'ERP Connector'),
    says: 'service-account at the start.',
  },
  {
    row: 'tenant_custom_pattern',
    tenant: 'brightwater',
    person: notAPerson.service('chair-07', 'Chair 7'),
    says: 'Treatment chairs; the pattern ^chair-\\d+$ is for the operator to set.',
  },
  {
    row: 'tenant_custom_pattern',
    tenant: 'brightwater',
    person: notAPerson.service('chair-12', 'Chair 12'),
    says: 'Treatment chairs; the pattern ^chair-\\d+$ is for the operator to set.',
  },
  {
    row: 'tenant_custom_pattern',
    tenant: 'botha',
    person: notAPerson.service('truck-gp-114', 'Truck GP 114'),
    says: 'Vehicle tablets; the pattern ^truck- is for the operator to set.',
  },
];

function plantMissingIdentity(estate: Estate): void {
  const places: [TenantKey, string][] = [
    ['pemberton', 'jworrall@internal'],
    ['lefevre', 'atelier@local'],
  ];
  for (const [key, userPrincipalName] of places) {
    const builder = estate.tenants[key];
    const user = builder.addPerson({
      given: key === 'pemberton' ? 'Jocasta' : 'Achille',
      family: key === 'pemberton' ? 'Worrall' : 'Brandicourt',
      userPrincipalName,
      mail: null,
      proxyAddresses: [],
      mailboxType: null,
    });
    const shared = { entraTenantId: builder.tenant.entraTenantId, entraObjectIds: [user.id] };
    estate.planter.plant({
      table: 'directoryUsersThatCount',
      row: 'missing_identity',
      expect: 'missing_identity',
      says: 'No mail, and a UPN without a real domain.',
      ...shared,
    });
    estate.planter.plant({
      table: 'directoryUserToContact',
      row: 'noUsableAddress',
      expect: 'skip',
      says: 'No mail, and a UPN without a real domain: skipped with the reason.',
      ...shared,
    });
  }
}

function plantGuests(estate: Estate): void {
  const guests: [TenantKey, string, string, string][] = [
    ['brightwater', 'Maribel', 'Quintero', 'maribel.quintero@dentalpartners.com'],
    ['kessler', 'Adrian', 'Sprague', 'a.sprague@sprague-counsel.co.uk'],
    ['botha', 'Lindokuhle', 'Zwane', 'lindokuhle@zwaneclearing.co.za'],
  ];
  for (const [key, given, family, home] of guests) {
    const builder = estate.tenants[key];
    const user = builder.addPerson(notAPerson.guest({ given, family }, home, builder.tenant.initialDomain));
    estate.planter.plant({
      table: 'directoryUsersThatCount',
      row: 'guest_user',
      expect: 'guest_user',
      says: 'A guest with #EXT# in the UPN.',
      entraTenantId: builder.tenant.entraTenantId,
      entraObjectIds: [user.id],
    });
  }
}

/** Two customers keep a group of people who must stay out, two a group of the only people who may come in. */
function plantGroups(estate: Estate): void {
  const named = (key: TenantKey, people: [string, string][]): SandboxUser[] =>
    people.map(([given, family]) => estate.tenants[key].addPerson({ given, family }));
  const plant = (key: TenantKey, users: SandboxUser[], { row, says }: { row: string; says: string }): void =>
    estate.planter.plant({
      table: 'directoryUsersThatCount',
      row,
      expect: row,
      says,
      entraTenantId: estate.tenants[key].tenant.entraTenantId,
      entraObjectIds: users.map((user) => user.id),
    });

  const interns = named('brightwater', [
    ['Tobias', 'Hollander'],
    ['Yasmin', 'Castellanos'],
  ]);
  estate.tenants.brightwater.addGroup(
    'PSA - keep out',
    interns.map((user) => user.id),
  );
  plant('brightwater', interns, {
    row: 'excluded_group',
    says: 'Member of "PSA - keep out" when the operator excludes that group.',
  });

  const contractors = named('pemberton', [
    ['Wilfred', 'Attenborough'],
    ['Saskia', 'Pemberley'],
  ]);
  const inner = estate.tenants.pemberton.addGroup(
    'Contractors - night shift',
    contractors.map((user) => user.id),
  );
  estate.tenants.pemberton.addGroup('Contractors', [], [inner.id]);
  plant('pemberton', contractors, { row: 'excluded_group', says: 'Member of "Contractors" through a nested group.' });

  for (const [key, people] of [
    [
      'kessler',
      [
        ['Leopold', 'Hagedorn'],
        ['Mechthild', 'Sonnenschein'],
      ],
    ],
    [
      'lefevre',
      [
        ['Barnabé', 'Quatrefages'],
        ['Ludivine', 'Estournel'],
      ],
    ],
  ] as [TenantKey, [string, string][]][]) {
    const outside = named(key, people);
    plant(key, outside, {
      row: 'not_in_included_group',
      says: 'Not a member of "Staff" when the operator includes only that group.',
    });
  }
}

/** Groups that hold everybody who is in the directory when this runs, minus the planted outsiders. */
export function addStaffGroups(estate: Estate): void {
  const outsiders = new Set(
    estate.planter.cases.filter((item) => item.row === 'not_in_included_group').flatMap((item) => item.entraObjectIds),
  );
  for (const key of ['kessler', 'lefevre'] as const) {
    const builder = estate.tenants[key];
    const members = builder.tenant.users.filter((user) => user.userType === 'Member' && !outsiders.has(user.id));
    builder.addGroup(
      'Staff',
      members.map((user) => user.id),
    );
  }
}

export function plantCounts(estate: Estate): void {
  for (const item of [...PEOPLE, ...MACHINES]) {
    const builder = estate.tenants[item.tenant];
    const user = builder.addPerson(item.person);
    estate.planter.plant({
      table: 'directoryUsersThatCount',
      row: item.row,
      expect: item.row,
      says: item.says,
      entraTenantId: builder.tenant.entraTenantId,
      entraObjectIds: [user.id],
    });
  }
  plantMissingIdentity(estate);
  plantGuests(estate);
  plantGroups(estate);
}
