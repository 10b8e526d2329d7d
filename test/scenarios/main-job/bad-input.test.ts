/** Bad input and bad luck: each gets a sentence that says what happened and what to do, a telling exit code, and loses nothing. */

import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exitCodes } from '../../../src-main/cli/exit-codes.ts';
import { aProfile, connect, type Profile, runNode } from '../support/cli.ts';
import { type Sandbox, startSandbox } from '../support/sandbox.ts';

let sandbox: Sandbox;
let profile: Profile;
let portal: Server;

const portalUrl = () => `http://127.0.0.1:${(portal.address() as AddressInfo).port}`;

beforeAll(async () => {
  sandbox = await startSandbox();
  profile = await aProfile();
  portal = createServer((_request, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Sign in</title>'),
  );
  portal.listen(0, '127.0.0.1');
  await once(portal, 'listening');
  await connect(profile, sandbox);
}, 60_000);

afterAll(async () => {
  portal.close();
  await sandbox.stop();
  await profile.remove();
});

/** The connections must still be what they were. */
async function nothingLost(): Promise<void> {
  const status = (await profile.run(['status', '--json'])).json<{
    connections: { directory: { label: string } | null; psa: { baseUrl: string } | null };
  }>();
  expect(status.connections.directory?.label).toContain(sandbox.line.cipp.url);
  expect(status.connections.psa?.baseUrl).toBe(sandbox.line.psa.url);
}

const cases: readonly {
  name: string;
  args: (line: Sandbox['line']) => string[];
  input: string;
  code: number;
  says: RegExp;
}[] = [
  {
    name: 'nobody listens at the CIPP address',
    args: () => ['connect', 'cipp', '--base-url', 'http://127.0.0.1:9'],
    input: 'x',
    code: exitCodes.unreachable,
    says: /refused|reach/i,
  },
  {
    name: 'nobody listens at the PSA address',
    args: () => ['connect', 'psa', '--base-url', 'http://127.0.0.1:9'],
    input: 'x',
    code: exitCodes.unreachable,
    says: /refused|reach/i,
  },
  {
    name: 'the CIPP address is the portal',
    args: () => ['connect', 'cipp', '--base-url', portalUrl()],
    input: 'x',
    code: exitCodes.failed,
    says: /portal|page|address/i,
  },
  {
    name: 'the PSA address answers HTML',
    args: () => ['connect', 'psa', '--base-url', portalUrl()],
    input: 'x',
    code: exitCodes.failed,
    says: /page|address|API/i,
  },
  {
    name: 'CIPP refuses the token',
    args: (line) => ['connect', 'cipp', '--base-url', line.cipp.url],
    input: 'wrong-token',
    code: exitCodes.notConnected,
    says: /token|refus|reject|credential/i,
  },
  {
    name: 'the PSA refuses the key',
    args: (line) => ['connect', 'psa', '--base-url', line.psa.url],
    input: 'wrong-key',
    code: exitCodes.notConnected,
    says: /key/i,
  },
  {
    name: 'the address is no address',
    args: () => ['connect', 'psa', '--base-url', 'ftp://psa.example.com'],
    input: 'x',
    code: exitCodes.usage,
    says: /address/i,
  },
  {
    name: 'no secret is given',
    args: (line) => ['connect', 'psa', '--base-url', line.psa.url],
    input: '',
    code: exitCodes.usage,
    says: /CONCORD_PSA_API_KEY/,
  },
  {
    name: 'the tenant is unknown',
    args: () => ['map', 'no-such-tenant.example', '--skip'],
    input: '',
    code: exitCodes.notFound,
    says: /no-such-tenant\.example/,
  },
  { name: 'the plan is unknown', args: () => ['plan', 'nope'], input: '', code: exitCodes.notFound, says: /plan/i },
  { name: 'the run is unknown', args: () => ['runs', 'nope'], input: '', code: exitCodes.notFound, says: /run/i },
  {
    name: 'the queue item is unknown',
    args: () => ['resolve', 'nope', '--dismiss'],
    input: '',
    code: exitCodes.notFound,
    says: /queue/i,
  },
  {
    name: 'two answers at once',
    args: () => ['resolve', 'nope', '--dismiss', '--create'],
    input: '',
    code: exitCodes.usage,
    says: /one answer/i,
  },
  {
    name: 'an unknown option',
    args: () => ['status', '--nonsense'],
    input: '',
    code: exitCodes.usage,
    says: /nonsense/,
  },
];

for (const { name, args, input, code, says } of cases) {
  test(`${name}: says so, and loses nothing`, async () => {
    const result = await profile.run(args(sandbox.line), { input });
    expect(result.stderr).toMatch(says);
    expect(result.code).toBe(code);
    expect(result.stderr).not.toMatch(/\bat .*\.ts:\d+/);
    await nothingLost();
  }, 60_000);
}

test('a secret typed wrong is not echoed', async () => {
  const result = await profile.run(['connect', 'psa', '--base-url', sandbox.line.psa.url, '--json'], {
    input: 'alga_typo_9f8e7d',
  });
  expect(result.stdout + result.stderr).not.toContain('alga_typo_9f8e7d');
}, 30_000);

test('a second Concord on the same profile is refused by name', async () => {
  const first = profile.start(['serve', '--port', '0']);
  try {
    let second = await profile.run(['status']);
    for (let tries = 0; second.code === 0 && tries < 50; tries += 1) second = await profile.run(['status']);
    expect(second.code).toBe(exitCodes.profile);
    expect(second.stderr).toMatch(/already open .*process \d+/);
  } finally {
    first.kill('SIGTERM');
    await once(first, 'exit');
  }
  await nothingLost();
}, 120_000);

test('a port in use is named', async () => {
  const port = new URL(portalUrl()).port;
  const result = await profile.run(['serve', '--port', port]);
  expect(result.stderr).toContain(port);
  expect(result.code).toBe(exitCodes.failed);
}, 30_000);

test('a data folder that cannot be written is named', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'concord-readonly-'));
  await writeFile(join(dir, 'file'), '');
  const result = await runNode(['src-main/cli/main.ts', '--home', join(dir, 'file', 'profile'), 'status']);
  expect(result.code).toBe(exitCodes.profile);
  expect(result.stderr).toContain(join(dir, 'file'));
  await rm(dir, { recursive: true });
}, 30_000);

test('a database from the future is refused and left alone', async () => {
  const future = await aProfile();
  expect((await future.run(['status'])).code).toBe(0);
  const file = join(future.home, 'concord.db');
  const db = new Database(file);
  db.pragma('user_version = 9999');
  db.close();
  const result = await future.run(['status']);
  expect(result.code).toBe(exitCodes.profile);
  expect(result.stderr).toMatch(/newer/i);
  const after = new Database(file, { readonly: true });
  expect(after.pragma('user_version', { simple: true })).toBe(9999);
  after.close();
  await future.remove();
}, 30_000);

test('a server that went away is said, and the stored facts stay readable', async () => {
  const lonely = await startSandbox();
  const other = await aProfile();
  await connect(other, lonely);
  expect((await other.run(['discover'])).code).toBe(0);
  await lonely.stop();
  const result = await other.run(['preflight']);
  expect(result.code).not.toBe(0);
  const tenants = (await other.run(['tenants', '--json'])).json<unknown[]>();
  expect(tenants.length).toBeGreaterThan(20);
  const discovery = await other.run(['discover', '--json']);
  expect(discovery.code).toBe(exitCodes.failed);
  expect(discovery.stdout).toMatch(/refused|reach/i);
  await other.remove();
}, 120_000);
