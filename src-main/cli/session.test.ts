import { expect, test } from 'vitest';
import { isAttended } from './session.ts';

test.each([
  ['a terminal', { options: {}, stdout: { isTTY: true }, expected: true }],
  ['a terminal with --json', { options: { json: true }, stdout: { isTTY: true }, expected: false }],
  ['a terminal with --now', { options: { now: true }, stdout: { isTTY: true }, expected: false }],
  ['a pipe or a file', { options: {}, stdout: {}, expected: false }],
] as const)('whether somebody is there to take a one-way act back: %s', (_where, { options, stdout, expected }) => {
  expect(isAttended(options, stdout)).toBe(expected);
});
