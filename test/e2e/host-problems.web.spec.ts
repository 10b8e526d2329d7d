/** The web host as a program: what it says when it cannot start, and how it ends. Each sentence tells what to do. */
import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import Database from 'better-sqlite3';
import { endProcess, firstLine } from './fixtures/sandbox.ts';
import { test } from './fixtures/shell.ts';

const PROGRAM = join(import.meta.dirname, '..', '..', 'out', 'main', 'web-host.cjs');

function startHost(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [PROGRAM, '--json', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Exit code and what was said on standard error. */
async function refusalOf(host: ChildProcess): Promise<{ code: number; said: string }> {
  let said = '';
  host.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const code = await new Promise<number>((resolve) => host.once('close', (exit) => resolve(exit ?? -1)));
  return { code, said };
}

test('a port that is taken is named, with what to do', async ({ home }) => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const { port } = taken.address() as { port: number };
  const { code, said } = await refusalOf(startHost(['--home', home, '--port', String(port)]));
  expect(code).toBe(1);
  expect(said).toContain(`Port ${port} is in use by another program.`);
  await new Promise((resolve) => taken.close(resolve));
});

test('a port that is no port is refused before anything is opened', async ({ home }) => {
  const { code, said } = await refusalOf(startHost(['--home', home, '--port', '99999']));
  expect([code, said.trim()]).toEqual([1, '--port takes a number from 0 to 65535, not "99999".']);
});

test('a profile that is open elsewhere is refused, and the first host goes on', async ({ home }) => {
  const first = startHost(['--home', home]);
  const { origin } = JSON.parse(await firstLine(first));
  const { code, said } = await refusalOf(startHost(['--home', home]));
  expect(code).toBe(1);
  expect(said).toMatch(/already open/i);
  expect((await fetch(origin)).status).toBe(401);
  await endProcess(first);
});

test('a database of a newer Concord is refused and left as it was', async ({ home }) => {
  const first = startHost(['--home', home]);
  await firstLine(first);
  await endProcess(first);
  const file = join(home, 'concord.db');
  const database = new Database(file);
  database.pragma('user_version = 999999');
  database.close();
  const { code, said } = await refusalOf(startHost(['--home', home]));
  expect(code).toBe(1);
  expect(said).toMatch(/newer/i);
  const after = new Database(file, { readonly: true });
  expect(after.pragma('user_version', { simple: true })).toBe(999_999);
  after.close();
});

test('a profile folder that cannot be written is explained', async ({ home }) => {
  // A file where a folder should be: refused for every account, root too.
  const blocked = join(home, 'blocked');
  writeFileSync(blocked, 'not a folder');
  const inFile = await refusalOf(startHost(['--home', join(blocked, 'profile')]));
  expect(inFile.code).toBe(1);
  expect(inFile.said).toContain(blocked);
});

test('it ends when it is told to, and frees the profile', async ({ home }) => {
  for (const round of ['first', 'second']) {
    const host = startHost(['--home', home]);
    await firstLine(host);
    await endProcess(host);
    expect([round, host.exitCode]).toEqual([round, 0]);
  }
});
