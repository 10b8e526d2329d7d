/** Keys, gates, roles, the three error shapes and the optional rate limit of v1. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CLIENT_A, contactId, contactSeed, psaSeed, startTestPsa, type TestPsa } from './test-psa.ts';

let psa: TestPsa;

beforeEach(async () => {
  psa = await startTestPsa(psaSeed([contactSeed({ contact_name_id: contactId(1), email: 'ann@alder.example' })]));
});
afterEach(() => psa.close());

describe('who may call', () => {
  test('without the header the edge answers a string, with a bad or empty key the controller answers an object', async () => {
    const edge = await psa.call('GET /api/v1/contacts', { key: null });
    expect([edge.status, edge.body]).toEqual([401, { error: 'Unauthorized: API key missing' }]);
    const bad = await psa.call('GET /api/v1/contacts', { key: 'nonsense' });
    expect([bad.status, bad.body]).toEqual([401, { error: { code: 'UNAUTHORIZED', message: 'Invalid API key' } }]);
    const empty = await psa.call('GET /api/v1/contacts', { key: '' });
    expect([empty.status, empty.body.error.message]).toEqual([401, 'API key required']);
  });

  test('x-tenant-id only narrows: another workspace makes the key unknown', async () => {
    const headers = { 'x-tenant-id': contactId(55) };
    expect((await psa.call('GET /api/v1/contacts', { headers })).status).toBe(401);
  });

  test.each([
    ['an expired key', 'psa.expireKey', {}],
    ['a revoked key', 'psa.revokeKey', {}],
    ['an inactive owner', 'psa.keyOwner', { active: false }],
    ['a client-portal owner', 'psa.keyOwner', { type: 'client' }],
    ['a suspended workspace', 'psa.suspendTenant', {}],
    ['a used-up key', 'psa.limitKeyUse', { callsLeft: 0 }],
  ])('%s is "Invalid API key"', async (_what, verb, args) => {
    psa.control(verb, args);
    const answer = await psa.call('GET /api/v1/contacts');
    expect([answer.status, answer.body.error.message]).toEqual([401, 'Invalid API key']);
  });

  test('a read-only key reads and may not write', async () => {
    expect((await psa.call('GET /api/v1/contacts', { key: 'key-read' })).status).toBe(200);
    const body = { full_name: 'X', email: 'x@x.example' };
    const answer = await psa.call('POST /api/v1/contacts', { key: 'key-read', body });
    expect([answer.status, answer.body.error]).toEqual([
      403,
      { code: 'FORBIDDEN', message: 'Permission denied: Cannot create contact' },
    ]);
    psa.control('psa.makeKeyReadOnly');
    const put = await psa.call(`PUT /api/v1/clients/${CLIENT_A}`, { body: {} });
    expect(put.body.error.message).toBe('Permission denied: Cannot update client');
  });

  test('one permission can be taken away by name', async () => {
    psa.control('psa.denyPermission', { resource: 'contact', action: 'delete' });
    expect((await psa.call(`DELETE /api/v1/contacts/${contactId(1)}`)).status).toBe(403);
    expect((await psa.call(`PUT /api/v1/contacts/${contactId(1)}`, { body: {} })).status).toBe(200);
  });

  test('the master key sees its own workspace, not this one', async () => {
    const answer = await psa.call('GET /api/v1/contacts', { key: 'key-master' });
    expect([answer.status, answer.body.pagination.total]).toEqual([200, 0]);
  });

  test('the product gate closes v1 but not the three report routes', async () => {
    psa.control('psa.blockProduct');
    const answer = await psa.call('GET /api/v1/contacts');
    expect([answer.status, answer.body.error.code]).toEqual([403, 'PRODUCT_ACCESS_DENIED']);
    expect((await psa.call('GET /api/v1/contacts/stats')).status).toBe(200);
  });

  test('a route that is not mounted is a page, not JSON', async () => {
    const answer = await psa.call('POST /api/v1/contacts/bulk', { body: {} });
    expect(answer.status).toBe(405);
    const missing = await psa.call('GET /api/v1/entra/links');
    expect([missing.status, missing.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
  });
});

describe('rate limiting', () => {
  test('it is off by default and says nothing', async () => {
    const answer = await psa.call('GET /api/v1/contacts');
    expect(answer.headers.get('x-ratelimit-limit')).toBeNull();
  });

  test('enforced, the bucket empties, refuses with every header, and refills with the clock', async () => {
    psa.control('psa.rateLimit', { enforce: true, burst: 2, perMinute: 60 });
    const first = await psa.call('GET /api/v1/contacts');
    expect([first.headers.get('x-ratelimit-limit'), first.headers.get('x-ratelimit-remaining')]).toEqual(['2', '1']);
    await psa.call('GET /api/v1/contacts');
    const refused = await psa.call('GET /api/v1/contacts');
    expect(refused.status).toBe(429);
    expect(refused.body.error).toMatchObject({ code: 'RATE_LIMITED', details: { retry_after_ms: 1000, remaining: 0 } });
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(refused.headers.get('x-ratelimit-reset')).not.toBeNull();
    expect((await psa.call('GET /api/v1/contacts/search?query=ann')).status).toBe(200);
    psa.clock.now += 1000;
    expect((await psa.call('GET /api/v1/contacts')).status).toBe(200);
  });
});
