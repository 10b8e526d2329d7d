/** The table of design 6, "which directory users count", row by row, in its order. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asId } from '../../../../shared/vocabulary/ids.ts';
import { exclusionReasons } from '../../../../shared/vocabulary/states.ts';
import type { DirectoryUser } from '../directory-user.ts';
import { defaultUserFilterRules, type UserFilterRules } from '../rules.ts';
import { usableAddress } from '../text/address.ts';
import { compileFilter, type GroupMembers } from './compile-filter.ts';
import { decideWhoCounts } from './decide-who-counts.ts';
import { mergeFilterRules, parseFilterRules } from './merge-filter-rules.ts';
import { whoWouldThisHit, whoWouldThisPatternHit } from './who-would-this-hit.ts';

function aUser(facts: Partial<DirectoryUser> = {}): DirectoryUser {
  return {
    entraTenantId: asId('tenant'),
    entraObjectId: asId('u1'),
    accountEnabled: true,
    userType: 'Member',
    displayName: 'Ann Berg',
    givenName: null,
    surname: null,
    mail: 'ann@contoso.com',
    userPrincipalName: 'ann@contoso.com',
    proxyAddresses: [],
    otherMails: [],
    jobTitle: null,
    department: null,
    companyName: null,
    officeLocation: null,
    businessPhones: [],
    mobilePhone: null,
    countryCode: null,
    licenseCount: 1,
    mailboxKind: 'user',
    isResourceAccount: false,
    createdAt: null,
    presence: 'present',
    ...facts,
  };
}

const named = (local: string, facts: Partial<DirectoryUser> = {}): DirectoryUser =>
  aUser({ userPrincipalName: `${local}@contoso.com`, mail: `${local}@contoso.com`, displayName: local, ...facts });

const all: UserFilterRules = {
  ...defaultUserFilterRules,
  excludeUnlicensed: true,
  customPatterns: ['^ext-'],
  excludedGroupIds: ['g-out'],
  includedGroupIds: ['g-in'],
};
const groups: GroupMembers = new Map([
  ['g-out', new Set(['out', 'both'])],
  ['g-in', new Set(['u1', 'both'])],
]);

const reasonOf = (user: DirectoryUser, rules: UserFilterRules = defaultUserFilterRules, members = groups) =>
  compileFilter(rules, members)(user, usableAddress(user))?.reason ?? null;

describe('which directory users count', () => {
  const rows: [string, Partial<DirectoryUser>, string | null][] = [
    ['an ordinary member counts', {}, null],
    ['a disabled account', { accountEnabled: false }, 'account_disabled'],
    ['an account of unknown state counts', { accountEnabled: null }, null],
    ['no mail and no user principal name', { mail: null, userPrincipalName: null }, 'missing_identity'],
    ['names that are no addresses', { mail: 'ann', userPrincipalName: 'ann@contoso' }, 'missing_identity'],
    ['a bad UPN with a good mail counts', { userPrincipalName: 'ann' }, null],
    ['a guest by user type', { userType: 'Guest' }, 'guest_user'],
    [
      'a guest without mail, by #EXT#',
      { userType: null, mail: null, userPrincipalName: 'ann_x.com#EXT#@contoso.onmicrosoft.com' },
      'guest_user',
    ],
    ['a member whose name holds #EXT# counts', { userPrincipalName: 'ann_x.com#EXT#@contoso.onmicrosoft.com' }, null],
    ['a shared mailbox', { mailboxKind: 'shared' }, 'shared_or_resource'],
    ['a room', { mailboxKind: 'room' }, 'shared_or_resource'],
    ['equipment', { mailboxKind: 'equipment' }, 'shared_or_resource'],
    ['a resource account', { isResourceAccount: true }, 'shared_or_resource'],
    ['an unlicensed account', { licenseCount: 0 }, 'unlicensed'],
    ['an account of unknown licence counts', { licenseCount: null }, null],
    ['a service account', { userPrincipalName: 'svc-backup@contoso.com' }, 'service_account'],
    ['a custom pattern', { mail: 'ext-ann@contoso.com' }, 'tenant_custom_pattern'],
    ['a member of an excluded group', { entraObjectId: asId('both') }, 'excluded_group'],
    ['not a member of an included group', { entraObjectId: asId('u2') }, 'not_in_included_group'],
  ];
  test.each(rows)('%s', (_, facts, reason) => expect(reasonOf(aUser(facts), all)).toBe(reason));

  test('the first reason wins, in the order of the design', () => {
    const everything = aUser({
      accountEnabled: false,
      mail: null,
      userPrincipalName: null,
      userType: 'Guest',
      mailboxKind: 'room',
      licenseCount: 0,
      displayName: 'svc-backup',
      entraObjectId: asId('out'),
    });
    const repairs: Partial<DirectoryUser>[] = [
      { accountEnabled: true },
      { mail: 'svc-ext@contoso.com', userPrincipalName: 'ext-svc@contoso.com' },
      { userType: 'Member' },
      { mailboxKind: 'user' },
      { licenseCount: 1 },
      { displayName: 'Ann', mail: 'ann@contoso.com', userPrincipalName: 'ext-ann@contoso.com' },
      { userPrincipalName: 'ann@contoso.com' },
      { entraObjectId: asId('u2') },
    ];
    let user = everything;
    const seen = [reasonOf(user, all)];
    for (const repair of repairs) {
      user = { ...user, ...repair };
      seen.push(reasonOf(user, all));
    }
    expect(seen).toEqual(exclusionReasons);
  });

  test('by default guests, shared mailboxes and machines are left out, unlicensed people are not', () => {
    expect(reasonOf(aUser({ licenseCount: 0 }))).toBeNull();
    expect(reasonOf(aUser({ userType: 'Guest' }))).toBe('guest_user');
    expect(reasonOf(aUser({ userType: 'Guest' }), { ...all, excludeGuests: false })).toBeNull();
  });

  test('a guest taken in still needs an address', () => {
    const guest = aUser({ userType: 'Guest', mail: null, userPrincipalName: 'a_x.com#EXT#@contoso.onmicrosoft.com' });
    expect(reasonOf(guest, { ...defaultUserFilterRules, excludeGuests: false })).toBe('missing_identity');
  });

  test('a group that could not be read excludes nobody and is named', () => {
    const rules = { ...defaultUserFilterRules, includedGroupIds: ['g-in', 'g-lost'], excludedGroupIds: ['g-gone'] };
    const result = decideWhoCounts({
      users: [aUser({ entraObjectId: asId('u9') })],
      rules,
      override: null,
      groupMembers: groups,
    });
    expect(result.included).toHaveLength(1);
    expect(result.unknowns.unreadGroupIds).toEqual(['g-gone', 'g-lost']);
  });

  test('everyone is in exactly one list, with the rule in words, and unknown facts are counted', () => {
    const users = [
      aUser(),
      aUser({ userType: null, licenseCount: null }),
      named('svc-backup'),
      aUser({ mailboxKind: 'room' }),
    ];
    const result = decideWhoCounts({ users, rules: defaultUserFilterRules, override: null, groupMembers: new Map() });
    expect(result.included).toEqual(users.slice(0, 2));
    expect(result.excluded.map(({ rule }) => rule)).toEqual([
      'Service account: the name "svc-backup" begins with "svc".',
      'Shared mailboxes, rooms and equipment are left out (room).',
    ]);
    expect(result.unknowns).toMatchObject({ userType: 1, licenseCount: 1, accountEnabled: 0 });
  });

  test('the order of users changes nothing', () => {
    const users = [aUser(), named('svc-x'), aUser({ userType: 'Guest' }), aUser({ licenseCount: 0 }), named('noreply')];
    fc.assert(
      fc.property(fc.shuffledSubarray(users, { minLength: users.length }), (shuffled) => {
        const result = decideWhoCounts({ users: shuffled, rules: all, override: null, groupMembers: groups });
        for (const { user, reason } of result.excluded) expect(reasonOf(user, all)).toBe(reason);
        expect(result.included.length + result.excluded.length).toBe(users.length);
      }),
    );
  });
});

describe('machines and people', () => {
  test.each(
    `svc-backup svc_sql svc.print svcbackup svc SVC-Backup sa_sql sa-backup srv-exchange system-mailer system backup-svc noreply
     no-reply no_reply do-not-reply donotreply noreply-invoices invoices-noreply ne-pas-repondre nicht-antworten no-responder nao-responda
     niet-beantwoorden service-account serviceaccount1 dienstkonto compte-service cuenta-de-servicio mailer-daemon postmaster
     scanner scan scanner-2ndfloor scan2mail scan-to-email copier printer3 reception-printer mfp-01 kopierer drucker fax
     bot jira-bot chatbot automation automation-hr hr-automation backup veeam break-glass testuser1
     healthmailbox1a2b3c sync_dc01_0a1b2c3d4e5f msol_0a1b2c3d4e5f`
      .trim()
      .split(/\s+/),
  )('%s is a machine', (local) => expect(reasonOf(named(local))).toBe('service_account'));

  test.each(
    `dana.abbott talbot johan.botha cabot bottomley jan.bot robotham svetlana sven.co salvador sa.smith s.avery samsa
     systema noreen.reply replyn info sales reception admin it-service service-desk customer.service automata.k
     scanlon printzess copierre faxon backus testa mfanelo robert botero abbot tabot hr support`
      .trim()
      .split(/\s+/),
  )('%s is a person or a team', (local) => expect(reasonOf(named(local))).toBeNull());

  test.each([
    ['Dana Abbott', 'd.abbott'],
    ['Tim Talbot', 'tim'],
    ['Pieter Botha', 'pbotha'],
    ['Robotics Ltd', 'robotics'],
    ['Cabot Services', 'cabot'],
    ['Automation Partners', 'office'],
    ['Customer Service', 'service'],
  ])('%s stays a person', (displayName, local) => expect(reasonOf(named(local, { displayName }))).toBeNull());

  test('nobody is a machine for the domain behind the @', () => {
    const upn = 'ann@noreply-robotics-automation.com';
    expect(reasonOf(aUser({ userPrincipalName: upn, mail: upn }))).toBeNull();
  });

  test('a surname that is a machine word is believed when the directory says that it is the surname', () => {
    const jan = named('bot', { displayName: 'Jan Bot', givenName: 'Jan', surname: 'Bot' });
    const peter = named('drucker', { displayName: 'Peter Drucker', givenName: 'Peter', surname: 'Drucker' });
    expect([reasonOf(jan), reasonOf(peter)]).toEqual([null, null]);
    expect(reasonOf(named('sa-khan', { displayName: 'Sara Khan', givenName: 'Sara', surname: 'Khan' }))).toBeNull();
  });

  test('a display name can give a machine away', () => {
    const upn = 'a1b2c3@contoso.com';
    const is = (displayName: string) => reasonOf(aUser({ userPrincipalName: upn, mail: null, displayName }));
    expect(is('On-Premises Directory Synchronization Service Account')).toBe('service_account');
    expect(is('SVC Backup')).toBe('service_account');
    expect(is('Contoso No-Reply')).toBe('service_account');
    expect(is('Finance Shared Mailbox')).toBeNull();
  });

  test('the words "shared mailbox" count only when the source does not tell the mailbox kind', () => {
    expect(reasonOf(named('finance', { displayName: 'Finance Shared Mailbox', mailboxKind: null }))).toBe(
      'service_account',
    );
  });

  test('the rule can be switched off', () => {
    expect(reasonOf(named('svc-backup'), { ...defaultUserFilterRules, excludeServiceAccounts: false })).toBeNull();
  });
});

describe('overrides and the spellings of the PSA', () => {
  test('only the keys present are replaced, lists included', () => {
    const merged = mergeFilterRules(all, { customPatterns: [], excludeGuests: false });
    expect(merged).toEqual({ ...all, customPatterns: [], excludeGuests: false });
    expect(mergeFilterRules(all, null)).toBe(all);
  });

  test('reads the key names of user_filter_config', () => {
    expect(
      parseFilterRules({
        version: 1,
        memberUsersOnly: 'true',
        licensedUsersOnly: 1,
        excludeGroupIds: ['a'],
        includeGroupIds: ['b'],
        exclusionPatterns: ['^x'],
        excludeUpnPatterns: ['^y'],
        deactivateExcludedContacts: true,
        importSharedMailboxes: false,
      }),
    ).toEqual({
      ok: true,
      rules: {
        excludeGuests: true,
        excludeUnlicensed: true,
        excludedGroupIds: ['a'],
        includedGroupIds: ['b'],
        customPatterns: ['^x', '^y'],
        inactivateExcluded: true,
        excludeSharedAndResource: true,
      },
    });
  });

  test.each([
    [{ exclusionPattern: ['x'] }, '"exclusionPattern" is not a filter setting.'],
    [{ excludeGuests: 'yes' }, '"excludeGuests" has to be true or false.'],
    [{ customPatterns: '^x' }, '"customPatterns" has to be a list of texts.'],
    [{ version: 2 }, 'Filter settings of version 2 are newer than this Concord.'],
    [[], 'The filter settings are not an object.'],
  ])('%j is refused', (raw, sentence) => expect(parseFilterRules(raw)).toEqual({ ok: false, sentence }));

  test('a pattern that may not be saved is refused with its settings', () => {
    expect(parseFilterRules({ customPatterns: ['(a+)+'] })).toMatchObject({ ok: false });
  });

  test('a stored pattern that cannot be used is an error, never "no filter"', () => {
    expect(() => compileFilter({ ...defaultUserFilterRules, customPatterns: ['('] })).toThrow(
      /not a regular expression/,
    );
  });
});

describe('who would this rule hit?', () => {
  const users = [
    aUser(),
    named('ext-bob', { entraObjectId: asId('u2') }),
    aUser({ userType: 'Guest', entraObjectId: asId('u3') }),
  ];

  test('names the people and the rule, and nobody else', () => {
    const hits = whoWouldThisPatternHit('^ext-', users);
    expect(hits.ok && hits.newlyExcluded.map(({ user, rule }) => [user.entraObjectId, rule])).toEqual([
      ['u2', 'Your pattern "^ext-" fits the user principal name ext-bob@contoso.com.'],
    ]);
  });

  test('compares proposed rules with those in force', () => {
    const proposed = { ...defaultUserFilterRules, excludeGuests: false, customPatterns: ['^ext-'] };
    const hits = whoWouldThisHit({ users, current: defaultUserFilterRules, proposed, groupMembers: new Map() });
    expect(hits).toMatchObject({ ok: true, sentence: '1 more left out and 1 taken in again, of 3.' });
  });

  test('answers with the reason when the pattern may not be saved', () => {
    expect(whoWouldThisPatternHit('(x+)+', users)).toMatchObject({ ok: false });
  });
});
