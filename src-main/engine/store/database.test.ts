import path from 'node:path';
import { expect, test } from 'vitest';
import { aProfileHome } from '../../../test/builders/stores.ts';
import { bulkInsert } from './bulk-insert.ts';
import { canonicalJson } from './canonical-json.ts';
import { type Db, openDatabase } from './database.ts';

const FULL = 2;
const NORMAL = 1;

function aDatabase(): Db {
  const db = openDatabase(path.join(aProfileHome(), 'x.db'), (thrown) => thrown);
  db.pragma('journal_mode = WAL');
  db.exec('CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT UNIQUE) STRICT');
  return db;
}

function notes(db: Db): string[] {
  return db
    .prepare<[], { text: string }>('SELECT text FROM note ORDER BY id')
    .all([])
    .map(({ text }) => text);
}

test('a transaction is all or nothing, and a failed part of it takes only itself back', () => {
  const db = aDatabase();
  const add = db.prepare<[string]>('INSERT INTO note (text) VALUES (?)');
  db.transaction(() => {
    add.run(['kept']);
    const inner = (): void =>
      db.transaction(() => {
        add.run(['taken back']);
        throw new Error('inner');
      });
    expect(inner).toThrow('inner');
  });
  const outer = (): void =>
    db.transaction(() => {
      db.transaction(() => add.run(['also taken back']));
      throw new Error('outer');
    });
  expect(outer).toThrow('outer');
  expect(notes(db)).toEqual(['kept']);
  db.close();
});

test('a transaction that would wait is refused, and leaves nothing open', () => {
  const db = aDatabase();
  expect(() => db.transaction(() => Promise.resolve())).toThrow('promise');
  expect(() => db.transaction(() => undefined)).not.toThrow();
  db.close();
});

test('only facts are committed without waiting for the disk, and never inside a decision', () => {
  const db = aDatabase();
  const seen: unknown[] = [];
  db.transactionForFacts(() => seen.push(db.pragma('synchronous')));
  seen.push(db.pragma('synchronous'));
  db.transaction(() => db.transactionForFacts(() => seen.push(db.pragma('synchronous'))));
  const failing = (): void =>
    db.transactionForFacts(() => {
      throw new Error('facts');
    });
  expect(failing).toThrow('facts');
  seen.push(db.pragma('synchronous'));
  expect(seen).toEqual([NORMAL, FULL, FULL, FULL]);
  db.close();
});

test('the change mark moves with every change and with nothing else', () => {
  const db = aDatabase();
  const before = db.changeMark();
  expect(notes(db)).toEqual([]);
  expect(db.changeMark()).toBe(before);
  db.exec(`INSERT INTO note (text) VALUES ('a')`);
  expect(db.changeMark()).toBeGreaterThan(before);
  db.close();
});

test.each([0, 1, 9, 10, 49, 50, 51, 137])('%i rows in bulk are all there, in order', (count) => {
  const db = aDatabase();
  const insert = bulkInsert(db, { table: 'note', columns: ['id', 'text'], onConflict: 'ON CONFLICT DO NOTHING' });
  const rows = Array.from({ length: count }, (_, i) => [i, `note ${i}`]);
  insert(rows);
  insert(rows.slice(0, 3));
  expect(notes(db)).toEqual(rows.map(([, text]) => text));
  db.close();
});

test.each([
  [{ b: 1, a: [2, { d: null, c: 'ü' }] }, '{"a":[2,{"c":"ü","d":null}],"b":1}'],
  [{ Z: 1, a: 2, _: 3 }, '{"Z":1,"_":3,"a":2}'],
  [{ gone: undefined, kept: 0 }, '{"kept":0}'],
  [[undefined], '[null]'],
  [undefined, 'null'],
  ['a "quote"\n', '"a \\"quote\\"\\n"'],
])('%j has one canonical text', (value, text) => {
  expect(canonicalJson(value)).toBe(text);
});
