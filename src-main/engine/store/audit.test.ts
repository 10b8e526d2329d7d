import { createHash } from 'node:crypto';
import SqliteDatabase from 'better-sqlite3';
import { expect, test } from 'vitest';
import { aProfileHome, aStore, aStoreIn } from '../../../test/builders/stores.ts';
import type { Store } from './open-store.ts';
import { FIRST_PREV_HASH } from './repos/audit-repo.ts';

function fill(store: Store, count: number): void {
  for (let i = 1; i <= count; i += 1) {
    store.audit.append({
      actor: 'Olga',
      kind: i % 2 ? 'queue.resolved' : 'mapping.confirmed',
      subjectKind: 'item',
      subjectId: `i${i}`,
      detail: { z: i, a: 'Zoë' },
    });
  }
}

/** Changes the file behind the triggers' back, as a careless hand or a bad disk would. */
function tamper(home: string, sql: string): void {
  const raw = new SqliteDatabase(`${home}/concord.db`);
  raw.exec('DROP TRIGGER audit_event_never_changes; DROP TRIGGER audit_event_never_goes');
  raw.exec(sql);
  raw.close();
}

test('every event follows on the one before, and an empty log is intact', () => {
  const store = aStore();
  expect(store.audit.verify()).toEqual({ kind: 'intact', events: 0, lastHash: FIRST_PREV_HASH });
  fill(store, 3);
  const events = [...store.audit.iterate()];
  expect(events.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  expect(events.map(({ prevHash }) => prevHash)).toEqual([FIRST_PREV_HASH, events[0]?.hash, events[1]?.hash]);
  expect(store.audit.verify()).toEqual({ kind: 'intact', events: 3, lastHash: events[2]?.hash });
});

test('the hash is what the recipe in the module says, so that a small script can repeat it', () => {
  const store = aStore();
  fill(store, 1);
  const [event] = [...store.audit.iterate()];
  const text = `{"actor":"Olga","at":${event?.at},"detail":{"a":"Zoë","z":1},"kind":"queue.resolved","prevHash":"${FIRST_PREV_HASH}","seq":1,"subjectId":"i1","subjectKind":"item"}`;
  expect(event?.hash).toBe(createHash('sha256').update(text).digest('hex'));
});

test.each<[string, string, number]>([
  ['one changed byte in a detail', `UPDATE audit_event SET detail = replace(detail, '2', '3') WHERE seq = 2`, 2],
  ['white space added to a detail', `UPDATE audit_event SET detail = replace(detail, ',', ', ') WHERE seq = 2`, 2],
  ['another actor', `UPDATE audit_event SET actor = 'Piet' WHERE seq = 3`, 3],
  ['another time', 'UPDATE audit_event SET at = at + 1 WHERE seq = 1', 1],
  ['an event taken out', 'DELETE FROM audit_event WHERE seq = 2', 2],
  ['the tail cut off', 'DELETE FROM audit_event WHERE seq > 3', 4],
  [
    'two events swapped',
    'UPDATE audit_event SET seq = -1 WHERE seq = 2; UPDATE audit_event SET seq = 2 WHERE seq = 3; UPDATE audit_event SET seq = 3 WHERE seq = -1',
    2,
  ],
])('verify names the first event that does not fit: %s', (_what, sql, seq) => {
  const home = aProfileHome();
  const store = aStoreIn(home);
  fill(store, 5);
  store.close();
  tamper(home, sql);
  expect(aStoreIn(home).audit.verify()).toMatchObject({ kind: 'broken', seq });
});

test.each([
  "UPDATE audit_event SET actor = 'x'",
  'DELETE FROM audit_event',
  'INSERT OR REPLACE INTO audit_event SELECT * FROM audit_event',
])('the log only grows: %s is refused', (sql) => {
  const home = aProfileHome();
  const store = aStoreIn(home);
  fill(store, 2);
  store.close();
  const raw = new SqliteDatabase(`${home}/concord.db`);
  raw.pragma('recursive_triggers = ON');
  expect(() => raw.exec(sql)).toThrow('append-only');
  raw.close();
});

test('events are paged newest first and narrowed by kind or subject', () => {
  const store = aStore();
  fill(store, 5);
  const seqs = (kind: string | null, subjectId: string | null): number[] =>
    store.audit
      .page({ kind, subjectId, subjectKind: subjectId === null ? null : 'item' }, { offset: 0, limit: 2 })
      .rows.map(({ seq }) => seq);
  expect(seqs(null, null)).toEqual([5, 4]);
  expect(seqs('mapping.confirmed', null)).toEqual([4, 2]);
  expect(seqs(null, 'i1')).toEqual([1]);
});

test('a rolled-back event leaves no hole', () => {
  const store = aStore();
  fill(store, 1);
  const failing = (): void =>
    store.transaction(() => {
      fill(store, 2);
      throw new Error('no');
    });
  expect(failing).toThrow('no');
  fill(store, 1);
  expect(store.audit.verify()).toMatchObject({ kind: 'intact', events: 2 });
});
