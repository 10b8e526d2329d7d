/** Lists of clients: filters, sorting, offset pages, with the same missing tie-breaker as contacts (psa.md 1.3, 1.6). */
import { ilike } from './contact-query.ts';
import { unknownColumn } from './envelope.ts';
import { smallHash } from './ids.ts';
import type { ClientRow } from './rows.ts';
import type { PsaStore } from './state.ts';

const SORTABLE = [
  'client_id',
  'client_name',
  'url',
  'billing_email',
  'billing_cycle',
  'client_type',
  'created_at',
  'updated_at',
  'is_inactive',
  'entra_tenant_id',
  'entra_primary_domain',
  'credit_balance',
  'credit_limit',
] as const satisfies readonly (keyof ClientRow)[];

const EXACT_FILTERS = ['billing_cycle', 'client_type', 'account_manager_id', 'region_code'] as const;

type ClientListOptions = {
  page: number;
  limit: number;
  sort: string;
  order: 'asc' | 'desc';
  query: URLSearchParams;
};

function filtersOf(query: URLSearchParams): { tests: ((row: ClientRow) => boolean)[]; shown: Record<string, unknown> } {
  const tests: ((row: ClientRow) => boolean)[] = [];
  const shown: Record<string, unknown> = {};
  const add = (name: string, value: unknown, test: (row: ClientRow) => boolean) => {
    shown[name] = value;
    tests.push(test);
  };
  const text = (name: string, read: (row: ClientRow) => string | null) => {
    const value = query.get(name);
    if (value !== null) add(name, value, (row) => ilike(value)(read(row)));
  };
  text('client_name', (row) => row.client_name);
  text('search', (row) => row.client_name);
  text('industry', (row) => String(row.properties['industry'] ?? ''));
  text('company_size', (row) => String(row.properties['company_size'] ?? ''));
  for (const name of EXACT_FILTERS) {
    const value = query.get(name);
    if (value !== null) add(name, value, (row) => row[name] === value);
  }
  for (const name of ['is_inactive', 'is_tax_exempt'] as const) {
    const value = query.get(name);
    // Here anything but "true" means false: this schema is laxer than the contacts one.
    if (value !== null) add(name, value === 'true', (row) => row[name] === (value === 'true'));
  }
  const hasLimit = query.get('has_credit_limit');
  if (hasLimit !== null)
    add('has_credit_limit', hasLimit === 'true', (row) => (row.credit_limit !== null) === (hasLimit === 'true'));
  const least = Number.parseFloat(query.get('credit_balance_min') ?? '');
  if (!Number.isNaN(least)) add('credit_balance_min', least, (row) => row.credit_balance >= least);
  const most = Number.parseFloat(query.get('credit_balance_max') ?? '');
  if (!Number.isNaN(most)) add('credit_balance_max', most, (row) => row.credit_balance <= most);
  for (const [name, column, sign] of [
    ['created_from', 'created_at', 1],
    ['created_to', 'created_at', -1],
    ['updated_from', 'updated_at', 1],
    ['updated_to', 'updated_at', -1],
  ] as const) {
    const value = query.get(name);
    if (value !== null) add(name, value, (row) => (Date.parse(row[column]) - Date.parse(value)) * sign >= 0);
  }
  // A location's address: the sandbox seeds no locations, so this filter finds nobody.
  const locationEmail = query.get('email');
  if (locationEmail !== null) add('email', locationEmail, () => false);
  return { tests, shown };
}

export function listClients(
  store: PsaStore,
  options: ClientListOptions,
): { rows: ClientRow[]; total: number; filters: Record<string, unknown> } {
  const column = SORTABLE.find((name) => name === options.sort);
  if (!column) throw unknownColumn();
  const { tests, shown } = filtersOf(options.query);
  const rows = [...store.clients.all()].filter((row) => tests.every((test) => test(row)));
  const scatter = new Map(
    rows.map((row) => [row.client_id, smallHash(`${store.tenant}${options.page}${row.client_id}`)]),
  );
  const direction = options.order === 'asc' ? 1 : -1;
  rows.sort((a, b) => {
    const order = compare(a[column], b[column]) * direction;
    return order || (scatter.get(a.client_id) ?? 0) - (scatter.get(b.client_id) ?? 0);
  });
  const first = (options.page - 1) * options.limit;
  return { rows: rows.slice(first, first + options.limit), total: rows.length, filters: shown };
}

function compare(a: string | number | boolean | null, b: string | number | boolean | null): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  return a < b ? -1 : 1;
}
