import { expect, test } from 'vitest';
import { add, all, aTenantRow, databaseAt, migrateBy } from './steps.ts';

const identity = { entra_tenant_id: 'entra-1', entra_object_id: 'o1' };
const link = {
  ...identity,
  contact_id: 'c1',
  client_id: 'k1',
  status: 'active',
  origin: 'plan',
  inactivated_by_us: 0,
  linked_at: 1,
  updated_at: 1,
};
const item = {
  ...identity,
  status: 'open',
  managed_tenant_id: 'mt-1',
  client_id: 'k1',
  reason: 'aliasMatch',
  because: 'x',
  display_name: 'Ann',
  candidate_count: 0,
  detail: '{}',
  opened_at: 1,
  refreshed_at: 1,
};

test('directory users of version 3 stay as they are, and decisions get their place', () => {
  const db = databaseAt(3);
  const key = add(db, 'managed_tenant', aTenantRow);
  add(db, 'directory_user', {
    managed_tenant_key: key,
    entra_object_id: 'o1',
    sort_name: 'a',
    presence: 'gone',
    facts: '{}',
    changed_at: 1,
    seen_in_read: 1,
  });
  const before = all(db, 'SELECT * FROM directory_user');
  migrateBy(db, 4);
  expect(all(db, 'SELECT * FROM directory_user')).toEqual(before);
  expect(all(db, 'SELECT count(*) AS n FROM decision')).toEqual([{ n: 0 }]);
});

test('a contact has one active link, an identity one link and one open question', () => {
  const db = databaseAt(4);
  add(db, 'contact_link', link);
  expect(() => add(db, 'contact_link', { ...link, contact_id: 'c2' })).toThrow('UNIQUE');
  expect(() => add(db, 'contact_link', { ...link, entra_object_id: 'o2' })).toThrow('UNIQUE');
  add(db, 'contact_link', { ...link, entra_object_id: 'o2', status: 'inactive' });
  add(db, 'queue_item', { ...item, queue_item_id: 'q1' });
  add(db, 'queue_item', { ...item, queue_item_id: 'q2', status: 'dismissed' });
  expect(() => add(db, 'queue_item', { ...item, queue_item_id: 'q3' })).toThrow('UNIQUE');
});

test('decisions can only be added', () => {
  const db = databaseAt(4);
  add(db, 'decision', {
    ...identity,
    kind: 'dismiss',
    client_id: 'k1',
    evidence_facts: '{}',
    decided_by: 'Olga',
    decided_at: 1,
  });
  expect(() => db.exec(`UPDATE decision SET decided_by = 'Piet'`)).toThrow('append-only');
  expect(() => db.exec('DELETE FROM decision')).toThrow('append-only');
});
