/** The v1 contact routes over real HTTP: strict bodies, addresses, the promote rule, pages without a tie-breaker. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type Answer,
  CLIENT_A,
  CLIENT_B,
  contactId,
  contactSeed,
  psaSeed,
  startTestPsa,
  type TestPsa,
} from './test-psa.ts';

let psa: TestPsa;
const ann = contactId(1);

beforeEach(async () => {
  psa = await startTestPsa(
    psaSeed([
      contactSeed({
        contact_name_id: ann,
        email: 'ann@alder.example',
        full_name: 'Ann Alder',
        additional_email_addresses: [
          {
            contact_additional_email_address_id: contactId(801),
            email_address: 'a.alder@alder.example',
            canonical_type: 'work',
            display_order: 0,
          },
        ],
      }),
      contactSeed({
        contact_name_id: contactId(2),
        email: 'Ben@Birch.example',
        client_id: CLIENT_B,
        is_inactive: true,
      }),
    ]),
  );
});
afterEach(() => psa.close());

const put = (body: unknown) => psa.call(`PUT /api/v1/contacts/${ann}`, { body });
const additionalOf = (answer: Answer): string[] =>
  answer.body.data.additional_email_addresses.map((row: { email_address: string }) => row.email_address);

describe('creating', () => {
  test('a new contact is answered 201 with the read shape', async () => {
    const answer = await psa.call('POST /api/v1/contacts', {
      body: { full_name: ' Cara ', email: ' CARA@alder.example ', client_id: CLIENT_A },
    });
    expect(answer.status).toBe(201);
    expect(answer.body.data).toMatchObject({
      full_name: 'Cara',
      email: 'cara@alder.example',
      client_name: 'Alder Ltd',
      primary_email_type: 'work',
      entra_object_id: null,
      phone_numbers: [],
      client_inactive: false,
    });
    expect('entra_tenant_id' in answer.body.data).toBe(false);
  });

  test('an unknown key such as entra_object_id is a 400 VALIDATION_ERROR with issues', async () => {
    const answer = await psa.call('POST /api/v1/contacts', {
      body: { full_name: 'X', email: 'x@x.example', entra_object_id: contactId(7) },
    });
    expect(answer.status).toBe(400);
    expect(answer.body.error.code).toBe('VALIDATION_ERROR');
    expect(answer.body.error.details[0]).toMatchObject({ code: 'unrecognized_keys', keys: ['entra_object_id'] });
  });

  test('malformed JSON counts as an empty body: validation error on create, no-op with a new updated_at on update', async () => {
    expect((await psa.call('POST /api/v1/contacts', { body: '{"full_name":' })).status).toBe(400);
    psa.clock.now += 1000;
    const answer = await psa.call(`PUT /api/v1/contacts/${ann}`, { body: '{oops' });
    expect(answer.status).toBe(200);
    expect(answer.body.data).toMatchObject({
      full_name: 'Ann Alder',
      updated_at: new Date(psa.clock.now).toISOString(),
    });
  });

  test('an address that any contact of the workspace has is a 409 that does not say who', async () => {
    for (const email of ['ann@alder.example', 'A.Alder@alder.example']) {
      const answer = await psa.call('POST /api/v1/contacts', { body: { full_name: 'X', email, client_id: CLIENT_B } });
      expect(answer.status).toBe(409);
      expect(answer.body.error).toEqual({
        code: 'CONFLICT',
        message: 'A contact with this email address already exists in the system',
      });
    }
  });

  test('a case variant of a stored mixed-case address slips past the exact check', async () => {
    const answer = await psa.call('POST /api/v1/contacts', { body: { full_name: 'Ben', email: 'ben@birch.example' } });
    expect(answer.status).toBe(201);
    const found = await psa.call('GET /api/v1/contacts?email=ben@birch.example');
    expect(found.body.pagination.total).toBe(2);
  });

  test('a client that is not there is a 400 BAD_REQUEST', async () => {
    const answer = await psa.call('POST /api/v1/contacts', {
      body: { full_name: 'X', email: 'x@x.example', client_id: contactId(77) },
    });
    expect([answer.status, answer.body.error.code]).toEqual([400, 'BAD_REQUEST']);
  });
});

describe('phones', () => {
  const work = (phone_number: string, is_default = true) => ({ phone_number, canonical_type: 'work', is_default });

  test('an international number becomes E.164, a national one stays as typed', async () => {
    const answer = await put({ phone_numbers: [work('+44 (0)20 7946-0018'), work('(555) 010-7788', false)] });
    expect(answer.body.data.phone_numbers.map((row: { phone_number: string }) => row.phone_number)).toEqual([
      '+442079460018',
      '(555) 010-7788',
    ]);
    expect(answer.body.data.default_phone_number).toBe('+442079460018');
  });

  test('the set is replaced whole, and an empty set empties it', async () => {
    await put({ phone_numbers: [work('+15550107788'), work('+15550107799', false)] });
    expect((await put({ phone_numbers: [work('+15550100000')] })).body.data.phone_numbers).toHaveLength(1);
    expect((await put({ phone_numbers: [] })).body.data.phone_numbers).toHaveLength(0);
  });

  test.each([
    ['no default', [work('5550107788', false)]],
    ['two defaults', [work('5550107788'), work('5550107799')]],
    ['a semicolon', [work('555 010;77')]],
    ['a non-ASCII dash', [work('555\u2013010 7788')]],
    ['no digit', [work('ext')]],
    ['both types', [{ ...work('5550107788'), custom_type: 'Desk' }]],
    ['no type', [{ phone_number: '5550107788', is_default: true }]],
    [
      'a duplicate custom label',
      [
        { phone_number: '5550107788', custom_type: 'Desk', is_default: true },
        { phone_number: '5550107799', custom_type: ' desk' },
      ],
    ],
    ['a lettered extension', [{ ...work('5550107788'), extension: 'x12' }]],
  ])('%s is refused with 400', async (_why, phone_numbers) => {
    const answer = await put({ phone_numbers });
    expect([answer.status, answer.body.error.code]).toEqual([400, 'VALIDATION_ERROR']);
  });
});

describe('changing the primary address', () => {
  const other = (email_address: string) => ({ email_address, canonical_type: 'work' });

  test('a plain change is refused', async () => {
    const answer = await put({ email: 'ann.alder@alder.example' });
    expect(answer.status).toBe(400);
    expect(answer.body.error.message).toBe('Changing primary email requires promote an additional email first');
  });

  test('rule a: the one-call rename demotes the old primary and keeps what was resent', async () => {
    const answer = await put({
      email: 'new@alder.example',
      additional_email_addresses: [other('new@alder.example'), other('a.alder@alder.example')],
    });
    expect(answer.body.data.email).toBe('new@alder.example');
    expect(additionalOf(answer)).toEqual(['a.alder@alder.example', 'ann@alder.example']);
  });

  test('rule a replaces the additional set: an address that was not resent is gone', async () => {
    const answer = await put({ email: 'new@alder.example', additional_email_addresses: [other('new@alder.example')] });
    expect(additionalOf(answer)).toEqual(['ann@alder.example']);
  });

  test('rule b: a stored additional address needs the old primary in the request', async () => {
    expect((await put({ email: 'a.alder@alder.example' })).status).toBe(400);
    const answer = await put({
      email: 'a.alder@alder.example',
      additional_email_addresses: [other('ann@alder.example')],
    });
    expect(answer.body.data.email).toBe('a.alder@alder.example');
    expect(additionalOf(answer)).toEqual(['ann@alder.example']);
  });

  test('rule c: the old primary plus a primary type is enough', async () => {
    const body = { email: 'c@alder.example', additional_email_addresses: [other('ann@alder.example')] };
    expect((await put(body)).status).toBe(400);
    const answer = await put({ ...body, primary_email_canonical_type: 'billing' });
    expect(answer.body.data).toMatchObject({ email: 'c@alder.example', primary_email_type: 'billing' });
  });

  test('a rename onto an address somebody has is a 409 and changes nothing', async () => {
    await psa.call('POST /api/v1/contacts', { body: { full_name: 'Cy', email: 'cy@alder.example' } });
    const answer = await put({ email: 'cy@alder.example', additional_email_addresses: [other('cy@alder.example')] });
    expect(answer.status).toBe(409);
    const now = await psa.call(`GET /api/v1/contacts/${ann}`);
    expect(now.body.data.email).toBe('ann@alder.example');
    expect(additionalOf(now)).toEqual(['a.alder@alder.example']);
  });

  test("an additional address that is another contact's primary is a 409", async () => {
    await psa.call('POST /api/v1/contacts', { body: { full_name: 'Cy', email: 'cy@alder.example' } });
    expect((await put({ additional_email_addresses: [other('CY@alder.example')] })).status).toBe(409);
  });

  test('null is refused, and a different case of the same address is no rename', async () => {
    const refused = await put({ email: null });
    expect([refused.status, refused.body.error.message]).toEqual([400, 'Primary email cannot be removed']);
    expect((await put({ email: 'ANN@alder.example' })).status).toBe(200);
  });
});

describe('updating and deleting', () => {
  test('a partial update leaves the rest alone, moves updated_at, and is strict', async () => {
    psa.clock.now += 5000;
    const answer = await put({ role: 'CFO' });
    expect(answer.body.data).toMatchObject({ role: 'CFO', full_name: 'Ann Alder' });
    expect(Date.parse(answer.body.data.updated_at)).toBe(psa.clock.now);
    expect((await put({ entra_sync_status: 'active' })).status).toBe(400);
    expect((await put({ role: null })).status).toBe(400);
    expect((await put({ role: '' })).body.data.role).toBeNull();
  });

  test('delete answers 204 without a body, and the contact is then a 404', async () => {
    const gone = await psa.call(`DELETE /api/v1/contacts/${ann}`);
    expect([gone.status, gone.text]).toEqual([204, '']);
    const answer = await psa.call(`GET /api/v1/contacts/${ann}`);
    expect([answer.status, answer.body.error.code]).toEqual([404, 'NOT_FOUND']);
    expect((await psa.call('GET /api/v1/contacts/not-a-uuid')).status).toBe(400);
  });
});

describe('listing', () => {
  test('limit 101 is a 400 that says so, a bad sort is a 500 INTERNAL_CONFIGURATION', async () => {
    const tooMany = await psa.call('GET /api/v1/contacts?limit=101');
    expect([tooMany.status, tooMany.body.error.message]).toEqual([400, 'Query validation failed']);
    const badSort = await psa.call('GET /api/v1/contacts?sort=phone_number');
    expect([badSort.status, badSort.body.error.code]).toEqual([500, 'INTERNAL_CONFIGURATION']);
  });

  test('the default order is created_at desc with 25 a page, and the envelope tells all', async () => {
    const answer = await psa.call('GET /api/v1/contacts');
    expect(answer.body.pagination).toEqual({
      page: 1,
      limit: 25,
      total: 2,
      totalPages: 1,
      hasNext: false,
      hasPrev: false,
    });
    expect(answer.body.meta).toEqual({ sort: 'created_at', order: 'desc', filters: {} });
  });

  test('the email filter is a substring over primary and additional addresses, where _ matches any character', async () => {
    const total = async (query: string) => (await psa.call(`GET /api/v1/contacts?${query}`)).body.pagination.total;
    expect(await total('email=A.ALDER@')).toBe(1);
    expect(await total('email=nn@alder.example')).toBe(1);
    expect(await total('email=a_n@alder.example')).toBe(1);
    expect(await total('email=nobody@alder.example')).toBe(0);
    expect(await total(`client_id=${CLIENT_B}`)).toBe(1);
    expect(await total('is_inactive=true')).toBe(1);
    expect(await total('search=birch')).toBe(1);
    expect((await psa.call('GET /api/v1/contacts?is_inactive=1')).status).toBe(400);
    expect(await total('is_active=whatever&fields=email')).toBe(2);
  });

  test('updated_from finds what changed since', async () => {
    psa.clock.now += 60_000;
    await put({ role: 'CFO' });
    const since = new Date(psa.clock.now).toISOString();
    const answer = await psa.call(`GET /api/v1/contacts?updated_from=${encodeURIComponent(since)}`);
    expect(answer.body.data.map((row: { contact_name_id: string }) => row.contact_name_id)).toEqual([ann]);
  });
});

describe('an import burst of equal created_at', () => {
  async function readAll(server: TestPsa, sort: string): Promise<string[]> {
    const ids: string[] = [];
    for (let page = 1; page <= 5; page += 1) {
      const answer = await server.call(`GET /api/v1/contacts?limit=50&page=${page}&order=asc&sort=${sort}`);
      for (const row of answer.body.data) ids.push(row.contact_name_id);
    }
    return ids;
  }

  test('loses and repeats rows under the default sort, the same way each time, and is whole by contact_name_id', async () => {
    const burst = Array.from({ length: 250 }, (_, index) =>
      contactSeed({ contact_name_id: contactId(index + 1), email: `p${index}@alder.example` }),
    );
    const server = await startTestPsa(psaSeed(burst));
    const unsafe = await readAll(server, 'created_at');
    expect(unsafe).toHaveLength(250);
    expect(new Set(unsafe).size).toBeLessThan(250);
    expect(await readAll(server, 'created_at')).toEqual(unsafe);
    expect(new Set(await readAll(server, 'contact_name_id')).size).toBe(250);
    await server.close();
  });
});
