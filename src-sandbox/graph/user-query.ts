/**
 * Reads `$select`, `$top`, `$filter` and `$count` of a users request the way Graph does, and refuses what Graph refuses
 * (contracts/microsoft.md 2.4, 2.6). An unknown option is an error, never ignored.
 */
import type { SandboxUser } from '../scenarios/world.ts';

/** What Graph returns without `$select`. */
export const DEFAULT_PROPERTIES = [
  'id',
  'businessPhones',
  'displayName',
  'givenName',
  'jobTitle',
  'mail',
  'mobilePhone',
  'officeLocation',
  'preferredLanguage',
  'surname',
  'userPrincipalName',
] as const;

/** Properties of the entity the sandbox keeps no value for: selectable, always null. */
const EMPTY_PROPERTIES = [
  'streetAddress',
  'state',
  'postalCode',
  'employeeType',
  'onPremisesImmutableId',
  'ageGroup',
  'faxNumber',
  'employeeHireDate',
  'onPremisesDistinguishedName',
  'onPremisesLastSyncDateTime',
] as const;
/** 501 when selected on a collection. */
const NOT_IN_COLLECTIONS = [
  'aboutMe',
  'birthday',
  'hireDate',
  'interests',
  'mySite',
  'pastProjects',
  'preferredName',
  'responsibilities',
  'schools',
  'skills',
  'mailboxSettings',
];
const HIDDEN: readonly string[] = ['mailboxType'];
const LIST_PROPERTIES = ['proxyAddresses', 'otherMails', 'businessPhones', 'assignedLicenses'] as const;

const KNOWN_PROPERTIES: readonly string[] = [
  ...DEFAULT_PROPERTIES,
  ...EMPTY_PROPERTIES,
  ...LIST_PROPERTIES,
  'accountEnabled',
  'userType',
  'department',
  'companyName',
  'city',
  'country',
  'usageLocation',
  'employeeId',
  'isResourceAccount',
  'showInAddressList',
  'onPremisesSyncEnabled',
  'externalUserState',
  'createdDateTime',
  'deletedDateTime',
  'manager',
];
const canonical = new Map(KNOWN_PROPERTIES.map((name) => [name.toLowerCase(), name]));

export type QueryFault = { status: 400 | 501; code: string; message: string };
export const isFault = (value: object): value is QueryFault => 'code' in value && 'status' in value;

const badRequest = (message: string): QueryFault => ({ status: 400, code: 'BadRequest', message });

/** The names to return, in Graph's own spelling, `id` always among them. */
export function readSelect(select: string | null): string[] | QueryFault {
  if (select === null || select.trim() === '') return [...DEFAULT_PROPERTIES];
  const names = new Set(['id']);
  for (const word of select
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')) {
    const plain = word.split('/')[0] ?? word;
    if (NOT_IN_COLLECTIONS.some((name) => name.toLowerCase() === plain.toLowerCase())) {
      return {
        status: 501,
        code: 'NotImplemented',
        message: `The property '${plain}' cannot be selected on a collection.`,
      };
    }
    const known = canonical.get(plain.toLowerCase());
    if (known === undefined) {
      return badRequest(
        `Parsing OData Select and Expand failed: Could not find a property named '${plain}' on type 'microsoft.graph.user'.`,
      );
    }
    names.add(known);
  }
  return [...names];
}

/** 1..999, 100 when absent. */
export function readTop(top: string | null): number | QueryFault {
  if (top === null) return 100;
  const value = Number(top);
  if (!Number.isInteger(value) || value < 1 || value > 999) {
    return {
      status: 400,
      code: 'Request_UnsupportedQuery',
      message: `Invalid page size specified: '${top}'. Must be between 1 and 999 inclusive.`,
    };
  }
  return value;
}

type Match = (user: SandboxUser) => boolean;
type FilterRule = { pattern: RegExp; advanced: boolean; match: (groups: string[]) => Match };

const sameText = (left: string | null, right: string): boolean => (left ?? '').toLowerCase() === right.toLowerCase();
const FILTERS: FilterRule[] = [
  {
    pattern: /^accountEnabled eq (true|false)$/i,
    advanced: false,
    match:
      ([value = '']) =>
      (user) =>
        String(user.accountEnabled) === value.toLowerCase(),
  },
  {
    pattern: /^userType eq '(\w+)'$/i,
    advanced: false,
    match:
      ([value = '']) =>
      (user) =>
        sameText(user.userType, value),
  },
  {
    pattern: /^userType ne '(\w+)'$/i,
    advanced: true,
    match:
      ([value = '']) =>
      (user) =>
        !sameText(user.userType, value),
  },
  {
    pattern: /^assignedLicenses\/\$count ne 0$/i,
    advanced: true,
    match: () => (user) => user.assignedLicenses.length > 0,
  },
  {
    pattern: /^assignedLicenses\/\$count eq 0$/i,
    advanced: true,
    match: () => (user) => user.assignedLicenses.length === 0,
  },
  {
    pattern: /^id eq '([0-9a-f-]+)'$/i,
    advanced: false,
    match:
      ([value = '']) =>
      (user) =>
        user.id === value.toLowerCase(),
  },
  {
    pattern: /^mail eq '(.+)'$/i,
    advanced: false,
    match:
      ([value = '']) =>
      (user) =>
        sameText(user.mail, value.replaceAll("''", "'")),
  },
  {
    pattern: /^userPrincipalName eq '(.+)'$/i,
    advanced: false,
    match:
      ([value = '']) =>
      (user) =>
        sameText(user.userPrincipalName, value.replaceAll("''", "'")),
  },
  {
    pattern: /^startswith\(displayName,\s*'(.+)'\)$/i,
    advanced: false,
    match:
      ([value = '']) =>
      (user) =>
        (user.displayName ?? '').toLowerCase().startsWith(value.toLowerCase()),
  },
];

/** Terms joined by `and`. Advanced ones need ConsistencyLevel: eventual and $count=true. */
export function readFilter(filter: string | null, isAdvanced: boolean): Match | QueryFault {
  if (filter === null || filter.trim() === '') return () => true;
  const matches: Match[] = [];
  for (const term of filter.split(/ and /i).map((part) => part.trim())) {
    const rule = FILTERS.find((candidate) => candidate.pattern.test(term));
    if (rule === undefined) {
      return {
        status: 400,
        code: 'Request_UnsupportedQuery',
        message: `Unsupported or invalid query filter clause specified: '${term}'.`,
      };
    }
    if (rule.advanced && !isAdvanced) {
      return {
        status: 400,
        code: 'Request_UnsupportedQuery',
        message: 'Operator: this filter needs the ConsistencyLevel header and $count=true.',
      };
    }
    matches.push(rule.match((rule.pattern.exec(term) ?? []).slice(1)));
  }
  return (user) => matches.every((match) => match(user));
}

/** The selected properties of one user. `absentWhenNull` is delta's habit: what was never set is not there at all. */
export function pickProperties(
  user: SandboxUser,
  names: readonly string[],
  absentWhenNull = false,
): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  const source: Record<string, unknown> = { ...user };
  for (const name of names) {
    if (HIDDEN.includes(name) || name === 'manager') continue;
    const value = source[name] ?? null;
    if (absentWhenNull && (value === null || (Array.isArray(value) && value.length === 0))) continue;
    row[name] = name === 'assignedLicenses' ? licences(user) : value;
  }
  return row;
}

const licences = (user: SandboxUser): { disabledPlans: string[]; skuId: string }[] =>
  user.assignedLicenses.map((licence) => ({ disabledPlans: [], skuId: licence.skuId }));

/** Every property Graph beta returns by default: what CIPP's ListUsers passes on. */
export const allProperties = (user: SandboxUser): Record<string, unknown> => pickProperties(user, KNOWN_PROPERTIES);
