import { expect, test } from 'vitest';
import { formatAge, formatDuration, formatScore, formatWeight, plural } from './format.ts';

const NOW = Date.UTC(2026, 10, 23, 12);
const MINUTE_MS = 60_000;

test.each([
  [NOW - 10_000, 'just now'],
  [NOW - 2 * MINUTE_MS, '2 min ago'],
  [NOW - 3 * 60 * MINUTE_MS, '3 h ago'],
  [NOW - 72 * 60 * MINUTE_MS, '3 days ago'],
  [NOW + 15 * MINUTE_MS, 'in 15 min'],
])('a time is told by its distance from now', (at, words) => {
  expect(formatAge(at, NOW)).toBe(words);
});

test('a duration is told in its two largest units', () => {
  expect(formatDuration(12_400)).toBe('12 s');
  expect(formatDuration(185_000)).toBe('3 min 5 s');
  expect(formatDuration(2 * 3_600_000 + 5 * MINUTE_MS)).toBe('2 h 5 min');
});

test('weights carry their sign, and nothing is neither plus nor minus', () => {
  expect(formatWeight(60)).toBe('+60');
  expect(formatWeight(-4)).toBe('−4');
  expect(formatWeight(0)).toBe('0');
  expect(formatScore(-10)).toBe('−10');
});

test('one is one and the rest are many', () => {
  expect(plural(1, 'client')).toBe('1 client');
  expect(plural(0, 'person', 'people')).toBe('0 people');
});
