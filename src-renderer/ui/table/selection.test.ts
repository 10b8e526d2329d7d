import { expect, test } from 'vitest';
import { emptySelection, idsBetween, toggle, withAll, without } from './selection.ts';

test('toggling twice leaves the selection as it was', () => {
  expect([...toggle(toggle(emptySelection, 'a'), 'a')]).toEqual([]);
});

test('a range works in both directions and leaves out rows that are not loaded', () => {
  const idAt = (index: number) => (index === 2 ? undefined : `row-${index}`);
  expect(idsBetween(3, 1, idAt)).toEqual(['row-1', 'row-3']);
  expect(idsBetween(1, 3, idAt)).toEqual(['row-1', 'row-3']);
});

test('adding and taking away never changes the selection that was given', () => {
  const before = new Set(['a']);
  withAll(before, ['b']);
  without(before, ['a']);
  expect([...before]).toEqual(['a']);
});
