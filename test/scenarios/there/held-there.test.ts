/** The brake holds there too: the server cannot leave anybody out, so a plan with waiting holds is not handed over. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inAHurry, mappedEngine, type RunningEngine } from '../support/engine.ts';
import { type Sandbox, startSandbox } from '../support/sandbox.ts';

let sandbox: Sandbox;
let engine: RunningEngine;

const failure = (thrown: unknown) => (thrown as { data?: { code: string; sentence: string } }).data;
const reason = 'The customer took over a company this week.';

beforeAll(async () => {
  sandbox = await startSandbox();
  engine = await mappedEngine(sandbox, {
    customers: ['Harrow', 'Pemberton'],
    patience: inAHurry,
    host: {
      async signInToPsa() {
        const { cookie } = (await sandbox.control('psa.openSession')) as { cookie: string };
        const [name = '', value = ''] = cookie.split(/=(.*)/s);
        return { cookies: [{ name, value }] };
      },
    },
  });
  await engine.client.server.signIn({});
}, 120_000);

afterAll(async () => {
  await engine.remove();
  await sandbox.stop();
});

/** A plan of both clients, in which one creates more than the brake lets through. Approved: the other client may go on. */
async function planWithOneHeld() {
  const { rules } = await engine.client.rules.get({});
  const creates = { ...rules.brakes.perClient.creates, number: 64 };
  const perClient = { ...rules.brakes.perClient, creates };
  await engine.client.rules.save({ brakes: { ...rules.brakes, perClient } });
  const run = await engine.ended(await engine.client.plans.preflight({ scope: { kind: 'estate' } }));
  const plan = await engine.client.plans.get({ planId: run.planId ?? '' });
  await engine.client.plans.approve({ planId: plan.planId, contentHash: plan.contentHash });
  return plan;
}

const startsThere = async () =>
  (await sandbox.requests()).filter((request) => request.method === 'POST' && request.path.endsWith('/entra/sync'));

test('a plan with a held client is refused there, naming the client and the two exits; nothing is sent', async () => {
  const plan = await planWithOneHeld();
  expect(plan.holds.map((hold) => hold.clientName)).toEqual(['Harrow Valley Credit Union']);
  await sandbox.clearRequests();
  const refused = await engine.client.server.apply({ planId: plan.planId }).catch(failure);
  expect(refused).toMatchObject({
    code: 'plan.unsafe',
    sentence: expect.stringMatching(
      /Held in this plan: Harrow Valley Credit Union\. .*Apply the plan here.*or allow each of them once with a reason/,
    ),
  });
  expect(await sandbox.requests()).toEqual([]);
  expect((await engine.client.plans.get({ planId: plan.planId })).runId).toBeNull();
}, 60_000);

test('allowed once with a reason, the plan that this makes is handed over; the reason is in the log', async () => {
  const run = await engine.ended(await engine.client.plans.preflight({ scope: { kind: 'estate' } }));
  const held = await engine.client.plans.get({ planId: run.planId ?? '' });
  const clientId = held.holds[0]?.clientId ?? '';
  const plan = await engine.client.plans.allowHold({ planId: held.planId, clientId, reason });
  await engine.client.plans.approve({ planId: plan.planId, contentHash: plan.contentHash });
  for (const row of (await engine.client.server.mappings({})).rows.filter((one) => one.difference === 'onlyThere'))
    await engine.client.server.unmap({
      entraTenantId: row.entraTenantId,
      shownState: row.thereState,
      shownClientId: row.thereClient?.clientId ?? null,
    });
  const { runId } = await engine.client.server.apply({ planId: plan.planId });
  const ended = await engine.ended({ runId });
  expect(['completed', 'partial']).toContain(ended.status);
  expect(await startsThere()).toHaveLength(1);
  const { rows } = await engine.client.activity.list({ search: 'holdAllowed', limit: 5 });
  expect(rows[0]?.chosen).toContain(reason);
}, 120_000);

test('such a run says planned, reported and observed, and that it was there', async () => {
  const { rows } = await engine.client.runs.list({ types: ['all-tenants'], limit: 5 });
  expect(rows[0]).toMatchObject({ place: 'there' });
  expect(rows[0]?.sentence).toMatch(/On the server: created \d+ of \d+ planned/);
});

test('a plan made before a mapping is not handed over: the server would sync the new tenant too', async () => {
  const { brakes } = (await engine.client.rules.get({})).rules;
  const creates = { ...brakes.perClient.creates, number: 5000 };
  await engine.client.rules.save({ brakes: { ...brakes, perClient: { ...brakes.perClient, creates } } });
  const run = await engine.ended(await engine.client.plans.preflight({ scope: { kind: 'estate' } }));
  const { rows } = await engine.client.tenants.list({ state: 'autoMatched', limit: 1 });
  const [tenant] = rows;
  await engine.client.tenants.confirm({
    decisions: [
      {
        managedTenantId: tenant?.managedTenantId ?? '',
        decision: { kind: 'map', clientId: tenant?.candidates[0]?.clientId ?? '' },
      },
    ],
  });
  const refused = await engine.client.server.apply({ planId: run.planId ?? '' }).catch(failure);
  expect(refused).toMatchObject({ code: 'plan.stale', sentence: expect.stringContaining(tenant?.displayName ?? '?') });
}, 60_000);
