import { expect, test } from 'vitest';
import { secondsLeft, untilNextSecond } from './seconds-left.ts';

test.each([
  [5000, 0, 5],
  [5000, 1, 5],
  [5000, 999, 5],
  [5000, 1000, 4],
  [5000, 4999, 1],
  [5000, 5000, 0],
  [5000, 9000, 0],
])('until %i at %i, %i s are left', (endsAt, now, expected) => {
  expect(secondsLeft(endsAt, now)).toBe(expected);
});

test('the next tick comes when the number changes, not a second later', () => {
  for (const now of [0, 1, 300, 999, 1000, 4999]) {
    const later = now + untilNextSecond(5000, now);
    expect(secondsLeft(5000, later), String(now)).toBe(secondsLeft(5000, now) - 1);
    expect(secondsLeft(5000, later - 1), String(now)).toBe(secondsLeft(5000, now));
  }
});
