import { expect, test } from 'vitest';
import { findCommands } from './find-commands.ts';

const commands = ['Tenants', 'Preflight the whole estate', 'Discover tenants'].map((label) => ({ label }));
const found = (typed: string) => findCommands(commands, typed).map((command) => command.label);

test('what begins with the first word comes before what only contains it', () => {
  expect(found('ten')).toEqual(['Tenants', 'Discover tenants']);
});

test('every word has to occur, in any order', () => {
  expect(found('estate pre')).toEqual(['Preflight the whole estate']);
});

test('nothing typed shows everything', () => {
  expect(found('  ')).toHaveLength(3);
});
