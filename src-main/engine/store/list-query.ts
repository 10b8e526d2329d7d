/**
 * The one shape of every paged list: filters on indexed columns, a stable order, offset paging over the index alone (rows
 * are fetched only for the page shown), and search through a full-text index with a cap, so that a page over 100,000 rows
 * costs milliseconds wherever it is. SQL fragments come from repositories only; values are always parameters.
 */
import type { Db, SqlParams, SqlValue } from './database.ts';

export interface PageRequest {
  readonly offset: number;
  readonly limit: number;
}

export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly total: number;
  /** False when a search matched more rows than are looked at: `total` is then that cap, and the search should be narrowed. */
  readonly isTotalExact: boolean;
}

/** A search looks at this many rows at most; typing one more letter brings the rest into view. */
export const SEARCH_CAP = 2000;

export interface ListSpec {
  readonly table: string;
  readonly key: string;
  /** Column names in order, the key last. */
  readonly order: readonly string[];
  readonly isDescending: boolean;
  /** `column: value`; a null value means no filter on that column. */
  readonly equals: Readonly<Record<string, SqlValue>>;
  /** Further conditions without parameters. */
  readonly conditions: readonly string[];
  /** Full-text index and query; null lists everything. */
  readonly search: ListSearch | null;
}

export interface ListSearch {
  readonly index: string;
  readonly match: string;
  /** The join from a hit's `wanted` rowid to the listed table `t`; null: the rowid is the listed table's key. */
  readonly join: string | null;
}

/** Starts a spec with nothing filtered. */
export function listOf(table: string, key: string, order: readonly string[]): ListSpec {
  return { table, key, order, isDescending: false, equals: {}, conditions: [], search: null };
}

/** One page of whole rows and the total behind it. */
export function listPage<Row>(db: Db, spec: ListSpec, request: PageRequest): Page<Row> {
  const { pageSql, countSql, params } = listSql(spec);
  const rows = db.prepareOnce<SqlParams, Row>(pageSql).all({ ...params, limit: request.limit, offset: request.offset });
  const { n, seen } = countOf(db, countSql, params);
  const isTotalExact = spec.search === null || seen <= SEARCH_CAP;
  return { rows, total: isTotalExact ? n : Math.min(n, SEARCH_CAP), isTotalExact };
}

interface Count {
  readonly n: number;
  readonly seen: number;
}

interface KnownCounts {
  readonly mark: number;
  readonly counts: Map<string, Count>;
}

/** Totals since the last change of any row: scrolling asks for the same one again and again. */
const knownCounts = new WeakMap<Db, KnownCounts>();

function countOf(db: Db, countSql: string, params: Readonly<Record<string, SqlValue>>): Count {
  const mark = db.changeMark();
  let known = knownCounts.get(db);
  if (known?.mark !== mark) {
    known = { mark, counts: new Map() };
    knownCounts.set(db, known);
  }
  const name = countSql + JSON.stringify(params);
  const counted = known.counts.get(name) ?? db.prepareOnce<SqlParams, Count>(countSql).get(params) ?? { n: 0, seen: 0 };
  known.counts.set(name, counted);
  return counted;
}

export interface ListSql {
  readonly pageSql: string;
  readonly countSql: string;
  readonly params: Readonly<Record<string, SqlValue>>;
}

/** The statements behind a list; exported so that tests can ask SQLite for their query plans. */
export function listSql(spec: ListSpec): ListSql {
  const filters = Object.entries(spec.equals).filter(([, value]) => value !== null);
  const params: Record<string, SqlValue> = Object.fromEntries(filters);
  const conditions = [...filters.map(([column]) => `t.${column} = @${column}`), ...spec.conditions];
  const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
  const direction = spec.isDescending ? ' DESC' : '';
  const order = spec.order.map((column) => `t.${column}${direction}`).join(', ');
  const { table, key } = spec;
  if (spec.search === null) {
    return {
      pageSql: `SELECT t.* FROM (SELECT ${key} AS wanted FROM ${table} t ${where} ORDER BY ${order} LIMIT @limit OFFSET @offset)
        CROSS JOIN ${table} t ON t.${key} = wanted ORDER BY ${order}`,
      countSql: `SELECT count(*) AS n, 0 AS seen FROM ${table} t ${where}`,
      params,
    };
  }
  const { index, match } = spec.search;
  const join = spec.search.join ?? `CROSS JOIN ${table} t ON t.${key} = wanted`;
  const hits = `(SELECT rowid AS wanted FROM ${index} WHERE ${index} MATCH @match LIMIT ${SEARCH_CAP + 1})`;
  return {
    pageSql: `SELECT t.* FROM ${hits} ${join} ${where} ORDER BY ${order} LIMIT @limit OFFSET @offset`,
    countSql: `SELECT count(*) AS n, (SELECT count(*) FROM ${hits}) AS seen FROM ${hits} ${join} ${where}`,
    params: { ...params, match },
  };
}

/** SQLite knows no booleans. */
export function flag(value: boolean): 0 | 1 {
  return value ? 1 : 0;
}

export function nullableFlag(value: boolean | null): 0 | 1 | null {
  return value === null ? null : flag(value);
}
