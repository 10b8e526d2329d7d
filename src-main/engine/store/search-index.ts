/**
 * Keeps a full-text index up with its table, after the fact: a bulk read only writes rows, and the index takes up what is
 * new (keys above a mark) or changed (noted by key) in slices soon after, which costs half of indexing row by row. Whoever
 * searches catches up first, so a search never misses a stored row. Indexing that fails (a full disk) is simply still to do.
 */
import type { Db } from './database.ts';

/** One row's searchable text and its filter words. */
export interface SearchEntry {
  readonly key: number;
  readonly words: string;
  readonly scope: string;
}

export interface SearchIndexSpec {
  readonly table: string;
  readonly key: string;
  /** The FTS5 table, also the name under which progress is kept. */
  readonly index: string;
  readonly unsearched: string;
  /** Makes the entry of one row of `table`. */
  readonly entryOf: (row: never) => SearchEntry;
}

export type SearchIndex = ReturnType<typeof searchIndex>;

const SLICE = 2000;
const firstSliceAfterMs = 250;
const nextSliceAfterMs = 15;

export function searchIndex(db: Db, spec: SearchIndexSpec) {
  const { table, key, index, unsearched } = spec;
  const mark = db.prepare<[], { last_key: number }>(
    `SELECT last_key FROM search_progress WHERE search_index = '${index}'`,
  );
  const moveMark = db.prepare<[number]>(`UPDATE search_progress SET last_key = ? WHERE search_index = '${index}'`);
  const fresh = db.prepare<[number], never>(`SELECT * FROM ${table} WHERE ${key} > ? ORDER BY ${key} LIMIT ${SLICE}`);
  const changed = db.prepare<[], never>(
    `SELECT t.* FROM (SELECT row_key FROM ${unsearched} LIMIT ${SLICE}) CROSS JOIN ${table} t ON t.${key} = row_key`,
  );
  const note = db.prepare<[number]>(`INSERT INTO ${unsearched} (row_key) VALUES (?) ON CONFLICT DO NOTHING`);
  const forgetSlice = db.prepare<[]>(
    `DELETE FROM ${unsearched} WHERE row_key IN (SELECT row_key FROM ${unsearched} LIMIT ${SLICE})`,
  );
  const add = db.prepare<[number, string, string]>(`INSERT INTO ${index} (rowid, words, scope) VALUES (?, ?, ?)`);
  const replace = db.prepare<[number, string, string]>(
    `INSERT OR REPLACE INTO ${index} (rowid, words, scope) VALUES (?, ?, ?)`,
  );
  const anyChanged = db.prepare<[], { row_key: number }>(`SELECT row_key FROM ${unsearched} LIMIT 1`);
  const highest = db.prepare<[], { highest: number | null }>(`SELECT max(${key}) AS highest FROM ${table}`);

  function isBehind(): boolean {
    return (highest.get([])?.highest ?? 0) > (mark.get([])?.last_key ?? 0) || anyChanged.get([]) !== undefined;
  }

  function takeUpNew(): void {
    const from = mark.get([])?.last_key ?? 0;
    let last = from;
    for (const row of fresh.all([from])) {
      const entry = spec.entryOf(row);
      add.run([entry.key, entry.words, entry.scope]);
      last = entry.key;
    }
    if (last > from) moveMark.run([last]);
  }

  function takeUpChanged(): void {
    for (const row of changed.all([])) {
      const entry = spec.entryOf(row);
      replace.run([entry.key, entry.words, entry.scope]);
    }
    forgetSlice.run([]);
  }

  /** Takes up one slice; true while more is waiting. */
  function catchUpSome(): boolean {
    if (!isBehind()) return false;
    return db.transactionForFacts(() => {
      takeUpChanged();
      takeUpNew();
      return isBehind();
    });
  }

  let timer: NodeJS.Timeout | null = null;

  function later(afterMs: number): void {
    timer = setTimeout(inBackground, afterMs);
    timer.unref();
  }

  /** Nothing here may throw: it is called by a timer. What fails now is tried again at the next nudge or search. */
  function inBackground(): void {
    timer = null;
    try {
      if (catchUpSome()) later(nextSliceAfterMs);
    } catch {
      timer = null;
    }
  }

  return {
    /** Rows were written: take them up soon, in the pauses between other work. */
    nudge(): void {
      if (timer === null) later(firstSliceAfterMs);
    },
    stop(): void {
      if (timer !== null) clearTimeout(timer);
      timer = null;
    },
    catchUpSome,
    /** A row that may be indexed already has new text. */
    noteChanged: (rowKey: number): void => void note.run([rowKey]),
    isBehind,
    catchUp(): void {
      if (!isBehind()) return;
      db.transactionForFacts(() => {
        while (isBehind()) {
          takeUpChanged();
          takeUpNew();
        }
      });
    },
  };
}
