import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bigramDice } from './bigram-dice.ts';
import { e164 } from './phone.ts';

describe('bigramDice', () => {
  test('counts distinct shared pairs, as the PSA does', () => {
    expect(bigramDice('contoso ltd', 'contoso inc')).toBeCloseTo(0.7, 4);
    expect(bigramDice('night', 'nacht')).toBeCloseTo(0.25, 4);
  });

  test('is symmetric, bounded, and 1 for equal names', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (left, right) => {
        const dice = bigramDice(left, right);
        expect(dice).toBe(bigramDice(right, left));
        expect(dice >= 0 && dice <= 1).toBe(true);
        expect(bigramDice(left, left)).toBe(left === '' ? 0 : 1);
      }),
    );
  });
});

describe('e164 makes one spelling of a number', () => {
  test.each([
    ['+44 (0)20 7946 0000', null, '+442079460000'],
    ['020 7946 0000', 'GB', '+442079460000'],
    ['0044 20 7946 0000', null, '+442079460000'],
    ['(425) 555-0100', 'US', '+14255550100'],
    ['+1 425-555-0100 x12', null, '+14255550100'],
    ['tel:+49-89-636-48018', 'US', '+498963648018'],
    ['06 12345678', 'nl', '+31612345678'],
    ['020 7946 0000', null, '02079460000'],
    ['020 7946 0000', 'XX', '02079460000'],
    ['4711', 'DE', '4711'],
    ['n/a', 'DE', null],
    ['', null, null],
  ])('%s in %s is %s', (number, country, expected) => expect(e164(number, country)).toBe(expected));
});
