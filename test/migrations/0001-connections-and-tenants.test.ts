import { expect, test } from 'vitest';
import { add, all, aTenantRow, databaseAt, migrateBy, tables } from './steps.ts';

test('an empty file becomes a profile with connections, tenants and mappings', () => {
  const db = databaseAt(0);
  expect(tables(db)).toEqual([]);
  migrateBy(db, 1);
  expect(tables(db)).toEqual([
    'directory_connection',
    'managed_tenant',
    'managed_tenant_search',
    'psa_connection',
    'setting',
    'tenant_domain',
    'tenant_mapping',
  ]);
});

test('one directory connection at most is active', () => {
  const db = databaseAt(1);
  const row = { connection_type: 'cipp', is_active: 1, status: 'connected', auth_kind: 'apiToken', connected_at: 1 };
  add(db, 'directory_connection', { ...row, connection_id: 'a' });
  add(db, 'directory_connection', { ...row, connection_id: 'b', is_active: 0 });
  expect(() => add(db, 'directory_connection', { ...row, connection_id: 'c' })).toThrow('UNIQUE');
  expect(() =>
    add(db, 'directory_connection', { ...row, connection_id: 'd', is_active: 0, connection_type: 'ldap' }),
  ).toThrow('CHECK');
});

test('one mapping at most is active for a tenant, and only a mapped one names a client', () => {
  const db = databaseAt(1);
  const key = add(db, 'managed_tenant', aTenantRow);
  const row = {
    managed_tenant_key: key,
    is_active: 1,
    state: 'mapped',
    client_id: 'c1',
    evidence_hash: 'e',
    domains_when_decided: '[]',
    decided_by: 'Olga',
    decided_at: 1,
  };
  add(db, 'tenant_mapping', { ...row, is_active: 0 });
  add(db, 'tenant_mapping', row);
  expect(() => add(db, 'tenant_mapping', row)).toThrow('UNIQUE');
  expect(() => add(db, 'tenant_mapping', { ...row, is_active: 0, state: 'skipped' })).toThrow('CHECK');
  expect(() => add(db, 'tenant_mapping', { ...row, is_active: 0, client_id: null })).toThrow('CHECK');
  expect(all(db, 'SELECT count(*) AS n FROM tenant_mapping')).toEqual([{ n: 2 }]);
});
