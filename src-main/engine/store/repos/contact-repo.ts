/**
 * Contacts as last read from the PSA, with every address and phone they carry. A contact disappears only after a complete
 * full read did not name it. Unchanged contacts cost a look and a mark, so a nightly full read of 120,000 stays cheap.
 */
import type { ClientId, ContactId } from '../../../../shared/vocabulary/ids.ts';
import type { Contact } from '../../domain/contact.ts';
import { EngineError } from '../../domain/engine-error.ts';
import type { Db } from '../database.ts';
import { flag, listOf, listPage, type Page, type PageRequest } from '../list-query.ts';
import { type SearchEntry, searchIndex } from '../search-index.ts';
import { matchQuery, scopeWord, searchWords, sortName } from '../search-words.ts';
import type { PsaReadResult } from './client-repo.ts';
import { contactChildren } from './contact-children.ts';
import type { PsaReadEnd, PsaReadRepo } from './psa-read-repo.ts';

export interface ContactFilter {
  readonly clientId: ClientId | null;
  readonly isInactive: boolean | null;
  readonly search: string;
}

/** How many active contacts of one client have an address in this domain: evidence for tenant matching. */
export interface DomainCensus {
  readonly clientId: ClientId;
  readonly domain: string;
  readonly contactCount: number;
}

interface FactsRow {
  facts: string;
}

interface KeyedRow extends FactsRow {
  contact_key: number;
}

const CHUNK = 20_000;

export function contactRepo(db: Db, reads: PsaReadRepo) {
  const children = contactChildren(db);
  const search = searchIndex(db, {
    table: 'contact',
    key: 'contact_key',
    index: 'contact_search',
    unsearched: 'contact_unsearched',
    entryOf: searchEntry,
  });
  const byId = db.prepare<[string], KeyedRow>('SELECT contact_key, facts FROM contact WHERE contact_id = ?');
  const byClient = db.prepare<[string], FactsRow>(
    'SELECT facts FROM contact WHERE client_id = ? ORDER BY sort_name, contact_key',
  );
  const chunk = db.prepare<[number, number], KeyedRow>(
    'SELECT contact_key, facts FROM contact WHERE contact_key > ? ORDER BY contact_key LIMIT ?',
  );
  const byAddress = db.prepare<[string], FactsRow>(`
    SELECT DISTINCT c.contact_key, c.facts FROM contact_email e JOIN contact c USING (contact_key)
    WHERE e.address = ? ORDER BY c.contact_key`);
  const byDigits = db.prepare<[string], FactsRow>(`
    SELECT DISTINCT c.contact_key, c.facts FROM contact_phone p JOIN contact c USING (contact_key)
    WHERE p.digits = ? ORDER BY c.contact_key`);
  const insert = db.prepare<(string | number | null)[]>(`
    INSERT INTO contact (contact_id, client_id, full_name, sort_name, is_inactive, facts, seen_in_read)
    VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (contact_id) DO NOTHING`);
  const change = db.prepare<(string | number | null)[]>(`
    UPDATE contact SET client_id = ?, full_name = ?, sort_name = ?, is_inactive = ?, facts = ?, seen_in_read = ?
    WHERE contact_key = ?`);
  const mark = db.prepare<[number, number]>('UPDATE contact SET seen_in_read = ? WHERE contact_key = ?');
  const seenAny = db.prepare<[number], { n: number }>('SELECT 1 AS n FROM contact WHERE seen_in_read = ? LIMIT 1');
  const removeUnseen = db.prepare<[number]>('DELETE FROM contact WHERE seen_in_read <> ?');
  const removeOne = db.prepare<[string]>('DELETE FROM contact WHERE contact_id = ?');
  const removeAll = db.prepare<[]>('DELETE FROM contact');
  const count = db.prepare<[], { n: number }>('SELECT count(*) AS n FROM contact');
  const census = db.prepare<[], DomainCensus>(`
    SELECT c.client_id AS clientId, e.domain, count(DISTINCT c.contact_key) AS contactCount
    FROM contact_email e CROSS JOIN contact c USING (contact_key)
    WHERE c.client_id IS NOT NULL AND c.is_inactive = 0
    GROUP BY c.client_id, e.domain`);

  function saveOne(readNumber: number, contact: Contact): void {
    const facts = JSON.stringify(contact);
    const { contactId, clientId, fullName } = contact;
    const columns = [clientId, fullName, sortName(fullName), flag(contact.isInactive), facts, readNumber];
    const inserted = insert.run([contactId, ...columns]);
    if (inserted.changes === 1) {
      children.add(Number(inserted.lastInsertRowid), contact);
      return;
    }
    const known = byId.get([contactId]);
    if (!known) return;
    if (known.facts === facts) {
      mark.run([readNumber, known.contact_key]);
      return;
    }
    change.run([...columns, known.contact_key]);
    children.replace(known.contact_key, contact);
    search.noteChanged(known.contact_key);
  }

  function savePage(readNumber: number, contacts: readonly Contact[]): void {
    db.transactionForFacts(() => {
      for (const contact of contacts) saveOne(readNumber, contact);
    });
    search.nudge();
  }

  function find(contactId: ContactId): Contact | null {
    const row = byId.get([contactId]);
    return row ? fromRow(row) : null;
  }

  return {
    find,
    /** Throws `contact.notFound`. */
    get(contactId: ContactId): Contact {
      const found = find(contactId);
      if (found) return found;
      throw new EngineError('contact.notFound', 'This contact is not known here. Refresh the PSA and try again.', {
        details: { contactId },
      });
    },
    /** Contacts that have this address, primary or additional, letter case ignored, at any client. */
    findByAddress: (address: string): Contact[] => byAddress.all([address.trim().toLowerCase()]).map(fromRow),
    /** Contacts with exactly these digits in a phone number. */
    findByPhoneDigits: (digits: string): Contact[] => byDigits.all([digits]).map(fromRow),
    listByClient: (clientId: ClientId): Contact[] => byClient.all([clientId]).map(fromRow),
    page(filter: ContactFilter, request: PageRequest): Page<Contact> {
      const { clientId, isInactive } = filter;
      const match = matchQuery(filter.search, scopesOf(clientId, isInactive));
      if (match !== null) search.catchUp();
      const page = listPage<FactsRow>(
        db,
        {
          ...listOf('contact', 'contact_key', ['sort_name', 'contact_key']),
          equals: { client_id: clientId, is_inactive: isInactive === null ? null : flag(isInactive) },
          search: match === null ? null : { index: 'contact_search', match, join: null },
        },
        request,
      );
      return { ...page, rows: page.rows.map(fromRow) };
    },
    search,
    count: (): number => count.get([])?.n ?? 0,
    /** Every contact of the PSA, for planning. */
    loadForPlanning(): Contact[] {
      const contacts: Contact[] = [];
      let rows = chunk.all([0, CHUNK]);
      while (rows.length > 0) {
        for (const row of rows) contacts.push(fromRow(row));
        rows = chunk.all([rows.at(-1)?.contact_key ?? 0, CHUNK]);
      }
      return contacts;
    },
    /** Address domains of each client's active contacts, counted. */
    census: (): DomainCensus[] => census.all([]),
    /** Starts a read; pass the number it returns to `savePage` and `finishRead`. */
    beginRead: (startedAt: number): number => reads.begin('contacts', startedAt),
    savePage,
    /** Removes what a complete full read did not name, in the same transaction as the read's end. */
    finishRead(readNumber: number, end: PsaReadEnd): PsaReadResult {
      return db.transactionForFacts(() => {
        const isProof = end.isFull && end.isComplete;
        const isEmpty = seenAny.get([readNumber]) === undefined;
        const removed = isProof && !isEmpty ? removeUnseen.run([readNumber]).changes : 0;
        const removalRefused = isProof && isEmpty && (count.get([])?.n ?? 0) > 0;
        if (!removalRefused) reads.finish('contacts', end);
        return { removed, removalRefused };
      });
    },
    /** One contact we just wrote or looked at, outside a full read. */
    save: (contact: Contact): void => savePage(reads.state('contacts')?.readNumber ?? 0, [contact]),
    /** A look at the PSA proved that this contact is no longer there. */
    remove: (contactId: ContactId): void => void removeOne.run([contactId]),
    /** The PSA behind the connection changed: these facts belong to another system. */
    removeAll: (): void => void removeAll.run([]),
  };
}

function scopesOf(clientId: ClientId | null, isInactive: boolean | null): string[] {
  const scopes: string[] = [];
  if (clientId !== null) scopes.push(scopeWord('client', clientId));
  if (isInactive !== null) scopes.push(scopeWord('inactive', flag(isInactive)));
  return scopes;
}

/** What can be searched about one stored contact: name, addresses and phone digits, inside its client. */
function searchEntry(row: KeyedRow): SearchEntry {
  const contact = fromRow(row);
  const phones = contact.phones.map((phone) => phone.number.replace(/\D/g, ''));
  return {
    key: row.contact_key,
    words: searchWords([contact.fullName, contact.email, ...contact.additionalEmails, ...phones]),
    scope: scopesOf(contact.clientId, contact.isInactive).join(' '),
  };
}

function fromRow(row: FactsRow): Contact {
  return JSON.parse(row.facts) as Contact;
}
