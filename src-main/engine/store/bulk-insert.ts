/**
 * Inserts many rows with few statements: fifty rows each, which costs about half of one statement per row. The caller holds
 * the transaction; rows are tuples in the order of `columns`.
 */
import type { Db, SqlValue } from './database.ts';

const batchSizes = [50, 10, 1] as const;

export interface BulkTarget {
  readonly table: string;
  readonly columns: readonly string[];
  /** What to do on a conflict, e.g. `ON CONFLICT DO NOTHING`; empty: refuse. */
  readonly onConflict: string;
}

export function bulkInsert(db: Db, { table, columns, onConflict }: BulkTarget): (rows: readonly SqlValue[][]) => void {
  const tuple = `(${columns.map(() => '?').join(', ')})`;
  const batches = batchSizes.map((size) => {
    const tuples = Array.from({ length: size }, () => tuple).join(', ');
    const sql = `INSERT INTO ${table} (${columns.join(', ')}) VALUES ${tuples} ${onConflict}`;
    return { size, statement: db.prepare<SqlValue[]>(sql) };
  });
  return (rows) => {
    let at = 0;
    for (const { size, statement } of batches) {
      for (; rows.length - at >= size; at += size) statement.run(rows.slice(at, at + size).flat());
    }
  };
}
