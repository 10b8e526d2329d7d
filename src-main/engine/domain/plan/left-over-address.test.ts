import { describe, expect, test } from 'vitest';
import { aContact } from '../../../../test/builders/people.ts';
import { contactFacts } from '../contact.ts';
import type { FieldChange } from '../planned-change.ts';
import { isPutBack, leftOverAddress } from './left-over-address.ts';

const oldAddress = 'ann@alder.example';
const newAddress = 'ann.oak@alder.example';
const email: FieldChange = { field: 'email', from: newAddress, to: oldAddress };
const additional = (from: string[], to: string[]): FieldChange => ({ field: 'additionalEmails', from, to });
const contact = (primary: string | null, others: string[]) =>
  contactFacts(aContact({ email: primary, additionalEmails: others }));

describe('after a primary address was put back', () => {
  test('the one it was changed from is taken away, whatever its letter case', () => {
    const now = contact(oldAddress, ['Ann.Oak@Alder.example', 'bills@alder.example']);
    const restored = [email, additional([oldAddress, 'bills@alder.example'], ['bills@alder.example'])];
    expect(leftOverAddress(restored, now)).toEqual([
      additional(['Ann.Oak@Alder.example', 'bills@alder.example'], ['bills@alder.example']),
    ]);
  });

  test.each<[string, readonly FieldChange[], ReturnType<typeof contact>]>([
    ['it was additional before', [email, additional([oldAddress], [newAddress])], contact(oldAddress, [newAddress])],
    [
      'somebody added another one since',
      [email, additional([oldAddress], [])],
      contact(oldAddress, [newAddress, 'x@y.example']),
    ],
    ['it is not there', [email, additional([oldAddress], [])], contact(oldAddress, [])],
    ['the primary was not put back', [email, additional([oldAddress], [])], contact(newAddress, [newAddress])],
    ['no primary was restored', [additional([oldAddress], [])], contact(oldAddress, [newAddress])],
  ])('nothing is taken away where %s', (_why, restored, now) => {
    expect(leftOverAddress(restored, now)).toEqual([]);
  });
});

test('a contact is put back when all but the additional addresses agrees', () => {
  const name: FieldChange = { field: 'fullName', from: 'Ann Oak', to: 'Ann Ashe' };
  const now = { ...contact(oldAddress, [newAddress]), fullName: 'Ann Ashe' };
  expect(isPutBack([name, email, additional([oldAddress], [])], now)).toBe(true);
  expect(isPutBack([name, email], { ...now, fullName: 'Ann Edited' })).toBe(false);
});
