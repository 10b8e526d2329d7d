import { describe, expect, it } from 'vitest';
import type { Contact, ContactPhone } from '../../domain/contact.ts';
import { compareContact, expectedPhones, phoneKey, sendableNumber, sendablePhones } from './contact-fields.ts';

const phone = (number: string, changes: Partial<ContactPhone> = {}): ContactPhone => ({
  number,
  extension: null,
  type: 'work',
  customType: null,
  isDefault: false,
  ...changes,
});

const contact = (changes: Partial<Contact> = {}): Contact =>
  ({
    fullName: 'Ann Ashe',
    email: 'Ann@Alder.example',
    additionalEmails: [],
    phones: [],
    role: null,
    isInactive: false,
    clientId: null,
    ...changes,
  }) as Contact;

describe('a phone number on its way to the PSA', () => {
  it.each([
    ['+44 20 7946 0001', '+44 20 7946 0001'],
    ['+44–20—7946−0001', '+44-20-7946-0001'],
    ['020\u00a07946\u20090001', '020 7946 0001'],
    ['020 7946 0001; 12', '020 7946 0001 12'],
    ['(020) 7946/0001 #3', '(020) 7946/0001 #3'],
    ['＋44 ２０', '+44 20'],
  ])('%s leaves as %s', (given, sent) => {
    expect(sendableNumber(given)).toBe(sent);
    expect(sent).toMatch(/^[0-9A-Za-z+().\-#\s/]+$/);
  });

  it('always has exactly one default in a set, whatever was marked', () => {
    const defaults = (phones: ContactPhone[]) => sendablePhones(phones).map((row) => row.is_default);
    expect(defaults([phone('1111'), phone('2222')])).toEqual([true, false]);
    expect(defaults([phone('1111'), phone('2222', { isDefault: true })])).toEqual([false, true]);
    expect(defaults([phone('1111', { isDefault: true }), phone('2222', { isDefault: true })])).toEqual([true, false]);
    expect(defaults([])).toEqual([]);
  });

  it('carries a canonical type or a custom label, never both', () => {
    const rows = sendablePhones([phone('1111', { type: 'pager' }), phone('2222', { customType: 'Van', type: null })]);
    expect(rows).toMatchObject([{ canonical_type: 'other' }, { custom_type: 'Van' }]);
    expect(rows[1]).not.toHaveProperty('canonical_type');
  });

  it('without a digit is no number', () => {
    expect(sendablePhones([phone('n/a'), phone('1111')])).toHaveLength(1);
  });
});

describe('comparing what was wanted with what is there', () => {
  it('sees no difference in letter case of addresses, spelling of numbers, order and outer blanks', () => {
    const wanted = [phone('+44 (0)20 7946 0001', { isDefault: true }), phone('07700 900123', { type: 'mobile' })];
    const stored = contact({
      fullName: ' Ann Ashe ',
      phones: [phone('07700900123', { type: 'mobile' }), phone('+442079460001', { isDefault: true })],
    });
    const intended = { fullName: 'Ann Ashe', email: 'ann@alder.example', phones: expectedPhones(wanted), role: '' };
    expect(compareContact(intended, stored)).toEqual([]);
  });

  it.each([
    ['a lost extension', phone('1111', { extension: '12', isDefault: true }), phone('1111', { isDefault: true })],
    ['another type', phone('1111', { isDefault: true }), phone('1111', { type: 'mobile', isDefault: true })],
    ['another default', phone('1111', { isDefault: true }), phone('1111')],
    ['another number', phone('1111', { isDefault: true }), phone('1112', { isDefault: true })],
  ])('names %s', (_case, wanted, stored) => {
    expect(compareContact({ phones: [wanted] }, contact({ phones: [stored] }))).toMatchObject([{ field: 'phones' }]);
  });

  it('leaves fields alone that were not intended', () => {
    expect(compareContact({ role: 'Buyer' }, contact({ role: 'Buyer', fullName: 'Somebody Else' }))).toEqual([]);
  });
});

it('one number has one key in every spelling', () => {
  const spellings = ['+44 20 7946 0001', '+44 (0)20 7946 0001', '+44-20-79460001', '0044 20 7946 0001'];
  expect(new Set(spellings.map(phoneKey))).toEqual(new Set(['+442079460001']));
});
