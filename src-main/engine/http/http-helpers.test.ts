/** The small readers beside the client: Retry-After, waiting times, bodies and redaction. */
import { describe, expect, it } from 'vitest';
import { parseBody } from './parse-body.ts';
import { redactedSample, redactText, redactUrl } from './redact.ts';
import { parseRetryAfter } from './retry-after.ts';
import { readRetryPolicy, retryDelayMs } from './retry-policy.ts';

describe('Retry-After', () => {
  const now = Date.parse('2026-11-23T10:00:00Z');
  it.each([
    ['17', now + 17_000],
    [' 0 ', now],
    ['Mon, 23 Nov 2026 10:02:00 GMT', now + 120_000],
    ['Mon, 23 Nov 2026 09:00:00 GMT', now],
    ['soon', null],
    ['-5', null],
    ['1.5', null],
    ['', null],
  ])('reads %j', (header, expected) => {
    expect(parseRetryAfter(header, now)).toBe(expected);
  });
  it('knows nothing without the header', () => expect(parseRetryAfter(null, now)).toBeNull());
});

describe('waiting', () => {
  const facts = { retryAt: null, now: 0, random: 1 };
  it('doubles up to its limit', () => {
    expect([1, 2, 3].map((attempt) => retryDelayMs(readRetryPolicy, attempt, facts))).toEqual([500, 1000, 2000]);
  });
  it('is jittered to no less than half', () => {
    expect(retryDelayMs(readRetryPolicy, 1, { ...facts, random: 0 })).toBe(250);
  });
  it('takes the time the server named', () => {
    expect(retryDelayMs(readRetryPolicy, 1, { ...facts, retryAt: 7_000 })).toBe(7_000);
  });
  it('gives up when the server names a time too far away, or attempts are used up', () => {
    expect(retryDelayMs(readRetryPolicy, 1, { ...facts, retryAt: 60_000 })).toBeNull();
    expect(retryDelayMs(readRetryPolicy, readRetryPolicy.maxAttempts, facts)).toBeNull();
  });
});

describe('bodies', () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  it('reads a count that carries a byte order mark', () => {
    expect(parseBody(bytes('\uFEFF42'), 'text/plain')).toEqual({ kind: 'text', text: '42' });
  });
  it('keeps a quoted string of a plain-text answer as text', () => {
    expect(parseBody(bytes('"x"'), 'text/plain')).toEqual({ kind: 'text', text: '"x"' });
  });
  it('reads JSON without a label, and tells an empty body', () => {
    expect(parseBody(bytes('[null]'), null)).toEqual({ kind: 'json', value: [null] });
    expect(parseBody(bytes(' \n'), 'application/json')).toEqual({ kind: 'empty' });
  });
});

describe('redaction', () => {
  const jwt = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.c2ln';
  it.each([
    ['form', 'grant_type=refresh_token&refresh_token=0.Aabc&client_secret=s%3Dt', '0.Aabc', 's%3Dt'],
    ['JSON', '{"token_type":"Bearer","access_token":"abc","refresh_token":"de\\"f"}', '"abc"', 'f"}'],
    ['JSON cut short', '{"refresh_token":"abcdef', 'abcdef'],
    ['header', 'Authorization: Bearer abcdefgh12345\nX: y', 'abcdefgh12345'],
    ['bearer in a sentence', 'sent Bearer abcdefgh12345', 'abcdefgh12345'],
    ['JWT', `the token ${jwt} was refused`, jwt],
    ['callback', 'http://localhost:1/?code=1.AXYZ&state=s', '1.AXYZ'],
    ['opaque blob', `refused ${'A1b2'.repeat(40)}`, 'A1b2A1b2'],
    ['API key', 'x-api-key: k_live_1', 'k_live_1'],
  ])('hides secrets in a %s', (_name, text, ...secrets) => {
    const redacted = redactText(text);
    for (const secret of secrets) expect(redacted).not.toContain(secret);
    expect(redactText(redacted)).toBe(redacted);
  });
  it('keeps what an operator needs', () => {
    const text = 'AADSTS65001: consent is missing. Trace ID: 11111111-2222-3333-4444-555555555555';
    expect(redactText(text)).toBe(text);
  });
  it('keeps only the names in a query', () => {
    expect(redactUrl('https://graph.example/v1.0/users?$skiptoken=abc&$select=id')).toBe(
      'https://graph.example/v1.0/users?$skiptoken&$select',
    );
  });
  it('cuts a sample short', () => expect(redactedSample('word '.repeat(100), 20)).toHaveLength(21));
});
