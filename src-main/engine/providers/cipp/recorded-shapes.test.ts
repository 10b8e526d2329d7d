/** CIPP's recorded answer shapes over real HTTP: paging, an older CIPP, and answers about somebody else. */
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asId, type EntraTenantId } from '../../../../shared/vocabulary/ids.ts';
import { silentLog } from '../../http/log.ts';
import type { DirectoryPage } from '../port.ts';
import { type CippProvider, createCippProvider } from './create-cipp-provider.ts';

const CONTOSO = asId<EntraTenantId>('22222222-2222-4222-8222-222222222222');
const { signal } = new AbortController();

type Reply = { status: number; body: string };
/** By "endpoint" or "endpoint Endpoint-parameter"; a list is answered one after the other. */
let replies: Map<string, Reply[]>;
let asked: URL[];
let server: Server;
let provider: CippProvider;

beforeEach(async () => {
  replies = new Map();
  asked = [];
  server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://cipp.invalid');
    asked.push(url);
    const name = url.pathname.replace('/api/', '');
    const graph = url.searchParams.get('Endpoint');
    const queue = replies.get(graph === null ? name : `${name} ${graph}`);
    const reply = queue && queue.length > 1 ? queue.shift() : queue?.[0];
    const { status, body } = reply ?? { status: 404, body: 'Endpoint not found' };
    const isJson = /^[[{"]/.test(body);
    response.writeHead(status, { 'content-type': isJson ? 'application/json' : 'text/plain' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  provider = createCippProvider({
    baseUrl: `http://127.0.0.1:${port}`,
    auth: { kind: 'token', token: async () => 'token' },
    http: { userAgent: 'Concord tests', proxyEnv: null, customCaFile: null },
    log: silentLog,
  });
});
afterEach(async () => {
  provider.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function recorded(name: string): Reply {
  const folder = join(import.meta.dirname, '../../../../test/recordings/cipp');
  return { status: 200, body: readFileSync(join(folder, `${name}.json`), 'utf8') };
}

async function read(): Promise<DirectoryPage[]> {
  const pages: DirectoryPage[] = [];
  for await (const page of provider.readDirectoryUsers(CONTOSO, { signal, cursor: null })) pages.push(page);
  return pages;
}

describe('ListGraphRequest', () => {
  beforeEach(() => {
    replies.set('ListGraphRequest organization', [recorded('organization')]);
  });

  it('is paged by sending nextLink back with the same question, and repeats are dropped', async () => {
    replies.set('ListGraphRequest users', [recorded('graph-users-page-1'), recorded('graph-users-page-2')]);
    const pages = await read();
    expect(pages.map((page) => [page.users.map((user) => user.displayName), page.isLast])).toEqual([
      [['Ann Ashe'], false],
      [['Cy'], true],
    ]);
    const [first, second] = asked.filter((url) => url.searchParams.get('Endpoint') === 'users');
    expect(first?.searchParams.get('Version')).toBe('v1.0');
    expect(first?.searchParams.get('manualPagination')).toBe('true');
    expect(second?.searchParams.get('nextLink')).toBe('https://graph.microsoft.com/v1.0/users?$skiptoken=two');
    expect(second?.searchParams.get('tenantFilter')).toBe(CONTOSO);
  });

  it('with a next link that never ends is stopped', async () => {
    replies.set('ListGraphRequest users', [recorded('graph-users-page-1')]);
    await expect(read()).rejects.toMatchObject({ code: 'provider.responseInvalid' });
  });

  it('about another organisation is refused before anybody is read', async () => {
    const other = recorded('organization').body.replace('"id":"22222222', '"id":"33333333');
    replies.set('ListGraphRequest organization', [{ status: 200, body: other }]);
    await expect(read()).rejects.toMatchObject({ code: 'provider.wrongTenant' });
    expect(asked.filter((url) => url.searchParams.get('Endpoint') === 'users')).toEqual([]);
  });

  it('with a row of another customer is refused', async () => {
    const page = recorded('graph-users-page-2').body.replace('"Tenant":"contoso.example"', '"Tenant":"other.example"');
    replies.set('ListGraphRequest users', [{ status: 200, body: page }]);
    await expect(read()).rejects.toMatchObject({ code: 'provider.wrongTenant' });
  });

  it('with a row without an id is refused as a whole', async () => {
    const page = recorded('graph-users-page-2').body.replace('"id":"aaaaaaaa-0000-4000-8000-000000000003",', '');
    replies.set('ListGraphRequest users', [{ status: 200, body: page }]);
    await expect(read()).rejects.toMatchObject({ code: 'provider.responseInvalid' });
  });

  it.each([
    ['counts people', '{"Users":12,"LicUsers":9,"GAs":1,"Guests":0}', /counts 12/],
    ['cannot count', '{"Users":"Not Supported"}', /does not say how many/],
  ])('with nobody, while CIPP %s, is not believed', async (_case, counts, sentence) => {
    replies.set('ListGraphRequest users', [{ status: 200, body: '{"Results":[],"Metadata":{"Endpoint":"users"}}' }]);
    replies.set('ListUserCounts', [{ status: 200, body: counts }]);
    await expect(read()).rejects.toThrow(sentence);
  });

  it('with nobody, while CIPP counts zero, is an empty directory', async () => {
    replies.set('ListGraphRequest users', [{ status: 200, body: '{"Results":[],"Metadata":{"Endpoint":"users"}}' }]);
    replies.set('ListUserCounts', [{ status: 200, body: '[{"Users":0,"LicUsers":0}]' }]);
    expect(await read()).toMatchObject([{ users: [], isLast: true }]);
  });

  it('keeps a name that CIPP says in Graph’s words out of the directory: each cause has its code', async () => {
    const causes: [string, string][] = [
      ['AADSTS65001: The user or administrator has not consented', 'provider.consentMissing'],
      ['AADSTS50076: multi-factor authentication', 'tenant.mfaNeeded'],
      ['AADSTS53003: Access has been blocked', 'tenant.conditionalAccess'],
      ['AADSTS90002: Tenant not found', 'tenant.gone'],
      ['Authorization_RequestDenied', 'gdap.roleMissing'],
      ['Something new', 'provider.responseInvalid'],
    ];
    for (const [words, code] of causes) {
      replies.set('ListGraphRequest users', [{ status: 400, body: `Graph Error: ${words} - Endpoint: users` }]);
      await expect(read()).rejects.toMatchObject({ code });
    }
  });
});

describe('an older CIPP without ListGraphRequest', () => {
  beforeEach(() => {
    replies.set('ListDomains', [recorded('list-domains')]);
    replies.set('ListUsers', [recorded('list-users-beta')]);
  });

  it('is read through ListUsers, in its looser shape', async () => {
    const [page] = await read();
    expect(page).toMatchObject({ isLast: true, isFullRead: true });
    expect(page?.users).toMatchObject([
      { entraObjectId: 'aaaaaaaa-0000-4000-8000-000000000001', countryCode: 'GB', licenseCount: 1, mailboxKind: null },
      { userType: 'Guest', mail: null, otherMails: ['guest@other.example'], proxyAddresses: [], createdAt: null },
    ]);
  });

  it('that answers with the MSP’s own people is caught by their domain', async () => {
    const own = recorded('list-users-beta').body.replaceAll('contoso', 'msp');
    replies.set('ListUsers', [{ status: 200, body: own }]);
    await expect(read()).rejects.toMatchObject({ code: 'provider.wrongTenant' });
  });

  it('tells only the default and initial domain as verified, because nobody vouches for the others', async () => {
    const description = await provider.describeManagedTenant(CONTOSO, { signal });
    expect(description).toMatchObject({
      access: 'ok',
      verifiedDomains: ['contoso.example', 'contoso.onmicrosoft.com'],
      userCount: null,
    });
  });

  it('that cannot even list domains cannot be trusted with people', async () => {
    replies.delete('ListDomains');
    await expect(read()).rejects.toMatchObject({ code: 'provider.responseInvalid' });
  });

  it('follows nested groups itself', async () => {
    const outer = { members: [{ id: 'aaaaaaaa-0000-4000-8000-000000000001' }, nested], groupInfo: {}, owners: [] };
    const inner = { members: [{ id: 'aaaaaaaa-0000-4000-8000-000000000002' }, nested], groupInfo: {}, owners: [] };
    replies.set('ListGroups', [
      { status: 200, body: JSON.stringify(outer) },
      { status: 200, body: JSON.stringify(inner) },
    ]);
    const groupId = 'bbbbbbbb-0000-4000-8000-000000000001';
    expect((await provider.listGroupMemberIds(CONTOSO, groupId, { signal })).size).toBe(2);
  });
});

const nested = { id: 'bbbbbbbb-0000-4000-8000-000000000002', '@odata.type': '#microsoft.graph.group' };

describe('ListTenants', () => {
  it('keeps customers, marks the partner, drops pseudo rows and passes CIPP’s own trouble on', async () => {
    replies.set('ListTenants', [recorded('list-tenants')]);
    const { managedTenants, notes } = await provider.discoverManagedTenants({ signal });
    expect(managedTenants).toMatchObject([
      { isPartner: true, gdap: null },
      {
        entraTenantId: CONTOSO,
        displayName: 'Contoso',
        defaultDomain: 'contoso.example',
        verifiedDomains: [],
        gdap: { status: 'active', endsAt: Date.parse('2027-03-01T00:00:00Z') },
      },
    ]);
    expect(notes).toEqual([{ source: 'cipp', sentence: expect.stringContaining('51 times') }]);
  });
});
