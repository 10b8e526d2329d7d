import { expect, test } from 'vitest';
import { add, all, aTenantRow, databaseAt, migrateBy } from './steps.ts';

const user = {
  entra_object_id: 'o1',
  sort_name: 'ann',
  presence: 'present',
  facts: '{}',
  changed_at: 1,
  seen_in_read: 1,
};

test('tenants and contacts of version 2 stay as they are, and directory users get their place', () => {
  const db = databaseAt(2);
  add(db, 'managed_tenant', aTenantRow);
  add(db, 'contact', {
    contact_id: 'c',
    full_name: 'Ann',
    sort_name: 'ann',
    is_inactive: 0,
    facts: '{}',
    seen_in_read: 1,
  });
  const before = [all(db, 'SELECT * FROM managed_tenant'), all(db, 'SELECT * FROM contact')];
  migrateBy(db, 3);
  expect([all(db, 'SELECT * FROM managed_tenant'), all(db, 'SELECT * FROM contact')]).toEqual(before);
  expect(all(db, 'SELECT search_index FROM search_progress ORDER BY 1')).toEqual([
    { search_index: 'contact_search' },
    { search_index: 'directory_user_search' },
  ]);
});

test('an identity is unique inside its tenant, and presence knows three words', () => {
  const db = databaseAt(3);
  const first = add(db, 'managed_tenant', aTenantRow);
  const second = add(db, 'managed_tenant', { ...aTenantRow, managed_tenant_id: 'mt-2', entra_tenant_id: 'entra-2' });
  add(db, 'directory_user', { ...user, managed_tenant_key: first });
  add(db, 'directory_user', { ...user, managed_tenant_key: second });
  expect(() => add(db, 'directory_user', { ...user, managed_tenant_key: first })).toThrow('UNIQUE');
  expect(() =>
    add(db, 'directory_user', { ...user, entra_object_id: 'o2', presence: 'deleted', managed_tenant_key: first }),
  ).toThrow('CHECK');
  expect(() => add(db, 'directory_user', { ...user, managed_tenant_key: 99 })).toThrow('FOREIGN KEY');
});
