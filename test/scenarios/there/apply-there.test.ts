/** Applying on the server: confirmed, started, followed by workflow id, read back; its refusals in words. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { approvedPlan, mappedEngine, type RunningEngine } from '../support/engine.ts';
import { type Sandbox, startSandbox } from '../support/sandbox.ts';

let sandbox: Sandbox;
let engine: RunningEngine;

const failure = (thrown: unknown) => (thrown as { data?: { code: string } }).data?.code;

beforeAll(async () => {
  sandbox = await startSandbox();
  engine = await mappedEngine(sandbox, {
    host: {
      async signInToPsa() {
        const { cookie } = (await sandbox.control('psa.openSession')) as { cookie: string };
        const [name = '', value = ''] = cookie.split(/=(.*)/s);
        return { cookies: [{ name, value }] };
      },
    },
  });
}, 120_000);

afterAll(async () => {
  await engine.remove();
  await sandbox.stop();
});

test('without a session the server says so, and is not mistaken for one that lacks the routes', async () => {
  expect(await engine.client.server.status({})).toMatchObject({ state: 'needsSession' });
});

test('signing in opens the routes; a wrong cookie does not and is forgotten', async () => {
  const refused = engine.client.server.saveSession({ cookies: [{ name: 'authjs.session-token', value: 'nonsense' }] });
  await expect(refused.catch(failure)).resolves.toBe('psa.sessionExpired');
  expect(await engine.client.server.signIn({})).toMatchObject({ isSignedIn: true });
  expect(await engine.client.server.status({})).toMatchObject({ state: 'ready' });
});

test('tenants that only the server maps stop its sync of all tenants before it starts', async () => {
  const planId = await approvedPlan(engine);
  const strangers = (await engine.client.server.mappings({})).rows.filter((row) => row.difference === 'onlyThere');
  expect(strangers.length).toBeGreaterThan(0);
  const refused = await engine.client.server.apply({ planId }).catch((thrown: { data: unknown }) => thrown.data);
  expect(refused).toMatchObject({
    code: 'plan.unsafe',
    sentence: expect.stringContaining(strangers[0]?.tenantName ?? '?'),
  });
  expect((await engine.client.plans.get({ planId })).runId).toBeNull();
  for (const { entraTenantId, thereState, thereClient } of strangers)
    await engine.client.server.unmap({
      entraTenantId,
      shownState: thereState,
      shownClientId: thereClient?.clientId ?? null,
    });
}, 120_000);

test('the poison list names whom the server chokes on, and its failed clients are exactly those', async () => {
  const planId = await approvedPlan(engine);
  const { rows, considered } = await engine.client.server.poison({});
  expect(considered).toBeGreaterThan(1000);
  expect(rows.length).toBeGreaterThan(0);
  const run = await engine.ended(await engine.client.server.apply({ planId }));
  const { tenants, serverWorkflowId } = await engine.client.server.outcome({ runId: run.runId });
  expect(serverWorkflowId).toMatch(/^entra-all-tenants-sync:/);
  const poisoned = new Set(rows.map((row) => row.tenantName));
  const failed = tenants.filter((tenant) => tenant.status === 'failed').map((tenant) => tenant.tenantName);
  expect(run.status).toBe('partial');
  for (const name of failed) expect([...poisoned]).toContain(name);
  const clean = tenants.filter((tenant) => !poisoned.has(tenant.tenantName));
  expect(clean.length).toBeGreaterThan(0);
  for (const tenant of clean) expect(tenant.created.observed).toBe(tenant.created.planned);
}, 240_000);

test('a worker that is dead is recognised and said', async () => {
  await sandbox.control('psa.killWorker');
  const planId = await approvedPlan(engine).catch(() => null);
  if (planId === null) throw new Error('No second plan to apply.');
  const started = await engine.client.server.apply({ planId });
  const run = await engine.ended(started);
  expect(run.status).toBe('failed');
  expect(run.errorMessage).toMatch(/worker/i);
}, 240_000);

test('a server that does not mount the routes is told apart from one that refuses', async () => {
  await sandbox.control('psa.edition', { edition: 'ce' });
  expect((await engine.client.server.status({})).state).not.toBe('ready');
});

test('platform flags need the master key, and say where to put it', async () => {
  await expect(engine.client.server.flags({}).catch(failure)).resolves.toBe('secrets.unavailable');
});
