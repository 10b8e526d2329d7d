/** The PSA's own Entra routes over HTTP with a session: what is served, what is not, and what its answers really mean. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLog } from '../../../src-main/engine/http/log.ts';
import { createEntraRoutes, type EntraRoutes } from '../../../src-main/engine/psa/alga/entra-routes.ts';
import type { SessionCookie } from '../../../src-main/engine/psa/alga/session-client.ts';
import { type Sandbox, startSandbox } from '../../../src-sandbox/sandbox.ts';
import { signal } from './psa-world.ts';

let sandbox: Sandbox;
let routes: EntraRoutes;
let cookies: readonly SessionCookie[] | null;
const call = { signal };

async function openSession(): Promise<readonly SessionCookie[]> {
  const { cookie } = (await sandbox.control('psa.openSession')) as { cookie: string };
  return cookie.split('; ').map((pair) => {
    const at = pair.indexOf('=');
    return { name: pair.slice(0, at), value: pair.slice(at + 1) };
  });
}

beforeEach(async () => {
  sandbox = await startSandbox({ scenario: 'harbor-it' });
  cookies = await openSession();
  routes = createEntraRoutes({
    baseUrl: sandbox.info.psa.url,
    session: async () => cookies,
    apiKey: null,
    http: { userAgent: 'Concord tests', proxyEnv: null, customCaFile: null },
    log: silentLog,
  });
  await sandbox.control('psa.connection', { active: true, type: 'cipp' });
  await sandbox.control('psa.mount', { mode: 'head' });
});
afterEach(async () => {
  routes.close();
  await sandbox.stop();
});

describe('the four states', () => {
  it('served: the bare status route answers although no API key is stored', async () => {
    expect(await routes.status(call)).toMatchObject({ status: 'connected', connectionType: 'cipp' });
  });

  it('a session in chunked cookies works too', async () => {
    await sandbox.control('psa.sessionSettings', { chunks: 3 });
    cookies = await openSession();
    expect(cookies).toHaveLength(3);
    expect((await routes.status(call)).status).toBe('connected');
  });

  it('nobody signed in: nothing is sent', async () => {
    cookies = null;
    sandbox.clearRequests();
    await expect(routes.status(call)).rejects.toMatchObject({ code: 'psa.sessionExpired' });
    expect(sandbox.requests()).toEqual([]);
  });

  it.each(['psa.expireSession', 'psa.revokeSession'])('signed in before: %s asks to sign in again', async (verb) => {
    await sandbox.control(verb, {});
    await expect(routes.listRuns(call)).rejects.toMatchObject({
      code: 'psa.sessionExpired',
      message: expect.stringContaining('again'),
    });
  });

  it.each([
    ['psa.edition', { edition: 'ce' }, 'psa.editionMissing'],
    ['psa.lowerTier', {}, 'psa.editionMissing'],
    ['psa.portalOperator', {}, 'psa.forbidden'],
  ] as const)('refused: %s', async (...row) => {
    const [verb, args, code] = row;
    await sandbox.control(verb, args);
    await expect(routes.previewMappings(call)).rejects.toMatchObject({ code });
  });

  it('not served: queue, schedule and preflight are "not offered", never empty', async () => {
    const calls = [
      () => routes.listQueue(call),
      () => routes.readSchedule(call),
      () => routes.preflight('x', call),
      () => routes.dismiss('x', null, call),
    ];
    for (const ask of calls) {
      await expect(ask()).rejects.toMatchObject({
        code: 'psa.notMounted',
        message: expect.stringContaining('does not offer'),
      });
    }
  });
});

describe('mappings', () => {
  async function previewed() {
    await routes.discover(call);
    return routes.previewMappings(call);
  }

  it('are discovered and previewed with candidates', async () => {
    const discovered = await routes.discover(call);
    const rows = await routes.previewMappings(call);
    expect(discovered.length).toBeGreaterThan(10);
    expect(rows).toHaveLength(discovered.length);
    expect(rows.find((row) => row.bucket === 'autoMatched')?.candidates[0]).toMatchObject({ reason: 'exact_domain' });
  });

  it('are confirmed, remapped and unmapped, each read back', async () => {
    const [first, second] = (await previewed()).filter((row) => row.bucket === 'autoMatched');
    if (!first || !second) throw new Error('harbor-it has no auto-matched tenants');
    const clientId = first.candidates[0]?.clientId ?? '';
    const decisions = [
      { serverTenantId: first.serverTenantId, state: 'mapped' as const, clientId },
      { serverTenantId: second.serverTenantId, state: 'skip_for_now' as const, clientId: null },
    ];
    expect(await routes.confirmMappings(decisions, call)).toMatchObject({ confirmed: 2, notKept: [] });
    const target = second.candidates[0]?.clientId ?? '';
    expect(await routes.remap(first.serverTenantId, target, call)).toMatchObject({ confirmed: 1, notKept: [] });
    expect(await routes.unmap(first.serverTenantId, call)).toMatchObject({ confirmed: 1, notKept: [] });
  });

  it('that the server skipped without a word are named', async () => {
    await previewed();
    const unknown = '99999999-9999-4999-8999-999999999999';
    const decision = { serverTenantId: unknown, state: 'skip_for_now' as const, clientId: null };
    expect(await routes.confirmMappings([decision], call)).toMatchObject({ confirmed: 0, notKept: [unknown] });
    const clientId =
      (await routes.previewMappings(call)).find((row) => row.candidates[0])?.candidates[0]?.clientId ?? '';
    expect(await routes.remap(unknown, clientId, call)).toMatchObject({ confirmed: 0, notKept: [unknown] });
  });

  it('onto a client that does not exist fail as a server error', async () => {
    const [row] = await previewed();
    const clientId = '99999999-9999-4999-8999-999999999999';
    const decision = { serverTenantId: row?.serverTenantId ?? '', state: 'mapped' as const, clientId };
    await expect(routes.confirmMappings([decision], call)).rejects.toMatchObject({ code: 'psa.serverFailed' });
  });
});

describe('runs', () => {
  it('are started once per five minutes, followed by workflow id and end with lenient times', async () => {
    await routes.discover(call);
    const [row] = (await routes.previewMappings(call)).filter((candidate) => candidate.bucket === 'autoMatched');
    const clientId = row?.candidates[0]?.clientId ?? '';
    const serverTenantId = row?.serverTenantId ?? '';
    await routes.confirmMappings([{ serverTenantId, state: 'mapped', clientId }], call);
    const start = await routes.startSync({ scope: 'single-client', serverTenantId, clientId }, call);
    if (!start.accepted) throw new Error(start.sentence);
    expect(start.workflowId).toMatch(/^entra-tenant-sync:/);
    let detail = await routes.findRun(start.workflowId, call);
    for (let tries = 0; tries < 200 && detail?.run.completedAt == null; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 25));
      detail = await routes.findRun(start.workflowId, call);
    }
    expect(['completed', 'partial', 'failed']).toContain(detail?.run.status);
    expect(detail?.tenantResults[0]?.completedAt).toBeTypeOf('number');
    expect((await routes.listRuns(call)).map((run) => run.runId)).toContain(detail?.run.runId);
  });

  it('that the server does not see are "not yet", not an error', async () => {
    expect(await routes.findRun('entra-initial-sync:nobody:bucket-1', call)).toBeNull();
  });

  it('that no worker service would take are refused in the server’s words, although it says success', async () => {
    await sandbox.control('psa.temporal', { reachable: false });
    expect(await routes.startSync({ scope: 'all-tenants' }, call)).toEqual({
      accepted: false,
      sentence: 'The sync service is not available right now.',
    });
  });
});

describe('a server that mounts everything', () => {
  beforeEach(async () => {
    await sandbox.control('psa.mount', { mode: 'full' });
  });

  it('shows and saves its schedule, clamped by itself', async () => {
    expect(await routes.readSchedule(call)).toMatchObject({ isApplied: null });
    expect(await routes.saveSchedule({ isEnabled: true, intervalMinutes: 5 }, call)).toEqual({
      isEnabled: true,
      intervalMinutes: 15,
      isApplied: true,
      problem: null,
    });
  });

  it('lists its queue', async () => {
    expect(Array.isArray(await routes.listQueue(call))).toBe(true);
    await expect(routes.resolveNew('99999999-9999-4999-8999-999999999999', call)).rejects.toMatchObject({
      code: 'psa.serverFailed',
    });
  });

  it('says why a preflight has no scope', async () => {
    await expect(routes.preflight('unknown', call)).rejects.toMatchObject({ code: 'psa.validation' });
  });
});
