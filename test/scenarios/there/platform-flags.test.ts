/** Platform flags and this profile: what the platform switches off is off here too, also offline, and comes back. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mappedEngine, type RunningEngine } from '../support/engine.ts';
import { type Sandbox, startSandbox } from '../support/sandbox.ts';

const queue = 'entra-integration-ambiguous-queue';
const fieldSync = 'entra-integration-field-sync';
const clientSync = 'entra-integration-client-sync-action';

let sandbox: Sandbox;
let engine: RunningEngine;

const failure = (thrown: unknown) => (thrown as { data?: { code: string; sentence: string } }).data;

/** A flag on the platform, made with the platform's own API, as its administrator would. */
async function platformCall(path: string, body: unknown): Promise<{ id: number }> {
  const { url, masterApiKey } = sandbox.line.psa;
  const answer = await fetch(`${url}/api/v1/platform-feature-flags${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': masterApiKey },
    body: JSON.stringify(body),
  });
  return ((await answer.json()) as { data: { id: number } }).data;
}
const toNobody = { active: true, filters: { groups: [{ properties: [], rollout_percentage: 0 }] } };
const share = (rollout_percentage: number) => ({ filters: { groups: [{ properties: [], rollout_percentage }] } });

beforeAll(async () => {
  sandbox = await startSandbox();
  engine = await mappedEngine(sandbox, {
    env: { PSA_MASTER_API_KEY: sandbox.line.psa.masterApiKey },
    patience: {
      jobs: { firstDelayMs: 5, factor: 2, longestDelayMs: 20 },
      psa: { lookAgainAfterMs: 5, timeoutMs: 4000 },
    },
  });
}, 120_000);

afterAll(async () => {
  await engine.remove();
  await sandbox.stop();
});

const status = () => engine.client.engine.status({});
const read = () => engine.client.server.flags({});

test('connecting read the platform, and flags it does not have gate nothing', async () => {
  const { flags, flagSources, platformFlagsAsOf } = await status();
  expect(platformFlagsAsOf).not.toBeNull();
  expect(Object.values(flags)).toEqual([true, true, true, true, true]);
  expect(flagSources[queue]).toMatchObject({ isOnHere: true, platform: 'absent' });
});

describe('a flag that the platform releases to nobody', () => {
  let queueFlag: { id: number };

  beforeAll(async () => {
    queueFlag = await platformCall('', { key: queue, ...toNobody });
    await platformCall('', { key: fieldSync, ...toNobody });
    expect((await read()).psaTenantId).toBe(sandbox.line.psa.tenantId);
  });

  test('is off here, and the status says which side did it', async () => {
    const { flags, flagSources } = await status();
    expect([flags[queue], flags[fieldSync], flags[clientSync]]).toEqual([false, false, true]);
    expect(flagSources[queue]).toEqual({
      isOnHere: true,
      platform: 'off',
      platformSentence: 'This workspace is in none of the flag’s release groups.',
    });
  });

  test('gates the review queue, and says that the platform did', async () => {
    const refused = await engine.client.queue
      .resolve({ queueItemId: 'any', resolution: { kind: 'dismiss' } })
      .catch(failure);
    expect(refused).toMatchObject({
      code: 'flag.off',
      sentence: expect.stringMatching(/off on the PSA’s platform, as read/),
    });
  });

  test('takes the field rules out of the next plan', async () => {
    const { rules } = await engine.client.rules.get({});
    await engine.client.rules.save({ fields: { ...rules.fields, displayName: true, role: true } });
    const run = await engine.ended(await engine.client.plans.preflight({ scope: { kind: 'estate' } }));
    const plan = await engine.client.plans.get({ planId: run.planId ?? '' });
    expect(plan.holds.filter((hold) => hold.reason === 'flagOff')).toHaveLength(1);
  }, 120_000);

  test('stays off while the PSA cannot be reached, by the answer as last read', async () => {
    const before = await engine.client.server.lastFlags({});
    await sandbox.control('psa.failNext', { count: 'all', status: 503, match: '/platform-feature-flags' });
    await expect(read()).rejects.toBeDefined();
    expect((await status()).flags[queue]).toBe(false);
    await engine.ended(await engine.client.plans.preflight({ scope: { kind: 'estate' } }));
    const after = await engine.client.server.lastFlags({});
    expect(after.answer).toEqual(before.answer);
    expect(after.failure?.sentence).toMatch(/503|failed/i);
    await sandbox.control('psa.clearFaults');
  }, 120_000);

  test('comes back when this workspace is targeted, read back and noted', async () => {
    const flag = await engine.client.server.targetFlag({ key: queue, isOn: true });
    expect(flag).toMatchObject({ verdict: 'on', psaTenantIds: [sandbox.line.psa.tenantId] });
    expect((await status()).flags[queue]).toBe(true);
    const { rows } = await engine.client.activity.list({ search: 'platformFlag', limit: 10 });
    expect(rows[0]).toMatchObject({ action: 'platformFlag.targeted' });
  });

  test('a share decides nothing: it is said, and gates nothing', async () => {
    await platformCall(`/${queueFlag.id}`, { __method: 'PATCH', ...share(40) });
    await read();
    const { flags, flagSources } = await status();
    expect(flags[queue]).toBe(true);
    expect(flagSources[queue]).toMatchObject({
      platform: 'cannotTell',
      platformSentence: expect.stringMatching(/40 %/),
    });
  });

  test('the profile’s own switch still counts beside it', async () => {
    await engine.client.engine.setFlag({ flag: queue, isOn: false });
    expect((await status()).flags[queue]).toBe(false);
    expect((await status()).flagSources[queue].isOnHere).toBe(false);
    await engine.client.engine.setFlag({ flag: queue, isOn: true });
    expect((await status()).flags[queue]).toBe(true);
  });

  test('forgetting the answer leaves the profile alone to decide', async () => {
    expect((await status()).flags[fieldSync]).toBe(false);
    await engine.client.server.forgetFlags({});
    expect((await status()).flags[fieldSync]).toBe(true);
    expect((await status()).platformFlagsAsOf).toBeNull();
  });
});

test('ensuring the phase-1 flags says what they mean here: released to nobody yet', async () => {
  const { created, answer } = await engine.client.server.ensureFlags({});
  expect(created).toContain(clientSync);
  expect(answer.flags.find((flag) => flag.key === clientSync)).toMatchObject({ verdict: 'off' });
  expect((await status()).flags[clientSync]).toBe(false);
  await engine.client.server.targetFlag({ key: clientSync, isOn: true });
  expect((await status()).flags[clientSync]).toBe(true);
});

test('a plan of one client is held while the platform has single-client sync off', async () => {
  await engine.client.server.targetFlag({ key: clientSync, isOn: false });
  const { rows } = await engine.client.tenants.list({ state: 'mapped', limit: 1 });
  const scope = { kind: 'managedTenant' as const, managedTenantId: rows[0]?.managedTenantId ?? '' };
  const run = await engine.ended(await engine.client.plans.preflight({ scope }));
  const plan = await engine.client.plans.get({ planId: run.planId ?? '' });
  expect(plan.isApplicable).toBe(false);
  await engine.client.server.targetFlag({ key: clientSync, isOn: true });
}, 120_000);

test('another PSA’s answer counts for nothing', async () => {
  await engine.client.server.targetFlag({ key: clientSync, isOn: false });
  await engine.client.connections.disconnectPsa({});
  expect((await status()).flags[clientSync]).toBe(true);
  await engine.client.connections.connectPsa({ baseUrl: sandbox.line.psa.url, apiKey: sandbox.line.psa.apiKey });
  expect((await status()).flags[clientSync]).toBe(false);
});
