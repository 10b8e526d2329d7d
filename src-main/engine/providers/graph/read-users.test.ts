/** Answers that a real Graph may give and the sandbox does not: a scripted server, page by page. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asId, type EntraTenantId } from '../../../../shared/vocabulary/ids.ts';
import { silentLog } from '../../http/log.ts';
import { readRetryPolicy } from '../../http/retry-policy.ts';
import type { MicrosoftIdentity } from '../../identity/port.ts';
import type { DirectoryPage } from '../port.ts';
import { createGraphProvider, type GraphProvider } from './graph-provider.ts';

const tenant: EntraTenantId = asId('11111111-1111-4111-8111-111111111111');
const signal = new AbortController().signal;
const guid = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

interface Call {
  readonly path: string;
  readonly body: string;
  readonly token: string;
}
type Answer = { readonly status?: number; readonly headers?: Record<string, string>; readonly body: unknown };

let origin = '';
let calls: Call[] = [];
let forced = 0;
let answer: (call: Call) => Answer = () => ({ body: {} });
let provider: GraphProvider;
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => {
    body += String(chunk);
  });
  request.on('end', () => {
    const call = { path: decodeURIComponent(request.url ?? ''), body, token: request.headers.authorization ?? '' };
    calls.push(call);
    const said = call.path.startsWith('/v1.0/organization') ? { body: { value: [{ id: tenant }] } } : answer(call);
    response
      .writeHead(said.status ?? 200, { 'content-type': 'application/json', ...said.headers })
      .end(JSON.stringify(said.body));
  });
});

const identity: MicrosoftIdentity = {
  credentialSource: 'tenantSecrets',
  signIn: async () => Promise.reject(new Error('not here')),
  account: () => null,
  graphToken: async (_tenant, { forceRefresh }) => {
    forced += forceRefresh ? 1 : 0;
    return `token-${forced}`;
  },
  grantedScopes: () => ['User.Read.All'],
  consentLink: () => 'https://login.example/consent',
  signOut: async () => undefined,
};

beforeEach(async () => {
  calls = [];
  forced = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  provider = createGraphProvider({
    graphHost: origin,
    identity,
    log: silentLog,
    retry: { ...readRetryPolicy, firstDelayMs: 1, maxDelayMs: 2 },
  });
});
afterEach(async () => {
  provider.close();
  server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
});

/** `pages[0]` answers the first delta request, and so on; the bin is empty and people are found by id where given. */
function script(pages: readonly Answer[], byId: Readonly<Record<string, Answer>> = {}): void {
  let page = 0;
  answer = (call) => {
    if (call.path.includes('/deletedItems/')) return { body: { value: [] } };
    if (call.path.endsWith('/$batch')) return batch(call, byId);
    page += 1;
    return pages[page - 1] ?? { status: 500, body: {} };
  };
}

function batch(call: Call, byId: Readonly<Record<string, Answer>>): Answer {
  const { requests } = JSON.parse(call.body) as { requests: { id: string; url: string }[] };
  const responses = requests.map(({ id, url }) => {
    const found = byId[/users\/([0-9a-f-]+)/.exec(url)?.[1] ?? ''] ?? {
      status: 404,
      body: { error: { code: 'Request_ResourceNotFound' } },
    };
    return { id, status: found.status ?? 200, headers: found.headers ?? {}, body: found.body };
  });
  return { body: { responses: responses.reverse() } };
}

const next = (name: string) => ({ '@odata.nextLink': `${origin}/v1.0/users/delta?$skiptoken=${name}` });
const end = () => ({ '@odata.deltaLink': `${origin}/v1.0/users/delta?$deltatoken=end` });

async function read(cursor: string | null = null): Promise<DirectoryPage[]> {
  const pages: DirectoryPage[] = [];
  for await (const page of provider.readDirectoryUsers(tenant, { cursor, signal })) pages.push(page);
  return pages;
}

async function aCursor(): Promise<string> {
  script([{ body: { value: [], ...end() } }]);
  return (await read()).at(-1)!.cursor!;
}

describe('the first round', () => {
  it('goes on over an empty page', async () => {
    script([{ body: { value: [], ...next('a') } }, { body: { value: [{ id: guid(1) }], ...end() } }]);
    expect((await read()).flatMap((page) => page.users.map((user) => user.entraObjectId))).toEqual([guid(1)]);
  });

  it('takes what is missing in a row as "has none"', async () => {
    script([{ body: { value: [{ id: guid(1), accountEnabled: true }], ...end() } }]);
    const [user] = (await read())[0]!.users;
    expect(user).toMatchObject({ mail: null, jobTitle: null, proxyAddresses: [], businessPhones: [], licenseCount: 0 });
  });

  it('does not take missing licences as none when the token may not see such things', async () => {
    script([{ body: { value: [{ id: guid(1), displayName: 'A' }], ...end() } }]);
    expect((await read())[0]!.users[0]).toMatchObject({ licenseCount: null, accountEnabled: null });
  });

  it('fetches a person again whose second row may be only a change', async () => {
    script(
      [
        { body: { value: [{ id: guid(1), displayName: 'Ada', mail: 'ada@a.example' }], ...next('a') } },
        { body: { value: [{ id: guid(1), displayName: 'Ada L.' }], ...end() } },
      ],
      { [guid(1)]: { body: { id: guid(1), displayName: 'Ada L.', mail: 'ada@a.example' } } },
    );
    expect((await read()).at(-1)!.users).toMatchObject([{ displayName: 'Ada L.', mail: 'ada@a.example' }]);
  });

  it('counts the last row when somebody comes twice in a page, present and removed', async () => {
    const gone = (number: number, reason: string) => ({ id: guid(number), '@removed': { reason } });
    script([
      {
        body: {
          value: [
            { id: guid(1) },
            gone(1, 'changed'),
            gone(2, 'deleted'),
            { id: guid(2) },
            gone(3, 'deleted'),
            gone(3, 'deleted'),
          ],
          ...end(),
        },
      },
    ]);
    const [page] = await read();
    expect(page!.users.map((user) => user.entraObjectId)).toEqual([guid(2)]);
    expect(page!.removed.map((one) => one.entraObjectId)).toEqual([guid(1), guid(3)]);
  });

  it('does not count when it ends without saying so', async () => {
    script([{ body: { value: [{ id: guid(1) }] } }]);
    await expect(read()).rejects.toMatchObject({ code: 'provider.responseInvalid' });
  });

  it('does not count when a row is not understood', async () => {
    script([{ body: { value: [{ id: guid(1), businessPhones: 'one' }], ...end() } }]);
    await expect(read()).rejects.toMatchObject({ code: 'provider.responseInvalid', details: { at: 'businessPhones' } });
    script([{ body: { value: [null], ...end() } }]);
    await expect(read()).rejects.toMatchObject({ code: 'provider.responseInvalid' });
  });

  it('sends no token to a link on another host', async () => {
    for (const link of [
      'https://graph.evil.example/v1.0/users/delta?$skiptoken=a',
      `${origin.replace('127.0.0.1', 'localhost')}/v1.0/users/delta`,
    ]) {
      script([{ body: { value: [{ id: guid(1) }], '@odata.nextLink': link } }]);
      await expect(read()).rejects.toMatchObject({ code: 'provider.responseInvalid' });
    }
  });

  it('stops when the links go in circles', async () => {
    script([
      { body: { value: [], ...next('a') } },
      { body: { value: [], ...next('b') } },
      { body: { value: [], ...next('a') } },
    ]);
    await expect(read()).rejects.toMatchObject({ code: 'provider.responseInvalid' });
  });

  it('goes on when the recycle bin is closed to us', async () => {
    script([{ body: { value: [{ id: guid(1) }], ...end() } }]);
    const scripted = answer;
    answer = (call) =>
      call.path.includes('/deletedItems/')
        ? { status: 403, body: { error: { code: 'Authorization_RequestDenied' } } }
        : scripted(call);
    expect((await read()).at(-1)).toMatchObject({ isLast: true, removed: [] });
  });
});

describe('the id check', () => {
  it('stops before the first person when Graph answers for another tenant', async () => {
    const other: EntraTenantId = asId('22222222-2222-4222-8222-222222222222');
    script([{ body: { value: [{ id: guid(1) }], ...end() } }]);
    const stream = provider.readDirectoryUsers(other, { cursor: null, signal })[Symbol.asyncIterator]();
    await expect(stream.next()).rejects.toMatchObject({ code: 'provider.wrongTenant' });
    expect(calls).toHaveLength(1);
  });
});

describe('a later round', () => {
  it('fetches everybody again whole, because a row may carry only what changed', async () => {
    const cursor = await aCursor();
    script([{ body: { value: [{ id: guid(1), jobTitle: null }], ...end() } }], {
      [guid(1)]: { body: { id: guid(1), displayName: 'Ada', mail: 'ada@a.example', jobTitle: null } },
    });
    const [page] = await read(cursor);
    expect(page).toMatchObject({
      isFullRead: false,
      users: [{ displayName: 'Ada', mail: 'ada@a.example', jobTitle: null }],
    });
  });

  it('leaves out who is gone meanwhile: the tombstone comes with the next round', async () => {
    const cursor = await aCursor();
    script([{ body: { value: [{ id: guid(1) }], ...end() } }]);
    expect((await read(cursor))[0]).toMatchObject({ users: [], removed: [], isLast: true });
  });

  it('tells soft and permanent deletion alike', async () => {
    const cursor = await aCursor();
    script([
      {
        body: {
          value: [
            { id: guid(1), '@removed': { reason: 'changed' } },
            { id: guid(2), '@removed': { reason: 'deleted' } },
          ],
          ...end(),
        },
      },
    ]);
    expect((await read(cursor))[0]!.removed).toEqual([
      { entraObjectId: guid(1), proof: 'deltaTombstone' },
      { entraObjectId: guid(2), proof: 'deltaTombstone' },
    ]);
  });

  it('fetches twenty at a time and asks again for those that were throttled', async () => {
    const cursor = await aCursor();
    const people = Array.from({ length: 45 }, (_unused, number) => ({ id: guid(number + 1) }));
    let throttled = 0;
    const byId = Object.fromEntries(people.map(({ id }) => [id, { body: { id } } as Answer]));
    script([{ body: { value: people, ...end() } }], byId);
    const scripted = answer;
    answer = (call) => {
      if (!call.path.endsWith('/$batch') || throttled > 0) return scripted(call);
      throttled += 1;
      return batch(call, {
        ...byId,
        [guid(3)]: { status: 429, headers: { 'Retry-After': '0' }, body: { error: { code: 'TooManyRequests' } } },
      });
    };
    const [page] = await read(cursor);
    expect(page!.users.map((user) => user.entraObjectId)).toEqual(people.map(({ id }) => id));
    expect(calls.filter((call) => call.path.endsWith('/$batch'))).toHaveLength(4);
  });

  it('says until when a throttled part has to wait', async () => {
    const cursor = await aCursor();
    const busy = { status: 429, headers: { 'Retry-After': '0' }, body: { error: { code: 'TooManyRequests' } } };
    script([{ body: { value: [{ id: guid(1) }], ...end() } }], { [guid(1)]: busy });
    const failure = await read(cursor).catch((thrown) => thrown);
    expect(failure).toMatchObject({ code: 'provider.throttled' });
    expect(failure.retryAt).toBeLessThanOrEqual(Date.now());
    expect(calls.filter((call) => call.path.endsWith('/$batch'))).toHaveLength(4);
  });

  it('fails rather than leave somebody out who could not be fetched', async () => {
    const cursor = await aCursor();
    script([{ body: { value: [{ id: guid(1) }], ...end() } }], {
      [guid(1)]: { status: 403, body: { error: { code: 'Authorization_RequestDenied' } } },
    });
    await expect(read(cursor)).rejects.toMatchObject({ code: 'gdap.roleMissing' });
  });

  it('starts anew when the cursor was made for another list of properties', async () => {
    const cursor = JSON.parse(await aCursor());
    await expect(read(JSON.stringify({ ...cursor, select: 'older' }))).rejects.toMatchObject({
      code: 'provider.cursorExpired',
    });
    await expect(
      read(JSON.stringify({ ...cursor, link: 'https://graph.evil.example/v1.0/users/delta' })),
    ).rejects.toMatchObject({ code: 'provider.cursorExpired' });
    await expect(read('not a cursor')).rejects.toMatchObject({ code: 'provider.cursorExpired' });
  });
});

describe('a refused token', () => {
  it('is renewed once by force, and the read goes on', async () => {
    script([{ body: { value: [{ id: guid(1) }], ...end() } }]);
    const scripted = answer;
    answer = (call) =>
      call.token === 'Bearer token-0'
        ? { status: 401, body: { error: { code: 'InvalidAuthenticationToken' } } }
        : scripted(call);
    expect((await read())[0]!.users).toHaveLength(1);
    expect(forced).toBe(1);
  });

  it('is an error when the renewed one is refused too', async () => {
    answer = () => ({ status: 401, body: { error: { code: 'InvalidAuthenticationToken' } } });
    await expect(read()).rejects.toMatchObject({ code: 'provider.credentialRejected' });
    expect(forced).toBe(1);
  });
});
