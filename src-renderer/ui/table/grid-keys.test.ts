import { expect, test } from 'vitest';
import { moveInGrid } from './grid-keys.ts';

const shape = { rows: 100, columns: 5, pageRows: 10 };
const key = (name: string, ctrlKey = false) => ({ key: name, ctrlKey, metaKey: false });

test.each([
  ['ArrowDown', false, { row: 4, column: 2 }],
  ['ArrowUp', false, { row: 2, column: 2 }],
  ['ArrowRight', false, { row: 3, column: 3 }],
  ['ArrowLeft', false, { row: 3, column: 1 }],
  ['Home', false, { row: 3, column: 0 }],
  ['End', false, { row: 3, column: 4 }],
  ['Home', true, { row: 0, column: 0 }],
  ['End', true, { row: 99, column: 4 }],
  ['PageDown', false, { row: 13, column: 2 }],
  ['PageUp', false, { row: 0, column: 2 }],
] as const)('%s (ctrl %s) moves inside the grid', (name, ctrl, place) => {
  expect(moveInGrid({ row: 3, column: 2 }, shape, key(name, ctrl))).toEqual(place);
});

test('the edges hold', () => {
  expect(moveInGrid({ row: 0, column: 0 }, shape, key('ArrowUp'))).toEqual({ row: 0, column: 0 });
  expect(moveInGrid({ row: 99, column: 4 }, shape, key('ArrowDown'))).toEqual({ row: 99, column: 4 });
});

test('Ctrl+PageDown belongs to the screen reader, other keys to the screen', () => {
  expect(moveInGrid({ row: 3, column: 2 }, shape, key('PageDown', true))).toBeNull();
  expect(moveInGrid({ row: 3, column: 2 }, shape, key('j'))).toBeNull();
});

test('an empty grid does not move', () => {
  expect(moveInGrid({ row: 0, column: 0 }, { ...shape, rows: 0 }, key('ArrowDown'))).toBeNull();
});
