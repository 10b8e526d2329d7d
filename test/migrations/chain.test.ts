import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import SqliteDatabase from 'better-sqlite3';
import { expect, test } from 'vitest';
import { openDatabase } from '../../src-main/engine/store/database.ts';
import { migrateTo } from '../../src-main/engine/store/migrate.ts';
import { migrations, schemaVersion } from '../../src-main/engine/store/migrations/chain.ts';
import { openStore } from '../../src-main/engine/store/open-store.ts';
import { aProfileHome, testOptions } from '../builders/stores.ts';

const folder = path.join(import.meta.dirname, '../../src-main/engine/store/migrations');
const files = readdirSync(folder).filter((name) => /^\d{4}-/.test(name));

function schemaOf(db: SqliteDatabase.Database): string {
  const rows = db
    .prepare<[], { sql: string }>(
      `SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%' AND name NOT GLOB '*_search_*' ORDER BY type DESC, name`,
    )
    .all();
  return `${rows.map(({ sql }) => `${sql};`).join('\n\n')}\n`;
}

test('the numbers run from 1 without a gap, and the last one is the schema version', () => {
  expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_, index) => index + 1));
  expect(migrations.at(-1)?.version).toBe(schemaVersion);
  expect(files).toHaveLength(schemaVersion);
});

test.each(files)('%s is frozen: it imports nothing of the live code', (name) => {
  expect(readFileSync(path.join(folder, name), 'utf8')).not.toMatch(/^\s*import\b/m);
});

test('the chain ends in the committed schema', () => {
  const file = path.join(import.meta.dirname, 'schema.sql');
  const db = new SqliteDatabase(':memory:');
  for (const { sql } of migrations) db.exec(sql);
  const schema = schemaOf(db);
  db.close();
  if (process.env['UPDATE_SCHEMA'] === '1') writeFileSync(file, schema);
  expect(schema, 'The schema changed. Add a migration instead of editing one; then run with UPDATE_SCHEMA=1.').toBe(
    readFileSync(file, 'utf8'),
  );
});

test('every table is STRICT', () => {
  const db = new SqliteDatabase(':memory:');
  for (const { sql } of migrations) db.exec(sql);
  const loose = db
    .prepare<[], { name: string }>(
      `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite%'`,
    )
    .all();
  db.close();
  expect(loose).toEqual([]);
});

/** A profile of an earlier version, as a crash or an update would find it. */
function aProfileAt(version: number): string {
  const home = aProfileHome();
  const db = openDatabase(path.join(home, 'concord.db'), (thrown) => thrown);
  migrateTo(db, version);
  db.exec(`INSERT INTO setting (name, value, updated_at) VALUES ('kept', '"yes"', 1)`);
  db.close();
  return home;
}

test.each(migrations.slice(0, -1).map(({ version }) => version))(
  'a profile of version %i is copied, then brought up to date',
  (version) => {
    const home = aProfileAt(version);
    const store = openStore(home, testOptions());
    expect(store.settings.get('kept')).toBe('yes');
    store.checkIntegrity();
    store.close();
    const backups = readdirSync(path.join(home, 'backups'));
    expect(backups).toEqual([expect.stringMatching(new RegExp(`before-version-${version + 1}\\.db$`))]);
    const copy = new SqliteDatabase(path.join(home, 'backups', backups[0] ?? ''), { readonly: true });
    expect(copy.pragma('user_version', { simple: true })).toBe(version);
    expect(copy.prepare('SELECT value FROM setting').get()).toEqual({ value: '"yes"' });
    copy.close();
  },
);

test('an up-to-date profile is opened without a copy', () => {
  const home = aProfileAt(schemaVersion);
  openStore(home, testOptions()).close();
  expect(readdirSync(home)).not.toContain('backups');
});

test.each(migrations.slice(1).map(({ version }) => version))(
  'when migration %i fails half-way, nothing of it stays',
  (version) => {
    const home = aProfileAt(version - 1);
    const file = path.join(home, 'concord.db');
    const db = openDatabase(file, (thrown) => thrown);
    const created = [...(migrations[version - 1]?.sql ?? '').matchAll(/CREATE TABLE (\w+)/g)].map(
      ([, name]) => name ?? '',
    );
    // The last table of the migration is in the way, so everything before it has already run.
    db.exec(`CREATE TABLE ${created.at(-1)} (in_the_way INTEGER)`);
    expect(() => migrateTo(db, schemaVersion)).toThrow('already exists');
    expect(db.pragma('user_version')).toBe(version - 1);
    const there = db.prepare<[], { name: string }>(`SELECT name FROM sqlite_schema WHERE type = 'table'`).all([]);
    for (const name of created.slice(0, -1)) expect(there).not.toContainEqual({ name });
    db.exec(`DROP TABLE ${created.at(-1)}`);
    migrateTo(db, schemaVersion);
    expect(db.pragma('user_version')).toBe(schemaVersion);
    db.close();
  },
);
