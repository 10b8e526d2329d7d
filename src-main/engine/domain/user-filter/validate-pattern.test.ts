import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compilePattern, LONGEST_PATTERN, validatePattern } from './validate-pattern.ts';

describe('patterns that may be saved', () => {
  test.each([
    ['^svc-'],
    ['^(svc|adm|ext)[-_.]'],
    ['@external\\.contoso\\.com$'],
    ['^ext-.*@contoso\\.com$'],
    ['contractor|freelance'],
    ['^[a-z]{2}\\d{4,6}@'],
    ['^(?:test|demo)+\\d*$'],
    ['\\bintern\\b'],
    ['^(?!.*@contoso\\.com$)'],
    ['\\(extern\\)'],
    ['^a?b?c'],
    ['(foo.*)?bar'],
    ['müller'],
    ['[^a-z]x'],
    ['x{3}'],
    ['^\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}@'],
    ['^[a-z]+\\.[a-z]+-\\d+@'],
  ])('%s', (source) => expect(validatePattern(source)).toEqual({ ok: true }));
});

describe('patterns that are refused, with a sentence', () => {
  test.each([
    ['', /everybody/],
    ['(', /not a regular expression/],
    ['[a-', /not a regular expression/],
    ['*', /not a regular expression/],
    ['a'.repeat(LONGEST_PATTERN + 1), /201 characters/],
    ['(a+)+$', /repeats a group that itself repeats/],
    ['(a*)*', /repeats a group that itself repeats/],
    ['(a+){2,}', /repeats a group that itself repeats/],
    ['(?:[a-z]+\\d?)*x', /repeats a group that itself repeats/],
    ['(.*a){20}', /repeats a group that itself repeats/],
    ['((a{1,9}b?){1,9})c', /repeats a group that itself repeats/],
    ['(a|a)*b', /alternatives that can begin alike/],
    ['(a|ab)*c', /alternatives that can begin alike/],
    ['(\\w|\\d)+x', /alternatives that can begin alike/],
    ['(?:.|x)+y', /alternatives that can begin alike/],
    ['(é|ü)+x', /alternatives that can begin alike/],
    ['(x|)+y', /alternatives that can begin alike/],
    ['.*.*x', /two repeats side by side/],
    ['\\d+\\d+x', /two repeats side by side/],
    ['(?:x+)(?:x+)y', /two repeats side by side/],
    ['a*b?a*c', /two repeats side by side/],
    ['^.*a.*b.*c$', /three open repeats/],
    ['a{1,}aa*\\w\\w*!$', /three open repeats/],
    ['a+-b+-c+-d+-e+-f+-g+', /more than 6 open repeats/],
    ['(a)\\1', /refers back/],
    ['(?<x>a)\\k<x>', /refers back/],
    ['a{500}', /more than 64 times/],
    ['svc|', /fits an empty name/],
    ['.*', /fits an empty name/],
    ['x?', /fits an empty name/],
  ])('%s', (source, sentence) => {
    const verdict = validatePattern(source);
    expect(verdict.ok ? 'accepted' : verdict.sentence).toMatch(sentence);
  });
});

/** A pattern that backtracks badly takes longer than the age of the universe here; the bound only has to be finite. */
const finiteCpuMs = 10_000;

test('no accepted pattern takes for ever, even on a name made to hurt it', () => {
  const piece = fc.constantFrom(
    'a',
    'b',
    '.',
    '\\w',
    '[ab]',
    '\\d',
    '(a)',
    '(a|b)',
    '(?:ab|b)',
    '(a|ab)',
    '(a+)',
    '(a*b)',
  );
  const sign = fc.constantFrom('', '', '+', '*', '?', '{2,5}', '{1,}');
  const source = fc
    .array(fc.tuple(piece, sign), { minLength: 1, maxLength: 6 })
    .map((parts) => `${parts.map(([body, repeat]) => `${body}${repeat}`).join('')}!$`);
  fc.assert(
    fc.property(source, (pattern) => {
      fc.pre(validatePattern(pattern).ok);
      const expression = compilePattern(pattern);
      const before = process.cpuUsage();
      for (const name of ['a'.repeat(128), 'ab'.repeat(64), '1'.repeat(128)]) expression.test(name);
      expect(process.cpuUsage(before).user / 1000).toBeLessThan(finiteCpuMs);
    }),
    { numRuns: 300 },
  );
});

test('whatever the text, the answer is a verdict', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'ab|()[]{}*+?.^$\\-,1:=!<>kx') }), (source) => {
      const verdict = validatePattern(source);
      if (verdict.ok) expect(() => compilePattern(source)).not.toThrow();
      else expect(verdict.sentence.length).toBeGreaterThan(10);
    }),
    { numRuns: 2000 },
  );
});
