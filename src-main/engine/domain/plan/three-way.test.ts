/** Three-way compare and staleness: what may still be sent, what is there already, and where somebody else decided. */
import { describe, expect, test } from 'vitest';
import { aContact, aPhone, fabrikamId } from '../../../../test/builders/people.ts';
import { type ContactFacts, contactFacts } from '../contact.ts';
import type { FieldChange } from '../planned-change.ts';
import { planStaleness } from './staleness.ts';
import { compareThreeWays } from './three-way.ts';

const base = contactFacts(
  aContact({
    role: 'Clerk',
    phones: [aPhone('+12065550100', { isDefault: true })],
    additionalEmails: ['annie@home.example'],
  }),
);
const role: FieldChange = { field: 'role', from: 'Clerk', to: 'Manager' };
const email: FieldChange = { field: 'email', from: 'ann.lee@contoso.example', to: 'ann.hill@contoso.example' };

describe('compared three ways', () => {
  test('now as the plan saw it: every field is sent', () => {
    expect(compareThreeWays(base, [role, email], base)).toEqual({ kind: 'apply', fields: [role, email] });
  });

  test('now as the plan wants it: nothing is sent', () => {
    expect(compareThreeWays(base, [role], { ...base, role: 'Manager' })).toEqual({ kind: 'alreadyThere' });
  });

  test('one field is there already: only the other is sent', () => {
    expect(compareThreeWays(base, [role, email], { ...base, role: 'Manager' })).toEqual({
      kind: 'apply',
      fields: [email],
    });
  });

  test('somebody wrote something else: conflict, with all three values, and nothing is sent', () => {
    expect(compareThreeWays(base, [role, email], { ...base, role: 'Director' })).toEqual({
      kind: 'conflict',
      fields: [{ field: 'role', base: 'Clerk', intended: 'Manager', current: 'Director' }],
    });
  });

  test('the contact went to another client: conflict, whatever is written', () => {
    expect(compareThreeWays(base, [role], { ...base, clientId: fabrikamId })).toMatchObject({
      kind: 'conflict',
      fields: [{ field: 'clientId' }],
    });
    expect(compareThreeWays(base, [], { ...base, clientId: null })).toMatchObject({ kind: 'conflict' });
  });

  const harmless: [string, Partial<ContactFacts>][] = [
    ['a field that the plan does not touch', { fullName: 'Annie Lee', isInactive: true, phones: [] }],
    ['letter case of the address', { email: 'Ann.Lee@Contoso.example', additionalEmails: ['ANNIE@home.example'] }],
    ['spaces around the role', { role: ' Clerk ' }],
  ];
  test.each(harmless)('%s does not conflict', (_what, change) => {
    expect(compareThreeWays(base, [role, email], { ...base, ...change })).toEqual({
      kind: 'apply',
      fields: [role, email],
    });
  });

  test('order and spelling of phones do not conflict; another number does', () => {
    const before: ContactFacts = {
      ...base,
      phones: [aPhone('+12065550100', { isDefault: true }), aPhone('+12065550101')],
    };
    const change: FieldChange = {
      field: 'phones',
      from: before.phones,
      to: [...before.phones, aPhone('+12065550102')],
    };
    const reordered = {
      ...before,
      phones: [aPhone('+1 206 555 0101'), aPhone('+1 (206) 555-0100', { isDefault: true })],
    };
    expect(compareThreeWays(before, [change], reordered)).toEqual({ kind: 'apply', fields: [change] });
    const added = { ...before, phones: [...before.phones, aPhone('+12065550199')] };
    expect(compareThreeWays(before, [change], added)).toMatchObject({
      kind: 'conflict',
      fields: [{ field: 'phones' }],
    });
  });
});

describe('staleness', () => {
  const person = {
    displayName: 'Ann Lee',
    accountState: 'enabled',
    address: 'ann.lee@contoso.example',
    userPrincipalName: null,
    jobTitle: null,
    phones: [],
  } as const;
  const contact = aContact({ ...base });

  test('a row without a base is always fresh', () => {
    expect(planStaleness({ action: 'create', base: null, fields: [], person }, null)).toEqual({ kind: 'fresh' });
  });

  test('a contact that is gone makes the row stale, in words', () => {
    expect(planStaleness({ action: 'update', base, fields: [role], person }, null)).toMatchObject({
      kind: 'stale',
      sentence: expect.stringMatching(/gone/),
    });
  });

  test('a conflict makes the row stale and names the field', () => {
    expect(planStaleness({ action: 'update', base, fields: [role], person }, { ...contact, role: 'Director' })).toEqual(
      {
        kind: 'stale',
        sentence: 'Changed in the PSA since the plan was made: role.',
      },
    );
  });

  test('an update that somebody made already is there', () => {
    expect(planStaleness({ action: 'update', base, fields: [role], person }, { ...contact, role: 'Manager' })).toEqual({
      kind: 'alreadyThere',
    });
  });

  test('a link needs the address by which the contact was found', () => {
    const link = { action: 'link', base, fields: [], person } as const;
    expect(planStaleness(link, contact)).toEqual({ kind: 'fresh' });
    expect(planStaleness(link, { ...contact, email: 'other@contoso.example' })).toMatchObject({ kind: 'stale' });
  });
});
