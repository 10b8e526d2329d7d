import { type ChildProcess, spawn } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import SqliteDatabase from 'better-sqlite3';
import { expect, test } from 'vitest';
import { aProfileHome, aStoreIn, testOptions } from '../../../test/builders/stores.ts';
import { openDatabase } from './database.ts';
import { schemaVersion } from './migrations/chain.ts';
import { openStore } from './open-store.ts';
import { translateStoreError } from './sqlite-errors.ts';

function open(home: string): () => void {
  return () => openStore(home, testOptions()).close();
}

function failure(code: string, words: string) {
  return expect.objectContaining({ code, message: expect.stringContaining(words) });
}

/** A closed profile that holds one setting. */
function aUsedProfile(): string {
  const home = aProfileHome();
  const store = openStore(home, testOptions());
  store.settings.set('kept', 'yes');
  store.close();
  return home;
}

function rawDatabase(home: string): SqliteDatabase.Database {
  return new SqliteDatabase(path.join(home, 'concord.db'));
}

test('a new profile is made, and what was stored is there when it is opened again', () => {
  const home = path.join(aProfileHome(), 'deep', 'inside');
  aStoreIn(home).settings.set('kept', 'yes');
  const file = rawDatabase(home);
  expect(file.pragma('user_version', { simple: true })).toBe(schemaVersion);
  file.close();
  const again = aUsedProfile();
  expect(aStoreIn(again).settings.get('kept')).toBe('yes');
});

test('a closed profile leaves nothing behind but its database and the lock file', () => {
  expect(readdirSync(aUsedProfile()).sort()).toEqual(['concord.db', 'profile.lock']);
});

test('a database from the future is refused with a sentence, and not a byte of it is touched', () => {
  const home = aUsedProfile();
  const raw = rawDatabase(home);
  raw.pragma(`user_version = ${schemaVersion + 1}`);
  raw.close();
  const file = path.join(home, 'concord.db');
  const before = { bytes: readFileSync(file), changed: statSync(file).mtimeMs };
  expect(open(home)).toThrow(failure('store.newerThanApp', 'Update Concord'));
  expect(readFileSync(file).equals(before.bytes)).toBe(true);
  expect(statSync(file).mtimeMs).toBe(before.changed);
  expect(existsSync(`${file}-wal`)).toBe(false);
});

test('a future version that only the write-ahead log knows is refused as well', () => {
  const home = aUsedProfile();
  const file = path.join(home, 'concord.db');
  const newer = rawDatabase(home);
  newer.pragma('journal_mode = WAL');
  newer.pragma('wal_autocheckpoint = 0');
  newer.pragma(`user_version = ${schemaVersion + 1}`);
  const crashed = aProfileHome();
  for (const suffix of ['', '-wal']) copyFileSync(`${file}${suffix}`, path.join(crashed, `concord.db${suffix}`));
  newer.close();
  expect(open(crashed)).toThrow(failure('store.newerThanApp', 'newer Concord'));
});

test('a file that is no database is refused, left as it is, and the sentence says what to do', () => {
  const home = aProfileHome();
  writeFileSync(path.join(home, 'concord.db'), 'These are my notes, not a database.');
  expect(open(home)).toThrow(failure('store.corrupt', 'There is no backup in this profile yet'));
  expect(readFileSync(path.join(home, 'concord.db'), 'utf8')).toBe('These are my notes, not a database.');
});

test('the database of another program is refused', () => {
  const home = aProfileHome();
  const raw = rawDatabase(home);
  raw.exec('CREATE TABLE recipe (name TEXT)');
  raw.close();
  expect(open(home)).toThrow(failure('store.corrupt', 'not a Concord database'));
});

test('a damaged database is found, and the newest backup is named', async () => {
  const home = aProfileHome();
  const store = aStoreIn(home);
  for (let i = 0; i < 2000; i += 1) store.settings.set(`setting-${i}`, 'x'.repeat(200));
  const backup = await store.backUp();
  expect(() => store.checkIntegrity()).not.toThrow();
  store.close();
  const file = path.join(home, 'concord.db');
  truncateSync(file, Math.floor(statSync(file).size / 2 / 4096) * 4096);
  const check = (): void => {
    const damaged = openStore(home, testOptions());
    try {
      damaged.checkIntegrity();
    } finally {
      damaged.close();
    }
  };
  expect(check).toThrow(failure('store.corrupt', backup ?? 'no backup'));
});

test('a backup is a whole profile of its own', async () => {
  const home = aProfileHome();
  const store = aStoreIn(home);
  store.settings.set('kept', 'yes');
  const backup = await store.backUp();
  const restored = aProfileHome();
  copyFileSync(backup ?? '', path.join(restored, 'concord.db'));
  expect(aStoreIn(restored).settings.get('kept')).toBe('yes');
});

test.each(['file', 'folder'])('a place that cannot be written to is said to be so (%s in the way)', (kind) => {
  const home = aProfileHome();
  if (kind === 'file') writeFileSync(path.join(home, 'in-the-way'), '');
  else mkdirSync(path.join(home, 'in-the-way', 'concord.db'), { recursive: true });
  expect(open(path.join(home, 'in-the-way'))).toThrow(
    expect.objectContaining({ message: expect.stringMatching(/cannot write|is damaged/) }),
  );
});

test('a full disk is said to be full, and what was saved before is safe', () => {
  const file = path.join(aProfileHome(), 'small.db');
  const db = openDatabase(file, (thrown) =>
    translateStoreError(thrown, { databaseFile: file, newestBackup: () => null }),
  );
  db.exec('CREATE TABLE note (text TEXT)');
  db.exec(`INSERT INTO note VALUES ('kept')`);
  db.pragma('max_page_count = 10');
  const fill = (): void =>
    db.transaction(() => {
      for (let i = 0; i < 1000; i += 1) db.exec(`INSERT INTO note VALUES ('${'x'.repeat(1000)}')`);
    });
  expect(fill).toThrow(failure('store.full', 'Free some space'));
  expect(db.prepare<[], { n: number }>('SELECT count(*) AS n FROM note').get([])?.n).toBe(1);
  db.close();
});

test.each([
  ['SQLITE_BUSY', 'store.busy'],
  ['SQLITE_BUSY_SNAPSHOT', 'store.busy'],
  ['SQLITE_FULL', 'store.full'],
  ['SQLITE_READONLY_DIRECTORY', 'store.readOnly'],
  ['SQLITE_CANTOPEN', 'store.readOnly'],
  ['SQLITE_IOERR_WRITE', 'store.readOnly'],
  ['EROFS', 'store.readOnly'],
  ['ENOSPC', 'store.full'],
  ['SQLITE_CORRUPT_INDEX', 'store.corrupt'],
  ['SQLITE_NOTADB', 'store.corrupt'],
  ['SQLITE_CONSTRAINT_UNIQUE', 'internal.invariant'],
])('%s means %s', (nativeCode, code) => {
  const thrown = Object.assign(new Error('native'), { code: nativeCode });
  expect(translateStoreError(thrown, { databaseFile: 'x', newestBackup: () => null })).toMatchObject({
    code,
    cause: thrown,
  });
});

test('an error that is not about the store passes through', () => {
  const ours = new Error('the link is refused');
  expect(translateStoreError(ours, { databaseFile: 'x', newestBackup: () => null })).toBe(ours);
});

test('a second opening in the same process is refused, naming the holder', () => {
  const home = aProfileHome();
  aStoreIn(home);
  expect(open(home)).toThrow(failure('profile.inUse', `process ${process.pid}`));
});

test('closing hands the profile on, and a failed opening keeps no lock', () => {
  const home = aUsedProfile();
  const raw = rawDatabase(home);
  raw.pragma(`user_version = ${schemaVersion + 1}`);
  expect(open(home)).toThrow(failure('store.newerThanApp', 'newer'));
  raw.pragma(`user_version = ${schemaVersion}`);
  raw.close();
  expect(open(home)).not.toThrow();
});

test('a garbled note does not matter: only the lock decides', () => {
  const home = aUsedProfile();
  writeFileSync(path.join(home, 'profile.lock.json'), '{"host": "desk');
  expect(open(home)).not.toThrow();
});

/** Another process that opens the profile and keeps it until it is killed. */
async function aHolder(home: string): Promise<ChildProcess> {
  const script = `
    import { openStore } from ${JSON.stringify(path.join(import.meta.dirname, 'open-store.ts'))};
    const store = openStore(${JSON.stringify(home)}, { now: Date.now, newId: () => String(Math.random()), host: 'desktop app' });
    store.settings.set('from', 'the other process');
    process.stdout.write('open');
    setInterval(() => undefined, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve, reject) => {
    child.stdout?.once('data', resolve);
    child.once('exit', () => reject(new Error('The other process ended early.')));
  });
  return child;
}

test('a second process is refused while the first lives; kill -9 sets the profile free with all it had stored', async () => {
  const home = aProfileHome();
  const holder = await aHolder(home);
  expect(open(home)).toThrow(failure('profile.inUse', `desktop app (process ${holder.pid}`));
  const gone = new Promise((resolve) => holder.once('exit', resolve));
  holder.kill('SIGKILL');
  await gone;
  expect(aStoreIn(home).settings.get('from')).toBe('the other process');
});
