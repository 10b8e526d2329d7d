/** Phone sets: read from the directory in a form the PSA takes, and merged without losing what people typed. */

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aPhone } from '../../../../test/builders/people.ts';
import { e164 } from '../text/phone.ts';
import { createPhoneReader, isPlainlySame, readCommon } from './phone-reader.ts';
import { mergePhones, readPhones } from './phone-set.ts';

const read = createPhoneReader();
const source = (businessPhones: string[], mobilePhone: string | null = null, countryCode: string | null = null) => ({
  businessPhones,
  mobilePhone,
  countryCode,
});

describe('reading', () => {
  test.each([
    ['+1 (206) 555-0100', null, '+12065550100', null],
    ['+44 (0)20 7946 0000', null, '+442079460000', null],
    ['020 7946 0000', 'GB', '+442079460000', null],
    ['0044 20 7946 0000', null, '+442079460000', null],
    ['+44 20 7946 0123, ext: 7', null, '+442079460123', '7'],
    ['+1 206 555 0100 x45', null, '+12065550100', '45'],
    ['+27 11 555\u20110199', null, '+27115550199', null],
    ['555-0100', null, '5550100', null],
    ['4711', null, '4711', null],
  ])('%j in %s is %s ext. %s', (...[raw, country, number, extension]) => {
    expect(readPhones(source([raw], null, country), read).phones[0]).toMatchObject({ number, extension });
  });

  test.each(['n/a', '-', '12', '+', '1234567890123456789'])('%j is left out, and the words say so', (raw) => {
    const { phones, words } = readPhones(source([raw]), read);
    expect(phones).toEqual([]);
    expect(words.join()).toMatch(/left out/);
  });

  test('a number whose signs the PSA would refuse is cleaned, and the words say so', () => {
    const { words } = readPhones(source(['+44 20 7946 0123, ext: 7']), read);
    expect(words).toEqual(['the number "+44 20 7946 0123, ext: 7" is written as +442079460123']);
  });

  test('business numbers are work, the first is the default, the mobile number once', () => {
    const { phones } = readPhones(
      source(['+1 206 555 0100', '+12065550100', '+1 206 555 0101'], '+1 206-555-0101'),
      read,
    );
    expect(phones.map(({ number, type, isDefault }) => [number, type, isDefault])).toEqual([
      ['+12065550100', 'work', true],
      ['+12065550101', 'work', false],
    ]);
  });

  test('whatever the directory holds, every number is one that the PSA takes', () => {
    void fc.assert(
      fc.property(
        fc.array(fc.string({ unit: fc.constantFrom(...'+0123456789 ()-./xé:;,‑ext#') }), { maxLength: 4 }),
        (numbers) => {
          const { phones } = readPhones(source(numbers), read);
          for (const { number, extension } of phones) {
            expect(number).toMatch(/^(\+\d{7,15}|\d{4,15})$/);
            if (extension !== null) expect(extension).toMatch(/^\d{1,10}$/);
          }
          expect(phones.filter(({ isDefault }) => isDefault)).toHaveLength(Math.min(1, phones.length));
        },
      ),
    );
  });
});

describe('merging', () => {
  test('a number in another spelling is the same number: nothing to write', () => {
    const existing = [aPhone('(206) 555-0100', { isDefault: true })];
    expect(mergePhones(existing, source(['+1 206 555 0100'], null, 'US'), read).phones).toBeNull();
    expect(mergePhones([aPhone('+12065550100')], source(['+1 206 555 0100']), read).phones).toBeNull();
  });

  test('a new number is added; manual numbers, labels, extensions and the default stay', () => {
    const manual = [
      aPhone('+1 206 555 0900', { type: null, customType: 'Cabin', extension: '12' }),
      aPhone('+1 206 555 0901', { type: 'home', isDefault: true }),
    ];
    const merged = mergePhones(manual, source(['+1 206 555 0100']), read).phones;
    expect(merged?.slice(0, 2)).toEqual(manual);
    expect(merged?.[2]).toMatchObject({ number: '+12065550100', type: 'work', isDefault: false });
  });

  test.each([
    [[]],
    [[aPhone('+1 206 555 0900')]],
    [[aPhone('+1 206 555 0900', { isDefault: true }), aPhone('+1 206 555 0901', { isDefault: true })]],
  ])('a written set has exactly one default', (existing) => {
    const merged = mergePhones(existing, source(['+1 206 555 0100'], '+1 206 555 0101'), read).phones;
    expect(merged?.filter(({ isDefault }) => isDefault)).toHaveLength(1);
    expect(merged?.[0]?.isDefault).toBe(true);
  });

  test('two extensions behind one switchboard are two numbers', () => {
    const existing = [aPhone('+12065550100', { extension: '12', isDefault: true })];
    expect(mergePhones(existing, source(['+1 206 555 0100 x45']), read).phones).toHaveLength(2);
    expect(mergePhones(existing, source(['+1 206 555 0100']), read).phones).toBeNull();
  });

  test('merging twice adds nothing the second time', () => {
    void fc.assert(
      fc.property(
        fc.array(fc.constantFrom('+1 206 555 0100', '+44 20 7946 0000 x3', '555 0100', '+1 (206) 555-0100', 'n/a')),
        (numbers) => {
          const once =
            mergePhones([aPhone('+1 206 555 0900', { isDefault: true })], source(numbers), read).phones ?? [];
          if (once.length > 0) expect(mergePhones(once, source(numbers), read).phones).toBeNull();
        },
      ),
    );
  });
});

describe('numbers of a simple plan', () => {
  test('are read without the numbering plans exactly as with them', () => {
    const codes = [
      '1',
      '27',
      '31',
      '33',
      '34',
      '41',
      '44',
      '45',
      '46',
      '47',
      '48',
      '61',
      '351',
      '353',
      '7',
      '39',
      '49',
      '55',
    ];
    const separated = fc.tuple(
      fc.constantFrom(...codes),
      fc.string({ unit: fc.constantFrom(...'0123456789 -'), minLength: 6, maxLength: 13 }),
    );
    void fc.assert(
      fc.property(separated, ([code, rest]) => {
        const number = `+${code} ${rest}`;
        const common = readCommon(number);
        if (common !== null) expect(common).toBe(e164(number, null));
      }),
      { numRuns: 3000 },
    );
    expect(readCommon('+1 206 555 0100')).toBe('+12065550100');
    expect(readCommon('+44 (0)20 7946 0000')).toBeNull();
  });
});

describe('plainly the same number', () => {
  test.each([
    ['+1 206-555.0100', '+12065550100', true],
    ['020 7946/0000', '02079460000', true],
    ['+1 206 555 0100', '+1 206 555 0101', false],
    ['+1 206 555 0100', '12065550100', false],
    ['+1 206 555 0100', '+1 206 555 010', false],
    ['+44 (0)20 7946 0000', '+44 (0)20 7946 0000', false],
    ['+1 206 555 0100 x4', '+1 206 555 0100 x4', false],
    ['555+0100', '555+0100', false],
    ['', '', false],
    ['+', '+', false],
  ])('%j and %j: %j', (left, right, same) => {
    expect(isPlainlySame(left, right)).toBe(same);
    expect(isPlainlySame(right, left)).toBe(same);
  });

  test('never says so of two numbers that dial differently', () => {
    const digits = fc.string({ unit: fc.constantFrom(...'+0123 -./('), maxLength: 12 });
    void fc.assert(
      fc.property(digits, digits, (left, right) => {
        if (isPlainlySame(left, right)) expect(read(left, null)).toBe(read(right, null));
      }),
    );
  });
});
