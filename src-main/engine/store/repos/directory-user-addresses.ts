/**
 * Every address a directory user has or had, lower-cased, one row each with its strongest kind. An address that was mail or
 * UPN stays as `former` when it is given up: a former address that matches a contact is a strong hint of a rename.
 */
import type { DirectoryUser } from '../../domain/directory-user.ts';
import { bulkInsert } from '../bulk-insert.ts';
import type { Db, SqlValue } from '../database.ts';

export type AddressKind = 'mail' | 'upn' | 'proxy' | 'other' | 'former';

export type AddressFacts = Pick<DirectoryUser, 'mail' | 'userPrincipalName' | 'proxyAddresses' | 'otherMails'>;

export function directoryUserAddresses(db: Db) {
  const put = bulkInsert(db, {
    table: 'directory_user_address',
    columns: ['domain', 'local_part', 'directory_user_key', 'kind'],
    onConflict: 'ON CONFLICT DO UPDATE SET kind = excluded.kind',
  });
  const drop = db.prepare<[string, string, number]>(
    'DELETE FROM directory_user_address WHERE domain = ? AND local_part = ? AND directory_user_key = ?',
  );

  return {
    /** Addresses of users that were never stored before. */
    addAll(users: readonly KeyedAddresses[]): void {
      const rows: SqlValue[][] = [];
      for (const { key, facts } of users) {
        for (const [address, kind] of currentAddresses(facts)) rows.push([...splitAddress(address), key, kind]);
      }
      put(rows);
    },
    replace({ key, facts }: KeyedAddresses, before: AddressFacts): void {
      const current = currentAddresses(facts);
      const rows: SqlValue[][] = [...current].map(([address, kind]) => [...splitAddress(address), key, kind]);
      for (const [address, kind] of currentAddresses(before)) {
        if (current.has(address)) continue;
        if (kind === 'mail' || kind === 'upn') rows.push([...splitAddress(address), key, 'former']);
        else drop.run([...splitAddress(address), key]);
      }
      put(rows);
    },
  };
}

export interface KeyedAddresses {
  readonly key: number;
  readonly facts: AddressFacts;
}

/** Domain and local part, as the rows are keyed; what has no domain is all local part. */
export function splitAddress(address: string): [domain: string, localPart: string] {
  const at = address.lastIndexOf('@');
  return at < 0 ? ['', address] : [address.slice(at + 1), address.slice(0, at)];
}

/** Addresses by strength; the first kind that names an address keeps it. Only SMTP proxies are addresses of people. */
export function currentAddresses(facts: AddressFacts): Map<string, AddressKind> {
  const found = new Map<string, AddressKind>();
  const note = (raw: string | null, kind: AddressKind): void => {
    const address = raw === null ? '' : raw.trim().toLowerCase();
    if (address !== '' && !found.has(address)) found.set(address, kind);
  };
  note(facts.mail, 'mail');
  note(facts.userPrincipalName, 'upn');
  for (const proxy of facts.proxyAddresses) {
    if (/^smtp:/i.test(proxy)) note(proxy.slice(5), 'proxy');
  }
  for (const other of facts.otherMails) note(other, 'other');
  return found;
}
