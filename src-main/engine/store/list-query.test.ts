import SqliteDatabase from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ListSpec, listOf, listSql } from './list-query.ts';
import { migrations } from './migrations/chain.ts';

// No list of a big table may read the whole table, sort it, or build an index on the fly.
let db: SqliteDatabase.Database;

beforeAll(() => {
  db = new SqliteDatabase(':memory:');
  for (const { sql } of migrations) db.exec(sql);
});

afterAll(() => {
  db.close();
});

function queryPlan(sql: string, params: object): string[] {
  const rows = db.prepare<[object], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).all(params);
  return rows.map(({ detail }) => detail);
}

const users = listOf('directory_user', 'directory_user_key', ['managed_tenant_key', 'sort_name', 'directory_user_key']);
const contacts = listOf('contact', 'contact_key', ['sort_name', 'contact_key']);
const rows = listOf('planned_change', 'change_key', ['ordinal']);
const queue = listOf('queue_item', 'queue_item_key', ['opened_at', 'queue_item_key']);
const found = (index: string) => ({ index, match: 'words : ("a"*)', join: null });

const lists: [string, ListSpec][] = [
  ['all directory users', users],
  ['present directory users', { ...users, equals: { presence: 'present', account_enabled: 1 } }],
  ['directory users of a tenant', { ...users, equals: { managed_tenant_key: 1, presence: 'present' } }],
  ['directory users searched', { ...users, equals: { managed_tenant_key: 1 }, search: found('directory_user_search') }],
  ['all contacts', contacts],
  ['active contacts', { ...contacts, equals: { is_inactive: 0 } }],
  ['contacts of a client', { ...contacts, equals: { client_id: 'c', is_inactive: 0 } }],
  ['contacts searched', { ...contacts, search: found('contact_search') }],
  ['clients', { ...listOf('client', 'client_key', ['sort_name', 'client_key']), equals: { is_inactive: 0 } }],
  ['rows of a plan', { ...rows, equals: { plan_key: 1 } }],
  ['rows of a plan by action', { ...rows, equals: { plan_key: 1, action: 'create' } }],
  [
    'rows of a plan that change something',
    { ...rows, equals: { plan_key: 1 }, conditions: [`t.action IN ('create', 'link')`] },
  ],
  ['rows of a plan by client', { ...rows, equals: { plan_key: 1, client_id: 'c' } }],
  [
    'rows of a plan by client and action',
    { ...rows, equals: { plan_key: 1, client_id: 'c', action: 'create' }, conditions: ['t.hold IS NULL'] },
  ],
  ['open queue', { ...queue, equals: { status: 'open' } }],
  ['open queue of a client', { ...queue, equals: { status: 'open', client_id: 'c', reason: 'aliasMatch' } }],
  ['queue searched', { ...queue, equals: { status: 'open' }, search: found('queue_item_search') }],
  [
    'operations of a run',
    { ...listOf('operation', 'operation_key', ['operation_key']), equals: { run_key: 1, state: 'done' } },
  ],
  [
    'audit by subject',
    { ...listOf('audit_event', 'seq', ['seq']), isDescending: true, equals: { subject_kind: 's', subject_id: 'x' } },
  ],
  ['runs', { ...listOf('sync_run', 'run_key', ['run_key']), isDescending: true }],
];

test.each(lists)('%s: neither page nor count reads the table row by row', (_name, spec) => {
  const { pageSql, countSql, params } = listSql(spec);
  const steps = [...queryPlan(pageSql, { ...params, limit: 100, offset: 0 }), ...queryPlan(countSql, params)];
  const isByKey = spec.order.length === 1 && spec.order[0] === spec.key;
  for (const step of steps) {
    if (!isByKey) expect(step).not.toMatch(/^SCAN [tu]$/);
    expect(step).not.toMatch(/AUTOMATIC/);
  }
});

test.each(lists.filter(([, { search }]) => search === null))('%s: the order comes from the index', (_name, spec) => {
  const { pageSql, params } = listSql(spec);
  const inner = pageSql.slice(pageSql.indexOf('(') + 1, pageSql.lastIndexOf(')', pageSql.indexOf('CROSS JOIN')));
  const plan = queryPlan(inner, { ...params, limit: 100, offset: 0 });
  expect(plan).toHaveLength(1);
  expect(plan.join()).not.toMatch(/TEMP B-TREE/);
});

test('a sort and a scan would be noticed', () => {
  const { pageSql, params } = listSql({ ...contacts, order: ['facts'] });
  const steps = queryPlan(pageSql, { ...params, limit: 1, offset: 0 });
  expect(steps.join()).toMatch(/TEMP B-TREE/);
  expect(steps).toContain('SCAN t');
});
