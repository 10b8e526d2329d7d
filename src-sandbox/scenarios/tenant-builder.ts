/**
 * Builds one customer's directory account by account. Owns the defaults of an ordinary licensed member with a mailbox and
 * the rule that no two people share a name or an address by accident: only planted cases collide.
 */
import { DEPARTMENTS, JOB_TITLES, type Locale, mailWord, namePool } from './names.ts';
import { createRandom, type Random } from './random.ts';
import type { DiscoverySource, SandboxGroup, SandboxTenant, SandboxUser } from './world.ts';

/** 2026-11-02T08:00:00Z: the day on which every seeded world is frozen. */
export const WORLD_EPOCH_MS = Date.UTC(2026, 10, 2, 8);
const DAY_MS = 86_400_000;

export const ROLE_DIRECTORY_READERS = '88d8e3e3-8f55-4a1e-953a-9b9898b8876b';
export const ROLE_GLOBAL_READER = 'f2ef992c-3afb-46b9-b7cf-a126ee74c451';
export const ROLE_USER_ADMINISTRATOR = 'fe930be7-5e62-47db-91af-98c3a49a38b1';

const LICENCES = [
  'cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46',
  'f245ecc8-75af-4f8e-b61f-27d8114de5f3',
  '05e9a617-0261-4cee-bb44-138d3ef5d965',
  '66b55226-6b4f-492c-910c-a3b7a3c9d993',
] as const;

export type TenantSpec = {
  displayName: string;
  domain: string;
  otherDomains?: string[];
  /** Left part of `<x>.onmicrosoft.com`. */
  initial: string;
  /** ISO 3166 code, also the usage location. */
  country: string;
  locale: Locale;
  /** A number with `#` for each digit to draw. */
  phone: string;
  sources?: DiscoverySource[];
  contractDisplayName?: string;
  cippAlias?: string;
};

export type PersonOptions = Partial<SandboxUser> & {
  /** Given name and surname as shown; drawn from the locale's pool when absent. */
  given?: string;
  family?: string;
  /** Left part of the mail address; made from the Latin spelling of the name when absent. */
  local?: string;
  domain?: string;
};

export type TenantBuilder = {
  tenant: SandboxTenant;
  spec: TenantSpec;
  random: Random;
  addPerson(options?: PersonOptions): SandboxUser;
  addGroup(displayName: string, memberIds: string[], memberGroupIds?: string[]): SandboxGroup;
  /** An object id that belongs to nobody (any more). */
  formerObjectId(): string;
};

const isoDaysBefore = (days: number): string =>
  new Date(WORLD_EPOCH_MS - days * DAY_MS).toISOString().replace('.000Z', 'Z');

export function fillDigits(pattern: string, random: Random): string {
  return pattern.replace(/#/g, () => String(random.int(0, 9)));
}

function emptyTenant(spec: TenantSpec, random: Random): SandboxTenant {
  const initialDomain = `${spec.initial}.onmicrosoft.com`;
  return {
    entraTenantId: random.guid(),
    displayName: spec.displayName,
    defaultDomain: spec.domain,
    initialDomain,
    verifiedDomains: [spec.domain, ...(spec.otherDomains ?? []), initialDomain],
    unverifiedDomains: [],
    country: spec.country,
    users: [],
    groups: [],
    deletedUsers: [],
    gdap: {
      relationshipId: `${random.guid()}-customer-${random.guid()}`,
      status: 'active',
      endDateTime: `2028-0${random.int(1, 9)}-1${random.int(0, 9)}T00:00:00Z`,
      autoExtendDuration: random.chance(0.6) ? 'P180D' : 'PT0S',
      roles: [ROLE_DIRECTORY_READERS, ROLE_USER_ADMINISTRATOR, ROLE_GLOBAL_READER],
    },
    consent: 'granted',
    sources: spec.sources ?? ['relationships', 'contracts', 'lighthouse', 'cipp'],
    contractDisplayName: spec.contractDisplayName ?? null,
    cippAlias: spec.cippAlias ?? null,
    cippExcluded: false,
    faults: {
      conditionalAccess: 'none',
      operatorIsGuest: false,
      directoryRoleMissing: false,
      badToken: false,
      gone: false,
    },
  };
}

/** Names and local parts already used, so that drawn people never collide. */
function createNameDrawer(spec: TenantSpec, random: Random, usedNames: Set<string>) {
  const pool = namePool(spec.locale);
  const usedLocals = new Set<string>();
  const take = (shown: string, local: string): boolean => {
    const name = shown.toLowerCase();
    if (usedNames.has(name) || usedLocals.has(local)) return false;
    usedNames.add(name);
    usedLocals.add(local);
    return true;
  };
  return {
    reserve: (shown: string, local: string): void => {
      usedNames.add(shown.toLowerCase());
      usedLocals.add(local);
    },
    draw: (): { given: string; family: string; local: string } => {
      for (let attempt = 0; attempt < 400; attempt += 1) {
        const given = random.pick(pool.given);
        const family = random.pick(pool.surname);
        const local = `${mailWord(given.latin)}.${mailWord(family.latin)}`;
        if (take(`${given.shown} ${family.shown}`, local)) return { given: given.shown, family: family.shown, local };
      }
      throw new Error(`The name pool of "${spec.locale}" is too small for ${spec.displayName}.`);
    },
  };
}

/**
 * @param usedNames lower-case names that nobody may get; shared between directories, it keeps a name from being drawn in two
 *   of them, which would look like a person who moved
 */
export function createTenantBuilder(
  spec: TenantSpec,
  seedLabel: string,
  usedNames: Set<string> = new Set(),
): TenantBuilder {
  const random = createRandom(`${seedLabel}/tenant/${spec.initial}`);
  const tenant = emptyTenant(spec, random);
  const names = createNameDrawer(spec, random, usedNames);

  const ordinaryPerson = (name: { given: string; family: string }, local: string, domain: string): SandboxUser => {
    const { given, family } = name;
    const address = `${local}@${domain}`;
    return {
      id: random.guid(),
      accountEnabled: true,
      userType: 'Member',
      displayName: `${given} ${family}`,
      givenName: given,
      surname: family,
      mail: address,
      userPrincipalName: address,
      proxyAddresses: [`SMTP:${address}`, `smtp:${local}@${tenant.initialDomain}`],
      otherMails: [],
      jobTitle: random.chance(0.85) ? random.pick(JOB_TITLES) : null,
      department: random.chance(0.7) ? random.pick(DEPARTMENTS) : null,
      companyName: random.chance(0.3) ? tenant.displayName : null,
      businessPhones: random.chance(0.6) ? [fillDigits(spec.phone, random)] : [],
      mobilePhone: random.chance(0.35) ? fillDigits(spec.phone, random) : null,
      officeLocation: null,
      city: null,
      country: null,
      usageLocation: spec.country,
      preferredLanguage: null,
      employeeId: random.chance(0.2) ? String(random.int(1000, 99999)) : null,
      assignedLicenses: [{ skuId: random.pick(LICENCES) }],
      mailboxType: 'user',
      isResourceAccount: null,
      showInAddressList: null,
      onPremisesSyncEnabled: null,
      externalUserState: null,
      createdDateTime: isoDaysBefore(random.int(40, 2400)),
    };
  };

  return {
    tenant,
    spec,
    random,
    addPerson: ({ given, family, local, domain, ...overrides } = {}) => {
      const drawn = given === undefined || family === undefined ? names.draw() : null;
      const shownGiven = given ?? drawn?.given ?? '';
      const shownFamily = family ?? drawn?.family ?? '';
      const mailLocal = local ?? drawn?.local ?? `${mailWord(shownGiven)}.${mailWord(shownFamily)}`;
      if (drawn === null) names.reserve(`${shownGiven} ${shownFamily}`, mailLocal);
      const user: SandboxUser = {
        ...ordinaryPerson({ given: shownGiven, family: shownFamily }, mailLocal, domain ?? spec.domain),
        ...overrides,
      };
      tenant.users.push(user);
      return user;
    },
    addGroup: (displayName, memberIds, memberGroupIds = []) => {
      const group: SandboxGroup = {
        id: random.guid(),
        displayName,
        securityEnabled: true,
        mailEnabled: false,
        groupTypes: [],
        memberIds,
        memberGroupIds,
      };
      tenant.groups.push(group);
      return group;
    },
    formerObjectId: () => random.guid(),
  };
}

/** Overrides that turn a person into something that is not one. `label` becomes the display name. */
export const notAPerson = {
  shared: (label: string): PersonOptions => ({
    given: label,
    family: '',
    displayName: label,
    givenName: null,
    surname: null,
    jobTitle: null,
    department: null,
    businessPhones: [],
    mobilePhone: null,
    assignedLicenses: [],
    mailboxType: 'shared',
  }),
  resource: (label: string, kind: 'room' | 'equipment'): PersonOptions => ({
    ...notAPerson.shared(label),
    mailboxType: kind,
    accountEnabled: false,
    showInAddressList: true,
  }),
  /** A Teams auto attendant or call queue: the only kind that Graph itself marks. */
  resourceAccount: (label: string): PersonOptions => ({
    ...notAPerson.shared(label),
    mailboxType: null,
    isResourceAccount: true,
  }),
  service: (local: string, label: string): PersonOptions => ({
    ...notAPerson.shared(label),
    local,
    mailboxType: 'user',
    assignedLicenses: [{ skuId: LICENCES[1] }],
  }),
  guest: (name: { given: string; family: string }, homeAddress: string, initialDomain: string): PersonOptions => ({
    ...name,
    local: `guest.${mailWord(name.given)}.${mailWord(name.family)}`,
    userType: 'Guest',
    mail: homeAddress,
    userPrincipalName: `${homeAddress.replace('@', '_')}#EXT#@${initialDomain}`,
    proxyAddresses: [`SMTP:${homeAddress}`],
    otherMails: [homeAddress],
    assignedLicenses: [],
    mailboxType: null,
    externalUserState: 'Accepted',
    businessPhones: [],
    mobilePhone: null,
  }),
};
