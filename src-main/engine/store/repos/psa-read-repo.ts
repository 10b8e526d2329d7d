/**
 * Reads of the PSA's clients and contacts: their numbers, when they ran, and from when on the next one may ask for changes
 * only. A read that did not finish leaves the earlier times, so nothing is skipped next time.
 */
import type { Db } from '../database.ts';

export type PsaReadKind = 'clients' | 'contacts';

export interface PsaReadState {
  readonly readNumber: number;
  readonly startedAt: number;
  readonly finishedAt: number | null;
  readonly lastFullAt: number | null;
  /** Start of the last finished read: the next `changedSince`. */
  readonly lastReadAt: number | null;
}

/** How a read ended. Rows not seen in it are removed only when it was full and complete. */
export interface PsaReadEnd {
  readonly isFull: boolean;
  readonly isComplete: boolean;
  readonly finishedAt: number;
}

interface Row {
  read_number: number;
  started_at: number;
  finished_at: number | null;
  last_full_at: number | null;
  last_read_at: number | null;
}

export type PsaReadRepo = ReturnType<typeof psaReadRepo>;

export function psaReadRepo(db: Db) {
  const find = db.prepare<[string], Row>('SELECT * FROM psa_read WHERE kind = ?');
  const begin = db.prepare<[string, number], { read_number: number }>(`
    INSERT INTO psa_read (kind, read_number, started_at) VALUES (?, 1, ?)
    ON CONFLICT (kind) DO UPDATE SET read_number = read_number + 1, started_at = excluded.started_at, finished_at = NULL
    RETURNING read_number`);
  const finish = db.prepare<[number, number, string]>(`
    UPDATE psa_read SET finished_at = ?, last_read_at = started_at, last_full_at = iif(?, started_at, last_full_at)
    WHERE kind = ?`);
  const forget = db.prepare<[]>('UPDATE psa_read SET last_full_at = NULL, last_read_at = NULL');
  return {
    state(kind: PsaReadKind): PsaReadState | null {
      const row = find.get([kind]);
      if (!row) return null;
      return {
        readNumber: row.read_number,
        startedAt: row.started_at,
        finishedAt: row.finished_at,
        lastFullAt: row.last_full_at,
        lastReadAt: row.last_read_at,
      };
    },
    begin: (kind: PsaReadKind, startedAt: number): number => begin.get([kind, startedAt])?.read_number ?? 0,
    finish: (kind: PsaReadKind, end: PsaReadEnd): void =>
      void (end.isComplete && finish.run([end.finishedAt, end.isFull ? 1 : 0, kind])),
    /** The PSA behind the connection changed: the next read of each kind must be a full one. */
    forgetAll: (): void => void forget.run([]),
  };
}
