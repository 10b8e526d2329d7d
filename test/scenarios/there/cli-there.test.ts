/** The server's mappings and the flags from the terminal: exit codes a script can branch on, JSON it can read. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MappingThere } from '../../../shared/contract/server-entries.ts';
import { aProfile, connect, type Profile } from '../support/cli.ts';
import { type Sandbox, startSandbox } from '../support/sandbox.ts';

let sandbox: Sandbox;
let profile: Profile;

beforeAll(async () => {
  [sandbox, profile] = [await startSandbox(), await aProfile()];
  await connect(profile, sandbox);
  await profile.run(['discover']);
  await profile.run(['map', '--auto']);
}, 120_000);

afterAll(async () => {
  await profile.remove();
  await sandbox.stop();
});

test('without a session: not connected, and the sentence says what to do', async () => {
  const { code, stdout, stderr } = await profile.run(['server', 'mappings']);
  expect([code, stdout]).toEqual([4, '']);
  expect(stderr).toMatch(/Sign in to the PSA first/);
}, 30_000);

test('mappings there are listed, confirmed, remapped and unmapped', async () => {
  const { cookie } = (await sandbox.control('psa.openSession')) as { cookie: string };
  expect((await profile.run(['connect', 'psa-session'], { input: cookie })).code).toBe(0);
  expect((await profile.run(['server', 'discover'])).stdout).toMatch(/The server found 24 tenants/);
  const confirmed = await profile.run(['server', 'confirm', '--all', '--json']);
  expect([confirmed.code, confirmed.json<{ notKept: unknown[] }>().notKept]).toEqual([0, []]);
  const remapped = await profile.run([
    'server',
    'remap',
    'Brightwater Dental Group',
    'Harrow Valley Credit Union',
    '--json',
  ]);
  expect(remapped.json<{ rows: MappingThere[] }>().rows).toMatchObject([
    { difference: 'otherClient', thereClient: { name: 'Harrow Valley Credit Union' } },
  ]);
  expect((await profile.run(['server', 'unmap', 'Brightwater Dental Group'])).code).toBe(0);
  const left = await profile.run(['server', 'mappings', '--differences', '--json']);
  const rows = left.json<{ rows: MappingThere[] }>().rows;
  expect(rows.find((row) => row.tenantName === 'Brightwater Dental Group')?.difference).toBe('onlyHere');
  expect((await profile.run(['server', 'unmap', 'Nobody Ltd'])).code).toBe(8);
}, 90_000);

test('flags say what counts and who switched one off; the answer is kept for a run without the key', async () => {
  const env = { PSA_MASTER_API_KEY: sandbox.line.psa.masterApiKey };
  expect((await profile.run(['flags', '--ensure'], { env })).code).toBe(0);
  const offline = await profile.run(['flags', '--json']);
  expect(offline.json()).toMatchObject({
    isCached: true,
    profile: { 'entra-integration-cipp': false, 'entra-integration-field-sync': true },
    sources: { 'entra-integration-cipp': { isOnHere: true, platform: 'off' } },
  });
  const refused = await profile.run(['connect', 'cipp', '--base-url', sandbox.line.cipp.url], {
    input: sandbox.line.cipp.token,
  });
  expect(refused.code).toBe(1);
  expect(refused.stderr).toMatch(
    /entra-integration-cipp is off on the PSA’s platform, as read .* UTC; CIPP cannot be used/,
  );
  const released = await profile.run(['flags', '--add', 'entra-integration-cipp', '--json'], { env });
  expect(released.json()).toMatchObject({ verdict: 'on', psaTenantIds: [sandbox.line.psa.tenantId] });
}, 60_000);
