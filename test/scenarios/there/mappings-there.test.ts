/** Mappings on the server: shown beside ours, changed there on request, read back, noted; refusals in words. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { MappingThere } from '../../../shared/contract/server-entries.ts';
import { inAHurry, mappedEngine, type RunningEngine } from '../support/engine.ts';
import { type Sandbox, startSandbox } from '../support/sandbox.ts';

let sandbox: Sandbox;
let engine: RunningEngine;

const failure = (thrown: unknown) => (thrown as { data?: { code: string; sentence: string } }).data;
const mappings = async () => (await engine.client.server.mappings({})).rows;
const shown = (row: MappingThere) => ({
  entraTenantId: row.entraTenantId,
  shownState: row.thereState,
  shownClientId: row.thereClient?.clientId ?? null,
});
const find = (rows: readonly MappingThere[], like: Partial<MappingThere>): MappingThere => {
  const row = rows.find((one) =>
    Object.entries(like).every(([key, value]) => one[key as keyof MappingThere] === value),
  );
  if (!row) throw new Error(`No mapping like ${JSON.stringify(like)}.`);
  return row;
};
const again = (rows: readonly MappingThere[], row: MappingThere) => find(rows, { entraTenantId: row.entraTenantId });
const audited = async (search: string) => (await engine.client.activity.list({ search, limit: 50 })).rows;

async function openSession() {
  const { cookie } = (await sandbox.control('psa.openSession')) as { cookie: string };
  const [name = '', value = ''] = cookie.split(/=(.*)/s);
  return { cookies: [{ name, value }] };
}

beforeAll(async () => {
  sandbox = await startSandbox();
  engine = await mappedEngine(sandbox, { host: { signInToPsa: openSession }, patience: inAHurry });
}, 120_000);

afterAll(async () => {
  await engine.remove();
  await sandbox.stop();
});

test('without a session there is a sentence, never an empty list', async () => {
  const refused = await engine.client.server.mappings({}).catch(failure);
  expect(refused).toMatchObject({ code: 'psa.sessionExpired', sentence: expect.stringMatching(/sign in/i) });
  await engine.client.server.signIn({});
});

describe('with a session', () => {
  test('discovery on the server says what it found and what was new to it', async () => {
    const { found, added, sentence, rows } = await engine.client.server.discover({});
    expect(found).toBeGreaterThan(20);
    expect(added.length).toBeGreaterThan(0);
    expect(sentence).toContain(`found ${found} tenants`);
    expect(rows.length).toBeGreaterThanOrEqual(found);
    expect((await audited('server.discovered'))[0]?.answered).toContain(`${found} tenants`);
  });

  test('an answer without tenants is said, and the list stays', async () => {
    const before = await mappings();
    await sandbox.control('psa.providerEmpty', { what: 'discovery', count: 1 });
    const { found, sentence, rows } = await engine.client.server.discover({});
    expect(found).toBe(0);
    expect(sentence).toMatch(/no tenant; the server keeps the \d+/);
    expect(rows).toEqual(before);
  });

  test('both sides stand beside each other, differences first, each with its sentence', async () => {
    const rows = await mappings();
    const firstSame = rows.findIndex((row) => row.difference === 'none');
    expect(rows.slice(firstSame).every((row) => row.difference === 'none')).toBe(true);
    const onlyHere = find(rows, { difference: 'onlyHere' });
    expect(onlyHere.sentence).toContain(`Mapped to ${onlyHere.hereClient?.name} here`);
    expect(onlyHere.canHold).toBe(true);
  });

  test('the server is made to hold ours; read back and noted', async () => {
    const wanted = (await mappings()).filter((row) => row.difference === 'onlyHere');
    const answer = await engine.client.server.confirmMappings({ mappings: wanted.map(shown) });
    expect(answer).toMatchObject({ kept: wanted.length, notKept: [] });
    for (const row of wanted) {
      const now = again(answer.rows, row);
      expect([now.difference, now.thereClient]).toEqual(['none', row.hereClient]);
    }
    expect(await audited('server.mappingKept')).toHaveLength(Math.min(50, wanted.length));
  });

  test('a second time nothing is sent', async () => {
    const same = (await mappings()).filter((row) => row.hereState === 'mapped' && row.isSeenThere).slice(0, 3);
    await sandbox.clearRequests();
    const answer = await engine.client.server.confirmMappings({ mappings: same.map(shown) });
    expect(answer.sentence).toMatch(/holds this already/);
    expect((await sandbox.requests()).filter((request) => request.path.includes('/mappings/confirm'))).toEqual([]);
  });

  test('a tenant is remapped there: ours stays, the difference is said, the log has what was shown, chosen and answered', async () => {
    const row = find(await mappings(), { difference: 'none', hereState: 'mapped' });
    const { rows: clients } = await engine.client.tenants.clients({ limit: 500 });
    const target = clients.find((client) => client.clientId !== row.hereClient?.clientId && !client.isInactive);
    const answer = await engine.client.server.remap({ ...shown(row), clientId: target?.clientId ?? '' });
    const now = again(answer.rows, row);
    expect(answer).toMatchObject({ kept: 1, notKept: [] });
    expect(now).toMatchObject({ difference: 'otherClient', hereClient: row.hereClient });
    expect(now.thereClient?.name).toBe(target?.name);
    expect(now.sentence).toContain(`on the server: its sync would write these people to ${target?.name}`);
    expect((await audited('server.mappingKept'))[0]).toMatchObject({
      shown: expect.stringContaining('Both map it to'),
      chosen: `Remap it to ${target?.name} there.`,
      answered: expect.stringContaining('Read back: Mapped to'),
    });
    const back = await engine.client.server.confirmMappings({ mappings: [shown(now)] });
    expect(again(back.rows, row).difference).toBe('none');
  });

  test('a tenant is unmapped there and says so; ours stays mapped', async () => {
    const row = find(await mappings(), { difference: 'none', hereState: 'mapped' });
    const answer = await engine.client.server.unmap(shown(row));
    expect(again(answer.rows, row)).toMatchObject({
      thereState: 'unmapped',
      thereClient: null,
      difference: 'onlyHere',
    });
    const { rows } = await engine.client.tenants.list({ state: 'mapped', limit: 500 });
    expect(rows.map((tenant) => tenant.entraTenantId)).toContain(row.entraTenantId);
    await engine.client.server.confirmMappings({ mappings: [shown(again(answer.rows, row))] });
  });

  test('what has moved on since it was shown is refused, and nothing is sent', async () => {
    const row = find(await mappings(), { difference: 'none', hereState: 'mapped' });
    await sandbox.clearRequests();
    const refused = await engine.client.server.unmap({ ...shown(row), shownClientId: 'somebody-else' }).catch(failure);
    expect(refused).toMatchObject({
      code: 'psa.conflict',
      sentence: expect.stringMatching(/changed since it was shown/),
    });
    expect((await sandbox.requests()).filter((request) => request.path.includes('/unmap'))).toEqual([]);
  });

  test('a lost answer is settled by looking, without a second request', async () => {
    const row = find(await mappings(), { difference: 'none', hereState: 'mapped' });
    await sandbox.clearRequests();
    await sandbox.control('psa.dropConnection', {
      when: 'after',
      match: 'POST /api/integrations/entra/mappings/unmap',
    });
    const answer = await engine.client.server.unmap(shown(row));
    expect(answer).toMatchObject({ kept: 1 });
    expect((await sandbox.requests()).filter((request) => request.path.includes('/unmap'))).toHaveLength(1);
    await engine.client.server.confirmMappings({ mappings: [shown(again(answer.rows, row))] });
  });

  test('a write that never arrived is a failure, and the log says what reading back showed', async () => {
    const row = find(await mappings(), { difference: 'none', hereState: 'mapped' });
    await sandbox.control('psa.dropConnection', {
      when: 'before',
      match: 'POST /api/integrations/entra/mappings/unmap',
    });
    await expect(engine.client.server.unmap(shown(row)).catch(failure)).resolves.toMatchObject({
      code: 'psa.unreachable',
    });
    expect((await audited('server.mappingNotKept'))[0]?.answered).toContain('Both map it to');
    expect(again(await mappings(), row).difference).toBe('none');
  });

  test('a client that is not in the PSA is refused before anything is sent', async () => {
    const row = find(await mappings(), { difference: 'none', hereState: 'mapped' });
    const refused = engine.client.server.remap({ ...shown(row), clientId: 'nobody' });
    await expect(refused.catch(failure)).resolves.toMatchObject({ code: 'client.notFound' });
  });

  test('a tenant without a decision here cannot be held there', async () => {
    const undecided = (await mappings()).find((row) => row.isSeenThere && row.hereState === 'undecided');
    expect(undecided?.canHold).toBe(false);
    if (!undecided) throw new Error('Every tenant is decided.');
    const refused = engine.client.server.confirmMappings({ mappings: [shown(undecided)] });
    await expect(refused.catch(failure)).resolves.toMatchObject({ code: 'input.invalid' });
  });
});

describe('the gates', () => {
  beforeEach(async () => {
    await engine.client.server.signIn({});
  });

  test('without the permission it is the server’s sentence', async () => {
    await sandbox.control('psa.denyPermission', { resource: 'system_settings', action: 'update' });
    const row = find(await mappings(), { difference: 'none', hereState: 'mapped' });
    await expect(engine.client.server.unmap(shown(row)).catch(failure)).resolves.toMatchObject({
      code: 'psa.forbidden',
    });
    await sandbox.control('psa.denyPermission', { resource: 'system_settings', action: 'update', denied: false });
  });

  test('an expired session asks for a sign-in', async () => {
    await sandbox.control('psa.expireSession');
    await expect(engine.client.server.mappings({}).catch(failure)).resolves.toMatchObject({
      code: 'psa.sessionExpired',
    });
  });

  test('a server without the routes is named as one, not as one without mappings', async () => {
    await sandbox.control('psa.failNext', { count: 'all', status: 404, match: '/mappings' });
    await expect(engine.client.server.mappings({}).catch(failure)).resolves.toMatchObject({
      code: 'psa.notMounted',
      sentence: 'This PSA does not offer its mapping of tenants over the network.',
    });
    await sandbox.control('psa.clearFaults');
  });

  test('the Community Edition says that it lacks this', async () => {
    await sandbox.control('psa.edition', { edition: 'ce' });
    await expect(engine.client.server.mappings({}).catch(failure)).resolves.toMatchObject({
      code: 'psa.editionMissing',
    });
  });
});
