import { expect, test } from 'vitest';
import { intervalIn, intervalObstacle, unitOf } from './interval.ts';

test('an interval is shown in the largest unit in which it is whole', () => {
  expect([15, 90, 120, 1440, 4320].map(unitOf)).toEqual(['minutes', 'minutes', 'hours', 'days', 'days']);
  expect(intervalIn(90, 'hours')).toBe(1.5);
});

test('the bounds of the guide hold: 15 minutes to 30 days, both included', () => {
  expect(intervalObstacle(14)).toBe('At least 15 minutes.');
  expect(intervalObstacle(15)).toBeNull();
  expect(intervalObstacle(43_200)).toBeNull();
  expect(intervalObstacle(43_201)).toBe('At most 30 days.');
});

test('what is no number cannot be saved', () => {
  expect(intervalObstacle(Number.NaN)).toBe('Enter a number.');
});
