/**
 * Who counts among 100,000 directory users with every rule switched on, next to a plain loop that compiles each pattern
 * where it uses it. The bar is 250 ms.
 */
import { asId } from '../../shared/vocabulary/ids.ts';
import type { DirectoryUser } from '../../src-main/engine/domain/directory-user.ts';
import { defaultUserFilterRules, type UserFilterRules } from '../../src-main/engine/domain/rules.ts';
import { decideWhoCounts } from '../../src-main/engine/domain/user-filter/decide-who-counts.ts';
import { machineNames } from '../../src-main/engine/domain/user-filter/service-account-names.ts';
import { type BenchLine, lineOf, timed } from './bench-line.ts';
import { seededRandom } from './generated-estate.ts';

const rules: UserFilterRules = {
  ...defaultUserFilterRules,
  excludeUnlicensed: true,
  customPatterns: ['^ext-', '@contractors\\.', '\\bintern\\b'],
  excludedGroupIds: ['group-out'],
  includedGroupIds: ['group-in'],
};

export async function run(): Promise<BenchLine[]> {
  const users = generatedUsers(100_000, 11);
  const groupMembers = new Map([
    ['group-out', new Set(users.filter((_, at) => at % 50 === 0).map(({ entraObjectId }) => entraObjectId as string))],
    ['group-in', new Set(users.filter((_, at) => at % 10 !== 0).map(({ entraObjectId }) => entraObjectId as string))],
  ]);
  const timing = await timed(7, () => decideWhoCounts({ users, rules, override: null, groupMembers }));
  const { included, excluded } = decideWhoCounts({ users, rules, override: null, groupMembers });
  const startedAt = performance.now();
  plainly(users, groupMembers);
  const note = `${included.length} count, ${excluded.length} do not; first run ${timing.firstMs.toFixed(0)} ms`;
  return [{ ...lineOf('user-filter-100k', timing, performance.now() - startedAt), note }];
}

/** The same rules, written the obvious way: every expression made anew for every person. */
function plainly(users: readonly DirectoryUser[], groupMembers: ReadonlyMap<string, ReadonlySet<string>>): number {
  let included = 0;
  for (const user of users) {
    const texts = [user.userPrincipalName, user.mail, user.displayName].map((text) => (text ?? '').toLowerCase());
    const locals = texts.slice(0, 2).map((text) => text.split('@')[0] ?? '');
    const isOut =
      user.accountEnabled === false ||
      user.userType === 'Guest' ||
      user.mailboxKind === 'shared' ||
      user.licenseCount === 0 ||
      machineNames.some(({ pattern }) => locals.some((local) => new RegExp(pattern.source).test(local))) ||
      rules.customPatterns.some((source) => [...texts, ...locals].some((text) => new RegExp(source, 'i').test(text))) ||
      groupMembers.get('group-out')?.has(user.entraObjectId) ||
      !groupMembers.get('group-in')?.has(user.entraObjectId);
    if (!isOut) included++;
  }
  return included;
}

function generatedUsers(count: number, seed: number): DirectoryUser[] {
  const random = seededRandom(seed);
  const pick = (text: string): string => {
    const items = text.split(' ');
    return items[Math.floor(random() * items.length)] ?? '';
  };
  return Array.from({ length: count }, (_, at): DirectoryUser => {
    const given = pick(
      'Ann Bob Chidi Dana Elif Farid Greta Hana Ivan José Katarína Liam Mei Noor Olga Piotr Quinn Rosa Sven Tove',
    );
    const surname = pick(
      'Abbott Botha Cabot Díaz Eriksen Fischer García Hughes Ivanova Jansen Kowalski Lund Müller Nakamura Talbot',
    );
    const isMachine = random() < 0.04;
    const local = isMachine
      ? pick(`svc-backup${at} noreply${at} scanner-${at} sa_sql${at} copier${at}`)
      : `${given}.${surname}${at}`.toLowerCase();
    const address = `${local}@customer-${at % 500}.example`;
    return {
      entraTenantId: asId('tenant'),
      entraObjectId: asId(`user-${at}`),
      accountEnabled: random() > 0.06,
      userType: random() < 0.05 ? 'Guest' : 'Member',
      displayName: isMachine ? local : `${given} ${surname}`,
      givenName: isMachine ? null : given,
      surname: isMachine ? null : surname,
      mail: random() < 0.9 ? address : null,
      userPrincipalName: address,
      proxyAddresses: [],
      otherMails: [],
      jobTitle: null,
      department: null,
      companyName: null,
      officeLocation: null,
      businessPhones: [],
      mobilePhone: null,
      countryCode: null,
      licenseCount: random() < 0.1 ? 0 : 1,
      mailboxKind: random() < 0.03 ? 'shared' : 'user',
      isResourceAccount: false,
      createdAt: null,
      presence: 'present',
    };
  });
}
