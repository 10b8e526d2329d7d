import { expect, test } from 'vitest';
import { add, all, aTenantRow, databaseAt, migrateBy } from './steps.ts';

test('tenants of version 1 stay as they are, and clients and contacts get their place', () => {
  const db = databaseAt(1);
  add(db, 'managed_tenant', aTenantRow);
  const before = all(db, 'SELECT * FROM managed_tenant');
  migrateBy(db, 2);
  expect(all(db, 'SELECT * FROM managed_tenant')).toEqual(before);
  expect(all(db, 'SELECT * FROM search_progress')).toEqual([{ search_index: 'contact_search', last_key: 0 }]);
});

test('a contact takes its addresses, phones and search entry with it', () => {
  const db = databaseAt(2);
  const row = {
    contact_id: 'c',
    client_id: 'unknown yet',
    full_name: 'Ann',
    sort_name: 'ann',
    is_inactive: 0,
    facts: '{}',
    seen_in_read: 1,
  };
  const key = add(db, 'contact', row);
  add(db, 'contact_email', {
    contact_key: key,
    position: 0,
    is_primary: 1,
    address: 'a@x.example',
    domain: 'x.example',
  });
  add(db, 'contact_phone', { contact_key: key, position: 0, digits: '123' });
  add(db, 'contact_search', { rowid: key, words: 'Ann', scope: '' });
  expect(() => add(db, 'contact', row)).toThrow('UNIQUE');
  db.exec('DELETE FROM contact');
  for (const table of ['contact_email', 'contact_phone']) expect(all(db, `SELECT * FROM ${table}`)).toEqual([]);
  expect(all(db, `SELECT rowid FROM contact_search WHERE contact_search MATCH 'ann'`)).toEqual([]);
});
