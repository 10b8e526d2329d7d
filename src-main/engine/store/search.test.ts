import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { aDirectoryUser, fabrikamTenantId, readAt } from '../../../test/builders/people.ts';
import { aStore, aTenantIn } from '../../../test/builders/stores.ts';
import { SEARCH_CAP } from './list-query.ts';
import type { Store } from './open-store.ts';
import { matchQuery, sortName } from './search-words.ts';

function save(store: Store, names: readonly string[], tenant = aTenantIn(store)): void {
  const read = store.directoryUsers.beginRead(tenant, readAt);
  const users = names.map((displayName, i) =>
    aDirectoryUser({ entraObjectId: `${tenant}-${i}`, displayName, mail: `p${i}@contoso.example` }),
  );
  store.directoryUsers.ingestPage(read, { users, removed: [] }, readAt);
}

function find(store: Store, search: string): string[] {
  const filter = { managedTenantId: null, presence: null, accountEnabled: null, search };
  return store.directoryUsers.page(filter, { offset: 0, limit: 50 }).rows.map(({ displayName }) => displayName ?? '');
}

test.each([
  ['anna', ['Anna Müller-Lüdenscheidt']],
  ['muller', ['Anna Müller-Lüdenscheidt']],
  ['MÜL ANN', ['Anna Müller-Lüdenscheidt']],
  ['ludensch', ['Anna Müller-Lüdenscheidt']],
  ["o'br", ["Siobhán O'Brien"]],
  ['siobhan', ["Siobhán O'Brien"]],
  ['p1@contoso.ex', ["Siobhán O'Brien"]],
  ['田', ['田中太郎']],
  ['中太', ['田中太郎']],
  ['Ольга', ['Ольга Иванова']],
  ['nobody', []],
  ['ller', []],
])('"%s" finds %j', (typed, expected) => {
  const store = aStore();
  save(store, ['Anna Müller-Lüdenscheidt', "Siobhán O'Brien", '田中太郎', 'Ольга Иванова']);
  expect(find(store, typed)).toEqual(expected);
});

test('a text without a word lists everything', () => {
  const store = aStore();
  save(store, ['Ann', 'Bea']);
  expect(find(store, ' - "')).toEqual(['Ann', 'Bea']);
});

test('no text that anybody types makes the search fail', () => {
  const store = aStore();
  save(store, ['Ann']);
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (typed) => Array.isArray(find(store, typed))),
    { numRuns: 300 },
  );
  for (const typed of [
    '"',
    '*',
    'a AND',
    'NEAR(',
    'words:',
    '-ann',
    '(',
    "'; DROP TABLE",
    'a\u0000b',
    '🙂',
    'ⅷ',
    'ＡＮＮ',
    'x'.repeat(5000),
  ])
    find(store, typed);
  expect(find(store, 'ＡＮＮ')).toEqual(['Ann']);
});

test('what is typed can only ever search words, never leave the scope', () => {
  expect(matchQuery('a" OR scope : "tenant2', ['tenant1'])).toBe(
    'words : ("a"* AND "OR"* AND "scope"* AND "tenant2"*) AND scope : "tenant1"',
  );
});

test('a search inside a tenant finds nobody of another', () => {
  const store = aStore();
  const contoso = aTenantIn(store);
  save(store, ['Ann Contoso'], contoso);
  save(store, ['Ann Fabrikam'], aTenantIn(store, fabrikamTenantId, 'Fabrikam'));
  const filter = { managedTenantId: contoso, presence: null, accountEnabled: null, search: 'ann' };
  expect(store.directoryUsers.page(filter, { offset: 0, limit: 9 })).toMatchObject({
    total: 1,
    rows: [{ displayName: 'Ann Contoso' }],
  });
});

test('a search sees what was stored a moment ago, changed or new', () => {
  const store = aStore();
  const tenant = aTenantIn(store);
  save(store, ['Ann'], tenant);
  expect(find(store, 'ann')).toEqual(['Ann']);
  save(store, ['Bea', 'Cyd'], tenant);
  expect([find(store, 'ann'), find(store, 'bea'), find(store, 'cyd')]).toEqual([[], ['Bea'], ['Cyd']]);
});

test('the index catches up in slices and says when it is done', () => {
  const store = aStore();
  save(
    store,
    Array.from({ length: 5_000 }, (_, i) => `Person ${i}`),
  );
  const turns = [store.catchUpSearch(), store.catchUpSearch(), store.catchUpSearch(), store.catchUpSearch()];
  expect(turns).toEqual([true, true, false, false]);
  expect(find(store, 'person 4999')).toEqual(['Person 4999']);
});

test('after a read the index follows by itself', async () => {
  const store = aStore();
  const tenant = aTenantIn(store);
  save(
    store,
    Array.from({ length: 3_000 }, (_, i) => `Person ${i}`),
    tenant,
  );
  const read = store.directoryUsers.beginRead(tenant, readAt);
  const end = { isFull: false, isComplete: true, finishedAt: readAt, cursor: null, halvedSourceRatio: 0.5 };
  store.directoryUsers.finishRead(read, end);
  expect(store.directoryUsers.search.isBehind()).toBe(true);
  await vi.waitUntil(() => !store.directoryUsers.search.isBehind(), { timeout: 10_000 });
});

test('too many hits are said to be too many, and pages of them hold together', () => {
  const store = aStore();
  save(
    store,
    Array.from({ length: SEARCH_CAP + 5 }, (_, i) => `Person ${String(i).padStart(5, '0')}`),
  );
  const filter = { managedTenantId: null, presence: null, accountEnabled: null, search: 'person' };
  const page = (offset: number) => store.directoryUsers.page(filter, { offset, limit: 100 });
  expect(page(0)).toMatchObject({ total: SEARCH_CAP, isTotalExact: false });
  const names = [...page(0).rows, ...page(100).rows].map(({ displayName }) => displayName);
  expect(new Set(names).size).toBe(200);
});

test('names sort without regard to case and accents', () => {
  expect(['Öz', 'oa', 'Zed', 'Émile', 'eva'].sort((a, b) => (sortName(a) < sortName(b) ? -1 : 1))).toEqual([
    'Émile',
    'eva',
    'oa',
    'Öz',
    'Zed',
  ]);
});
