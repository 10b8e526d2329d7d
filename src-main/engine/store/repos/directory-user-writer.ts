/**
 * Writes directory users fast, a page at a time: one look-up, one mark for all that are unchanged, bulk inserts for all that
 * are new. The row and its
 * addresses are written together or not at all (the caller holds the transaction); the search index follows later.
 */
import type { DirectoryUser, Presence } from '../../domain/directory-user.ts';
import { bulkInsert } from '../bulk-insert.ts';
import type { Db, SqlValue } from '../database.ts';
import { nullableFlag } from '../list-query.ts';
import type { SearchEntry, SearchIndex } from '../search-index.ts';
import { scopeWord, searchWords, sortName } from '../search-words.ts';
import { currentAddresses, directoryUserAddresses, type KeyedAddresses } from './directory-user-addresses.ts';
import type { TenantKey } from './tenant-keys.ts';

type Facts = Omit<DirectoryUser, 'presence'>;

export interface WritingRead {
  readonly tenant: TenantKey;
  readonly readNumber: number;
  readonly at: number;
}

interface KnownRow {
  directory_user_key: number;
  entra_object_id: string;
  facts: string;
  presence: Presence;
}

interface Incoming {
  readonly user: Facts;
  readonly name: string;
  /** All facts but the identity, as stored; compared as text to see whether anything changed. */
  readonly facts: string;
}

export function directoryUserWriter(db: Db, search: SearchIndex) {
  const addresses = directoryUserAddresses(db);
  const insert = bulkInsert(db, {
    table: 'directory_user',
    columns: [
      'directory_user_key',
      'managed_tenant_key',
      'entra_object_id',
      'sort_name',
      'account_enabled',
      'presence',
      'facts',
      'changed_at',
      'seen_in_read',
    ],
    onConflict: '',
  });
  const highest = db.prepare<[], { key: number | null }>('SELECT max(directory_user_key) AS key FROM directory_user');
  const known = db.prepare<[string, number], KnownRow>(`
    SELECT directory_user_key, entra_object_id, facts, presence
    FROM json_each(?) wanted CROSS JOIN directory_user ON managed_tenant_key = ? AND entra_object_id = wanted.value`);
  const change = db.prepare<SqlValue[]>(`
    UPDATE directory_user SET sort_name = ?, account_enabled = ?, presence = 'present', gone_proof = NULL, gone_at = NULL,
      facts = ?, changed_at = ?, seen_in_read = ? WHERE directory_user_key = ?`);
  const mark = db.prepare<[number, string]>(
    'UPDATE directory_user SET seen_in_read = ? WHERE directory_user_key IN (SELECT value FROM json_each(?))',
  );

  function addNew(incoming: readonly Incoming[], { tenant, readNumber, at }: WritingRead): void {
    let key = highest.get([])?.key ?? 0;
    const rows: SqlValue[][] = [];
    const keyed: KeyedAddresses[] = [];
    for (const { user, name, facts } of incoming) {
      key += 1;
      const enabled = nullableFlag(user.accountEnabled);
      rows.push([key, tenant.key, user.entraObjectId, name, enabled, 'present', facts, at, readNumber]);
      keyed.push({ key, facts: user });
    }
    insert(rows);
    addresses.addAll(keyed);
  }

  function saveChanged(before: KnownRow, { user, name, facts }: Incoming, { readNumber, at }: WritingRead): void {
    const key = before.directory_user_key;
    change.run([name, nullableFlag(user.accountEnabled), facts, at, readNumber, key]);
    addresses.replace({ key, facts: user }, JSON.parse(before.facts) as Facts);
    search.noteChanged(key);
  }

  return {
    /** Returns how many users were never seen before. */
    saveAll(users: readonly Facts[], read: WritingRead): number {
      const incoming = inOrder(users);
      const ids = JSON.stringify(incoming.map(({ user }) => user.entraObjectId));
      const before = new Map(known.all([ids, read.tenant.key]).map((row) => [row.entra_object_id, row]));
      const added: Incoming[] = [];
      const unchanged: number[] = [];
      for (const one of incoming) {
        const row = before.get(one.user.entraObjectId);
        if (!row) added.push(one);
        else if (row.facts === one.facts && row.presence === 'present') unchanged.push(row.directory_user_key);
        else saveChanged(row, one, read);
      }
      if (unchanged.length > 0) mark.run([read.readNumber, JSON.stringify(unchanged)]);
      addNew(added, read);
      return added.length;
    },
  };
}

/** Each user once (a page may repeat one: the last counts), by name, because the big index is by name: neighbours share its pages. */
function inOrder(users: readonly Facts[]): Incoming[] {
  const distinct = new Map(users.map((user) => [user.entraObjectId, user]));
  const incoming = [...distinct.values()].map((user) => {
    const name = sortName(user.displayName ?? user.userPrincipalName ?? '');
    // The row itself holds the two ids. Blanked rather than taken out: that copies at twice the speed.
    return { user, name, facts: JSON.stringify({ ...user, entraTenantId: undefined, entraObjectId: undefined }) };
  });
  return incoming.sort((left, right) => (left.name < right.name ? -1 : 1));
}

interface SearchedRow {
  readonly directory_user_key: number;
  readonly managed_tenant_key: number;
  readonly facts: string;
}

/** What can be searched about one stored user: names and every current address, inside its tenant. */
export function directoryUserSearchEntry(row: SearchedRow): SearchEntry {
  const user = JSON.parse(row.facts) as Facts;
  return {
    key: row.directory_user_key,
    words: searchWords([user.displayName, ...currentAddresses(user).keys()]),
    scope: scopeWord('tenant', row.managed_tenant_key),
  };
}
