/**
 * Lists of contacts: filters, sorting and offset pages (psa.md 1.3, 1.5).
 * There is deliberately no tie-breaker. Rows with equal sort values are dealt differently on every page, so a client that
 * reads with the default sort after an import burst sees some people twice and misses others, as on the real server;
 * a sort on a unique column is safe. The deal depends on the seed and the page only, so a test can repeat it.
 * Sorted id lists are kept until a write that could change them.
 */
import type { ContactTable } from './contact-table.ts';
import { unknownColumn } from './envelope.ts';
import { smallHash } from './ids.ts';
import { CONTACT_COLUMNS, type ContactRow } from './rows.ts';

export type ContactFilters = {
  full_name?: string;
  email?: string;
  phone_number?: string;
  client_id?: string;
  role?: string;
  is_inactive?: boolean;
  has_client?: boolean;
  client_name?: string;
  search?: string;
  created_from?: string;
  created_to?: string;
  updated_from?: string;
  updated_to?: string;
};

export type ContactListOptions = {
  page: number;
  limit: number;
  sort: string;
  order: 'asc' | 'desc';
  filters: ContactFilters;
};

type SortedList = { version: number; ids: string[]; groupStarts: Int32Array; groupSizes: Int32Array };

const KEPT_LISTS = 12;
const IMMUTABLE_COLUMNS = new Set(['contact_name_id', 'created_at', 'tenant']);

/** SQL ILIKE with `%text%`: `%` and `_` inside the text are wildcards too, which surprises people with underscores. */
export function ilike(text: string): (value: string | null) => boolean {
  const lowered = text.toLowerCase();
  if (!/[%_\\]/.test(lowered)) return (value) => value?.toLowerCase().includes(lowered) ?? false;
  const source = lowered.replace(/\\?[\s\S]/g, (token) => {
    if (token.length === 2) return token.slice(1).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    if (token === '%') return '[\\s\\S]*';
    if (token === '_') return '[\\s\\S]';
    return token.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  const pattern = new RegExp(source);
  return (value) => (value === null ? false : pattern.test(value.toLowerCase()));
}

export function createContactQueries(
  table: ContactTable,
  clientNameOf: (clientId: string | null) => string | null,
  seed: string,
) {
  const kept = new Map<string, SortedList>();

  function matcherOf(filters: ContactFilters): (row: ContactRow) => boolean {
    const tests: ((row: ContactRow) => boolean)[] = [];
    const like = (text: string | undefined, values: (row: ContactRow) => (string | null)[]) => {
      if (text === undefined) return;
      const matches = ilike(text);
      tests.push((row) => values(row).some(matches));
    };
    like(filters.full_name, (row) => [row.full_name]);
    like(filters.email, addressesOf);
    like(filters.phone_number, phonesOf);
    like(filters.role, (row) => [row.role]);
    like(filters.client_name, (row) => [clientNameOf(row.client_id)]);
    like(filters.search, (row) => [
      row.full_name,
      row.role,
      clientNameOf(row.client_id),
      ...addressesOf(row),
      ...phonesOf(row),
    ]);
    const { client_id, is_inactive, has_client } = filters;
    if (client_id !== undefined) tests.push((row) => row.client_id === client_id);
    if (is_inactive !== undefined) tests.push((row) => row.is_inactive === is_inactive);
    if (has_client !== undefined) tests.push((row) => (row.client_id !== null) === has_client);
    tests.push(...bounds('created_at', filters.created_from, filters.created_to));
    tests.push(...bounds('updated_at', filters.updated_from, filters.updated_to));
    return (row) => tests.every((test) => test(row));
  }

  /** The narrowest set an index offers; null means the whole table. */
  function candidates(filters: ContactFilters): string[] | null {
    if (filters.client_id !== undefined) return table.idsByClient(filters.client_id);
    const at = filters.email?.lastIndexOf('@') ?? -1;
    if (filters.email !== undefined && at >= 0) {
      const domain = filters.email.slice(at + 1).toLowerCase();
      if (!/[%_\\]/.test(domain)) return table.idsByDomainPrefix(domain);
    }
    return null;
  }

  function matching(filters: ContactFilters): ContactRow[] {
    const matches = matcherOf(filters);
    const narrowed = candidates(filters);
    const found: ContactRow[] = [];
    if (narrowed === null) {
      for (const row of table.all()) if (matches(row)) found.push(row);
      return found;
    }
    for (const id of narrowed) {
      const row = table.find(id);
      if (row && matches(row)) found.push(row);
    }
    return found;
  }

  function sortKeyOf(sort: string): (row: ContactRow) => string | number | null {
    if (sort === 'client_name') return (row) => clientNameOf(row.client_id);
    const column = CONTACT_COLUMNS.find((name) => name === sort);
    if (!column) throw unknownColumn();
    return (row) => {
      const value = row[column];
      return typeof value === 'boolean' ? Number(value) : value;
    };
  }

  function sorted(options: ContactListOptions): SortedList {
    const name = JSON.stringify([options.sort, options.order, options.filters]);
    const unfiltered = Object.keys(options.filters).length === 0;
    const settled = unfiltered && IMMUTABLE_COLUMNS.has(options.sort);
    const version = settled ? table.versions.membership : table.versions.write;
    const before = kept.get(name);
    if (before && before.version === version) return before;
    const keyOf = sortKeyOf(options.sort);
    const rows = matching(options.filters).map((row) => ({ id: row.contact_name_id, key: keyOf(row) }));
    // Scattering first makes the order of ties independent of insertion order: the database promises none.
    const scatter = new Map(rows.map((row) => [row.id, smallHash(seed + row.id)]));
    rows.sort(
      (a, b) => compareKeys(a.key, b.key, options.order) || (scatter.get(a.id) ?? 0) - (scatter.get(b.id) ?? 0),
    );
    const list = { version, ids: rows.map((row) => row.id), ...tieGroups(rows.map((row) => row.key)) };
    kept.delete(name);
    kept.set(name, list);
    for (const oldest of kept.keys()) {
      if (kept.size <= KEPT_LISTS) break;
      kept.delete(oldest);
    }
    return list;
  }

  return {
    /** One page and the total. Throws the 42703 error for a sort that is no column. */
    list(options: ContactListOptions): { rows: ContactRow[]; total: number } {
      const list = sorted(options);
      const first = (options.page - 1) * options.limit;
      const rows: ContactRow[] = [];
      for (let position = first; position < Math.min(first + options.limit, list.ids.length); position += 1) {
        const start = list.groupStarts[position] ?? position;
        const size = list.groupSizes[position] ?? 1;
        const turn = size > 1 ? smallHash(`${seed}:${options.sort}:${options.page}:${options.limit}`) % size : 0;
        const id = list.ids[start + ((position - start + turn) % size)];
        const row = id === undefined ? null : table.find(id);
        if (row) rows.push(row);
      }
      return { rows, total: list.ids.length };
    },

    matching,
  };
}

function addressesOf(row: ContactRow): string[] {
  return [row.email, ...row.additional_email_addresses.map((entry) => entry.email_address)];
}

function phonesOf(row: ContactRow): string[] {
  return row.phone_numbers.map((entry) => entry.phone_number);
}

function bounds(
  column: 'created_at' | 'updated_at',
  from: string | undefined,
  to: string | undefined,
): ((row: ContactRow) => boolean)[] {
  const tests: ((row: ContactRow) => boolean)[] = [];
  if (from !== undefined) {
    const fromMs = Date.parse(from);
    tests.push((row) => Date.parse(row[column]) >= fromMs);
  }
  if (to !== undefined) {
    const toMs = Date.parse(to);
    tests.push((row) => Date.parse(row[column]) <= toMs);
  }
  return tests;
}

/** NULLs sort last ascending and first descending, as in Postgres. */
function compareKeys(a: string | number | null, b: string | number | null, order: 'asc' | 'desc'): number {
  if (a === b) return 0;
  const ascending = a === null ? 1 : b === null ? -1 : a < b ? -1 : 1;
  return order === 'asc' ? ascending : -ascending;
}

function tieGroups(keys: (string | number | null)[]): { groupStarts: Int32Array; groupSizes: Int32Array } {
  const groupStarts = new Int32Array(keys.length);
  const groupSizes = new Int32Array(keys.length);
  let start = 0;
  for (let index = 0; index <= keys.length; index += 1) {
    if (index < keys.length && keys[index] === keys[start]) continue;
    groupStarts.fill(start, start, index);
    groupSizes.fill(index - start, start, index);
    start = index;
  }
  return { groupStarts, groupSizes };
}
