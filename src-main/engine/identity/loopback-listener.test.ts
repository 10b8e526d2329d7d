/** The listener on a real port: both ways of answering, strangers, abort, time-out. */
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type LoopbackListener, openLoopback } from './loopback-listener.ts';

const open: LoopbackListener[] = [];
afterEach(async () => {
  for (const listener of open.splice(0)) await listener.close();
});

async function aListener(more: Partial<Parameters<typeof openLoopback>[0]> = {}): Promise<LoopbackListener> {
  const listener = await openLoopback({
    state: 'right',
    signal: new AbortController().signal,
    timeoutMs: 10_000,
    ...more,
  });
  open.push(listener);
  return listener;
}

interface Call {
  readonly method?: string;
  readonly path?: string;
  readonly form?: Record<string, string> | string;
  readonly headers?: Record<string, string>;
}

function send(
  listener: LoopbackListener,
  call: Call,
): Promise<{ status: number; text: string; headers: NodeJS.Dict<string | string[]> }> {
  const { port, host } = new URL(listener.redirectUri);
  const body =
    call.form === undefined
      ? ''
      : typeof call.form === 'string'
        ? call.form
        : new URLSearchParams(call.form).toString();
  const type = call.form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' };
  return new Promise((resolve, reject) => {
    const options = {
      host: '127.0.0.1',
      port,
      method: call.method ?? 'GET',
      path: call.path ?? '/',
      headers: { host, ...type, ...call.headers },
    };
    const sent = httpRequest(options, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += String(chunk);
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text, headers: response.headers }));
    });
    sent.once('error', reject);
    sent.end(body);
  });
}

const portOf = (listener: LoopbackListener) => Number(new URL(listener.redirectUri).port);

describe('an answer', () => {
  it('is taken from a posted form', async () => {
    const listener = await aListener();
    const page = await send(listener, { method: 'POST', form: { state: 'right', code: 'c', client_info: 'i' } });
    expect(page.status).toBe(200);
    expect(page.text).toContain('Return to Concord');
    expect(await listener.answer).toEqual({
      code: 'c',
      clientInfo: 'i',
      error: null,
      errorDescription: null,
      subError: null,
    });
  });

  it('is taken from a query, for identity providers that answer so', async () => {
    const listener = await aListener();
    await send(listener, { path: '/?code=c&state=right' });
    expect(await listener.answer).toMatchObject({ code: 'c', clientInfo: null });
  });

  it('may be a refusal, and the page says no more than otherwise', async () => {
    const listener = await aListener();
    const refused = await send(listener, {
      method: 'POST',
      form: { state: 'right', error: 'access_denied', error_description: '<b>no</b>' },
    });
    expect(refused.text).toContain('Return to Concord');
    expect(refused.text).not.toContain('<b>no');
    expect(await listener.answer).toMatchObject({ code: null, error: 'access_denied' });
  });

  it('is never kept in a cache or framed', async () => {
    const listener = await aListener();
    const { headers } = await send(listener, { path: '/?code=c&state=right' });
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
  });
});

describe('a stranger', () => {
  it.each<[string, Call, number]>([
    ['with the wrong state', { path: '/?code=c&state=wrong' }, 400],
    ['without a state', { method: 'POST', form: { code: 'c' } }, 400],
    ['with two states', { path: '/?code=c&state=right&state=right' }, 400],
    ['at another path', { path: '/callback?code=c&state=right' }, 404],
    ['asking for a favicon', { path: '/favicon.ico' }, 404],
    ['with another method', { method: 'PUT', form: { state: 'right', code: 'c' } }, 405],
    ['with JSON', { method: 'POST', form: '{"state":"right"}', headers: { 'content-type': 'application/json' } }, 415],
    ['under another host name', { path: '/?code=c&state=right', headers: { host: 'evil.example' } }, 400],
    ['with a form beyond reason', { method: 'POST', form: `state=right&code=${'x'.repeat(70_000)}` }, 400],
  ])('%s is turned away, and the wait goes on', async (_name, call, status) => {
    const listener = await aListener();
    const refused = await send(listener, call);
    expect(refused.status).toBe(status);
    expect(refused.text).not.toContain('Return to Concord');
    await send(listener, { path: '/?code=real&state=right' });
    expect(await listener.answer).toMatchObject({ code: 'real' });
  });
});

describe('the end', () => {
  const isOpen = (port: number, host = '127.0.0.1') =>
    new Promise<boolean>((resolve) => {
      const socket = connect(port, host, () => {
        socket.destroy();
        resolve(true);
      });
      socket.once('error', () => resolve(false));
    });

  it('comes with an abort', async () => {
    const stop = new AbortController();
    const listener = await aListener({ signal: stop.signal });
    stop.abort();
    await expect(listener.answer).rejects.toMatchObject({ code: 'identity.signInCancelled' });
  });

  it('comes at once when it was aborted before it began', async () => {
    const listener = await aListener({ signal: AbortSignal.abort() });
    await expect(listener.answer).rejects.toMatchObject({ code: 'identity.signInCancelled' });
  });

  it('comes by itself', async () => {
    const listener = await aListener({ timeoutMs: 30 });
    await expect(listener.answer).rejects.toMatchObject({ code: 'identity.signInTimedOut' });
  });

  it('closes the port, also with a connection that says nothing', async () => {
    const listener = await aListener();
    const silent = connect(portOf(listener), '127.0.0.1');
    silent.on('error', () => undefined);
    await new Promise((resolve) => silent.once('connect', resolve));
    await listener.close();
    expect(await isOpen(portOf(listener))).toBe(false);
    silent.destroy();
  });

  it('listens on 127.0.0.1 only', async () => {
    const listener = await aListener();
    expect(await isOpen(portOf(listener))).toBe(true);
    expect(await isOpen(portOf(listener), '::1')).toBe(false);
  });
});
