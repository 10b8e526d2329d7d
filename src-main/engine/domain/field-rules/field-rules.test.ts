/** Field rules (`contracts/psa.md` 5.8): configuration, names, e-mail, roles and what counts as no change at all. */
import { describe, expect, test } from 'vitest';
import { aContact, aDirectoryUser } from '../../../../test/builders/people.ts';
import { defaultFieldRules, type FieldRules } from '../rules.ts';
import { decideFields } from './decide-fields.ts';
import { parseFieldSyncConfig } from './field-sync-config.ts';
import { fullNameOf, isSameName, roleOf } from './person-name.ts';
import { createPhoneReader } from './phone-reader.ts';

const readPhone = createPhoneReader();
const withRules = (rules: Partial<FieldRules>) => ({ rules: { ...defaultFieldRules, ...rules }, readPhone });
const everything = withRules({ displayName: true, email: true, phone: true, role: true, upn: true });

describe('field_sync_config', () => {
  test.each([true, 'true', 1, '1'])('%j is on', (value) => {
    expect(parseFieldSyncConfig({ email: value })).toMatchObject({ kind: 'rules', rules: { email: true } });
  });

  test.each([false, 'false', 0, '0', null, '', 'yes', 'TRUE', 2])('%j is off', (value) => {
    expect(parseFieldSyncConfig({ email: value })).toMatchObject({ kind: 'rules', rules: { email: false } });
  });

  test.each([
    ['display_name', 'displayName'],
    ['fullName', 'displayName'],
    ['full_name', 'displayName'],
    ['mail', 'email'],
    ['phoneNumber', 'phone'],
    ['phone_number', 'phone'],
    ['mobilePhone', 'phone'],
    ['mobile_phone', 'phone'],
    ['jobTitle', 'role'],
    ['job_title', 'role'],
    ['userPrincipalName', 'upn'],
    ['user_principal_name', 'upn'],
  ])('%s is another name of %s', (alias, key) => {
    expect(parseFieldSyncConfig({ [alias]: true })).toMatchObject({ kind: 'rules', rules: { [key]: true } });
  });

  test('marking inactive is on when absent, and off only when said so', () => {
    expect(parseFieldSyncConfig({})).toMatchObject({ rules: { markInactiveWhenDisabled: true } });
    expect(parseFieldSyncConfig({ mark_inactive_when_disabled: false })).toMatchObject({
      rules: { markInactiveWhenDisabled: false },
    });
  });

  test.each([
    [{ emial: true }],
    [{ toString: true }],
    [{ email: { on: true } }],
    [['email']],
    ['email'],
    [{ email: true, mail: false }],
    [{ blankMayOverwrite: ['everything'] }],
  ])('%j is refused, not read as a default', (raw) => {
    expect(parseFieldSyncConfig(raw)).toMatchObject({ kind: 'refused' });
  });

  test('null is the empty configuration', () => {
    expect(parseFieldSyncConfig(null)).toEqual({ kind: 'rules', rules: defaultFieldRules });
  });
});

describe('rules that are off', () => {
  test('leave the local value alone, whatever the directory says', () => {
    const user = aDirectoryUser({
      displayName: 'Someone Else',
      mail: 'new@contoso.example',
      jobTitle: 'Boss',
      mobilePhone: '+1 206 555 0100',
    });
    expect(decideFields(user, aContact(), withRules({})).fields).toEqual([]);
    expect(decideFields(user, aContact(), withRules({ upn: true })).fields).toEqual([]);
  });
});

describe('names', () => {
  test.each([
    ['Ann Lee', 'Ann Lee'],
    ['ANN LEE ', 'Ann Lee'],
    ['Ann  Lee', 'Ann Lee'],
    ['Ann\u00a0Lee', 'Ann Lee'],
    ['Zoe\u0308', 'Zoë'],
  ])('%j is %j, so nothing is written', (directory, contact) => {
    expect(isSameName(directory, contact)).toBe(true);
    expect(
      decideFields(aDirectoryUser({ displayName: directory }), aContact({ fullName: contact }), everything).fields,
    ).toEqual([]);
  });

  test('an accent is a difference', () => {
    const { fields } = decideFields(
      aDirectoryUser({ displayName: 'Zoë Lee' }),
      aContact({ fullName: 'Zoe Lee' }),
      everything,
    );
    expect(fields).toEqual([{ field: 'fullName', from: 'Zoe Lee', to: 'Zoë Lee' }]);
  });

  test('a blank name never wipes one, not even where blanks may overwrite', () => {
    const rules = withRules({ displayName: true, blankMayOverwrite: ['displayName'] });
    for (const displayName of [null, '', '   '])
      expect(decideFields(aDirectoryUser({ displayName }), aContact(), rules).fields).toEqual([]);
  });

  test('the fallback chain: display name, given and surname, local part, object id', () => {
    const nameless = { displayName: ' ', givenName: 'Ann', surname: 'Lee' };
    expect(fullNameOf(aDirectoryUser(nameless), 'a@b.example')).toBe('Ann Lee');
    expect(fullNameOf(aDirectoryUser({ displayName: null }), 'ann.lee@b.example')).toBe('ann.lee');
    expect(fullNameOf(aDirectoryUser({ displayName: null }), null)).toBe('user-ann');
  });

  test('names and roles are cut to what the PSA stores', () => {
    expect(fullNameOf(aDirectoryUser({ displayName: 'x'.repeat(300) }), null)).toHaveLength(255);
    expect(roleOf('y'.repeat(300))).toHaveLength(100);
  });
});

describe('e-mail', () => {
  test('letter case and spaces are no difference', () => {
    const user = aDirectoryUser({ mail: ' Ann.Lee@Contoso.Example' });
    expect(decideFields(user, aContact(), everything).fields).toEqual([]);
  });

  test('a new address becomes primary, the old one is kept among the others', () => {
    const user = aDirectoryUser({ mail: 'Ann.Hill@contoso.example' });
    const contact = aContact({ additionalEmails: ['annie@home.example', 'ann.hill@contoso.example'] });
    expect(decideFields(user, contact, everything).fields).toEqual([
      { field: 'email', from: 'ann.lee@contoso.example', to: 'ann.hill@contoso.example' },
      {
        field: 'additionalEmails',
        from: ['annie@home.example', 'ann.hill@contoso.example'],
        to: ['annie@home.example', 'ann.lee@contoso.example'],
      },
    ]);
  });

  test('a lost mailbox does not trade a good address for the UPN', () => {
    const user = aDirectoryUser({ mail: null, userPrincipalName: 'ann@contoso.onmicrosoft.com' });
    const decided = decideFields(user, aContact(), withRules({ email: true, blankMayOverwrite: ['email'] }));
    expect(decided.fields).toEqual([]);
    expect(decided.words.join()).toMatch(/no mail address/);
  });

  test('a contact without any address gets the UPN', () => {
    const user = aDirectoryUser({ mail: null, userPrincipalName: 'ann@contoso.example' });
    expect(decideFields(user, aContact({ email: null }), everything).fields).toEqual([
      { field: 'email', from: null, to: 'ann@contoso.example' },
    ]);
  });
});

describe('roles', () => {
  test('a job title is written', () => {
    expect(
      decideFields(aDirectoryUser({ jobTitle: ' Manager ' }), aContact({ role: 'Clerk' }), everything).fields,
    ).toEqual([{ field: 'role', from: 'Clerk', to: 'Manager' }]);
  });

  test('a blank title never wipes a role, unless the operator says so', () => {
    for (const jobTitle of [null, '', ' ']) {
      expect(decideFields(aDirectoryUser({ jobTitle }), aContact({ role: 'Clerk' }), everything).fields).toEqual([]);
      const wiping = withRules({ role: true, blankMayOverwrite: ['role'] });
      expect(decideFields(aDirectoryUser({ jobTitle }), aContact({ role: 'Clerk' }), wiping).fields).toEqual([
        { field: 'role', from: 'Clerk', to: null },
      ]);
      expect(decideFields(aDirectoryUser({ jobTitle }), aContact({ role: null }), wiping).fields).toEqual([]);
    }
  });

  test('spacing is no difference', () => {
    expect(
      decideFields(aDirectoryUser({ jobTitle: 'Office  Manager' }), aContact({ role: 'Office Manager ' }), everything)
        .fields,
    ).toEqual([]);
  });
});
