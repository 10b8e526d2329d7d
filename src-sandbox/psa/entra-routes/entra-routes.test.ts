/** The session routes of the Entra integration: who gets in, what is mounted, mappings, runs, queue, settings. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CLIENT_A, CLIENT_B, contactId, contactSeed, psaSeed, startTestPsa, type TestPsa } from '../test-psa.ts';

const TENANT = 'aaaaaaaa-0000-4000-8000-000000000001';
const OTHER = 'aaaaaaaa-0000-4000-8000-000000000002';
const BASE = '/api/integrations/entra';

let psa: TestPsa;
let cookie: string;

beforeEach(async () => {
  psa = await startTestPsa(psaSeed([contactSeed({ contact_name_id: contactId(1), email: 'ann@alder.example' })]));
  psa.managed.push(
    { entraTenantId: TENANT, displayName: 'Alder Limited', primaryDomain: 'alder.example', sourceUserCount: 3 },
    { entraTenantId: OTHER, displayName: 'Birch Ltd.', primaryDomain: 'birch.onmicrosoft.com', sourceUserCount: 5 },
  );
  cookie = (psa.control('psa.openSession') as { cookie: string }).cookie;
});
afterEach(() => psa.close());

const call = (line: string, body?: unknown) => {
  const [method = '', path = ''] = line.split(' ');
  return psa.call(`${method} ${BASE}${path}`, {
    key: null,
    headers: { cookie },
    ...(body === undefined ? {} : { body }),
  });
};
const discover = async (): Promise<Record<string, string>> => {
  const answer = await call('POST /discovery', {});
  return Object.fromEntries(
    answer.body.data.discoveredTenants.map((row: { entraTenantId: string; managedTenantId: string }) => [
      row.entraTenantId,
      row.managedTenantId,
    ]),
  );
};

describe('signing in', () => {
  test('the form gives a session cookie for the right password and only then', async () => {
    const form = (password: string) =>
      psa.call('POST /auth/msp/signin', {
        key: null,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({
          email: 'Dana@northwind.example',
          password,
          callbackUrl: '//evil.example',
        }).toString(),
      });
    expect((await form('wrong')).status).toBe(401);
    const answer = await form('correct horse');
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/msp/dashboard']);
    expect(answer.headers.get('set-cookie')).toMatch(/^authjs\.session-token=.+; Path=\/; HttpOnly; SameSite=Lax/);
  });

  test('a page of the product sends a stranger to the form, and greets who signed in', async () => {
    expect((await psa.call('GET /msp/dashboard', { key: null })).headers.get('location')).toContain('/auth/msp/signin');
    expect((await psa.call('GET /msp/dashboard', { key: null, headers: { cookie } })).text).toContain(
      'Signed in as Dana',
    );
  });

  test('a chunked cookie works like a whole one', async () => {
    psa.control('psa.sessionSettings', { chunks: 3 });
    cookie = (psa.control('psa.openSession') as { cookie: string }).cookie;
    expect(cookie.split('; ')).toHaveLength(3);
    expect((await call('GET /mappings/preview')).status).toBe(200);
  });

  test.each([['psa.expireSession'], ['psa.revokeSession']])('%s ends the session', async (verb) => {
    expect((await call('GET /mappings/preview')).status).toBe(200);
    psa.control(verb);
    const answer = await call('GET /mappings/preview');
    expect([answer.status, answer.body]).toEqual([401, { success: false, error: 'Authentication required' }]);
  });
});

describe('the order of refusals', () => {
  test('the status route needs any x-api-key header, and a session behind it', async () => {
    const bare = await call('GET ');
    expect([bare.status, bare.body]).toEqual([401, { error: 'Unauthorized: API key missing' }]);
    const dummy = await psa.call(`GET ${BASE}`, { key: 'dummy', headers: { cookie } });
    expect([dummy.status, dummy.body.data.status]).toEqual([200, 'connected']);
    const nobody = await psa.call(`GET ${BASE}`, { key: 'dummy' });
    expect(nobody.body).toEqual({ success: false, error: 'Authentication required' });
  });

  test('each gate answers before the next', async () => {
    const verdict = async () => {
      const answer = await call('GET /mappings/preview');
      return [answer.status, answer.body.error];
    };
    psa.control('psa.lowerTier');
    expect(await verdict()).toEqual([403, 'Microsoft Entra integration is not available for this workspace.']);
    psa.control('psa.denyPermission', { resource: 'system_settings', action: 'read' });
    expect(await verdict()).toEqual([403, 'Forbidden: insufficient permissions (read)']);
    psa.control('psa.portalOperator');
    expect(await verdict()).toEqual([403, 'Forbidden']);
    psa.control('psa.expireSession');
    expect(await verdict()).toEqual([401, 'Authentication required']);
    psa.control('psa.edition', { edition: 'ce' });
    expect((await verdict())[0]).toBe(501);
    psa.control('psa.blockProduct');
    expect((await verdict())[0]).toBe(403);
  });

  test('an API key is no session here', async () => {
    expect((await psa.call(`GET ${BASE}/mappings/preview`)).status).toBe(401);
  });
});

describe('mounting', () => {
  test.each([
    'GET /mappings',
    'GET /mappings/groups',
    'GET /reconciliation-queue',
    'POST /reconciliation-queue/dismiss',
    'GET /schedule',
    'POST /sync/preflight',
    'GET /filters',
  ])('%s is a 404 page at HEAD and is served in full', async (line) => {
    const head = await call(line, line.startsWith('POST') ? {} : undefined);
    expect([head.status, head.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
    psa.control('psa.mount', { mode: 'full' });
    const full = await call(line, line.startsWith('POST') ? {} : undefined);
    expect(full.status).not.toBe(404);
  });
});

describe('connection', () => {
  test('connect is an echo that writes nothing; disconnect deactivates', async () => {
    expect((await call('POST /connect', { connectionType: 'cipp' })).body.data).toEqual({
      status: 'connected',
      connectionType: 'cipp',
    });
    expect(psa.psa.state().connection.connection_type).toBe('direct');
    await call('POST /disconnect', {});
    expect(psa.psa.state().connection).toMatchObject({ status: 'disconnected', is_active: false });
    expect((await call('POST /discovery', {})).status).toBe(400);
  });

  test('re-discovery leaves discovered_at alone, so lastDiscoveryAt goes stale; an empty answer changes nothing', async () => {
    await discover();
    const before = psa.psa.state().managedTenants;
    psa.clock.now += 3_600_000;
    await discover();
    const after = psa.psa.state().managedTenants;
    expect(after.map((row) => row.discovered_at)).toEqual(before.map((row) => row.discovered_at));
    expect(after[0]?.last_seen_at).not.toBe(before[0]?.last_seen_at);
    psa.control('psa.providerEmpty', { what: 'discovery', count: 1 });
    expect((await call('POST /discovery', {})).body.data).toEqual({ discoveredTenantCount: 0, discoveredTenants: [] });
    expect(psa.psa.state().managedTenants).toEqual(after);
  });

  test('a failed validation is stored and shown', async () => {
    psa.control('psa.validationFails', { code: 'refresh_failed' });
    expect((await call('POST /validate-direct', {})).status).toBe(400);
    const status = await psa.call(`GET ${BASE}`, { key: 'x', headers: { cookie } });
    expect(status.body.data).toMatchObject({
      status: 'validation_failed',
      lastValidationError: { code: 'refresh_failed' },
    });
    psa.control('psa.validationFails', { code: null });
    expect((await call('POST /validate-cipp', {})).body.data).toMatchObject({ valid: true, tenantCountSample: 2 });
  });
});

describe('mappings', () => {
  test('the preview auto-matches one exact domain, offers names, and writes nothing', async () => {
    await discover();
    const { data } = (await call('GET /mappings/preview')).body;
    expect(data.autoMatched).toHaveLength(1);
    expect(data.autoMatched[0]).toMatchObject({
      entraTenantId: TENANT,
      existingMapping: null,
      match: { clientId: CLIENT_A, confidenceScore: 1, reason: 'exact_domain', matchedDomain: 'alder.example' },
    });
    expect(data.fuzzyCandidates[0].candidates[0]).toMatchObject({
      clientId: CLIENT_B,
      reason: 'fuzzy_name',
      autoMatch: false,
    });
    expect(psa.psa.state().mappings).toEqual([]);
  });

  test('confirming stamps the client; a remap leaves the old stamp; unmap clears the client and keeps history', async () => {
    const ids = await discover();
    const managedTenantId = ids[TENANT];
    const confirmed = await call('POST /mappings/confirm', {
      mappings: [{ managed_tenant_id: managedTenantId, client_id: CLIENT_A }],
    });
    expect(confirmed.body.data).toEqual({ confirmedMappings: 1 });
    const remapped = await call('POST /mappings/remap', { managedTenantId, targetClientId: CLIENT_B });
    expect(remapped.body.data).toEqual({
      managedTenantId,
      targetClientId: CLIENT_B,
      status: 'remapped',
      confirmedMappings: 1,
    });
    expect(psa.psa.state().clients.map((row) => row.entra_tenant_id)).toEqual([TENANT, TENANT]);
    await call('POST /mappings/unmap', { managedTenantId });
    const { clients, mappings } = psa.psa.state();
    expect(clients.map((row) => row.entra_tenant_id)).toEqual([TENANT, null]);
    expect(mappings.map((row) => [row.mapping_state, row.is_active])).toEqual([
      ['mapped', false],
      ['mapped', false],
      ['unmapped', true],
    ]);
  });

  test('unknown tenants are skipped silently, an unknown client is an uncaught 500', async () => {
    const ids = await discover();
    const unknown = await call('POST /mappings/confirm', {
      mappings: [{ managedTenantId: contactId(5), clientId: CLIENT_A }],
    });
    expect([unknown.status, unknown.body.data]).toEqual([200, { confirmedMappings: 0 }]);
    const remap = await call('POST /mappings/remap', { managedTenantId: contactId(5), targetClientId: CLIENT_A });
    expect(remap.body.data).toMatchObject({ status: 'remapped', confirmedMappings: 0 });
    const noClient = await call('POST /mappings/confirm', {
      mappings: [{ managedTenantId: ids[TENANT], clientId: contactId(6) }],
    });
    expect([noClient.status, noClient.text]).toEqual([500, 'Internal Server Error']);
  });

  test('the refusals of confirm are 400, and create_new needs client:create', async () => {
    const ids = await discover();
    const managedTenantId = ids[TENANT];
    expect((await call('POST /mappings/confirm', '{broken')).status).toBe(400);
    expect(
      (await call('POST /mappings/confirm', { mappings: [{ managedTenantId, mappingState: 'mapped' }] })).status,
    ).toBe(400);
    const twice = {
      mappings: [
        { managedTenantId, clientId: CLIENT_A },
        { managedTenantId, clientId: CLIENT_B },
      ],
    };
    expect((await call('POST /mappings/confirm', twice)).status).toBe(400);
    psa.control('psa.denyPermission', { resource: 'client', action: 'create' });
    const create = await call('POST /mappings/confirm', {
      mappings: [{ managedTenantId, mappingState: 'create_new' }],
    });
    expect(create.status).toBe(403);
  });

  test('no client and no state means skip for now', async () => {
    const ids = await discover();
    await call('POST /mappings/confirm', { mappings: [{ managedTenantId: ids[TENANT] }] });
    expect(psa.psa.state().mappings[0]?.mapping_state).toBe('skip_for_now');
  });
});

describe('settings on a full server', () => {
  beforeEach(() => {
    psa.control('psa.mount', { mode: 'full' });
  });

  test('the interval is clamped, and a non-number is the default', async () => {
    const save = async (syncIntervalMinutes: unknown) =>
      (await call('POST /schedule', { syncEnabled: true, syncIntervalMinutes })).body.data.syncIntervalMinutes;
    expect([await save(1), await save(90_000), await save('60')]).toEqual([15, 43_200, 1440]);
    psa.control('psa.temporal', { reachable: false });
    const answer = await call('POST /schedule', { syncEnabled: false });
    expect(answer.body.data).toMatchObject({ scheduleApplied: false, syncEnabled: false });
    expect((await call('POST /schedule', {})).status).toBe(400);
  });

  test('a filter POST without config resets; a bad pattern is a 400; overrides join exclusions', async () => {
    const ids = await discover();
    const config = { exclusionPatterns: ['^x'], memberUsersOnly: true };
    expect((await call('POST /filters', { config })).body.data.config).toMatchObject(config);
    const override = { exclusionPatterns: ['^y'], memberUsersOnly: false };
    const saved = await call(`POST /filters/${ids[TENANT]}`, { override });
    expect(saved.body.data.effective).toMatchObject({ exclusionPatterns: ['^x', '^y'], memberUsersOnly: false });
    expect((await call('POST /filters', { config: { exclusionPatterns: ['('] } })).status).toBe(400);
    await call('POST /filters', {});
    expect((await call('GET /filters')).body.data.config.exclusionPatterns).toEqual([]);
    expect((await call('GET /filters/managed?managedTenantId=nobody')).status).toBe(400);
  });
});
