/** The vault on real files, and the provider chain with a real folder and a local HashiCorp Vault. */
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSecretStore } from './secret-store.ts';

let home = '';
const closers: (() => Promise<void>)[] = [];
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'concord-secrets-'));
});
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
  await rm(home, { recursive: true, force: true });
});

const noKeyring = { wrapKey: async () => null, unwrapKey: async () => null };
/** Stands for the OS: not encryption, only reversible here and now. */
const keyring = {
  wrapKey: async (key: Uint8Array) => key.map((byte) => byte ^ 0x5a),
  unwrapKey: async (wrapped: Uint8Array) => wrapped.map((byte) => byte ^ 0x5a),
};
const open = (more: Partial<Parameters<typeof openSecretStore>[0]> = {}) =>
  openSecretStore({ profileDir: join(home, 'profile'), host: noKeyring, env: {}, passphrase: null, ...more });
const vaultPath = () => join(home, 'profile', 'vault.json');
const readVault = async () => JSON.parse(await readFile(vaultPath(), 'utf8'));
const VALUE = 'S3cret-Value-Ünïcode';

describe('the vault', () => {
  it('keeps a secret between two processes without a keyring, and says that only file permissions protect it', async () => {
    await (await open()).save({ psa_api_key: VALUE });
    const again = await open();
    expect(await again.find('psa_api_key')).toEqual({ value: VALUE, source: 'vault' });
    expect(again.protection).toBe('file');
  });

  it('writes no secret in the clear, and files that only their owner may read', async () => {
    await (await open({ passphrase: 'correct horse' })).save({
      psa_api_key: VALUE,
      entra_direct_msal_cache: '{"RefreshToken":"RT.1"}',
    });
    const names = await readdir(join(home, 'profile'));
    expect(names).toEqual(['vault.json']);
    for (const name of names) {
      const path = join(home, 'profile', name);
      const text = await readFile(path, 'latin1');
      for (const secret of [VALUE, 'S3cret', 'RT.1', 'correct horse', Buffer.from(VALUE).toString('base64')]) {
        expect(text).not.toContain(secret);
      }
      expect((await stat(path)).mode & 0o777).toBe(0o600);
    }
    expect((await stat(join(home, 'profile'))).mode & 0o777).toBe(0o700);
  });

  it('opens with the keyring that wrapped it, and not without', async () => {
    await (await open({ host: keyring })).save({ psa_api_key: VALUE });
    const again = await open({ host: keyring });
    expect(again.protection).toBe('os');
    expect((await again.find('psa_api_key'))?.value).toBe(VALUE);
    await expect(open()).rejects.toMatchObject({ code: 'secrets.unavailable' });
  });

  it('refuses a wrong or a missing passphrase and leaves the vault as it is', async () => {
    await (await open({ env: { CONCORD_PASSPHRASE: 'right' } })).save({ psa_api_key: VALUE });
    const before = await readFile(vaultPath(), 'utf8');
    await expect(open({ passphrase: 'wrong' })).rejects.toMatchObject({ code: 'secrets.locked' });
    await expect(open()).rejects.toMatchObject({ code: 'secrets.locked' });
    expect(await readFile(vaultPath(), 'utf8')).toBe(before);
    expect((await (await open({ passphrase: 'right' })).find('psa_api_key'))?.value).toBe(VALUE);
  });

  it('stretches a passphrase at no less than the agreed cost', async () => {
    await (await open({ passphrase: 'p' })).save({ psa_api_key: VALUE });
    const { wrapping } = await readVault();
    expect(wrapping.logN).toBeGreaterThanOrEqual(17);
    expect(wrapping).toMatchObject({ kind: 'passphrase', r: 8, p: 1 });
  });

  it('writes nothing before the first secret is saved', async () => {
    const store = await open();
    expect(await store.find('psa_api_key')).toBeNull();
    expect(await readdir(home)).toEqual([]);
  });

  it('notices a record that was changed', async () => {
    await (await open()).save({ psa_api_key: VALUE });
    const file = await readVault();
    const bytes = Buffer.from(file.records.psa_api_key.sealed, 'base64');
    bytes.writeUInt8(bytes.readUInt8(0) ^ 1, 0);
    file.records.psa_api_key.sealed = bytes.toString('base64');
    await writeFile(vaultPath(), JSON.stringify(file));
    await expect((await open()).find('psa_api_key')).rejects.toMatchObject({
      code: 'secrets.unavailable',
      details: { name: 'psa_api_key' },
    });
  });

  it('notices two records that were swapped', async () => {
    await (await open()).save({ microsoft_client_id: 'an id', microsoft_client_secret: 'a secret' });
    const file = await readVault();
    const { microsoft_client_id, microsoft_client_secret } = file.records;
    file.records = { microsoft_client_id: microsoft_client_secret, microsoft_client_secret: microsoft_client_id };
    await writeFile(vaultPath(), JSON.stringify(file));
    const store = await open();
    await expect(store.find('microsoft_client_id')).rejects.toMatchObject({ code: 'secrets.unavailable' });
  });

  it('uses a fresh nonce for every write of the same value', async () => {
    const store = await open();
    await store.save({ psa_api_key: VALUE });
    const first = (await readVault()).records.psa_api_key;
    await store.save({ psa_api_key: VALUE });
    const second = (await readVault()).records.psa_api_key;
    expect(second.nonce).not.toBe(first.nonce);
    expect(second.sealed).not.toBe(first.sealed);
  });

  it('never starts an empty vault over a damaged one', async () => {
    await (await open()).save({ psa_api_key: VALUE });
    await writeFile(vaultPath(), '{"version":1,"wrapp');
    await expect(open()).rejects.toMatchObject({ code: 'secrets.unavailable' });
    expect(await readFile(vaultPath(), 'utf8')).toBe('{"version":1,"wrapp');
  });

  it('says so when its key file is gone', async () => {
    await (await open()).save({ psa_api_key: VALUE });
    await rm(join(home, 'profile', 'vault.key'));
    await expect(open()).rejects.toMatchObject({ code: 'secrets.unavailable' });
  });

  it('moves to a passphrase when one is given, under a new key, and drops the key file', async () => {
    await (await open()).save({ psa_api_key: VALUE });
    const oldCheck = (await readVault()).check;
    const moved = await open({ passphrase: 'now protected' });
    expect(moved.protection).toBe('passphrase');
    expect((await moved.find('psa_api_key'))?.value).toBe(VALUE);
    expect(await readdir(join(home, 'profile'))).toEqual(['vault.json']);
    expect((await readVault()).check).not.toEqual(oldCheck);
    await expect(open()).rejects.toMatchObject({ code: 'secrets.locked' });
  });

  it('writes nothing at all when kept for the session only', async () => {
    const store = await open({ env: { CONCORD_VAULT_SESSION_ONLY: '1' } });
    await store.save({ psa_api_key: VALUE });
    expect((await store.find('psa_api_key'))?.value).toBe(VALUE);
    expect(store.protection).toBe('session');
    expect(await readdir(home)).toEqual([]);
  });

  it('keeps every one of many overlapping writes', async () => {
    const store = await open();
    await Promise.all([
      store.save({ psa_api_key: 'a' }),
      store.save({ entra_cipp_api_token: 'b' }),
      store.remove(['psa_master_api_key']),
      store.save({ microsoft_client_id: 'c' }),
    ]);
    expect(new Set(Object.keys((await readVault()).records))).toEqual(
      new Set(['entra_cipp_api_token', 'microsoft_client_id', 'psa_api_key']),
    );
  });

  it('forgets what it is told to forget', async () => {
    const store = await open();
    await store.save({ psa_api_key: VALUE, entra_cipp_api_token: 'x' });
    await store.remove(['psa_api_key']);
    expect(await (await open()).find('psa_api_key')).toBeNull();
    await expect((await open()).sources()).resolves.toEqual({ entra_cipp_api_token: 'vault' });
  });
});

async function hashicorp(answer: { status: number; body: unknown }) {
  const seen: { url: string; token: unknown }[] = [];
  const server = createServer((request, response) => {
    seen.push({ url: request.url ?? '', token: request.headers['x-vault-token'] });
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => new Promise((resolve) => server.close(() => resolve())));
  closers.push(async () => server.closeAllConnections());
  const env = {
    VAULT_ADDR: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    VAULT_TOKEN: 'hvs.token',
    CONCORD_VAULT_PATH: 'secret/msp/concord',
  };
  return { env, seen };
}

describe('the chain', () => {
  it('asks the vault, the folder, the environment and HashiCorp Vault in this order', async () => {
    const { env, seen } = await hashicorp({
      status: 200,
      body: {
        data: { data: { psa_api_key: 'from hashicorp', MICROSOFT_TENANT_ID: 'upper case' }, metadata: { version: 3 } },
      },
    });
    const folder = join(home, 'folder');
    await mkdir(folder);
    const all = { ...env, CONCORD_SECRETS_DIR: folder, PSA_API_KEY: 'from environment' };

    const only = await open({ env });
    expect(await only.find('psa_api_key')).toEqual({ value: 'from hashicorp', source: 'hashicorpVault' });
    expect(await only.find('microsoft_tenant_id')).toEqual({ value: 'upper case', source: 'hashicorpVault' });
    expect(seen[0]).toEqual({ url: '/v1/secret/data/msp/concord', token: 'hvs.token' });

    const store = await open({ env: all });
    expect(await store.find('psa_api_key')).toEqual({ value: 'from environment', source: 'environment' });
    await writeFile(join(folder, 'psa_api_key'), 'from folder\n');
    expect(await store.find('psa_api_key')).toEqual({ value: 'from folder', source: 'folder' });
    await store.save({ psa_api_key: 'from vault' });
    expect(await store.find('psa_api_key')).toEqual({ value: 'from vault', source: 'vault' });
    expect(await store.findIn('environment', 'psa_api_key')).toBe('from environment');
  });

  it('tells which source would answer, without values', async () => {
    const store = await open({ env: { MICROSOFT_CLIENT_ID: 'id', PSA_API_KEY: '' } });
    await store.save({ entra_cipp_api_token: 'x' });
    expect(await store.sources()).toEqual({ microsoft_client_id: 'environment', entra_cipp_api_token: 'vault' });
  });

  it('fails when HashiCorp Vault refuses, instead of going on as if there were no secret', async () => {
    const { env } = await hashicorp({ status: 403, body: { errors: ['permission denied'] } });
    const failure = (await open({ env })).find('psa_api_key');
    await expect(failure).rejects.toMatchObject({ code: 'secrets.unavailable' });
    await expect(failure).rejects.not.toThrow(/hvs\.token/);
  });

  it('takes a record that does not exist as no secret', async () => {
    const { env } = await hashicorp({ status: 404, body: { errors: [] } });
    expect(await (await open({ env })).find('psa_api_key')).toBeNull();
  });
});
