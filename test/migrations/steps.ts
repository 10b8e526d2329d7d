/**
 * Databases at a given version for migration tests: real SQLite, migrated by the real chain, filled with plain SQL.
 * Nothing here imports repositories: they change, a migration and its test do not.
 */
import SqliteDatabase from 'better-sqlite3';
import { afterEach } from 'vitest';
import { migrations } from '../../src-main/engine/store/migrations/chain.ts';

export type Row = Record<string, unknown>;

const opened: SqliteDatabase.Database[] = [];

afterEach(() => {
  for (const db of opened.splice(0)) db.close();
});

/** An empty database of this version. */
export function databaseAt(version: number): SqliteDatabase.Database {
  const db = new SqliteDatabase(':memory:');
  opened.push(db);
  db.pragma('foreign_keys = ON');
  db.pragma('recursive_triggers = ON');
  for (const migration of migrations) if (migration.version <= version) db.exec(migration.sql);
  return db;
}

/** Runs one migration the way the product does: alone, in a transaction. */
export function migrateBy(db: SqliteDatabase.Database, version: number): void {
  const migration = migrations.find((one) => one.version === version);
  db.transaction(() => db.exec(migration?.sql ?? 'no such migration'))();
}

/** Adds a row by column names; returns its rowid. */
export function add(db: SqliteDatabase.Database, table: string, row: Row): number {
  const columns = Object.keys(row);
  const sql = `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map((name) => `@${name}`).join(', ')})`;
  return Number(db.prepare<Row>(sql).run(row).lastInsertRowid);
}

export function all(db: SqliteDatabase.Database, sql: string): Row[] {
  return db.prepare<[], Row>(sql).all();
}

export function tables(db: SqliteDatabase.Database): string[] {
  const rows = all(db, `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name`);
  return rows.map(({ name }) => String(name)).filter((name) => !/_search_/.test(name));
}

export const aTenantRow: Row = {
  managed_tenant_id: 'mt-1',
  entra_tenant_id: 'entra-1',
  display_name: 'Contoso',
  sort_name: 'contoso',
  sources: '["cipp"]',
  is_partner: 0,
  access: 'ok',
  discovered_at: 1,
  last_seen_at: 1,
};

export const aRunRow: Row = {
  run_id: 'run-1',
  workflow_id: 'wf-1',
  run_type: 'initial',
  status: 'running',
  place: 'here',
  trigger_kind: 'manual',
  started_by: 'Olga',
  queued_at: 1,
  total_tenants: 1,
};
