import { expect, test } from 'vitest';
import { changeLimit, limitSentence } from './brake-limits.ts';

const limit = { ratio: 0.2, minimumPopulation: 20, number: 50 };

test('a limit says what it allows for a small client and for a larger one', () => {
  expect(limitSentence(limit)).toBe('4 of 20 or fewer, 40 of 200');
});

test('the absolute number is a ceiling over the share', () => {
  expect(limitSentence({ ...limit, minimumPopulation: 100 })).toBe('20 of 100 or fewer, 50 of 1,000');
  expect(limitSentence({ ...limit, minimumPopulation: 100, number: null })).toBe('20 of 100 or fewer, 200 of 1,000');
});

test('an emptied ceiling means no ceiling, an emptied population means nobody', () => {
  expect(changeLimit(limit, 'number', '')).toEqual({ ...limit, number: null });
  expect(changeLimit(limit, 'minimumPopulation', '')).toEqual({ ...limit, minimumPopulation: 0 });
});

test('a negative or broken number never reaches the rules', () => {
  expect(changeLimit(limit, 'number', '-3').number).toBe(0);
  expect(changeLimit(limit, 'number', '7.6').number).toBe(8);
  expect(changeLimit(limit, 'minimumPopulation', 'x').minimumPopulation).toBe(0);
});
