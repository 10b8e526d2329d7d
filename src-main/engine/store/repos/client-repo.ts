/**
 * Clients as last read from the PSA. A read is begun, saved page by page and finished; a client disappears only after a
 * complete full read did not name it, and never because a read came back empty.
 */
import type { ClientId } from '../../../../shared/vocabulary/ids.ts';
import type { Client } from '../../domain/client.ts';
import { EngineError } from '../../domain/engine-error.ts';
import type { Db } from '../database.ts';
import { flag, listOf, listPage, type Page, type PageRequest } from '../list-query.ts';
import { matchQuery, scopeWord, searchWords, sortName } from '../search-words.ts';
import type { PsaReadEnd, PsaReadRepo } from './psa-read-repo.ts';

export interface ClientFilter {
  readonly isInactive: boolean | null;
  readonly search: string;
}

/** What finishing a read did; `removalRefused` says that an empty answer was not believed. */
export interface PsaReadResult {
  readonly removed: number;
  readonly removalRefused: boolean;
}

interface FactsRow {
  facts: string;
}

export function clientRepo(db: Db, reads: PsaReadRepo) {
  const byId = db.prepare<[string], FactsRow>('SELECT facts FROM client WHERE client_id = ?');
  const all = db.prepare<[], FactsRow>('SELECT facts FROM client ORDER BY sort_name, client_key');
  const named = db.prepare<[string], FactsRow>('SELECT facts FROM client WHERE sort_name = ? ORDER BY client_key');
  const put = db.prepare<(string | number | null)[], { client_key: number }>(`
    INSERT INTO client (client_id, name, sort_name, entra_tenant_id, is_inactive, facts, seen_in_read)
    VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (client_id) DO UPDATE SET name = excluded.name, sort_name = excluded.sort_name,
      entra_tenant_id = excluded.entra_tenant_id, is_inactive = excluded.is_inactive, facts = excluded.facts,
      seen_in_read = excluded.seen_in_read
    RETURNING client_key`);
  const index = db.prepare<[number, string, string]>(
    'INSERT OR REPLACE INTO client_search (rowid, words, scope) VALUES (?, ?, ?)',
  );
  const seen = db.prepare<[number], { n: number }>('SELECT count(*) AS n FROM client WHERE seen_in_read = ?');
  const removeUnseen = db.prepare<[number]>('DELETE FROM client WHERE seen_in_read <> ?');
  const counts = db.prepare<[], { total: number; inactive: number }>(
    'SELECT count(*) AS total, coalesce(sum(is_inactive), 0) AS inactive FROM client',
  );
  const removeAll = db.prepare<[]>('DELETE FROM client');

  function savePage(readNumber: number, clients: readonly Client[]): void {
    db.transactionForFacts(() => {
      for (const client of clients) saveOne(readNumber, client);
    });
  }

  function saveOne(readNumber: number, client: Client): void {
    const { clientId, name, entraTenantId, isInactive } = client;
    const row = [clientId, name, sortName(name), entraTenantId, flag(isInactive), JSON.stringify(client), readNumber];
    const key = put.get(row)?.client_key ?? 0;
    const words = searchWords([
      name,
      client.entraPrimaryDomain,
      client.billingEmail,
      ...client.websites,
      ...client.inboundEmailDomains,
    ]);
    index.run([key, words, scopeWord('inactive', flag(isInactive))]);
  }

  function find(clientId: ClientId): Client | null {
    const row = byId.get([clientId]);
    return row ? fromRow(row) : null;
  }

  return {
    find,
    /** Throws `client.notFound`. */
    get(clientId: ClientId): Client {
      const found = find(clientId);
      if (found) return found;
      throw new EngineError('client.notFound', 'This client is not known here. Refresh the PSA and try again.', {
        details: { clientId },
      });
    },
    /** Every client, by name. */
    list: (): Client[] => all.all([]).map(fromRow),
    /** Clients of exactly this name; letter case and accents do not matter. */
    listNamed: (name: string): Client[] => named.all([sortName(name)]).map(fromRow),
    page(filter: ClientFilter, request: PageRequest): Page<Client> {
      const { isInactive } = filter;
      const match = matchQuery(filter.search, isInactive === null ? [] : [scopeWord('inactive', flag(isInactive))]);
      const page = listPage<FactsRow>(
        db,
        {
          ...listOf('client', 'client_key', ['sort_name', 'client_key']),
          equals: { is_inactive: isInactive === null ? null : flag(isInactive) },
          search: match === null ? null : { index: 'client_search', match, join: null },
        },
        request,
      );
      return { ...page, rows: page.rows.map(fromRow) };
    },
    counts: (): { total: number; inactive: number } => counts.get([]) ?? { total: 0, inactive: 0 },
    /** Starts a read; pass the number it returns to `savePage` and `finishRead`. */
    beginRead: (startedAt: number): number => reads.begin('clients', startedAt),
    savePage,
    /** Removes what a complete full read did not name, in the same transaction as the read's end. */
    finishRead(readNumber: number, end: PsaReadEnd): PsaReadResult {
      return db.transactionForFacts(() => {
        const isProof = end.isFull && end.isComplete;
        const isEmpty = seen.get([readNumber])?.n === 0;
        const removed = isProof && !isEmpty ? removeUnseen.run([readNumber]).changes : 0;
        const removalRefused = isProof && isEmpty && (counts.get([])?.total ?? 0) > 0;
        if (!removalRefused) reads.finish('clients', end);
        return { removed, removalRefused };
      });
    },
    /** One client we just made or looked at, outside a full read. */
    save: (client: Client): void => savePage(reads.state('clients')?.readNumber ?? 0, [client]),
    /** The PSA behind the connection changed: these facts belong to another system. */
    removeAll: (): void => void removeAll.run([]),
  };
}

function fromRow(row: FactsRow): Client {
  return JSON.parse(row.facts) as Client;
}
