/** Connecting to Microsoft by a real sign-in, switching to CIPP and back: the old connection works until the new one is proven. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SignInEvent } from '../../../shared/contract/connection-entries.ts';
import { anEngine, type RunningEngine } from '../support/engine.ts';
import { type Sandbox, startSandbox } from '../support/sandbox.ts';

let sandbox: Sandbox;
let engine: RunningEngine;

const failure = (thrown: unknown) => (thrown as { data?: { code: string } }).data?.code;

beforeAll(async () => {
  sandbox = await startSandbox();
  engine = await anEngine({
    host: {
      async openExternal(url) {
        void sandbox.control('identity.signIn', { url }).catch(() => undefined);
        return true;
      },
    },
  });
}, 60_000);

afterAll(async () => {
  await engine.remove();
  await sandbox.stop();
});

async function signIn(mode: 'browser' | 'deviceCode' = 'browser'): Promise<SignInEvent[]> {
  const { identity, graph } = sandbox.line;
  const events: SignInEvent[] = [];
  for await (const event of await engine.client.connections.signInDirect({
    mode,
    cloud: { name: 'sandbox', loginHost: identity.url, graphHost: graph.url },
    clientId: identity.clientId,
    clientSecret: identity.clientSecret,
    tenantId: identity.partnerTenantId,
  })) {
    events.push(event);
    if (event.kind === 'deviceCode') await sandbox.control('identity.enterDeviceCode', { userCode: event.userCode });
  }
  return events;
}

test('a sign-in in the browser is told step by step and ends connected', async () => {
  const events = await signIn();
  expect(events.map((event) => event.kind)).toEqual(expect.arrayContaining(['browserOpened', 'proving', 'connected']));
  expect(events.at(-1)).toMatchObject({
    kind: 'connected',
    connection: { connectionType: 'direct', label: `Signed in as ${sandbox.line.identity.operator.upn}` },
  });
}, 60_000);

test('through Graph, every customer is discovered with its verified domains, and directories are read', async () => {
  const run = await engine.ended(await engine.client.tenants.discover({}));
  expect(run.status).toBe('completed');
  const { rows } = await engine.client.tenants.list({ limit: 500 });
  const { tenants } = await sandbox.state();
  expect(rows.filter((row) => !row.isPartner).length).toBe(tenants.length);
  const readable = rows.find((row) => row.access === 'ok' && !row.isPartner);
  const truth = tenants.find((tenant) => tenant.entraTenantId === readable?.entraTenantId);
  expect(await engine.client.tenants.readDirectory({ managedTenantId: readable?.managedTenantId ?? '' })).toMatchObject(
    { present: truth?.users.length, isComplete: true },
  );
}, 120_000);

test('a CIPP that cannot be proven changes nothing', async () => {
  const refused = engine.client.connections.connectCipp({
    baseUrl: sandbox.line.cipp.url,
    auth: { kind: 'token', token: 'wrong' },
  });
  await expect(refused.catch(failure)).resolves.toBe('provider.credentialRejected');
  expect((await engine.client.connections.get({})).directory).toMatchObject({
    connectionType: 'direct',
    status: 'connected',
  });
  expect((await engine.client.connections.check({})).directory.every((step) => step.status !== 'fail')).toBe(true);
}, 60_000);

test('switching to CIPP clears the Microsoft sign-in, and back again clears CIPP', async () => {
  const { cipp, identity } = sandbox.line;
  await engine.client.connections.connectCipp({
    baseUrl: cipp.url,
    auth: {
      kind: 'clientCredentials',
      tenantId: cipp.tenantId,
      clientId: cipp.clientId,
      clientSecret: cipp.clientSecret,
      loginHost: identity.url,
    },
  });
  expect((await engine.client.connections.get({})).directory).toMatchObject({
    connectionType: 'cipp',
    authKind: 'clientCredentials',
  });
  expect((await engine.ended(await engine.client.tenants.discover({}))).status).toBe('completed');
  const events = await signIn('deviceCode');
  expect(events.at(-1)?.kind).toBe('connected');
  expect((await engine.client.connections.get({})).directory).toMatchObject({
    connectionType: 'direct',
    authKind: 'deviceCode',
  });
}, 120_000);

test('a refused sign-in is a sentence, and the connection stays', async () => {
  await sandbox.control('identity.declineNextSignIn', {});
  const last = (await signIn()).at(-1);
  expect(last).toMatchObject({ kind: 'failed' });
  expect((await engine.client.connections.get({})).directory?.status).toBe('connected');
}, 60_000);

test('an expired sign-in says so and what to do', async () => {
  await sandbox.control('identity.expireRefreshTokens', {});
  const { rows } = await engine.client.tenants.list({ limit: 500 });
  const customer = rows.find((row) => !row.isPartner);
  const refused = engine.client.tenants.readDirectory({ managedTenantId: customer?.managedTenantId ?? '' });
  await expect(refused).rejects.toMatchObject({ data: { code: 'provider.credentialRejected' } });
  await expect(refused).rejects.toThrow(/sign in/i);
}, 60_000);

test('an expired PSA key says so and loses nothing', async () => {
  const { psa } = sandbox.line;
  await engine.client.connections.connectPsa({ baseUrl: psa.url, apiKey: psa.apiKey });
  await sandbox.control('psa.expireKey', {});
  const steps = (await engine.client.connections.check({})).psa;
  expect(steps.some((step) => step.status === 'fail' && /key/i.test(step.sentence))).toBe(true);
  expect((await engine.client.connections.get({})).psa).toMatchObject({ baseUrl: psa.url, status: 'failed' });
});

test('nothing that a screen can ask for holds a secret', async () => {
  const { client } = engine;
  const answers = await Promise.all([
    client.engine.status({}),
    client.engine.overview({}),
    client.connections.get({}),
    client.tenants.list({ limit: 500 }),
    client.runs.list({}),
    client.rules.get({}),
    client.activity.export({ format: 'json' }),
  ]);
  const text = JSON.stringify(answers);
  const { cipp, psa, identity } = sandbox.line;
  for (const secret of [cipp.token, cipp.clientSecret, psa.apiKey, identity.clientSecret, identity.operator.password])
    expect(text).not.toContain(secret);
  expect(text).not.toMatch(/eyJ[A-Za-z0-9_-]{20,}/);
});
