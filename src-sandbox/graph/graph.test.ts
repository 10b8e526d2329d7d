import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../sandbox.ts';
import type { SandboxTenant } from '../scenarios/world.ts';
import { customerToken, graphAll, graphGet, readJson, rowsOf, signIn, type Tokens } from '../test-client.ts';

let sandbox: Sandbox;
let tokens: Tokens;
let tenant: SandboxTenant;
let token: string;

beforeAll(async () => {
  sandbox = await startSandbox({ scenario: 'harbor-it' });
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
  await sandbox.control('reset');
  tokens = await signIn(sandbox.info);
  tenant = sandbox.state().world.tenants[0] as SandboxTenant; // harbor-it has 24
  token = await customerToken(sandbox.info, tokens, tenant.entraTenantId);
});

const get = (path: string, headers: Record<string, string> = {}) =>
  graphGet(sandbox.info, token, { url: path, headers });
const codeOf = (body: Record<string, unknown>): unknown =>
  (body['error'] as Record<string, unknown> | undefined)?.['code'];
const idsOf = (rows: { id: string }[]): string[] =>
  rows.map((row) => row.id).sort((left, right) => left.localeCompare(right));
const planned = (): string[] => idsOf(tenant.users);

describe('whose people', () => {
  it('are decided by the token alone: a home token shows the MSP, a customer token that customer', async () => {
    const home = await graphGet(sandbox.info, tokens.access_token, '/v1.0/users?$top=999');
    expect(idsOf(rowsOf(home))).toEqual(idsOf(sandbox.state().world.partner.directory.users));
    expect(idsOf(rowsOf(await get('/v1.0/users?$top=999')))).toEqual(planned());
  });

  it('stay hidden without a token, with a forged one, and with an expired one', async () => {
    expect((await readJson(await fetch(`${sandbox.info.graph.url}/v1.0/users`))).status).toBe(401);
    expect(codeOf((await graphGet(sandbox.info, `${token.slice(0, -4)}AAAA`, '/v1.0/users')).body)).toBe(
      'InvalidAuthenticationToken',
    );
    await sandbox.control('identity.accessTokenSeconds', { seconds: 0 });
    const expired = await customerToken(sandbox.info, tokens, tenant.entraTenantId);
    expect((await graphGet(sandbox.info, expired, '/v1.0/users')).status).toBe(401);
  });

  it.each(['gdap.terminate', 'gdap.removeRoles', 'gdap.roleMissing'])(
    'are refused with 403 after %s, also to a token issued before',
    async (verb) => {
      await sandbox.control(verb, { tenant: tenant.entraTenantId });
      const refused = await get('/v1.0/users');
      expect([refused.status, codeOf(refused.body)]).toEqual([403, 'Authorization_RequestDenied']);
    },
  );
});

describe('reading users', () => {
  it.each([1, 7, 100, 999])('gives everybody exactly once with $top=%i', async (top) => {
    if (top === 1) tenant = sandbox.state().world.tenants.at(-1) as SandboxTenant;
    token = await customerToken(sandbox.info, tokens, tenant.entraTenantId);
    const { rows, pages } = await graphAll(sandbox.info, token, `/v1.0/users?$top=${top}&$select=id`);
    expect(idsOf(rows)).toEqual(planned());
    expect(pages).toBe(Math.ceil(tenant.users.length / top));
  });

  it('loses and repeats nobody when people come and go between pages', async () => {
    const first = await get('/v1.0/users?$top=200&$select=id');
    const leaver = rowsOf(first)[0]?.id ?? '';
    await sandbox.control('directory.deleteUser', { tenant: tenant.entraTenantId, user: leaver });
    await sandbox.control('directory.addUser', { tenant: tenant.entraTenantId, person: { displayName: 'Late Comer' } });
    const rest = await graphAll(sandbox.info, token, String(first.body['@odata.nextLink']));
    const seen = idsOf([...rowsOf(first), ...rest.rows]).filter((id) => id !== leaver);
    expect(seen).toEqual(planned());
  });

  it('also works through short and empty pages', async () => {
    await sandbox.control('graph.shortPages');
    const { rows, pages } = await graphAll(sandbox.info, token, '/v1.0/users?$top=300');
    expect(idsOf(rows)).toEqual(planned());
    expect(pages).toBeGreaterThan(4);
  });

  it('returns the default properties without $select, and only the selected ones with it', async () => {
    const plain = rowsOf(await get('/v1.0/users?$top=1'))[0] ?? {};
    expect(Object.keys(plain)).not.toContain('accountEnabled');
    const selected = rowsOf(await get('/v1.0/users?$top=1&$select=displayName,accountEnabled,proxyAddresses'))[0] ?? {};
    expect(new Set(Object.keys(selected))).toEqual(new Set(['accountEnabled', 'displayName', 'id', 'proxyAddresses']));
  });

  it.each([
    ['$top=0', 400],
    ['$top=1000', 400],
    ['$skip=10', 400],
    ['$orderby=displayName', 400],
    ['$select=nonsense', 400],
    ['$select=mailboxSettings', 501],
    ['$filter=contains(displayName,%27a%27)', 400],
    ['$filter=assignedLicenses/$count ne 0', 400],
  ])('refuses %s with %i', async (query, status) => {
    expect((await get(`/v1.0/users?${query}`)).status).toBe(status);
  });

  it('never shows what only Exchange knows', async () => {
    const { rows } = await graphAll(sandbox.info, token, '/v1.0/users?$top=999&$select=id,isResourceAccount,userType');
    expect(rows.some((row) => 'mailboxType' in row)).toBe(false);
    expect((await get('/v1.0/users?$select=mailboxType')).status).toBe(400);
  });

  it('counts in plain text, and only with ConsistencyLevel', async () => {
    const url = `${sandbox.info.graph.url}/v1.0/users/$count`;
    const counted = await fetch(url, { headers: { authorization: `Bearer ${token}`, consistencylevel: 'eventual' } });
    expect(counted.headers.get('content-type')).toContain('text/plain');
    expect(Number(await counted.text())).toBe(tenant.users.length);
    expect((await get('/v1.0/users/$count')).status).toBe(400);
  });

  it('finds one person by id or UPN, and says 404 for nobody', async () => {
    const user = tenant.users[3];
    expect((await get(`/v1.0/users/${user?.id}`)).body['displayName']).toBe(user?.displayName);
    expect((await get(`/v1.0/users/${user?.userPrincipalName}`)).body['id']).toBe(user?.id);
    expect(codeOf((await get('/v1.0/users/nobody@example.com')).body)).toBe('Request_ResourceNotFound');
  });
});

describe('delta', () => {
  const select = 'displayName,mail,accountEnabled,userPrincipalName,jobTitle';
  const firstRound = async () => {
    const round = await graphAll(sandbox.info, token, `/v1.0/users/delta?$select=${select}`);
    return { ...round, link: String(round.last.body['@odata.deltaLink']) };
  };
  const verb = (name: string, user: string | undefined, more: Record<string, unknown> = {}) =>
    sandbox.control(name, { tenant: tenant.entraTenantId, user, ...more });

  it('gives everybody in the first round, nobody in the second, and leaves unset properties out', async () => {
    const round = await firstRound();
    expect(idsOf(round.rows)).toEqual(planned());
    expect(round.pages).toBeGreaterThan(1);
    const untitled = tenant.users.find((user) => user.jobTitle === null);
    expect(Object.keys(round.rows.find((row) => row.id === untitled?.id) ?? {})).not.toContain('jobTitle');
    const second = await graphGet(sandbox.info, token, round.link);
    expect(rowsOf(second)).toEqual([]);
    expect(second.body['@odata.deltaLink']).toBeTypeOf('string');
  });

  it('tells who was renamed, disabled, deleted, restored and added since', async () => {
    const round = await firstRound();
    const [renamed, disabled, deleted, gone, restored] = tenant.users.filter(
      (user) => user.accountEnabled === true && user.mailboxType === 'user',
    );
    await verb('directory.renameUser', renamed?.id, { surname: 'Newname' });
    await verb('directory.disableUser', disabled?.id);
    await verb('directory.deleteUser', deleted?.id);
    await verb('directory.deleteUser', gone?.id, { permanently: true });
    await verb('directory.deleteUser', restored?.id);
    await verb('directory.restoreUser', restored?.id);
    const added = (await sandbox.control('directory.addUser', {
      tenant: tenant.entraTenantId,
      person: { displayName: 'Ada New' },
    })) as { id: string };
    const rows = new Map(rowsOf(await graphGet(sandbox.info, token, round.link)).map((row) => [row.id, row]));
    expect(rows.size).toBe(6);
    expect(String(rows.get(renamed?.id ?? '')?.['displayName'])).toContain('Newname');
    expect(rows.get(disabled?.id ?? '')?.['accountEnabled']).toBe(false);
    expect(rows.get(deleted?.id ?? '')).toEqual({ '@removed': { reason: 'changed' }, id: deleted?.id });
    expect(rows.get(gone?.id ?? '')).toEqual({ '@removed': { reason: 'deleted' }, id: gone?.id });
    expect(rows.get(restored?.id ?? '')?.['@removed']).toBeUndefined();
    expect(rows.get(added.id)?.['displayName']).toBe('Ada New');
    const bin = rowsOf(await get('/v1.0/directory/deletedItems/microsoft.graph.user'));
    expect(bin.map((row) => row.id)).toContain(deleted?.id);
    expect(bin.map((row) => row.id)).not.toContain(gone?.id);
  });

  it('sends only what changed with return=minimal, nulls included', async () => {
    const round = await firstRound();
    const user = tenant.users.find((candidate) => candidate.jobTitle !== null);
    await verb('directory.changeUser', user?.id, { changes: { jobTitle: null } });
    const minimal = await graphGet(sandbox.info, token, { url: round.link, headers: { prefer: 'return=minimal' } });
    expect(rowsOf(minimal)).toEqual([{ id: user?.id, jobTitle: null }]);
  });

  it('has no row for a change to a property that was not selected', async () => {
    const round = await firstRound();
    await verb('directory.changeUser', tenant.users[0]?.id, { changes: { city: 'Oslo' } });
    expect(rowsOf(await graphGet(sandbox.info, token, round.link))).toEqual([]);
  });

  it('expires as 410 with an empty token to start again from, or as 400 syncStateNotFound', async () => {
    const round = await firstRound();
    await sandbox.control('graph.expireDelta');
    const gone = await graphGet(sandbox.info, token, round.link);
    expect(gone.status).toBe(410);
    expect(rowsOf(await graphGet(sandbox.info, token, gone.headers.get('location') ?? '')).length).toBeGreaterThan(0);
    const again = await firstRound();
    await sandbox.control('graph.expireDelta', { as: '400' });
    const lost = await graphGet(sandbox.info, token, again.link);
    expect([lost.status, codeOf(lost.body)]).toEqual([400, 'syncStateNotFound']);
  });

  it.each(['$top=10', '$orderby=displayName', '$filter=accountEnabled eq true'])('refuses %s', async (option) => {
    const refused = await get(`/v1.0/users/delta?${option}`);
    expect([refused.status, codeOf(refused.body)]).toEqual([400, 'Request_UnsupportedQuery']);
  });

  it('starts from now with $deltatoken=latest', async () => {
    const latest = await get('/v1.0/users/delta?$deltatoken=latest');
    expect(rowsOf(latest)).toEqual([]);
    await verb('directory.renameUser', tenant.users[0]?.id, { surname: 'Later' });
    expect(rowsOf(await graphGet(sandbox.info, token, String(latest.body['@odata.deltaLink'])))).toHaveLength(1);
  });

  it('may replay rows and mention strangers when asked to be noisy', async () => {
    await sandbox.control('graph.deltaNoise');
    const round = await firstRound();
    expect(round.rows.length).toBe(tenant.users.length + 2);
    expect(new Set(round.rows.map((row) => row.id)).size).toBe(tenant.users.length + 1);
  });
});

describe('discovery', () => {
  const home = (path: string) => graphGet(sandbox.info, tokens.access_token, path);

  it('lists the customers each source knows', async () => {
    const count = async (path: string): Promise<number> =>
      (await graphAll(sandbox.info, tokens.access_token, path)).rows.length;
    const known = (source: SandboxTenant['sources'][number]): number =>
      sandbox.state().world.tenants.filter((candidate) => candidate.sources.includes(source)).length;
    expect(await count('/v1.0/tenantRelationships/delegatedAdminRelationships?$top=10')).toBe(24);
    expect(await count('/v1.0/tenantRelationships/delegatedAdminCustomers')).toBe(24);
    expect(await count('/v1.0/contracts')).toBe(known('contracts'));
    expect(await count('/beta/tenantRelationships/managedTenants/tenants')).toBe(known('lighthouse'));
  });

  it('filters relationships by status and drops terminated customers from the customer list', async () => {
    await sandbox.control('gdap.terminate', { tenant: tenant.entraTenantId });
    expect(
      rowsOf(await home("/v1.0/tenantRelationships/delegatedAdminRelationships?$filter=status eq 'active'")),
    ).toHaveLength(23);
    expect(rowsOf(await home('/v1.0/tenantRelationships/delegatedAdminCustomers'))).toHaveLength(23);
  });

  it('knows no Lighthouse in v1.0, no users in Lighthouse, and nothing at all for an MSP that is not onboarded', async () => {
    expect((await home('/v1.0/tenantRelationships/managedTenants/tenants')).status).toBe(400);
    expect((await home('/beta/tenantRelationships/managedTenants/users')).status).toBe(400);
    sandbox.state().world.partner.lighthouseOnboarded = false;
    const refused = await home('/beta/tenantRelationships/managedTenants/tenants');
    expect(JSON.stringify(refused.body)).toContain('Request not applicable to target tenant.');
  });

  it('shows the partner lists to no customer token', async () => {
    expect((await get('/v1.0/tenantRelationships/delegatedAdminCustomers')).status).toBe(403);
    expect(rowsOf(await get('/v1.0/contracts'))).toEqual([]);
  });

  it('puts only verified domains in the organization', async () => {
    const [organization] = (await get('/v1.0/organization')).body['value'] as {
      verifiedDomains: { name: string; isDefault: boolean }[];
    }[];
    expect(organization?.verifiedDomains.map((domain) => domain.name)).toEqual(tenant.verifiedDomains);
    expect(organization?.verifiedDomains.find((domain) => domain.isDefault)?.name).toBe(tenant.defaultDomain);
  });
});

describe('groups and batches', () => {
  it('follows nested groups in transitiveMembers and not in members', async () => {
    const pemberton = sandbox
      .state()
      .world.tenants.find((candidate) => candidate.displayName.startsWith('Pemberton')) as SandboxTenant;
    const theirs = await customerToken(sandbox.info, tokens, pemberton.entraTenantId);
    const groups = rowsOf(await graphGet(sandbox.info, theirs, '/v1.0/groups'));
    const outer = groups.find((group) => group['displayName'] === 'Contractors');
    const members = async (kind: string) =>
      rowsOf(await graphGet(sandbox.info, theirs, `/v1.0/groups/${outer?.id}/${kind}/microsoft.graph.user?$select=id`));
    expect(await members('members')).toEqual([]);
    const nested = await members('transitiveMembers');
    expect(nested).toHaveLength(2);
    const check = await readJson(
      await fetch(`${sandbox.info.graph.url}/v1.0/users/${nested[0]?.id}/checkMemberGroups`, {
        method: 'POST',
        headers: { authorization: `Bearer ${theirs}` },
        body: JSON.stringify({ groupIds: [outer?.id] }),
      }),
    );
    expect(check.body['value']).toEqual([outer?.id]);
  });

  it('answers a batch part by part and refuses one of twenty-one', async () => {
    const post = async (count: number) =>
      readJson(
        await fetch(`${sandbox.info.graph.url}/v1.0/$batch`, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}` },
          body: JSON.stringify({
            requests: Array.from({ length: count }, (_, id) => ({
              id: String(id),
              method: 'GET',
              url: id === 0 ? '/organization' : id === 1 ? '/users/$count' : '/nonsense',
              headers: { ConsistencyLevel: 'eventual' },
            })),
          }),
        }),
      );
    const { responses } = (await post(3)).body as { responses: { id: string; status: number; body: unknown }[] };
    const byId = new Map(responses.map((part) => [part.id, part]));
    expect(byId.get('0')?.status).toBe(200);
    expect(Number(byId.get('1')?.body)).toBe(tenant.users.length);
    expect(byId.get('2')?.status).toBe(400);
    expect((await post(21)).status).toBe(400);
    expect(sandbox.requests().some((request) => request.write)).toBe(false);
  });
});

describe('trouble', () => {
  it('throttles as often as asked, with seconds, a date or nothing, on the named path only', async () => {
    await sandbox.control('graph.throttleNext', { count: 2, retryAfterSeconds: 7, path: '/users' });
    await sandbox.control('graph.throttleNext', { count: 1, retryAfterSeconds: 7, style: 'date', path: '/users' });
    expect((await get('/v1.0/organization')).status).toBe(200);
    for (const expected of ['7', '7']) {
      const throttled = await get('/v1.0/users');
      expect([throttled.status, throttled.headers.get('retry-after'), codeOf(throttled.body)]).toEqual([
        429,
        expected,
        'TooManyRequests',
      ]);
    }
    expect(Date.parse((await get('/v1.0/users')).headers.get('retry-after') ?? '')).toBeGreaterThan(Date.now());
    expect((await get('/v1.0/users')).status).toBe(200);
  });

  it.each([
    ['htmlLogin', 200],
    ['badGateway', 502],
    ['truncatedJson', 200],
  ])('can answer with %s', async (kind, status) => {
    await sandbox.control('graph.answerNextWith', { kind });
    const odd = await fetch(`${sandbox.info.graph.url}/v1.0/users`, { headers: { authorization: `Bearer ${token}` } });
    expect(odd.status).toBe(status);
    const body = await odd.text();
    expect(() => JSON.parse(body) as unknown).toThrow();
  });

  it('empties, halves and restores a directory without a tombstone, and swaps domains', async () => {
    const round = await graphAll(sandbox.info, token, '/v1.0/users/delta?$select=id');
    const everybody = tenant.users.length;
    await sandbox.control('directory.emptyTenant', { tenant: tenant.entraTenantId });
    expect(rowsOf(await get('/v1.0/users'))).toEqual([]);
    expect(rowsOf(await graphGet(sandbox.info, token, String(round.last.body['@odata.deltaLink'])))).toEqual([]);
    await sandbox.control('directory.restoreTenant', { tenant: tenant.entraTenantId });
    await sandbox.control('directory.halveTenant', { tenant: tenant.entraTenantId });
    expect((await graphAll(sandbox.info, token, '/v1.0/users')).rows).toHaveLength(Math.ceil(everybody / 2));
    const other = sandbox.state().world.tenants[1];
    await sandbox.control('directory.swapDomains', { tenant: tenant.entraTenantId, with: other?.entraTenantId });
    expect(JSON.stringify((await get('/v1.0/organization')).body)).toContain('harrowvalleycu.org');
  });
});
