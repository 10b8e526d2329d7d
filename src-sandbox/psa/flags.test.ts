/** The platform feature flag routes: master tenant only, their own envelope, tenant targeting. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { PSA_TENANT, psaSeed, startTestPsa, type TestPsa } from './test-psa.ts';

const BASE = '/api/v1/platform-feature-flags';
let psa: TestPsa;

beforeEach(async () => {
  psa = await startTestPsa(psaSeed([]));
});
afterEach(() => psa.close());

const call = (line: string, body?: unknown) => {
  const [method = '', path = ''] = line.split(' ');
  return psa.call(`${method} ${BASE}${path}`, { key: 'key-master', ...(body === undefined ? {} : { body }) });
};

test('ensuring the phase-1 flags creates two at rollout 0, and the second time none', async () => {
  const keys = ['entra-integration-client-sync-action', 'entra-integration-cipp'];
  const first = await call('POST ', { __action: 'ensure_entra_phase1_flags' });
  expect([first.status, first.body]).toEqual([200, { success: true, data: { createdKeys: keys, existingKeys: [] } }]);
  const second = await call('POST ', { __action: 'ensure_entra_phase1_flags' });
  expect(second.body.data).toEqual({ createdKeys: [], existingKeys: keys });
  const listed = await call('GET ?includeEntraPhase1Defaults=true');
  expect(listed.body.data[0].filters.groups[0].rollout_percentage).toBe(0);
  expect(listed.body.defaults).toEqual({ entraPhase1: keys });
});

test('a tenant is targeted by a release group and taken out again', async () => {
  const { data } = (await call('POST ', { key: 'entra-integration-ui' })).body;
  const added = await call(`POST /${data.id}/tenants`, { __action: 'add', tenantId: PSA_TENANT });
  expect(added.body.data.filters.groups.at(-1)).toEqual({
    properties: [{ key: 'tenant', operator: 'exact', type: 'person', value: [PSA_TENANT] }],
    rollout_percentage: 100,
  });
  const removed = await call(`POST /${data.id}/tenants`, { __action: 'remove', tenantId: PSA_TENANT });
  expect(removed.body.data.filters.groups).toEqual([]);
  expect((await call(`POST /${data.id}/tenants`, { __action: 'add' })).body.error).toBe('tenantId is required');
  const wrong = await call(`POST /${data.id}/tenants`, { __action: 'toggle', tenantId: PSA_TENANT });
  expect([wrong.status, wrong.body.error]).toEqual([400, '__action must be "add" or "remove"']);
});

test('a flag is read, patched, overridden by __method and deleted', async () => {
  const created = await call('POST ', { key: 'one', active: true });
  expect(created.status).toBe(201);
  const path = `/${created.body.data.id}`;
  expect((await call(`PATCH ${path}`, { active: false })).body.data).toMatchObject({ key: 'one', active: false });
  expect((await call(`POST ${path}`, { __method: 'PATCH', active: true })).body.data.active).toBe(true);
  expect((await call(`POST ${path}`, { __method: 'DELETE' })).status).toBe(200);
  expect((await call(`GET ${path}`)).status).toBe(404);
  expect((await call('POST ', { name: 'keyless' })).body).toEqual({ success: false, error: 'key is required' });
});

test('other keys, the Community Edition and an absent backend are refused in the flag envelope', async () => {
  const other = await psa.call(`GET ${BASE}`);
  expect([other.status, other.body]).toEqual([
    403,
    { success: false, error: 'Permission denied: platform feature flags require master tenant access.' },
  ]);
  expect((await psa.call(`GET ${BASE}`, { key: 'nonsense' })).status).toBe(401);
  expect((await psa.call(`GET ${BASE}`, { key: null })).body).toEqual({ error: 'Unauthorized: API key missing' });
  psa.control('psa.flagBackend', { mode: 'notConfigured' });
  expect((await call('GET ')).status).toBe(500);
  psa.control('psa.edition', { edition: 'ce' });
  expect((await call('GET ')).status).toBe(403);
});

test('an error that merely mentions a key makes ensure claim flags that are not there', async () => {
  psa.control('psa.flagBackend', { mode: 'complainsAboutKey' });
  expect((await call('POST ', { __action: 'ensure_entra_phase1_flags' })).body.data.existingKeys).toHaveLength(2);
  psa.control('psa.flagBackend', { mode: 'ready' });
  expect((await call('GET ')).body.data).toEqual([]);
});
