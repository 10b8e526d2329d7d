/** The recorded answer shapes of AlgaPSA, as the adapter understands them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { EngineError } from '../../domain/engine-error.ts';
import type { HttpResponse } from '../../http/http-types.ts';
import { clientRow, contactRow, singleOf } from './answers.ts';
import { toClient, toContact } from './map-rows.ts';
import { parseAnswer, parseRefusal, readFailure, throwIfConnectionRefused } from './refusals.ts';

function recorded(name: string): unknown {
  const folder = join(import.meta.dirname, '../../../../test/recordings/psa');
  return JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
}

function answer(value: unknown, status = 200): HttpResponse {
  const body = { kind: 'json', value } as const;
  return { status, headers: {}, setCookies: [], body, retryAt: null, url: 'https://psa.example/api/v1/contacts' };
}

const refusals = recorded('refusals') as Record<string, { status: number; body: unknown }>;
const refusal = (name: string) => answer(refusals[name]?.body, refusals[name]?.status);
const thrownBy = (response: HttpResponse): EngineError | null => {
  try {
    throwIfConnectionRefused(response);
    return null;
  } catch (thrown) {
    return thrown as EngineError; // throwIfConnectionRefused throws nothing else
  }
};

describe('a contact', () => {
  it('keeps letter case, labels and provenance, and reads blank text as none', () => {
    const contact = toContact(parseAnswer(answer(recorded('contact')), singleOf(contactRow)).data);
    expect(contact).toMatchObject({
      fullName: 'Ann Ashe',
      email: 'Ann@Alder.example',
      additionalEmails: ['bills@alder.example'],
      role: null,
      entraObjectId: 'aaaaaaaa-0000-4000-8000-000000000001',
      updatedAt: Date.parse('2026-09-01T08:01:00Z'),
    });
    expect(contact.phones).toEqual([
      { number: '+442079460001', extension: '12', type: 'work', customType: null, isDefault: true },
      { number: '07700 900123', extension: null, type: null, customType: 'Van', isDefault: false },
    ]);
  });

  it.each(['phone_numbers', 'additional_email_addresses', 'is_inactive', 'contact_name_id'])(
    'without %s is refused, because a write would wipe or miss it',
    (field) => {
      const { data } = recorded('contact') as { data: Record<string, unknown> };
      const { [field]: _gone, ...rest } = data;
      expect(() => parseAnswer(answer({ data: rest }), singleOf(contactRow))).toThrow(/shape/);
    },
  );
});

it('a client tells both websites and its Entra mark', () => {
  const client = toClient(parseAnswer(answer(recorded('client')), singleOf(clientRow)).data);
  expect(client).toMatchObject({
    websites: ['https://alder.example', 'alder.example'],
    billingEmail: 'accounts@alder.example',
    entraTenantId: '22222222-2222-4222-8222-22222222222a',
  });
});

describe('a refusal', () => {
  it.each([
    ['middleware401', 'psa.keyRejected', /proxy/],
    ['controller401', 'psa.keyRejected', /refused the API key/],
    ['role403', 'psa.forbidden', /Cannot create contact/],
    ['product403', 'psa.editionMissing', /product or edition/],
    ['flag403', 'psa.forbidden', /master tenant/],
  ])('%s concerns the connection', (name, code, sentence) => {
    const error = thrownBy(refusal(name));
    expect(error?.code).toBe(code);
    expect(error?.message).toMatch(sentence);
  });

  it.each(['validation400', 'conflict409', 'internal500', 'throttled429'])('%s does not', (name) => {
    expect(thrownBy(refusal(name))).toBeNull();
  });

  it('of a field names the field', () => {
    expect(parseRefusal(refusal('validation400'))?.message).toBe(
      "Unrecognized key(s) in object: 'entra_object_id'; role: String must contain at most 100 character(s)",
    );
  });

  it('of a read becomes a failure with its own code', () => {
    expect(readFailure(refusal('throttled429')).code).toBe('psa.throttled');
    expect(readFailure(refusal('internal500')).code).toBe('psa.serverFailed');
    expect(readFailure(refusal('validation400')).code).toBe('psa.responseInvalid');
    expect(readFailure(answer({}, 404)).code).toBe('psa.wrongAddress');
  });
});

describe('an answer that is not the PSA’s', () => {
  const page = (status: number): HttpResponse => ({ ...answer(null, status), body: { kind: 'html', text: '<html>' } });

  it('a page is a wrong address, a gateway’s page is a server that failed', () => {
    expect(thrownBy(page(200))?.code).toBe('psa.wrongAddress');
    expect(thrownBy(page(404))?.code).toBe('psa.wrongAddress');
    expect(thrownBy(page(502))?.code).toBe('psa.serverFailed');
  });

  it('a redirect names where it leads, without its query', () => {
    const headers = { location: 'https://login.example/start?token=abc' };
    const error = thrownBy({ ...answer(null, 302), headers, body: { kind: 'empty' } });
    expect(error).toMatchObject({ code: 'psa.wrongAddress' });
    expect(error?.message).toContain('login.example');
    expect(error?.message).not.toContain('abc');
  });

  it.each([
    ['cut-off JSON', { kind: 'text', text: '{"data":[{"full_name":"Ann"' } as const],
    ['nothing', { kind: 'empty' } as const],
    ['another product’s JSON', { kind: 'json', value: { items: [] } } as const],
  ])('%s is refused without its text in the sentence', (_case, body) => {
    expect(() => parseAnswer({ ...answer(null), body }, singleOf(contactRow))).toThrow(
      expect.objectContaining({ code: 'psa.responseInvalid', message: expect.not.stringContaining('Ann') }),
    );
  });
});
