/**
 * Who owns an address, anywhere in the PSA. The server's `email` filter is a case-insensitive *substring* search over
 * primary and additional addresses (with `_` and `%` as wildcards), so its answer is filtered here for the exact address.
 */
import type { ContactRow } from './answers.ts';
import { foldAddress } from './contact-fields.ts';
import { type ListRoute, listAll } from './v1-routes.ts';

function ownsAddress(row: ContactRow, address: string): boolean {
  const folded = foldAddress(address);
  if (row.email !== null && foldAddress(row.email) === folded) return true;
  return row.additional_email_addresses.some((entry) => foldAddress(entry.email_address) === folded);
}

/** Contacts with this address, primary or additional, inactive ones too. */
export async function findByAddress(
  contacts: ListRoute<ContactRow>,
  address: string,
  signal: AbortSignal,
): Promise<readonly ContactRow[]> {
  const rows = await listAll(contacts, { email: foldAddress(address) }, signal);
  return rows.filter((row) => ownsAddress(row, address));
}

/** Contacts with any of the addresses, each once. */
export async function findByAnyAddress(
  contacts: ListRoute<ContactRow>,
  addresses: readonly string[],
  signal: AbortSignal,
): Promise<readonly ContactRow[]> {
  const found = new Map<string, ContactRow>();
  for (const address of new Set(addresses.map(foldAddress))) {
    for (const row of await findByAddress(contacts, address, signal)) found.set(row.contact_name_id, row);
  }
  return [...found.values()];
}

/** How a contact is named to operators. */
export function nameContact(row: ContactRow): string {
  const client = row.client_name === null ? 'without a client' : `at ${row.client_name}`;
  const inactive = row.is_inactive ? ', inactive' : '';
  return `${row.full_name || 'a contact without a name'} (${row.email ?? 'no address'}, ${client}${inactive})`;
}
