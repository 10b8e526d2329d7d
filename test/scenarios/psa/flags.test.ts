/** Platform feature flags over HTTP: ensured, listed, targeted once, and never believed unread. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLog } from '../../../src-main/engine/http/log.ts';
import { createPlatformFlags, type PlatformFlags } from '../../../src-main/engine/psa/alga/flags.ts';
import { PSA_TENANT } from '../../../src-sandbox/psa/test-psa.ts';
import { aPsaWorld, type PsaWorld, signal, writes } from './psa-world.ts';

let world: PsaWorld;
let flags: PlatformFlags;
const call = { signal };
const connect = (key: string) =>
  createPlatformFlags({
    baseUrl: world.remote.origin,
    apiKey: async () => key,
    http: { userAgent: 'Concord tests', proxyEnv: null, customCaFile: null },
    log: silentLog,
  });
beforeEach(async () => {
  world = await aPsaWorld();
  flags = connect('key-master');
});
afterEach(async () => {
  flags.close();
  await world.close();
});

it('creates the phase-1 flags once, and says which were there', async () => {
  const first = await flags.ensureEntraFlags(call);
  expect(first.created).toHaveLength(2);
  expect(first.missing).toEqual([]);
  const second = await flags.ensureEntraFlags(call);
  expect(second).toMatchObject({ created: [], missing: [] });
  expect((await flags.listFlags(call)).map((flag) => flag.key)).toEqual(second.existing);
});

it('does not believe a server that only claims the flags exist', async () => {
  world.remote.control('psa.flagBackend', { mode: 'complainsAboutKey' });
  const ensured = await flags.ensureEntraFlags(call);
  expect(ensured.existing).toEqual([]);
  expect(ensured.missing).toHaveLength(2);
});

describe('targeting a workspace', () => {
  let flagId: string;
  beforeEach(async () => {
    await flags.ensureEntraFlags(call);
    flagId = (await flags.listFlags(call))[0]?.flagId ?? '';
  });

  it('adds it once however often it is asked for, and takes it away again', async () => {
    expect(await flags.addPsaTenant(flagId, PSA_TENANT, call)).toMatchObject({ psaTenantIds: [PSA_TENANT] });
    await flags.addPsaTenant(flagId, PSA_TENANT, call);
    expect(writes(world.remote).filter((line) => line.includes('/tenants'))).toHaveLength(1);
    expect(await flags.removePsaTenant(flagId, PSA_TENANT, call)).toMatchObject({
      psaTenantIds: [],
      rolloutPercentage: 0,
    });
  });

  it('whose answer was lost is settled by looking', async () => {
    world.remote.control('psa.dropConnection', { when: 'after', match: 'POST /tenants' });
    expect(await flags.addPsaTenant(flagId, PSA_TENANT, call)).toMatchObject({ psaTenantIds: [PSA_TENANT] });
    expect(writes(world.remote).filter((line) => line.includes('/tenants'))).toHaveLength(1);
  });
});

describe('a server that refuses', () => {
  it.each([
    ['another key than the master workspace’s', 'key-full', null, 'psa.forbidden'],
    ['a wrong key', 'nonsense', null, 'psa.keyRejected'],
    ['the Community Edition', 'key-master', { verb: 'psa.edition', args: { edition: 'ce' } }, 'psa.editionMissing'],
    ['no flag service', 'key-master', { verb: 'psa.flagBackend', args: { mode: 'notConfigured' } }, 'psa.serverFailed'],
  ] as const)('for %s says so', async (...row) => {
    const [, key, setting, code] = row;
    if (setting !== null) world.remote.control(setting.verb, setting.args);
    const other = connect(key);
    await expect(other.listFlags(call)).rejects.toMatchObject({ code });
    other.close();
  });
});
