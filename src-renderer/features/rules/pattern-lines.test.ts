import { expect, test } from 'vitest';
import { linesOf, textOf } from './pattern-lines.ts';

test('blank lines, spaces around a pattern and repeats are dropped, the order stays', () => {
  expect(linesOf('^b\n\n  ^a  \r\n^b\n')).toEqual(['^b', '^a']);
});

test('what was read back from the rules is typed text again', () => {
  expect(linesOf(textOf(['^svc-', '@test\\.']))).toEqual(['^svc-', '@test\\.']);
});
