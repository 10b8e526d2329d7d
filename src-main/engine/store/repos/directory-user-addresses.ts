/**
 * Every address a directory user has or had, lower-cased, one row each with its strongest kind. An address that was mail or
 * UPN stays as `former` when it is given up: a former address that matches a contact is a strong hint of a rename.
 */
import type { DirectoryUser } from '../../domain/directory-user.ts';
import type { Db } from '../database.ts';

export type AddressKind = 'mail' | 'upn' | 'proxy' | 'other' | 'former';

export type AddressFacts = Pick<DirectoryUser, 'mail' | 'userPrincipalName' | 'proxyAddresses' | 'otherMails'>;

export function directoryUserAddresses(db: Db) {
  const put = db.prepare<[number, string, AddressKind]>(`
    INSERT INTO directory_user_address (directory_user_key, address, kind) VALUES (?, ?, ?)
    ON CONFLICT DO UPDATE SET kind = excluded.kind`);
  const listed = db.prepare<[number], { address: string; kind: AddressKind }>(
    'SELECT address, kind FROM directory_user_address WHERE directory_user_key = ?',
  );
  const drop = db.prepare<[number, string]>(
    'DELETE FROM directory_user_address WHERE directory_user_key = ? AND address = ?',
  );

  function add(key: number, facts: AddressFacts): void {
    for (const [address, kind] of currentAddresses(facts)) put.run([key, address, kind]);
  }

  return {
    add,
    replace(key: number, facts: AddressFacts): void {
      const current = currentAddresses(facts);
      for (const { address, kind } of listed.all([key])) {
        if (current.has(address) || kind === 'former') continue;
        if (kind === 'mail' || kind === 'upn') put.run([key, address, 'former']);
        else drop.run([key, address]);
      }
      add(key, facts);
    },
  };
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
