import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Sandbox, type SandboxInfo, startSandbox } from './sandbox.ts';
import { cippGet, customerToken, graphGet, readJson, rowsOf, signIn } from './test-client.ts';

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

function run(args: string[]): {
  child: ChildProcess;
  firstLine: Promise<string>;
  ended: Promise<{ code: number | null; stderr: string }>;
} {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  children.push(child);
  let stdout = '';
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const firstLine = new Promise<string>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
      if (stdout.includes('\n')) resolve(stdout.split('\n')[0] ?? '');
    });
  });
  const ended = new Promise<{ code: number | null; stderr: string }>((resolve) => {
    child.once('close', (code) => resolve({ code, stderr }));
  });
  return { child, firstLine, ended };
}

describe('the program', () => {
  it('prints one JSON line with every address and credential, and stops with its standard input', async () => {
    const { child, firstLine, ended } = run(['--scenario', 'harbor-it', '--seed', '3', '--with-stdin']);
    const info = JSON.parse(await firstLine) as SandboxInfo;
    expect(info).toMatchObject({ scenario: 'harbor-it', seed: 3, pid: child.pid });
    for (const service of ['identity', 'graph', 'cipp', 'psa', 'control'] as const) {
      expect(info[service].url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    }
    expect((await fetch(`${info.psa.url}/api/v1/clients`, { headers: { 'x-api-key': info.psa.apiKey } })).status).toBe(
      200,
    );
    child.stdin?.end();
    expect((await ended).code).toBe(0);
  });

  it('says in one sentence that a port is taken, and exits with 1', async () => {
    const occupied = createServer();
    await new Promise<void>((resolve) => occupied.listen(0, '127.0.0.1', resolve));
    const { port } = occupied.address() as AddressInfo;
    const { code, stderr } = await run(['--port', String(port)]).ended;
    occupied.close();
    expect(code).toBe(1);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain(`port from ${port}`);
  });

  it.each([
    [['--scenario', 'atlantis'], 'no scenario "atlantis"'],
    [['--seed', 'x'], '--seed needs a whole number'],
    [['--colour'], '--colour'],
  ])('refuses %o in a sentence', async (args, text) => {
    const { code, stderr } = await run(args).ended;
    expect(code).toBe(1);
    expect(stderr).toContain(text);
  });
});

describe('a world', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ scenario: 'harbor-it' });
  });
  afterAll(() => sandbox.stop());
  beforeEach(async () => {
    await sandbox.control('reset');
  });

  const control = async (path: string, init: RequestInit = {}) =>
    readJson(await fetch(`${sandbox.info.control.url}/control/${path}`, init));
  const post = (verb: string, args: Record<string, unknown> = {}) =>
    control(verb, { method: 'POST', body: JSON.stringify(args) });
  const psa = (path: string, init: RequestInit = {}) =>
    fetch(`${sandbox.info.psa.url}/api/v1${path}`, {
      ...init,
      headers: { 'x-api-key': sandbox.info.psa.apiKey, 'content-type': 'application/json' },
    });

  it('shows its truth, its planted cases and its verbs over HTTP', async () => {
    const state = await control('state');
    expect((state.body['tenants'] as unknown[]).length).toBe(24);
    expect((state.body['psa'] as { contacts: unknown[] }).contacts.length).toBe(
      sandbox.state().world.psa.contacts.length,
    );
    const verbs = (await control('verbs')).body as unknown as string[];
    expect(verbs).toEqual(
      expect.arrayContaining([
        'directory.disableUser',
        'graph.throttleNext',
        'network.dropAt',
        'psa.changeContact',
        'reset',
      ]),
    );
    const planted = (await control('planted')).body as unknown as { steps: { verb: string }[] }[];
    expect(planted.length).toBeGreaterThan(90);
    expect(planted.flatMap((item) => item.steps).filter((step) => !verbs.includes(step.verb))).toEqual([]);
  });

  it('can really take each step that a planted case needs', async () => {
    for (const item of sandbox.plantedCases()) {
      for (const step of item.steps) {
        const answer = await post(step.verb, step.args);
        expect([step.verb, answer.status, answer.body['error']]).toEqual([step.verb, 200, undefined]);
      }
    }
  });

  it('refuses unknown verbs, unknown people, malformed arguments and callers from a web page', async () => {
    expect((await post('directory.fireUser')).status).toBe(404);
    expect(
      (await post('directory.disableUser', { tenant: 'kessler-vogt.de', user: 'nobody' })).body['error'],
    ).toContain('Nobody in Kessler');
    expect((await control('latency', { method: 'POST', body: 'not json' })).status).toBe(400);
    expect((await control('state', { headers: { origin: 'https://evil.example' } })).status).toBe(403);
  });

  it('logs each request once, and calls a write only what changes business data', async () => {
    const tokens = await signIn(sandbox.info);
    const tenant = sandbox.state().world.tenants[0];
    await customerToken(sandbox.info, tokens, tenant?.entraTenantId ?? '');
    await cippGet(sandbox.info, '/api/ListTenants');
    await psa('/clients');
    const before = (await control('requests')).body as unknown as { write: boolean; service: string }[];
    expect(before.length).toBe(6);
    expect(before.filter((request) => request.write)).toEqual([]);
    await psa('/contacts', { method: 'POST', body: JSON.stringify({ full_name: 'New', email: 'new@example.com' }) });
    const writes = sandbox.requests().filter((request) => request.write);
    expect(writes).toMatchObject([{ service: 'psa', method: 'POST', path: '/api/v1/contacts', status: 201 }]);
    await post('requests/clear');
    expect(sandbox.requests()).toEqual([]);
  });

  it('cuts a connection before the effect of a request, or after it', async () => {
    const create = (email: string) =>
      psa('/contacts', { method: 'POST', body: JSON.stringify({ full_name: 'Cut', email }) });
    const exists = async (email: string): Promise<boolean> => {
      const found = await readJson(await psa(`/contacts?email=${encodeURIComponent(email)}`));
      return (found.body['data'] as unknown[]).length === 1;
    };
    await post('network.dropAt', { service: 'psa', requestNumber: 1, when: 'before' });
    await expect(create('before@example.com')).rejects.toThrow();
    expect(await exists('before@example.com')).toBe(false);
    await post('network.dropAt', { service: 'psa', requestNumber: 2, when: 'after' });
    expect((await create('whole@example.com')).status).toBe(201);
    await expect(create('after@example.com')).rejects.toThrow();
    expect(await exists('after@example.com')).toBe(true);
    expect(
      sandbox
        .requests()
        .filter((request) => request.dropped !== null)
        .map((request) => [request.dropped, request.status]),
    ).toEqual([
      ['before', 0],
      ['after', 0],
    ]);
  });

  it('survives callers that vanish in the middle of a request, on every service', async () => {
    for (const service of ['identity', 'graph', 'cipp', 'psa', 'control'] as const) {
      const { port } = new URL(sandbox.info[service].url);
      await new Promise<void>((resolve) => {
        const socket = connect(Number(port), '127.0.0.1', () => {
          socket.write(
            'POST /api/v1/contacts HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\n{"full_name":',
            () => {
              socket.destroy();
              resolve();
            },
          );
        });
      });
    }
    expect((await psa('/clients?limit=1')).status).toBe(200);
    expect((await control('verbs')).status).toBe(200);
  });

  it('takes its time when asked to', async () => {
    await post('latency', { service: 'graph', ms: 120 });
    const started = performance.now();
    await graphGet(sandbox.info, 'no token', '/v1.0/organization');
    expect(performance.now() - started).toBeGreaterThan(110);
    await post('latency', { service: 'all', ms: 0 });
  });

  it('forgets everything that happened on reset, faults included', async () => {
    const tenant = sandbox.state().world.tenants[2];
    const user = tenant?.users[0];
    await post('directory.renameUser', { tenant: tenant?.entraTenantId, user: user?.id, surname: 'Changed' });
    await post('graph.throttleNext', { count: 50 });
    await post('reset');
    const tokens = await signIn(sandbox.info);
    const token = await customerToken(sandbox.info, tokens, tenant?.entraTenantId ?? '');
    const rows = rowsOf(await graphGet(sandbox.info, token, '/v1.0/users?$top=1'));
    expect(rows[0]?.['displayName']).not.toContain('Changed');
  });

  it('completes a sign-in that an app started, as a person at a browser would', async () => {
    let signedIn: Promise<unknown> = Promise.resolve();
    const received = new Promise<URLSearchParams>((resolve) => {
      const app = createServer((message, response) => {
        let body = '';
        message.on('data', (chunk: Buffer) => {
          body += chunk.toString();
        });
        message.on('end', () => {
          response.end('thanks');
          app.close();
          resolve(new URLSearchParams(body));
        });
      });
      app.listen(0, '127.0.0.1', () => {
        const { port } = app.address() as AddressInfo;
        const query = new URLSearchParams({
          client_id: sandbox.info.identity.clientId,
          response_type: 'code',
          response_mode: 'form_post',
          redirect_uri: `http://localhost:${port}`,
          scope: 'User.Read',
          state: 'xyz',
          code_challenge: 'A'.repeat(43),
          code_challenge_method: 'S256',
        });
        signedIn = post('identity.signIn', {
          url: `${sandbox.info.identity.url}/organizations/oauth2/v2.0/authorize?${query}`,
        });
      });
    });
    const fields = await received;
    await signedIn;
    expect(fields.get('state')).toBe('xyz');
    expect(fields.get('code')).toMatch(/^0\./);
  });
});

describe('the broken world', () => {
  it('begins with its faults and still serves its healthy customer', async () => {
    const sandbox = await startSandbox({ scenario: 'broken' });
    const tokens = await signIn(sandbox.info);
    const healthy = sandbox.state().world.tenants[0];
    const token = await customerToken(sandbox.info, tokens, healthy?.entraTenantId ?? '');
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 4; attempt += 1)
      statuses.push((await graphGet(sandbox.info, token, '/v1.0/users')).status);
    const odd = sandbox.state().world.tenants.find((tenant) => tenant.displayName === 'Odd Payload Optics');
    const oddUsers = await cippGet(sandbox.info, `/api/ListUsers?tenantFilter=${odd?.entraTenantId}`);
    await sandbox.stop();
    expect(statuses).toEqual([429, 429, 429, 200]);
    expect(oddUsers.text).toContain('deprecated');
  });
});
