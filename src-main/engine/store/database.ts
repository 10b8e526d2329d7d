/**
 * A thin, typed face of better-sqlite3: prepared statements, transactions, and every failure translated once.
 * The only file that touches the driver's statements. It refuses promises inside a transaction, because a transaction
 * that awaits would hold the only writer open.
 */
import SqliteDatabase from 'better-sqlite3';

export type SqlValue = string | number | bigint | null;
export type SqlParams = readonly SqlValue[] | Readonly<Record<string, SqlValue>>;

export interface RunResult {
  readonly changes: number;
  readonly lastInsertRowid: number | bigint;
}

/** A prepared statement; positional parameters as a tuple, named ones as an object. */
export interface Statement<Params extends SqlParams, Row> {
  run(params: Params): RunResult;
  get(params: Params): Row | undefined;
  all(params: Params): Row[];
}

export interface Db {
  prepare<Params extends SqlParams, Row = unknown>(sql: string): Statement<Params, Row>;
  /** Like `prepare`, remembered by its text: for list queries whose filters vary. */
  prepareOnce<Params extends SqlParams, Row = unknown>(sql: string): Statement<Params, Row>;
  exec(sql: string): void;
  /** Grows with every row this connection changes: equal numbers mean that nothing changed in between. */
  changeMark(): number;
  pragma(text: string): unknown;
  /** All or nothing, on disk when it returns. Nested calls are savepoints of the outer one. */
  transaction<Result>(work: () => Result): Result;
  /**
   * All or nothing, but after a power cut the newest of these may be missing as a whole. For facts that can be read
   * again, together with the cursor that covers them; inside another transaction it is simply part of that one.
   */
  transactionForFacts<Result>(work: () => Result): Result;
  backUpTo(file: string): Promise<void>;
  close(): void;
}

type Translate = (thrown: unknown) => unknown;

/** Opens the file (or ':memory:') with the settings every Concord connection has; `translate` names failures. */
export function openDatabase(file: string, translate: Translate): Db {
  const guard = guardWith(translate);
  const raw = guard(() => new SqliteDatabase(file, { timeout: 5000 }));
  const runInTransaction = raw.transaction((work: () => unknown) => work());
  const changes = raw.prepare<[], { mark: number }>('SELECT total_changes() AS mark');
  const remembered = new Map<string, Statement<SqlParams, unknown>>();

  function prepare<Params extends SqlParams, Row>(sql: string): Statement<Params, Row> {
    return guardedStatement<Params, Row>(
      guard(() => raw.prepare<unknown[], Row>(sql)),
      guard,
    );
  }

  function transaction<Result>(work: () => Result): Result {
    return guard(() => runInTransaction.immediate(work)) as Result;
  }

  return {
    prepare,
    prepareOnce<Params extends SqlParams, Row>(sql: string): Statement<Params, Row> {
      const known = remembered.get(sql) ?? prepare<SqlParams, unknown>(sql);
      remembered.set(sql, known);
      return known as Statement<Params, Row>;
    },
    changeMark: () => changes.get()?.mark ?? 0,
    exec: (sql) => guard(() => void raw.exec(sql)),
    pragma: (text) => guard(() => raw.pragma(text, { simple: true })),
    transaction,
    transactionForFacts(work) {
      if (raw.inTransaction) return transaction(work);
      guard(() => raw.pragma('synchronous = NORMAL'));
      try {
        return transaction(work);
      } finally {
        raw.pragma('synchronous = FULL');
      }
    },
    async backUpTo(target) {
      await raw.backup(target).catch((error: unknown) => Promise.reject(translate(error)));
    },
    close: () => void raw.close(),
  };
}

type Guard = <Result>(work: () => Result) => Result;

function guardWith(translate: Translate): Guard {
  return (work) => {
    try {
      return work();
    } catch (error) {
      throw translate(error);
    }
  };
}

interface DriverStatement<Row> {
  run(...params: unknown[]): RunResult;
  get(...params: unknown[]): Row | undefined;
  all(...params: unknown[]): Row[];
}

function guardedStatement<Params extends SqlParams, Row>(
  driver: DriverStatement<Row>,
  guard: Guard,
): Statement<Params, Row> {
  return {
    run: (params) => guard(() => driver.run(params)),
    get: (params) => guard(() => driver.get(params)),
    all: (params) => guard(() => driver.all(params)),
  };
}
