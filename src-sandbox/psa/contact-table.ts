/**
 * The `contacts` table with its indexes, sized for 120,000 rows.
 * It guarantees what the database guarantees and nothing more: primary addresses unique as written (case-sensitive),
 * additional addresses unique when normalised, and each of them checked against the other kind by a trigger. Rules about
 * what an operator may do live in contact-model.ts.
 */
import type { ContactRow } from './rows.ts';

export type ContactTable = ReturnType<typeof createContactTable>;

/** A database refusal: 23505 on the primary index, or one of the two address triggers. */
export class ContactConstraint extends Error {
  readonly constraint: 'primary' | 'additional';

  constructor(constraint: 'primary' | 'additional', message: string) {
    super(message);
    this.name = 'ContactConstraint';
    this.constraint = constraint;
  }
}

export function normaliseAddress(address: string): string {
  return address.trim().toLowerCase();
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}

function addTo(index: Map<string, Set<string>>, key: string, id: string): void {
  const ids = index.get(key);
  if (ids) ids.add(id);
  else index.set(key, new Set([id]));
}

function removeFrom(index: Map<string, Set<string>>, key: string, id: string): void {
  const ids = index.get(key);
  if (!ids) return;
  ids.delete(id);
  if (ids.size === 0) index.delete(key);
}

function addressesOf(row: ContactRow): string[] {
  return [
    normaliseAddress(row.email),
    ...row.additional_email_addresses.map((entry) => entry.normalized_email_address),
  ];
}

export function createContactTable() {
  const rows = new Map<string, ContactRow>();
  const byPrimary = new Map<string, string>();
  const byLowerPrimary = new Map<string, Set<string>>();
  const byAdditional = new Map<string, string>();
  const byClient = new Map<string, Set<string>>();
  const byDomain = new Map<string, Set<string>>();
  /** Moves on every write; `membership` only when a row appears or goes. */
  const versions = { write: 0, membership: 0 };

  function index(row: ContactRow): void {
    const id = row.contact_name_id;
    byPrimary.set(row.email, id);
    addTo(byLowerPrimary, normaliseAddress(row.email), id);
    for (const entry of row.additional_email_addresses) byAdditional.set(entry.normalized_email_address, id);
    if (row.client_id !== null) addTo(byClient, row.client_id, id);
    for (const address of addressesOf(row)) addTo(byDomain, domainOf(address), id);
  }

  function unindex(row: ContactRow): void {
    const id = row.contact_name_id;
    byPrimary.delete(row.email);
    removeFrom(byLowerPrimary, normaliseAddress(row.email), id);
    for (const entry of row.additional_email_addresses) byAdditional.delete(entry.normalized_email_address);
    if (row.client_id !== null) removeFrom(byClient, row.client_id, id);
    for (const address of addressesOf(row)) removeFrom(byDomain, domainOf(address), id);
  }

  function checkConstraints(row: ContactRow): void {
    const id = row.contact_name_id;
    const primaryOwner = byPrimary.get(row.email);
    if (primaryOwner !== undefined && primaryOwner !== id) {
      throw new ContactConstraint(
        'primary',
        'duplicate key value violates unique constraint "contacts_tenant_email_unique"',
      );
    }
    const additionalOwner = byAdditional.get(normaliseAddress(row.email));
    if (additionalOwner !== undefined && additionalOwner !== id) {
      throw new ContactConstraint(
        'additional',
        'A contact email already exists as an additional email address in this tenant',
      );
    }
    for (const entry of row.additional_email_addresses) checkAdditional(entry.normalized_email_address, row);
  }

  function checkAdditional(normalised: string, row: ContactRow): void {
    const owner = byAdditional.get(normalised);
    if (owner !== undefined && owner !== row.contact_name_id) {
      throw new ContactConstraint(
        'additional',
        'duplicate key value violates unique constraint "contact_additional_email_addresses_tenant_normalized_unique"',
      );
    }
    const primaries = byLowerPrimary.get(normalised);
    const other = primaries && [...primaries].some((id) => id !== row.contact_name_id);
    if (other || normaliseAddress(row.email) === normalised) {
      throw new ContactConstraint(
        'additional',
        'An additional email address already exists as a contact primary email in this tenant',
      );
    }
  }

  return {
    versions,
    get size(): number {
      return rows.size;
    },
    all: (): IterableIterator<ContactRow> => rows.values(),
    find: (id: string): ContactRow | null => rows.get(id) ?? null,

    /** Refuses like the database does, before anything is written. */
    insert(row: ContactRow): void {
      checkConstraints(row);
      rows.set(row.contact_name_id, row);
      index(row);
      versions.write += 1;
      versions.membership += 1;
    },

    replace(row: ContactRow): void {
      const before = rows.get(row.contact_name_id);
      if (!before) throw new Error(`no contact ${row.contact_name_id}`);
      unindex(before);
      try {
        checkConstraints(row);
      } catch (error) {
        index(before);
        throw error;
      }
      rows.set(row.contact_name_id, row);
      index(row);
      versions.write += 1;
    },

    remove(id: string): void {
      const before = rows.get(id);
      if (!before) return;
      unindex(before);
      rows.delete(id);
      versions.write += 1;
      versions.membership += 1;
    },

    idByExactPrimary: (email: string): string | null => byPrimary.get(email) ?? null,
    idByAdditional: (normalised: string): string | null => byAdditional.get(normalised) ?? null,
    idsByLowerPrimary: (lowered: string): string[] => [...(byLowerPrimary.get(lowered) ?? [])],
    idsByClient: (clientId: string): string[] => [...(byClient.get(clientId) ?? [])],

    /** Contacts with any address in a domain that starts with the text: narrows an `ILIKE '%...@...%'`. */
    idsByDomainPrefix(prefix: string): string[] {
      const found = new Set<string>();
      for (const [domain, ids] of byDomain) {
        if (domain.startsWith(prefix)) for (const id of ids) found.add(id);
      }
      return [...found];
    },
  };
}
