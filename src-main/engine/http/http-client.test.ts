/** The client against real local servers: what it must never do, and what it makes of bad answers. */
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createHttp } from './http-client.ts';
import type { HttpClient, HttpOptions, HttpRequest } from './http-types.ts';
import { type LogFacts, silentLog } from './log.ts';
import { readRetryPolicy } from './retry-policy.ts';

const service = {
  name: 'Microsoft',
  unreachable: 'provider.unreachable',
  timeout: 'provider.timeout',
  wrongAddress: 'provider.wrongAddress',
  responseInvalid: 'provider.responseInvalid',
} as const;
const quick = { ...readRetryPolicy, firstDelayMs: 1, maxDelayMs: 2 };
const closers: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function listen(server: Server | ReturnType<typeof createTcpServer>): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function client(host: string, more: Partial<HttpOptions> = {}): HttpClient {
  const http = createHttp({
    service,
    baseUrl: `http://${host}`,
    timeoutMs: 2_000,
    allowedHosts: [host],
    plainHttp: 'loopbackOnly',
    userAgent: 'Concord-test',
    proxyEnv: null,
    customCaFile: null,
    retry: quick,
    log: silentLog,
    ...more,
  });
  closers.push(() => http.close());
  return http;
}

async function serving(handler: RequestListener, more: Partial<HttpOptions> = {}) {
  const server = createServer(handler);
  const host = await listen(server);
  closers.push(() => server.closeAllConnections());
  return { host, http: client(host, more) };
}

const get = (url: string): HttpRequest => ({ method: 'GET', url, signal: new AbortController().signal });

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}

describe('answers', () => {
  it('does not follow a redirect', async () => {
    let calls = 0;
    const { http } = await serving((_request, response) => {
      calls += 1;
      response.writeHead(302, { location: '/.auth/login/aad' }).end();
    });
    const answer = await http.send(get('/api/ListTenants'));
    expect(answer.status).toBe(302);
    expect(answer.headers['location']).toBe('/.auth/login/aad');
    expect(calls).toBe(1);
  });

  it('hands a refusal over as an answer, not as an exception', async () => {
    const { http } = await serving((_request, response) =>
      response.writeHead(403).end('Access to this tenant is not allowed'),
    );
    expect(await http.send(get('/x'))).toMatchObject({
      status: 403,
      body: { kind: 'text', text: 'Access to this tenant is not allowed' },
    });
  });

  it('knows a page for people even when it is labelled as JSON', async () => {
    const { http } = await serving((_request, response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end('<!DOCTYPE html><html>Sign in</html>'),
    );
    expect((await http.send(get('/x'))).body.kind).toBe('html');
  });

  it('hands JSON that was cut short over as text', async () => {
    const { http } = await serving((_request, response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"value":[{"id":"1"},'),
    );
    expect((await http.send(get('/x'))).body.kind).toBe('text');
  });

  it('sends an object as JSON and a form as a form, and keeps each cookie apart', async () => {
    const seen: string[] = [];
    const { http } = await serving(async (request, response) => {
      seen.push(`${request.headers['content-type']} ${await bodyOf(request)}`);
      response.writeHead(200, { 'set-cookie': ['a=1', 'b=2'] }).end('{}');
    });
    const signal = new AbortController().signal;
    const answer = await http.send({ method: 'POST', url: '/x', body: { a: 1 }, signal });
    await http.send({ method: 'POST', url: '/x', body: new URLSearchParams({ a: 'b c' }), signal });
    expect(seen).toEqual(['application/json {"a":1}', 'application/x-www-form-urlencoded a=b+c']);
    expect(answer.setCookies).toEqual(['a=1', 'b=2']);
  });
});

describe('repeating', () => {
  it('asks again after 503 and honours Retry-After', async () => {
    let calls = 0;
    const { http } = await serving((_request, response) => {
      calls += 1;
      if (calls === 1) response.writeHead(503, { 'retry-after': '0' }).end();
      else response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}');
    });
    expect((await http.send(get('/x'))).body).toEqual({ kind: 'json', value: { ok: true } });
    expect(calls).toBe(2);
  });

  it('does not wait for a long Retry-After but tells when to come back', async () => {
    let calls = 0;
    const { http } = await serving(
      (_request, response) => {
        calls += 1;
        response.writeHead(429, { 'retry-after': '120' }).end();
      },
      { now: () => 1_000 },
    );
    const answer = await http.send(get('/x'));
    expect(answer).toMatchObject({ status: 429, retryAt: 121_000 });
    expect(calls).toBe(1);
  });

  it('stops after the last attempt', async () => {
    let calls = 0;
    const { http } = await serving((_request, response) => {
      calls += 1;
      response.writeHead(500).end();
    });
    expect((await http.send(get('/x'))).status).toBe(500);
    expect(calls).toBe(quick.maxAttempts);
  });

  it('never repeats a write', async () => {
    let calls = 0;
    const { http } = await serving((_request, response) => {
      calls += 1;
      response.writeHead(503).end();
    });
    await http.send({ method: 'POST', url: '/x', body: {}, signal: new AbortController().signal });
    expect(calls).toBe(1);
  });

  it('never repeats a refusal', async () => {
    let calls = 0;
    const { http } = await serving((_request, response) => {
      calls += 1;
      response.writeHead(403).end();
    });
    await http.send(get('/x'));
    expect(calls).toBe(1);
  });

  it('ends the wait at once when stopped', async () => {
    const { http } = await serving((_request, response) => response.writeHead(429, { 'retry-after': '15' }).end());
    const stop = new AbortController();
    const waiting = http.send({ ...get('/x'), signal: stop.signal });
    setTimeout(() => stop.abort(), 50);
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('no answer', () => {
  it('says that a connection was refused', async () => {
    const server = createServer();
    const host = await listen(server);
    await new Promise<void>((resolve) => server.close(() => resolve()));
    await expect(client(host).send(get('/x'))).rejects.toMatchObject({
      code: 'provider.unreachable',
      details: { reason: 'refused' },
    });
  });

  it('says that a server hangs', async () => {
    const { http } = await serving(() => undefined, { timeoutMs: 60, retry: { ...quick, maxAttempts: 1 } });
    await expect(http.send(get('/x'))).rejects.toMatchObject({ code: 'provider.timeout' });
  });

  it('says that a connection was cut in the middle of an answer', async () => {
    const { http } = await serving((_request, response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('{"value":');
      setTimeout(() => response.destroy(), 10);
    });
    await expect(http.send(get('/x'))).rejects.toMatchObject({
      code: 'provider.unreachable',
      details: { reason: 'cut' },
    });
  });

  it('says that https was asked of a server that only speaks http', async () => {
    const { host } = await serving((_request, response) => response.end());
    await expect(client(host, { baseUrl: `https://${host}` }).send(get('/x'))).rejects.toMatchObject({
      code: 'provider.wrongAddress',
    });
  });

  it('says that a server does not speak http at all', async () => {
    const host = await listen(
      createTcpServer((socket) => void socket.end('220 mail.example ESMTP\r\n', () => socket.destroy())),
    );
    await expect(client(host).send(get('/x'))).rejects.toMatchObject({ code: 'provider.wrongAddress' });
  });
});

describe('where it may go', () => {
  it('opens no socket to a host that was not named', async () => {
    let calls = 0;
    const { host } = await serving((_request, response) => {
      calls += 1;
      response.end();
    });
    const http = client('127.0.0.1:1');
    await expect(http.send(get(`http://${host}/x`))).rejects.toMatchObject({ code: 'provider.wrongAddress' });
    expect(calls).toBe(0);
  });

  it('refuses plain http beyond this machine', async () => {
    const http = client('graph.example', { baseUrl: 'http://graph.example' });
    await expect(http.send(get('/x'))).rejects.toMatchObject({ code: 'provider.wrongAddress' });
  });

  it('reaches other hosts through the proxy of the environment, and this machine without it', async () => {
    const asked: string[] = [];
    const proxy = await serving((request, response) => {
      asked.push(request.url ?? '');
      response.end('{"through":"proxy"}');
    });
    const direct = await serving((_request, response) => response.end('{"through":"nothing"}'));
    const more = {
      baseUrl: null,
      plainHttp: 'anywhere',
      allowedHosts: ['psa.example', direct.host],
      proxyEnv: { http_proxy: `http://${proxy.host}` },
    } as const;
    const http = client(direct.host, more);
    expect((await http.send(get('http://psa.example/a'))).body).toEqual({ kind: 'json', value: { through: 'proxy' } });
    expect((await http.send(get(`http://${direct.host}/b`))).body).toEqual({
      kind: 'json',
      value: { through: 'nothing' },
    });
    expect(asked).toEqual(['http://psa.example/a']);
  });
});

it('logs neither query values, nor headers, nor bodies', async () => {
  const lines: string[] = [];
  const keep = (facts: LogFacts, message: string) => void lines.push(`${JSON.stringify(facts)} ${message}`);
  const { http } = await serving(
    (_request, response) => response.writeHead(503).end('{"access_token":"eyJabcdefghi.jklmnop.q"}'),
    {
      log: { debug: keep, info: keep, warn: keep },
    },
  );
  await http.send({ ...get('/users?$skiptoken=SKIPPED'), headers: { Authorization: 'Bearer SECRETSECRET' } });
  expect(lines.length).toBeGreaterThan(quick.maxAttempts);
  expect(lines.join('\n')).not.toMatch(/SKIPPED|SECRETSECRET|eyJ/);
});
