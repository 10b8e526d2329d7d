/** The server's domain normaliser and name score, with the vectors of psa.md 5.1 and 5.2. */
import { expect, test } from 'vitest';
import { bigramsOf, normaliseDomain, pairScore } from './domains.ts';

test.each([
  ['https://WWW.Contoso.com/about', 'contoso.com'],
  ['contoso.com:8443', 'contoso.com:8443'],
  ['contoso.com?x=1', 'contoso.com?x=1'],
  ['https://contoso.com/@team', null],
  ['it@contoso.com', 'contoso.com'],
  ['münchen.example', 'münchen.example'],
  ['mail.contoso.com', 'mail.contoso.com'],
  ['contoso.com.', 'contoso.com'],
  ['localhost', null],
  ['', null],
])('%s normalises to %s', (raw, domain) => {
  expect(normaliseDomain(raw)).toBe(domain);
});

test('legal suffixes are not folded and foreign letters score nothing', () => {
  const score = (a: string, b: string) => pairScore(bigramsOf(a), bigramsOf(b));
  expect(score('Contoso Ltd', 'Contoso, Inc.')).toBe(0.7);
  expect(score('Contoso', 'CONTOSO')).toBe(1);
  expect(score('東京', '東京')).toBe(0);
});
