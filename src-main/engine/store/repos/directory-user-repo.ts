/**
 * Directory users as last read, one managed tenant at a time: begin a read, save its pages, finish it. Finishing settles who
 * is present, missed or gone and stores the cursor, in one transaction. A read that dies changes nobody's presence, and its
 * cursor is never stored.
 */
import {
  asId,
  type EntraObjectId,
  type EntraTenantId,
  type ManagedTenantId,
} from '../../../../shared/vocabulary/ids.ts';
import type { DirectoryUser, Presence } from '../../domain/directory-user.ts';
import { InvariantError } from '../../domain/engine-error.ts';
import type { Db } from '../database.ts';
import { listOf, listPage, nullableFlag, type Page, type PageRequest } from '../list-query.ts';
import { searchIndex } from '../search-index.ts';
import { matchQuery, scopeWord } from '../search-words.ts';
import { directoryPresence, isPresenceProof } from './directory-presence.ts';
import type { DirectoryCursor, DirectoryRead, DirectoryReadRepo } from './directory-read-repo.ts';
import { splitAddress } from './directory-user-addresses.ts';
import { directoryUserSearchEntry, directoryUserWriter } from './directory-user-writer.ts';
import type { TenantKey, TenantKeys } from './tenant-keys.ts';

export type DirectoryUserFacts = Omit<DirectoryUser, 'presence'>;

/** One page as the directory port yields it. */
export interface DirectoryPageFacts {
  readonly users: readonly DirectoryUserFacts[];
  readonly removed: readonly { readonly entraObjectId: string; readonly proof: string }[];
}

export interface DirectoryReadEnd {
  /** True when the pages were the whole directory; false for a round of changes. */
  readonly isFull: boolean;
  /** All pages came without an error. */
  readonly isComplete: boolean;
  readonly finishedAt: number;
  /** Where the next round may start; null where the source has no cursor. Stored only when complete. */
  readonly cursor: Omit<DirectoryCursor, 'savedAt'> | null;
  /** The brake rule's `halvedSourceRatio`: a read that shows less than this share of the known users proves no absence. */
  readonly halvedSourceRatio: number;
}

export interface DirectoryReadResult {
  readonly read: DirectoryRead;
  readonly missedOnce: number;
  readonly gone: number;
}

export interface DirectoryUserFilter {
  readonly managedTenantId: ManagedTenantId | null;
  readonly presence: Presence | null;
  readonly accountEnabled: boolean | null;
  readonly search: string;
}

export interface DirectoryUserRecord extends DirectoryUser {
  readonly managedTenantId: ManagedTenantId;
}

interface UserRow {
  directory_user_key: number;
  managed_tenant_key: number;
  entra_object_id: string;
  presence: Presence;
  facts: string;
}

const CHUNK = 20_000;
const NOBODY = { missedOnce: 0, gone: 0 };

interface Needs {
  readonly db: Db;
  readonly keys: TenantKeys;
  readonly reads: DirectoryReadRepo;
}

export function directoryUserRepo({ db, keys, reads }: Needs) {
  const search = searchIndex(db, {
    table: 'directory_user',
    key: 'directory_user_key',
    index: 'directory_user_search',
    unsearched: 'directory_user_unsearched',
    entryOf: directoryUserSearchEntry,
  });
  const writer = directoryUserWriter(db, search);
  const presence = directoryPresence(db);
  const byIdentity = db.prepare<[number, string], UserRow>(
    'SELECT * FROM directory_user WHERE managed_tenant_key = ? AND entra_object_id = ?',
  );
  const tenantByEntra = db.prepare<[string], { managed_tenant_id: string }>(
    'SELECT managed_tenant_id FROM managed_tenant WHERE entra_tenant_id = ?',
  );
  const chunk = db.prepare<[number, string, number, number], UserRow & { sort_name: string }>(`
    SELECT directory_user_key, managed_tenant_key, entra_object_id, presence, facts, sort_name
    FROM directory_user WHERE managed_tenant_key = ? AND (sort_name, directory_user_key) > (?, ?)
    ORDER BY sort_name, directory_user_key LIMIT ?`);
  const byAddress = db.prepare<[string, string], UserRow>(`
    SELECT u.* FROM directory_user_address a JOIN directory_user u USING (directory_user_key)
    WHERE a.domain = ? AND a.local_part = ? ORDER BY u.directory_user_key`);
  const formerAddresses = db.prepare<[number], { entraObjectId: EntraObjectId; address: string }>(`
    SELECT u.entra_object_id AS entraObjectId, a.local_part || '@' || a.domain AS address
    FROM directory_user_address a CROSS JOIN directory_user u USING (directory_user_key)
    WHERE a.kind = 'former' AND u.managed_tenant_key = ?`);
  const count = db.prepare<[], { n: number }>('SELECT count(*) AS n FROM directory_user');
  const putUserCount = db.prepare<[number, number]>(
    'UPDATE managed_tenant SET user_count = ? WHERE managed_tenant_key = ?',
  );

  function tenantOf(readNumber: number): { tenant: TenantKey; read: DirectoryRead } {
    const found = reads.find(readNumber);
    const tenant = found ? keys.findByKey(found.tenantKey) : null;
    if (!found || !tenant) throw new InvariantError(`Directory read ${readNumber} was never begun.`);
    return { tenant, read: found.read };
  }

  function settle(tenantKey: number, read: DirectoryRead, end: DirectoryReadEnd): DirectoryReadResult {
    const { isFull, isComplete, finishedAt } = end;
    const before = reads.latestComplete(tenantKey);
    const tally = presence.tally(tenantKey, read.readNumber);
    const unproven = read.unprovenBefore + read.addedCount;
    const baseline = reads.hasProof(tenantKey) ? { unproven, halvedSourceRatio: end.halvedSourceRatio } : null;
    const isProof = isFull && isComplete && isPresenceProof(tally, baseline);
    const absences = isProof ? presence.countAbsences(tenantKey, read.readNumber, finishedAt) : NOBODY;
    const counted = {
      seenCount: tally.seen,
      presentCount: isFull ? tally.seen : tally.present,
      previousPresentCount: before && (isFull ? tally.present - unproven : before.presentCount),
    };
    return { read: { ...read, isFull, isComplete, isProof, finishedAt, ...counted }, ...absences };
  }

  function record(row: UserRow): DirectoryUserRecord {
    const tenant = keys.findByKey(row.managed_tenant_key);
    if (!tenant) throw new InvariantError(`Directory user ${row.entra_object_id} belongs to no managed tenant.`);
    return { ...fromRow(row, tenant.entraTenantId), managedTenantId: tenant.managedTenantId };
  }

  return {
    /** Starts a read of one tenant; pass the number on. Throws `tenant.notFound`. */
    beginRead: (managedTenantId: ManagedTenantId, startedAt: number): number =>
      db.transactionForFacts(() => reads.begin(keys.get(managedTenantId).key, startedAt)),
    /** Saves one page: new and changed users, and users with proof of deletion. Safe to repeat. */
    ingestPage(readNumber: number, page: DirectoryPageFacts, at: number): void {
      const { tenant } = tenantOf(readNumber);
      db.transactionForFacts(() => {
        const added = writer.saveAll(page.users, { tenant, readNumber, at });
        for (const removed of page.removed) presence.markGone(tenant.key, removed, at);
        if (added > 0) reads.addAdded(readNumber, added);
      });
    },
    /** Settles presence, the read's record and the cursor together. An incomplete read settles nothing. */
    finishRead(readNumber: number, end: DirectoryReadEnd): DirectoryReadResult {
      const { tenant, read } = tenantOf(readNumber);
      const { isComplete, finishedAt, cursor } = end;
      search.nudge();
      return db.transactionForFacts(() => {
        const settled = settle(tenant.key, read, end);
        reads.finish(settled.read);
        if (isComplete && cursor !== null) reads.saveCursor(tenant.key, readNumber, { ...cursor, savedAt: finishedAt });
        if (isComplete) putUserCount.run([settled.read.presentCount, tenant.key]);
        return settled;
      });
    },
    /** An operator says that the latest read is right although it shows far fewer users: its absences count once, as in any other read. */
    acceptShrunkenRead(managedTenantId: ManagedTenantId, at: number): { missedOnce: number; gone: number } {
      const { key } = keys.get(managedTenantId);
      return db.transaction(() => {
        const read = reads.latestComplete(key);
        if (!read || read.isProof || !read.isFull) return NOBODY;
        reads.accept(read.readNumber);
        return presence.countAbsences(key, read.readNumber, at);
      });
    },
    /** The newest read, finished or not; null when none was ever begun. */
    latestRead: (managedTenantId: ManagedTenantId): DirectoryRead | null => reads.latest(keys.get(managedTenantId).key),
    latestCompleteRead: (managedTenantId: ManagedTenantId): DirectoryRead | null =>
      reads.latestComplete(keys.get(managedTenantId).key),
    cursor: (managedTenantId: ManagedTenantId): DirectoryCursor | null => reads.cursor(keys.get(managedTenantId).key),
    /** The source says the cursor is too old, or the connection changed: the next read is a full one. */
    dropCursor: (managedTenantId: ManagedTenantId): void => reads.dropCursor(keys.get(managedTenantId).key),

    find(entraTenantId: EntraTenantId, entraObjectId: EntraObjectId): DirectoryUserRecord | null {
      const tenant = tenantByEntra.get([entraTenantId]);
      const row = tenant ? byIdentity.get([keys.get(asId(tenant.managed_tenant_id)).key, entraObjectId]) : undefined;
      return row ? record(row) : null;
    },
    /** Users of any tenant that have or had this address. */
    findByAddress: (address: string): DirectoryUserRecord[] =>
      byAddress.all(splitAddress(address.trim().toLowerCase())).map(record),
    /** By tenant, then name. */
    page(filter: DirectoryUserFilter, request: PageRequest): Page<DirectoryUserRecord> {
      const tenantKey = filter.managedTenantId === null ? null : keys.get(filter.managedTenantId).key;
      const match = matchQuery(filter.search, tenantKey === null ? [] : [scopeWord('tenant', tenantKey)]);
      if (match !== null) search.catchUp();
      const page = listPage<UserRow>(
        db,
        {
          ...listOf('directory_user', 'directory_user_key', ['managed_tenant_key', 'sort_name', 'directory_user_key']),
          equals: {
            managed_tenant_key: tenantKey,
            presence: filter.presence,
            account_enabled: nullableFlag(filter.accountEnabled),
          },
          search: match === null ? null : { index: 'directory_user_search', match, join: null },
        },
        request,
      );
      return { ...page, rows: page.rows.map(record) };
    },
    search,
    count: (): number => count.get([])?.n ?? 0,
    /** Every user of one tenant, gone ones included, by name. */
    loadForPlanning(managedTenantId: ManagedTenantId): DirectoryUser[] {
      const { key, entraTenantId } = keys.get(managedTenantId);
      const users: DirectoryUser[] = [];
      for (let rows = chunk.all([key, '', 0, CHUNK]); ; ) {
        for (const row of rows) users.push(fromRow(row, entraTenantId));
        const last = rows.at(-1);
        if (!last || rows.length < CHUNK) return users;
        rows = chunk.all([key, last.sort_name, last.directory_user_key, CHUNK]);
      }
    },
    /** Addresses that were mail or UPN once, by user; only users who have any. */
    formerAddresses(managedTenantId: ManagedTenantId): Map<EntraObjectId, string[]> {
      const found = new Map<EntraObjectId, string[]>();
      for (const { entraObjectId, address } of formerAddresses.all([keys.get(managedTenantId).key])) {
        const known = found.get(entraObjectId);
        if (known) known.push(address);
        else found.set(entraObjectId, [address]);
      }
      return found;
    },
  };
}

type MutableUser = { -readonly [Key in keyof DirectoryUser]: DirectoryUser[Key] };

/** `facts` lacks what the row itself says; filling it in place keeps loading 100,000 of them cheap. */
function fromRow(row: UserRow, entraTenantId: EntraTenantId): DirectoryUser {
  const user = JSON.parse(row.facts) as MutableUser;
  user.entraTenantId = entraTenantId;
  user.entraObjectId = asId(row.entra_object_id);
  user.presence = row.presence;
  return user;
}
