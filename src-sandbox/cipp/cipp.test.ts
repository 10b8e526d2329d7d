import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../sandbox.ts';
import type { SandboxTenant } from '../scenarios/world.ts';
import { cippGet, tokenRequest } from '../test-client.ts';

let sandbox: Sandbox;
let tenant: SandboxTenant;
beforeAll(async () => {
  sandbox = await startSandbox({ scenario: 'harbor-it' });
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
  await sandbox.control('reset');
  tenant = sandbox.state().world.tenants[0] as SandboxTenant; // harbor-it has 24
});

type Row = Record<string, unknown>;
const get = (path: string, headers: Record<string, string> = {}) => cippGet(sandbox.info, path, headers);
const rows = async (path: string): Promise<Row[]> => JSON.parse((await get(path)).text) as Row[]; // CIPP lists are bare arrays
const idsOf = (list: Row[]): string[] =>
  list.map((row) => String(row['id'])).sort((left, right) => left.localeCompare(right));

describe('callers', () => {
  it('come in with the static token in either header, or with a client-credentials token', async () => {
    expect((await get('/api/me')).status).toBe(200);
    expect((await get('/api/me', { authorization: '', 'x-api-key': sandbox.info.cipp.token })).status).toBe(200);
    const granted = await tokenRequest(sandbox.info, sandbox.info.cipp.tenantId, {
      grant_type: 'client_credentials',
      client_id: sandbox.info.cipp.clientId,
      client_secret: sandbox.info.cipp.clientSecret,
      scope: `api://${sandbox.info.cipp.clientId}/.default`,
    });
    expect((await get('/api/me', { authorization: `Bearer ${String(granted.body['access_token'])}` })).status).toBe(
      200,
    );
  });

  it('stay out without a token (401, no body), without a role (403, text) and at the portal address (302)', async () => {
    expect(await get('/api/ListTenants', { authorization: 'Bearer wrong' })).toMatchObject({ status: 401, text: '' });
    await sandbox.control('cipp.removeRole');
    expect((await get('/api/ListTenants')).status).toBe(403);
    await sandbox.control('cipp.actAsPortal');
    const portal = await get('/api/ListTenants');
    expect([portal.status, portal.headers.get('location')]).toEqual([
      302,
      '/.auth/login/aad?post_login_redirect_uri=.referrer',
    ]);
  });

  it('may write endpoint names and query keys in any case, and are told when an endpoint does not exist', async () => {
    const canonical = await rows(`/api/ListUsers?tenantFilter=${tenant.entraTenantId}`);
    expect(await rows(`/api/listusers?TENANTFILTER=${tenant.entraTenantId}`)).toEqual(canonical);
    expect(await get('/api/tenant/list')).toMatchObject({ status: 404, text: 'Endpoint not found' });
  });
});

describe('ListTenants', () => {
  it('lists every customer and the partner as a special row', async () => {
    const list = await rows('/api/ListTenants');
    expect(list).toHaveLength(25);
    expect(list.filter((row) => row['domains'] === 'PartnerTenant')).toHaveLength(1);
    expect(list.find((row) => row['customerId'] === tenant.entraTenantId)).toMatchObject({
      defaultDomainName: tenant.defaultDomain,
      initialDomainName: tenant.initialDomain,
      Excluded: false,
    });
  });

  it('leaves excluded customers out, shows aliases, and adds the all-tenants row only when asked', async () => {
    tenant.cippExcluded = true;
    const list = await rows('/api/ListTenants?AllTenantSelector=true');
    expect(list.some((row) => row['customerId'] === tenant.entraTenantId)).toBe(false);
    expect(list[0]).toMatchObject({ customerId: 'AllTenants' });
    expect(list.some((row) => row['displayName'] === 'Gulf Coast (marine)')).toBe(true);
  });

  it('warns about customers Graph refuses', async () => {
    await sandbox.control('consent.revoke', { tenant: tenant.entraTenantId });
    const row = (await rows('/api/ListTenants')).find((candidate) => candidate['customerId'] === tenant.entraTenantId);
    expect(Number(row?.['GraphErrorCount'])).toBeGreaterThan(0);
    expect(String(row?.['LastGraphError'])).toContain('CPV');
  });
});

describe('ListUsers', () => {
  it.each(['entraTenantId', 'defaultDomain', 'initialDomain'] as const)(
    'understands tenantFilter by %s and returns everybody in one answer',
    async (property) => {
      const list = await rows(`/api/ListUsers?tenantFilter=${tenant[property]}`);
      expect(idsOf(list)).toEqual(idsOf(tenant.users));
      expect(list[0]).toHaveProperty('accountEnabled');
      expect(list[0]).toHaveProperty('primDomain.value');
    },
  );

  it('answers about the partner itself when tenantFilter is missing or misspelt', async () => {
    const own = idsOf(sandbox.state().world.partner.directory.users);
    expect(idsOf(await rows('/api/ListUsers'))).toEqual(own);
    expect(idsOf(await rows(`/api/ListUsers?tenantId=${tenant.entraTenantId}`))).toEqual(own);
  });

  it('answers [null] with 200 for a customer it does not know', async () => {
    expect(await get('/api/ListUsers?tenantFilter=00000000-0000-4000-8000-000000000000')).toMatchObject({
      status: 200,
      text: '[null]',
    });
  });

  it('fails with 500 and a plain sentence when Graph refuses', async () => {
    await sandbox.control('gdap.terminate', { tenant: tenant.entraTenantId });
    const failed = await get(`/api/ListUsers?tenantFilter=${tenant.entraTenantId}`);
    expect(failed.status).toBe(500);
    expect(failed.text).toContain('GDAP');
  });
});

describe('ListGraphRequest', () => {
  const base = () =>
    `/api/ListGraphRequest?tenantFilter=${tenant.entraTenantId}&Endpoint=users&Version=v1.0&$select=id,displayName`;
  type Answered = { Results: Row[]; Metadata: { nextLink?: string; Queued?: boolean } };
  const ask = async (path: string): Promise<Answered> => JSON.parse((await get(path)).text) as Answered; // the shape of 6.6

  it('pages by hand through nextLinks of graph.microsoft.com', async () => {
    const seen: Row[] = [];
    let next: string | undefined;
    for (let pages = 0; pages < 20; pages += 1) {
      const page = await ask(
        `${base()}&$top=150&manualPagination=true${next === undefined ? '' : `&nextLink=${encodeURIComponent(next)}`}`,
      );
      seen.push(...page.Results);
      next = page.Metadata.nextLink;
      if (next === undefined) break;
      expect(next).toMatch(/^https:\/\/graph\.microsoft\.com\/v1\.0\/users\?/);
    }
    expect(idsOf(seen)).toEqual(idsOf(tenant.users));
    expect(seen[0]).toMatchObject({ Tenant: tenant.entraTenantId, CippStatus: 'Good' });
  });

  it('follows all pages itself otherwise', async () => {
    const all = await ask(`${base()}&$top=100`);
    expect(idsOf(all.Results)).toEqual(idsOf(tenant.users));
    expect(all.Metadata.nextLink).toBeUndefined();
  });

  it('fails with 400 and a plain sentence, takes no foreign nextLink, and queues AllTenants', async () => {
    const wrong = await get(base().replace('displayName', 'nonsense'));
    expect(wrong.status).toBe(400);
    expect(wrong.text).toMatch(/^Graph Error: .*nonsense.* - Endpoint: users$/);
    expect((await get(`${base()}&nextLink=${encodeURIComponent('https://evil.example/v1.0/users')}`)).status).toBe(400);
    const queued = await ask('/api/ListGraphRequest?tenantFilter=AllTenants&Endpoint=users');
    expect([queued.Results, queued.Metadata.Queued]).toEqual([[], true]);
  });
});

describe('other lists', () => {
  it('tells shared mailboxes from people', async () => {
    const shared = await rows(
      `/api/ListMailboxes?tenantFilter=${tenant.entraTenantId}&RecipientTypeDetails=SharedMailbox`,
    );
    const expected = tenant.users.filter((user) => user.mailboxType === 'shared').map((user) => user.id);
    expect(shared.map((row) => row['ExternalDirectoryObjectId'])).toEqual(expected);
    expect(expected.length).toBeGreaterThan(0);
  });

  it('counts, lists groups, memberships, deleted people and domains', async () => {
    const filter = `tenantFilter=${tenant.entraTenantId}`;
    expect(JSON.parse((await get(`/api/ListUserCounts?${filter}`)).text)).toMatchObject({ Users: 412 });
    const [group] = await rows(`/api/ListGroups?${filter}`);
    const detail = JSON.parse((await get(`/api/ListGroups?${filter}&groupID=${String(group?.['id'])}`)).text) as {
      members: Row[];
    };
    expect(detail.members).toHaveLength(2);
    const theirs = await rows(`/api/ListUserGroups?${filter}&userId=${String(detail.members[0]?.['id'])}`);
    expect(theirs[0]).toMatchObject({ DisplayName: 'PSA - keep out' });
    await sandbox.control('directory.deleteUser', {
      tenant: tenant.entraTenantId,
      user: String(detail.members[0]?.['id']),
    });
    expect(await rows(`/api/ListDeletedItems?${filter}`)).toHaveLength(1);
    expect((await rows(`/api/ListDomains?${filter}`)).map((row) => row['id'])).toEqual(tenant.verifiedDomains);
  });
});

describe('odd answers', () => {
  it.each([
    ['errorRow', 200, 'Failed to retrieve tenants'],
    ['nullList', 200, '[null]'],
    ['emptyList', 200, '[]'],
    ['queued', 200, 'Queued'],
    ['deprecatedMessage', 200, 'deprecated'],
    ['resultsString', 200, 'Results'],
    ['graphError', 400, 'Graph Error'],
    ['htmlLogin', 200, '<html'],
    ['unauthorized', 401, ''],
    ['serverError', 500, 'error occurred'],
  ])('gives %s once, then the truth again', async (kind, status, text) => {
    await sandbox.control('cipp.answerNextWith', { kind });
    const odd = await get('/api/ListTenants');
    expect(odd.status).toBe(status);
    expect(odd.text).toContain(text);
    expect(await rows('/api/ListTenants')).toHaveLength(25);
  });
});
