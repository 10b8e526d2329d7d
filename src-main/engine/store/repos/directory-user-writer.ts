/**
 * Writes directory users fast: a new one is one insert per table, an unchanged one is a look and a mark. The row and its
 * addresses are written together or not at all (the caller holds the transaction); the search index follows later.
 */
import type { DirectoryUser, Presence } from '../../domain/directory-user.ts';
import type { Db, SqlValue } from '../database.ts';
import { nullableFlag } from '../list-query.ts';
import type { SearchEntry, SearchIndex } from '../search-index.ts';
import { scopeWord, searchWords, sortName } from '../search-words.ts';
import { currentAddresses, directoryUserAddresses } from './directory-user-addresses.ts';
import type { TenantKey } from './tenant-keys.ts';

type Facts = Omit<DirectoryUser, 'presence'>;

export interface WritingRead {
  readonly tenant: TenantKey;
  readonly readNumber: number;
  readonly at: number;
}

interface KnownRow {
  directory_user_key: number;
  facts: string;
  presence: Presence;
}

export function directoryUserWriter(db: Db, search: SearchIndex) {
  const addresses = directoryUserAddresses(db);
  const insert = db.prepare<SqlValue[]>(`
    INSERT INTO directory_user (managed_tenant_key, entra_object_id, sort_name, account_enabled, presence, facts, changed_at, seen_in_read)
    VALUES (?, ?, ?, ?, 'present', ?, ?, ?) ON CONFLICT (managed_tenant_key, entra_object_id) DO NOTHING`);
  const known = db.prepare<[string, number], KnownRow>(
    'SELECT directory_user_key, facts, presence FROM directory_user WHERE entra_object_id = ? AND managed_tenant_key = ?',
  );
  const change = db.prepare<SqlValue[]>(`
    UPDATE directory_user SET sort_name = ?, account_enabled = ?, presence = 'present', gone_proof = NULL, gone_at = NULL,
      facts = ?, changed_at = ?, seen_in_read = ? WHERE directory_user_key = ?`);
  const mark = db.prepare<[number, number]>('UPDATE directory_user SET seen_in_read = ? WHERE directory_user_key = ?');

  /** True when the user was never seen before. */
  function saveOne({ name, user }: NamedUser, read: WritingRead): boolean {
    const { entraTenantId: _ofTheTenant, entraObjectId, ...rest } = user;
    const facts = JSON.stringify(rest);
    const enabled = nullableFlag(user.accountEnabled);
    const inserted = insert.run([read.tenant.key, entraObjectId, name, enabled, facts, read.at, read.readNumber]);
    if (inserted.changes === 1) {
      const key = Number(inserted.lastInsertRowid);
      addresses.add(key, user);
      return true;
    }
    const before = known.get([entraObjectId, read.tenant.key]);
    if (!before) return false;
    if (before.facts === facts && before.presence === 'present') {
      mark.run([read.readNumber, before.directory_user_key]);
      return false;
    }
    change.run([name, enabled, facts, read.at, read.readNumber, before.directory_user_key]);
    addresses.replace(before.directory_user_key, JSON.parse(before.facts) as Facts, user);
    search.noteChanged(before.directory_user_key);
    return false;
  }

  return {
    /** Returns how many users were never seen before. */
    saveAll(users: readonly Facts[], read: WritingRead): number {
      // By name, because the big index is by name: neighbours land on the same pages.
      const named = users.map((user) => ({ name: sortName(user.displayName ?? user.userPrincipalName ?? ''), user }));
      named.sort((left, right) => (left.name < right.name ? -1 : 1));
      let added = 0;
      for (const user of named) if (saveOne(user, read)) added += 1;
      return added;
    },
  };
}

interface NamedUser {
  readonly name: string;
  readonly user: Facts;
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
