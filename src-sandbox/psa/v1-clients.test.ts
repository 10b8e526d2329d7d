/** The v1 client routes: silent keys, the column trap, names, the inactive cascade. And the contact report routes. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CLIENT_A, CLIENT_B, contactId, contactSeed, psaSeed, startTestPsa, type TestPsa } from './test-psa.ts';

let psa: TestPsa;

beforeEach(async () => {
  psa = await startTestPsa(
    psaSeed([
      contactSeed({ contact_name_id: contactId(1), email: 'ann@alder.example', role: 'CFO' }),
      contactSeed({ contact_name_id: contactId(2), email: 'bob@alder.example', is_inactive: true }),
    ]),
  );
});
afterEach(() => psa.close());

const put = (body: unknown) => psa.call(`PUT /api/v1/clients/${CLIENT_A}`, { body });

describe('clients', () => {
  test('a create keeps known keys, drops the rest without a word and prefixes the url', async () => {
    const answer = await psa.call('POST /api/v1/clients', {
      body: {
        client_name: 'Cedar Ltd',
        billing_cycle: 'monthly',
        url: 'cedar.example',
        entra_tenant_id: contactId(3),
        phone_no: '+15550100000',
        properties: { website: 'cedar.example', domain: 'cedar.example', emailDomain: 'cedar.example' },
      },
    });
    expect(answer.status).toBe(201);
    expect(answer.body.data).toMatchObject({
      url: 'https://cedar.example',
      entra_tenant_id: null,
      properties: { website: 'https://cedar.example' },
      logoUrl: null,
    });
    expect('domain' in answer.body.data.properties).toBe(false);
    expect('phone_no' in answer.body.data).toBe(false);
  });

  test.each(['phone_no', 'address'])('%s in an update is a 500 INTERNAL_CONFIGURATION', async (key) => {
    const answer = await put({ [key]: '1' });
    expect([answer.status, answer.body.error.code]).toEqual([500, 'INTERNAL_CONFIGURATION']);
  });

  test('properties are overwritten whole', async () => {
    await put({ properties: { industry: 'Law', website: 'https://alder.example' } });
    expect((await put({ properties: { industry: 'Music' } })).body.data.properties).toEqual({ industry: 'Music' });
  });

  test('a second client of the same name is a 409 with the database detail; another case is another name', async () => {
    const body = { client_name: 'Alder Ltd', billing_cycle: 'monthly' };
    const answer = await psa.call('POST /api/v1/clients', { body });
    expect([answer.status, answer.body.error.code]).toEqual([409, 'CONFLICT']);
    expect(answer.body.error.details).toContain('client_name');
    expect((await psa.call('POST /api/v1/clients', { body: { ...body, client_name: 'ALDER Ltd' } })).status).toBe(201);
  });

  test('name and billing cycle are required', async () => {
    expect((await psa.call('POST /api/v1/clients', { body: { client_name: 'X' } })).status).toBe(400);
    expect((await psa.call('POST /api/v1/clients', { body: { billing_cycle: 'monthly' } })).status).toBe(400);
  });

  test('making a client inactive takes its contacts along, making it active brings nobody back', async () => {
    const states = () => psa.psa.state().contacts.map((row) => row.is_inactive);
    await put({ is_inactive: true });
    expect(states()).toEqual([true, true]);
    await put({ is_inactive: false });
    expect(states()).toEqual([true, true]);
  });

  test('deleting a client leaves its contacts without one', async () => {
    expect((await psa.call(`DELETE /api/v1/clients/${CLIENT_A}`)).status).toBe(204);
    expect(psa.psa.state().contacts.map((row) => row.client_id)).toEqual([null, null]);
    expect((await psa.call(`GET /api/v1/clients/${CLIENT_A}`)).status).toBe(404);
  });

  test('lists filter, sort and page', async () => {
    const answer = await psa.call('GET /api/v1/clients?sort=client_id&order=asc&limit=1&page=2');
    expect(answer.body.data[0].client_id).toBe(CLIENT_B);
    expect(answer.body.pagination).toMatchObject({ total: 2, totalPages: 2, hasPrev: true, hasNext: false });
    expect((await psa.call('GET /api/v1/clients?client_name=birch')).body.pagination.total).toBe(1);
    expect((await psa.call('GET /api/v1/clients?sort=phone_no')).status).toBe(500);
    expect((await psa.call(`GET /api/v1/clients/${CLIENT_A}/contacts`)).body.pagination.total).toBe(2);
  });
});

describe('contact reports', () => {
  test('search leaves inactive people out unless asked, and also looks at the client name', async () => {
    const names = async (query: string) => {
      const answer = await psa.call(`GET /api/v1/contacts/search?${query}`);
      return answer.body.data.map((row: { email: string }) => row.email);
    };
    expect(await names('query=alder')).toEqual(['ann@alder.example']);
    expect(await names('query=alder&include_inactive=true')).toHaveLength(2);
    expect(await names('query=cfo&fields=role')).toEqual(['ann@alder.example']);
    expect((await psa.call('GET /api/v1/contacts/search')).status).toBe(400);
  });

  test('export ignores include_inactive and refuses fields', async () => {
    const answer = await psa.call('GET /api/v1/contacts/export?include_inactive=true');
    expect(answer.text.split('\n')).toHaveLength(2);
    expect(answer.text).toMatch(
      /^"ID","Full Name","Email","Phone","Phone Type","Role","Client","Inactive","Created At"/,
    );
    expect((await psa.call('GET /api/v1/contacts/export?fields=email')).status).toBe(400);
    expect((await psa.call('GET /api/v1/contacts/export?format=json')).body).toHaveLength(1);
  });

  test('stats count', async () => {
    const { data } = (await psa.call('GET /api/v1/contacts/stats')).body;
    expect(data).toMatchObject({ total_contacts: 2, active_contacts: 1, contacts_by_role: { CFO: 1 } });
  });
});
