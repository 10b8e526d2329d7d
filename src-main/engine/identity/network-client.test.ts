/** MSAL's way to the network: where it may go, and what it says when there is no answer of the login service. */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { checkCloud, type MicrosoftCloud, microsoftClouds } from '../domain/microsoft-cloud.ts';
import { silentLog } from '../http/log.ts';
import { toRealLoginUrl } from './clouds.ts';
import { createLoginNetwork, type NetworkFacts } from './network-client.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function aLoginService(status: number, body: string, headers: Record<string, string> = {}) {
  const paths: string[] = [];
  const server = createServer((request, response) => {
    paths.push(request.url ?? '');
    response.writeHead(status, headers).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const cloud: MicrosoftCloud = { name: 'sandbox', loginHost: host, graphHost: host };
  const network = createLoginNetwork({ cloud, userAgent: 'test', proxyEnv: null, customCaFile: null, log: silentLog });
  closers.push(() => {
    network.close();
    server.closeAllConnections();
    server.close();
  });
  return { network, paths };
}

const token = 'https://login.microsoftonline.com/organizations/oauth2/v2.0/token';
const noted = (): NetworkFacts => ({ failure: null, retryAt: null });

it('calls the sandbox instead of Microsoft, and nobody else', async () => {
  const { network, paths } = await aLoginService(200, '{"a":1}');
  expect(await network.msal.sendPostRequestAsync(token, { body: 'x=1' })).toMatchObject({
    status: 200,
    body: { a: 1 },
  });
  expect(paths).toEqual(['/organizations/oauth2/v2.0/token']);
  for (const url of [
    'https://login.windows.net/common',
    'https://login.microsoftonline.us/x',
    'http://login.microsoftonline.com/x',
  ]) {
    await expect(network.msal.sendGetRequestAsync(url)).rejects.toMatchObject({ code: 'provider.wrongAddress' });
  }
  expect(paths).toHaveLength(1);
});

it('notes the failure behind a call, for that piece of work alone', async () => {
  const { network } = await aLoginService(200, '<html>portal</html>');
  const facts = noted();
  const other = noted();
  await Promise.allSettled([
    network.watch(facts, () => network.msal.sendPostRequestAsync(token)),
    network.watch(other, async () => undefined),
  ]);
  expect(facts.failure).toMatchObject({ code: 'provider.responseInvalid' });
  expect(other.failure).toBeNull();
});

it('notes when the login service wants to be asked again, and lets MSAL call it busy', async () => {
  const { network } = await aLoginService(503, '<html>busy</html>', { 'retry-after': '30' });
  const facts = noted();
  const answer = await network.watch(facts, () => network.msal.sendPostRequestAsync(token));
  expect(answer).toMatchObject({ status: 503, body: { error: 'temporarily_unavailable' } });
  expect(facts.retryAt).toBeGreaterThan(Date.now() + 25_000);
});

it('does not follow a redirect with a code or a secret in its hands', async () => {
  const { network, paths } = await aLoginService(302, '', { location: '/elsewhere' });
  await expect(network.msal.sendPostRequestAsync(token)).rejects.toMatchObject({ code: 'provider.responseInvalid' });
  expect(paths).toHaveLength(1);
});

it('knows each real cloud only under its own addresses', () => {
  for (const cloud of Object.values(microsoftClouds)) {
    expect(() => checkCloud(cloud)).not.toThrow();
    expect(() => checkCloud({ ...cloud, graphHost: 'https://graph.example' })).toThrow(/not the known ones/);
    expect(toRealLoginUrl(cloud, `${cloud.loginHost}/x`)).toBe(`${cloud.loginHost}/x`);
  }
});
