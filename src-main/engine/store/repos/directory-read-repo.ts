/**
 * Reads of one managed tenant's directory: which ran, how they ended, and what they prove. Two kinds of knowledge are kept
 * apart: a read that finished (facts are current) and a read that is proof (absence from it counts).
 */
import type { ConnectionType } from '../../../../shared/vocabulary/states.ts';
import type { Db } from '../database.ts';
import { flag } from '../list-query.ts';

export interface DirectoryRead {
  readonly readNumber: number;
  readonly isFull: boolean;
  readonly startedAt: number;
  /** Null: still running, or it died. */
  readonly finishedAt: number | null;
  /** All pages came, no error, id check passed. */
  readonly isComplete: boolean;
  /** Complete, full, and showing enough of the users we knew (or accepted by an operator): absence from it counts. */
  readonly isProof: boolean;
  /** Users that earlier reads brought since the last read that was proof: they say nothing about who was there before. */
  readonly unprovenBefore: number;
  /** Users this read brought that we had never seen. */
  readonly addedCount: number;
  /** Distinct users this read showed. */
  readonly seenCount: number;
  /** Full read: users it showed. Changes only: users present after it. */
  readonly presentCount: number;
  /** Users present before this read; null when no read had finished before. */
  readonly previousPresentCount: number | null;
}

export interface DirectoryCursor {
  readonly connectionType: ConnectionType;
  readonly cursor: string;
  readonly savedAt: number;
}

interface ReadRow {
  read_number: number;
  is_full: number;
  started_at: number;
  finished_at: number | null;
  is_complete: number;
  is_proof: number;
  unproven_before: number;
  added_count: number;
  seen_count: number;
  present_count: number;
  previous_present_count: number | null;
}

const KEPT_READS = 20;

export type DirectoryReadRepo = ReturnType<typeof directoryReadRepo>;

export function directoryReadRepo(db: Db) {
  const latest = db.prepare<[number], ReadRow>(
    'SELECT * FROM directory_read WHERE managed_tenant_key = ? ORDER BY read_number DESC LIMIT 1',
  );
  const latestComplete = db.prepare<[number], ReadRow>(
    'SELECT * FROM directory_read WHERE managed_tenant_key = ? AND is_complete = 1 ORDER BY read_number DESC LIMIT 1',
  );
  const byNumber = db.prepare<[number], ReadRow & { managed_tenant_key: number }>(
    'SELECT * FROM directory_read WHERE read_number = ?',
  );
  const begin = db.prepare<[number, number, number], { read_number: number }>(`
    INSERT INTO directory_read (managed_tenant_key, is_full, started_at, is_complete, is_proof, unproven_before, added_count,
      seen_count, present_count)
    VALUES (?, 0, ?, 0, 0, ?, 0, 0, 0) RETURNING read_number`);
  const addAdded = db.prepare<[number, number]>(
    'UPDATE directory_read SET added_count = added_count + ? WHERE read_number = ?',
  );
  const finish = db.prepare<(number | null)[]>(`
    UPDATE directory_read SET finished_at = ?, is_full = ?, is_complete = ?, is_proof = ?, seen_count = ?, present_count = ?,
      previous_present_count = ?
    WHERE read_number = ?`);
  const hasProof = db.prepare<[number], { read_number: number }>(
    'SELECT read_number FROM directory_read WHERE managed_tenant_key = ? AND is_proof = 1 LIMIT 1',
  );
  const prune = db.prepare<{ key: number; kept: number }>(`
    DELETE FROM directory_read WHERE managed_tenant_key = @key AND read_number < (
      SELECT read_number FROM directory_read WHERE managed_tenant_key = @key AND is_complete = 1
      ORDER BY read_number DESC LIMIT 1 OFFSET @kept)
    AND read_number <> (SELECT max(read_number) FROM directory_read WHERE managed_tenant_key = @key AND is_proof = 1)`);
  const cursorOf = db.prepare<[number], { connection_type: ConnectionType; cursor: string; saved_at: number }>(
    'SELECT connection_type, cursor, saved_at FROM directory_cursor WHERE managed_tenant_key = ?',
  );
  const putCursor = db.prepare<[number, string, string, number, number]>(`
    INSERT INTO directory_cursor (managed_tenant_key, connection_type, cursor, read_number, saved_at) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (managed_tenant_key) DO UPDATE SET connection_type = excluded.connection_type, cursor = excluded.cursor,
      read_number = excluded.read_number, saved_at = excluded.saved_at`);
  const dropCursor = db.prepare<[number]>('DELETE FROM directory_cursor WHERE managed_tenant_key = ?');
  const accept = db.prepare<[number]>(
    'UPDATE directory_read SET is_proof = 1, previous_present_count = present_count WHERE read_number = ?',
  );

  return {
    latest: (tenantKey: number): DirectoryRead | null => fromRow(latest.get([tenantKey])),
    latestComplete: (tenantKey: number): DirectoryRead | null => fromRow(latestComplete.get([tenantKey])),
    hasProof: (tenantKey: number): boolean => hasProof.get([tenantKey]) !== undefined,
    /** The read and whose directory it reads; null when it was pruned or never begun. */
    find(readNumber: number): { readonly tenantKey: number; readonly read: DirectoryRead } | null {
      const row = byNumber.get([readNumber]);
      const read = fromRow(row);
      return row && read ? { tenantKey: row.managed_tenant_key, read } : null;
    },
    begin(tenantKey: number, startedAt: number): number {
      prune.run({ key: tenantKey, kept: KEPT_READS });
      const before = fromRow(latest.get([tenantKey]));
      const unproven = before && !before.isProof ? before.unprovenBefore + before.addedCount : 0;
      return begin.get([tenantKey, startedAt, unproven])?.read_number ?? 0;
    },
    addAdded: (readNumber: number, count: number): void => void addAdded.run([count, readNumber]),
    finish(read: DirectoryRead): void {
      const { finishedAt, seenCount, presentCount, previousPresentCount, readNumber } = read;
      const flags = [flag(read.isFull), flag(read.isComplete), flag(read.isProof)];
      finish.run([finishedAt, ...flags, seenCount, presentCount, previousPresentCount, readNumber]);
    },
    accept: (readNumber: number): void => void accept.run([readNumber]),
    cursor(tenantKey: number): DirectoryCursor | null {
      const row = cursorOf.get([tenantKey]);
      return row ? { connectionType: row.connection_type, cursor: row.cursor, savedAt: row.saved_at } : null;
    },
    saveCursor: (tenantKey: number, readNumber: number, { connectionType, cursor, savedAt }: DirectoryCursor): void =>
      void putCursor.run([tenantKey, connectionType, cursor, readNumber, savedAt]),
    dropCursor: (tenantKey: number): void => void dropCursor.run([tenantKey]),
  };
}

function fromRow(row: ReadRow | undefined): DirectoryRead | null {
  if (!row) return null;
  return {
    readNumber: row.read_number,
    isFull: row.is_full === 1,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    isComplete: row.is_complete === 1,
    isProof: row.is_proof === 1,
    unprovenBefore: row.unproven_before,
    addedCount: row.added_count,
    seenCount: row.seen_count,
    presentCount: row.present_count,
    previousPresentCount: row.previous_present_count,
  };
}
