import { expect, test } from 'vitest';
import { type KeyPress, keyName } from './key-names.ts';

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...more,
});

test.each([
  [press('j'), 'j'],
  [press(' '), 'Space'],
  [press('?', { shiftKey: true }), '?'],
  [press('k', { ctrlKey: true }), 'mod+k'],
  [press('k', { metaKey: true }), 'mod+k'],
  [press('Z', { ctrlKey: true, shiftKey: true }), 'mod+shift+z'],
])('%o is named %s', (pressed, name) => {
  expect(keyName(pressed)).toBe(name);
});

test('a shifted letter and anything with Alt are not ours', () => {
  expect(keyName(press('J', { shiftKey: true }))).toBe('');
  expect(keyName(press('j', { altKey: true }))).toBe('');
});
