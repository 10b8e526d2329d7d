/**
 * Benches of the store on a profile folder on disk: 100,000 directory users of 1,000 tenants and 120,000 contacts read in,
 * then pages and searches over them (design 11: ingest ≤ 2 s, page and search p95 ≤ 30 ms). Each line stands next to a plain
 * baseline in the same run: raw inserts into a table without indexes, a sort of the whole table, a LIKE over all of it.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import type { ManagedTenantId } from '../../shared/vocabulary/ids.ts';
import type { PlanInput } from '../../src-main/engine/domain/plan-input.ts';
import { openStore, type Store } from '../../src-main/engine/store/open-store.ts';
import { type BenchLine, lineOf, peakMemoryMb, timed } from './bench-line.ts';
import { generatedPeople } from './generated-people.ts';

const people = { tenants: 1000, users: 100_000, contacts: 120_000 };
const pages = 300;
const rounds = 3;
/** What operators type: one letter, beginnings of names, two words, an address, a domain, nobody. */
const searches = [
  'a',
  'n',
  'mü',
  'gar',
  'olga',
  'zoe hans',
  'ada berg',
  'silva',
  'tanaka u',
  'customer',
  'user-7',
  'nobody at all',
];

/** `store-ingest-100k`, `store-index-100k`, `list-page-100k`, `search-100k`. */
export async function run(): Promise<BenchLine[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'concord-bench-'));
  try {
    return await measure(folder, generatedPeople(people));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(folder: string, estate: PlanInput): Promise<BenchLine[]> {
  const stores = Array.from({ length: rounds }, () => {
    const home = path.join(folder, `profile-${randomUUID()}`);
    const store = openStore(home, { now: Date.now, newId: randomUUID });
    return { store, tenants: saveTenants(store, estate) };
  });
  const plains: SqliteDatabase.Database[] = [];
  let round = 0;
  const ingest = await timed(rounds, () => {
    const fresh = stores[round];
    round += 1;
    if (fresh) readDirectories(fresh.store, estate, fresh.tenants);
  });
  const raw = await timed(rounds, () => {
    const plain = new SqliteDatabase(path.join(folder, `plain-${randomUUID()}.db`));
    plains.push(plain);
    insertPlainly(plain, estate);
  });
  const [first, plain] = [stores[0], plains[0]];
  if (!first || !plain) throw new Error('Nothing was stored.');
  const { store, tenants } = first;
  try {
    store.contacts.savePage(store.contacts.beginRead(0), estate.contacts);
    const index = await timed(1, () => {
      while (store.catchUpSearch());
    });
    return [
      { ...lineOf('store-ingest-100k', ingest, raw.medianMs), note: 'a read of its own for each of 1,000 tenants' },
      { ...lineOf('store-index-100k', index, null), note: '220,000 rows into the search indexes, after the read' },
      p95Line('list-page-100k', pageTimes(store, tenants), plainPageTimes(plain)),
      p95Line('search-100k', searchTimes(store, tenants), plainSearchTimes(plain)),
    ];
  } finally {
    for (const opened of [...stores.map((one) => one.store), ...plains]) opened.close();
  }
}

function p95Line(name: string, measured: readonly number[], plain: readonly number[]): BenchLine {
  const timing = { medianMs: p95(measured), firstMs: measured[0] ?? 0, peakMemoryMb: peakMemoryMb() };
  return { ...lineOf(name, timing, p95(plain)), note: `p95 of ${measured.length}` };
}

function saveTenants(store: Store, { directories }: PlanInput): ManagedTenantId[] {
  store.managedTenants.saveDiscovered(
    directories.map(({ managedTenant }) => managedTenant),
    0,
  );
  return directories.map(({ managedTenant }) => {
    const found = store.managedTenants.findByEntraId(managedTenant.entraTenantId);
    if (!found) throw new Error('A tenant was not stored.');
    return found.managedTenantId;
  });
}

/** As a sync does it: each tenant a read of its own, with pages, a cursor and the settling of who is still there. */
function readDirectories(store: Store, { directories }: PlanInput, tenants: readonly ManagedTenantId[]): void {
  for (const [at, managedTenantId] of tenants.entries()) {
    const users = directories[at]?.users ?? [];
    const read = store.directoryUsers.beginRead(managedTenantId, 0);
    for (let from = 0; from < users.length; from += 999) {
      store.directoryUsers.ingestPage(read, { users: users.slice(from, from + 999), removed: [] }, 0);
    }
    const cursor = { connectionType: 'direct', cursor: `https://graph.example/delta?token=${at}` } as const;
    store.directoryUsers.finishRead(read, {
      isFull: true,
      isComplete: true,
      finishedAt: 0,
      cursor,
      halvedSourceRatio: 0.5,
    });
  }
  if (store.directoryUsers.count() !== people.users) throw new Error('Some users were not stored.');
}

/** The least that storing them can cost: one table, no index, one transaction. */
function insertPlainly(plain: SqliteDatabase.Database, { directories }: PlanInput): void {
  plain.pragma('journal_mode = WAL');
  plain.exec('CREATE TABLE person (tenant INTEGER, id TEXT, name TEXT, mail TEXT, facts TEXT)');
  const insert = plain.prepare('INSERT INTO person VALUES (?, ?, ?, ?, ?)');
  plain.transaction(() => {
    for (const [at, { users }] of directories.entries()) {
      for (const user of users) insert.run(at, user.entraObjectId, user.displayName, user.mail, JSON.stringify(user));
    }
  })();
}

function pageTimes(store: Store, tenants: readonly ManagedTenantId[]): number[] {
  const users = { managedTenantId: null, presence: null, accountEnabled: null, search: '' };
  const contacts = { clientId: null, isInactive: null, search: '' };
  return times(pages, (at) => {
    const offset = Math.floor((at / pages) * (people.users - 100));
    const [managedTenantId = null] = tenants.slice(at, at + 1);
    const lists = [
      () => store.directoryUsers.page(users, { offset, limit: 100 }),
      () => store.directoryUsers.page({ ...users, presence: 'present', accountEnabled: true }, { offset, limit: 100 }),
      () => store.directoryUsers.page({ ...users, managedTenantId }, { offset: 0, limit: 100 }),
      () => store.contacts.page(contacts, { offset, limit: 100 }),
      () => store.contacts.page({ ...contacts, isInactive: false }, { offset, limit: 100 }),
    ];
    return lists[at % lists.length];
  });
}

function searchTimes(store: Store, tenants: readonly ManagedTenantId[]): number[] {
  return times(pages, (at) => {
    const search = searches[at % searches.length] ?? '';
    const [managedTenantId = null] = at % 5 === 0 ? tenants.slice(at, at + 1) : [];
    const filter = { managedTenantId, presence: null, accountEnabled: null, search };
    return at % 3 === 0
      ? () => store.contacts.page({ clientId: null, isInactive: null, search }, { offset: 0, limit: 100 })
      : () => store.directoryUsers.page(filter, { offset: 0, limit: 100 });
  });
}

function plainPageTimes(plain: SqliteDatabase.Database): number[] {
  const page = plain.prepare('SELECT * FROM person ORDER BY name LIMIT 100 OFFSET ?');
  return times(10, (at) => () => page.all(at * 9_000));
}

function plainSearchTimes(plain: SqliteDatabase.Database): number[] {
  const search = plain.prepare('SELECT * FROM person WHERE name LIKE ? OR mail LIKE ? ORDER BY name LIMIT 100');
  return times(searches.length, (at) => () => search.all(`%${searches[at]}%`, `%${searches[at]}%`));
}

/** Milliseconds of each piece of work; preparing it is not counted, and the first of each kind warms up uncounted. */
function times(count: number, work: (at: number) => (() => unknown) | undefined): number[] {
  work(0)?.();
  return Array.from({ length: count }, (_, at) => {
    const prepared = work(at);
    return elapsed(() => prepared?.());
  });
}

function elapsed(work: () => unknown): number {
  const startedAt = performance.now();
  work();
  return performance.now() - startedAt;
}

function p95(measured: readonly number[]): number {
  const sorted = measured.toSorted((left, right) => left - right);
  return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? 0;
}
