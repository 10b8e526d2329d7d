import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { os, type RouterClient } from '@orpc/server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { PortInUseError, serveWebHost, type WebHost } from './serve-web-host.ts';

const router = {
  greet: os.handler(({ input }) => `hello ${String(input)}`),
  count: os.handler(async function* () {
    for (let number = 1; number <= 3; number += 1) yield number;
  }),
};

let host: WebHost;
let folder: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'concord-web-'));
  mkdirSync(join(folder, 'page', 'assets'), { recursive: true });
  writeFileSync(join(folder, 'secret.txt'), 'not for the page');
  writeFileSync(join(folder, 'page', 'index.html'), '<!doctype html><title>Concord</title>');
  writeFileSync(join(folder, 'page', 'assets', 'app-1234.js'), 'export {};');
  writeFileSync(join(folder, 'page', 'assets', 'app-1234.js.map'), '{}');
  host = await serveWebHost({ engine: { router }, rendererDir: join(folder, 'page'), port: 0, token: 'first-token' });
});

afterEach(async () => {
  await host.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A request with exactly these headers and this path: `fetch` would tidy both up. */
function ask(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  const { port, host: name } = new URL(host.origin);
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { host: '127.0.0.1', port, path, method, headers: { host: name, ...headers } },
      (response) => {
        let body = '';
        response.on('data', (chunk: Buffer) => {
          body += chunk.toString();
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
      },
    );
    request.on('error', reject);
    request.end();
  });
}

async function enter(address = host.address): Promise<string> {
  const url = new URL(address);
  const answer = await ask(url.pathname + url.search);
  expect(answer.status).toBe(303);
  return (answer.headers['set-cookie']?.[0] ?? '').split(';')[0] ?? '';
}

function openSocket(path: string, headers: Record<string, string>): Promise<WebSocket | number> {
  const socket = new WebSocket(`${host.origin.replace('http', 'ws')}${path}`, { headers });
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(socket));
    socket.once('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    socket.once('error', reject);
  });
}

describe('the entrance', () => {
  it('gives a strict, script-proof cookie for the printed token and shows the page with it', async () => {
    const url = new URL(host.address);
    const answer = await ask(url.pathname + url.search);
    expect(answer.headers['set-cookie']?.[0]).toMatch(/; HttpOnly; SameSite=Strict; Path=\/$/);
    expect(answer.headers.location).toBe('/');
    const page = await ask('/', { cookie: await enter(host.issueAddress()) });
    expect(page.status).toBe(200);
    expect(page.body).toContain('Concord');
  });

  it('takes each token once', async () => {
    await enter();
    const again = await ask('/enter?token=first-token');
    expect(again.status).toBe(401);
    expect(again.headers['set-cookie']).toBeUndefined();
  });

  it('lets a browser that is already in open the used address again', async () => {
    const cookie = await enter();
    expect((await ask('/enter?token=first-token', { cookie })).status).toBe(303);
  });

  it('refuses a wrong token and an empty one', async () => {
    expect((await ask('/enter?token=guess')).status).toBe(401);
    expect((await ask('/enter')).status).toBe(401);
  });

  it('does not spend the token on a request that names another host', async () => {
    expect((await ask('/enter?token=first-token', { host: 'evil.example' })).status).toBe(421);
    expect(await enter()).not.toBe('');
  });
});

describe('the page', () => {
  it('refuses everything without the session cookie, and with a made-up one', async () => {
    expect((await ask('/')).status).toBe(401);
    expect((await ask('/assets/app-1234.js')).status).toBe(401);
    const { port } = new URL(host.origin);
    expect((await ask('/', { cookie: `concord-${port}=guess` })).status).toBe(401);
  });

  it('refuses a foreign Host even with the cookie, so that a rebound name reaches nothing', async () => {
    const cookie = await enter();
    expect((await ask('/', { cookie, host: 'evil.example' })).status).toBe(421);
    expect((await ask('/', { cookie, host: '127.0.0.1' })).status).toBe(421);
    expect((await ask('/', { cookie, host: `localhost:${new URL(host.origin).port}` })).status).toBe(200);
  });

  it('refuses requests that another page sent', async () => {
    const cookie = await enter();
    expect((await ask('/', { cookie, origin: 'http://127.0.0.1:1' })).status).toBe(403);
    expect((await ask('/', { cookie, origin: 'null' })).status).toBe(403);
    expect((await ask('/', { cookie, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await ask('/', { cookie, 'sec-fetch-site': 'same-origin', origin: host.origin })).status).toBe(200);
  });

  it('serves the built files and nothing else: no parent folder, no source map, no unknown path', async () => {
    const cookie = await enter();
    const foreign = ['/secret.txt', '/../secret.txt', '/assets/../../secret.txt', '/%2e%2e/secret.txt', '//secret.txt'];
    for (const path of [...foreign, '/assets/app-1234.js.map', '/assets/', '/engine', '/favicon.ico']) {
      const answer = await ask(path, { cookie });
      expect([path, answer.status]).toEqual([path, 404]);
      expect(answer.body).not.toContain('not for the page');
    }
  });

  it('answers GET and HEAD only', async () => {
    const cookie = await enter();
    expect((await ask('/', { cookie }, 'POST')).status).toBe(405);
    const head = await ask('/', { cookie }, 'HEAD');
    expect([head.status, head.body]).toEqual([200, '']);
  });

  it('sends the strict policy with every answer, refusals too, and keeps only hashed files in the cache', async () => {
    const cookie = await enter();
    const page = await ask('/', { cookie });
    const file = await ask('/assets/app-1234.js', { cookie });
    const refusal = await ask('/');
    for (const answer of [page, file, refusal]) {
      expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
      expect(answer.headers['content-security-policy']).toContain("require-trusted-types-for 'script'");
      expect(answer.headers['x-content-type-options']).toBe('nosniff');
    }
    expect(page.headers['cache-control']).toBe('no-store');
    expect(refusal.headers['cache-control']).toBe('no-store');
    expect(file.headers['cache-control']).toContain('immutable');
    expect(file.headers['content-type']).toContain('text/javascript');
  });
});

describe('the engine endpoint', () => {
  it('carries calls and live feeds for the page', async () => {
    const socket = await openSocket('/engine', { cookie: await enter(), origin: host.origin });
    if (typeof socket === 'number') throw new Error(`refused with ${socket}`);
    const link = new RPCLink({ websocket: socket as unknown as globalThis.WebSocket });
    const client: RouterClient<typeof router> = createORPCClient(link);
    expect(await client.greet('page')).toBe('hello page');
    const numbers: number[] = [];
    for await (const number of await client.count()) numbers.push(number);
    expect(numbers).toEqual([1, 2, 3]);
    socket.terminate();
  });

  it('refuses a handshake without cookie, without Origin, from a foreign Origin or Host, or on another path', async () => {
    const cookie = await enter();
    expect(await openSocket('/engine', { origin: host.origin })).toBe(401);
    expect(await openSocket('/engine', { cookie })).toBe(403);
    expect(await openSocket('/engine', { cookie, origin: 'https://evil.example' })).toBe(403);
    expect(await openSocket('/engine', { cookie, origin: 'http://evil.example', host: 'evil.example' })).toBe(421);
    expect(await openSocket('/other', { cookie, origin: host.origin })).toBe(404);
  });
});

describe('starting', () => {
  it('says which port is taken and what to do', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as { port: number };
    const start = serveWebHost({ engine: { router }, rendererDir: join(folder, 'page'), port });
    await expect(start).rejects.toBeInstanceOf(PortInUseError);
    await expect(start).rejects.toThrow(`Port ${port} is in use`);
    await new Promise((resolve) => taken.close(resolve));
  });

  it('says that the page has to be built first', async () => {
    const start = serveWebHost({ engine: { router }, rendererDir: join(folder, 'nowhere'), port: 0 });
    await expect(start).rejects.toThrow('npm run build');
  });
});
