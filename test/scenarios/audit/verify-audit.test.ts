/** The audit export can be checked without Concord: the small script finds a flipped byte and says where. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aProfile, connect, type Profile, runNode } from '../support/cli.ts';
import { type Sandbox, startSandbox } from '../support/sandbox.ts';

let profile: Profile;
let sandbox: Sandbox;
let file: string;

beforeAll(async () => {
  sandbox = await startSandbox();
  profile = await aProfile();
  await connect(profile, sandbox);
  await profile.run(['discover']);
  await profile.run(['map', '--auto']);
  file = join(profile.home, 'export.json');
  await writeFile(file, (await profile.run(['audit', 'export', '--format', 'json'])).stdout);
}, 90_000);

afterAll(async () => {
  await sandbox.stop();
  await profile.remove();
});

test('an untouched export fits together', async () => {
  const result = await runNode(['resources/verify-audit.mjs', file]);
  expect(result.stdout).toMatch(/^All \d+ events fit together/);
  expect(result.code).toBe(0);
});

test('one flipped byte in the export is found and located', async () => {
  const events = JSON.parse(await readFile(file, 'utf8')) as { seq: number; actor: string }[];
  const victim = events[3];
  if (!victim) throw new Error('The export has fewer than four events.');
  victim.actor = `${victim.actor}x`;
  const result = await runNode(['resources/verify-audit.mjs'], { input: JSON.stringify(events) });
  expect(result.stdout).toContain(`Event ${victim.seq} was changed`);
  expect(result.code).toBe(1);
});

test('one flipped byte in the database is found and located by `concord audit verify`', async () => {
  const db = new Database(join(profile.home, 'concord.db'));
  db.exec('DROP TRIGGER audit_event_never_changes');
  db.prepare(`UPDATE audit_event SET actor = actor || 'x' WHERE seq = 2`).run();
  db.close();
  const result = await profile.run(['audit', 'verify', '--json']);
  expect(result.code).toBe(1);
  expect(result.json()).toMatchObject({ isIntact: false, brokenAtSeq: 2 });
});
