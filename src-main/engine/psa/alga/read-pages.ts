/**
 * Reads a whole list, page by page, and knows whether it got all of it. v1 has offset pages and no snapshot: in id order a
 * row that appears while we read only shifts others onto a page we see anyway (a repeat), but a row that is *deleted* shifts
 * one past us unseen. So repeats are dropped, and the books are balanced at the end: rows at first + rows that came - rows at
 * last = rows deleted. If any were, another pass yields what was missed; a list that never holds still is an error, not a
 * short list.
 *
 * Four pages are in flight, because one answer costs the server about 100 look-ups (`psa.md` 1.3) and the line's latency
 * would otherwise dominate; they are yielded in order, so a consumer sees the same stream whatever came back first.
 */
import { EngineError } from '../../domain/engine-error.ts';
import type { Log } from '../../http/log.ts';
import type { PsaPage } from '../port.ts';
import type { Query } from './v1-client.ts';
import { type ListRoute, PAGE_SIZE, type RowPage } from './v1-routes.ts';

const IN_FLIGHT = 4;
const MAX_PASSES = 4;
/** The web server's clock dates its answers, the database's clock dates the rows. */
const CLOCK_SLACK_MS = 5_000;

export interface ListRead<Row, Item> {
  readonly route: ListRoute<Row>;
  readonly idOf: (row: Row) => string;
  readonly toItem: (row: Row) => Item;
  readonly filters: Query;
  readonly signal: AbortSignal;
  readonly log: Log;
  readonly now: () => number;
}

/** What one pass over the list showed. */
interface Pass {
  readonly number: number;
  readonly pages: number;
  readonly firstTotal: number;
  readonly lastTotal: number;
  /** By the server's clock. */
  readonly startedAt: number;
}

/** Which pass saw a row first. */
type Seen = Map<string, number>;

/** Each row once, in id order (missed rows last). Throws `psa.responseInvalid` when the list stayed incomplete. */
export async function* readWholeList<Row, Item>(read: ListRead<Row, Item>): AsyncGenerator<PsaPage<Item>> {
  const seen: Seen = new Map();
  for (let number = 1; number <= MAX_PASSES; number += 1) {
    const pass = yield* onePass(read, seen, number);
    // On a single page nothing can slide past us.
    if (pass.pages === 1 && seen.size >= pass.lastTotal) return;
    const came = yield* cameMeanwhile(read, seen, pass);
    const deleted = pass.firstTotal + came - pass.lastTotal;
    if (deleted <= 0 && seen.size >= pass.lastTotal) return;
    read.log.info({ pass: number, seen: seen.size, total: pass.lastTotal }, 'the list moved while it was read');
  }
  throw new EngineError(
    'psa.responseInvalid',
    'The PSA kept changing while Concord read it, and some rows stayed out of reach. Try again at a quieter time.',
    { details: { seen: seen.size } },
  );
}

/** Yields the rows of every page that were not seen before; the first page always, so that a consumer learns the total. */
async function* onePass<Row, Item>(
  read: ListRead<Row, Item>,
  seen: Seen,
  number: number,
): AsyncGenerator<PsaPage<Item>, Pass> {
  let pages = 0;
  let firstTotal = 0;
  let lastTotal = 0;
  let startedAt = read.now();
  for await (const page of pagesInOrder(read, read.filters)) {
    pages += 1;
    lastTotal = page.total;
    if (pages === 1) {
      firstTotal = page.total;
      startedAt = page.answeredAt ?? startedAt;
    }
    const fresh = unseenRows(read, page, { seen, number });
    if (fresh.rows.length > 0 || (number === 1 && pages === 1)) yield fresh;
  }
  return { number, pages, firstTotal, lastTotal, startedAt };
}

/** Yields rows that entered the list since the pass began; returns how many of them earlier passes had not seen. */
async function* cameMeanwhile<Row, Item>(
  read: ListRead<Row, Item>,
  seen: Seen,
  pass: Pass,
): AsyncGenerator<PsaPage<Item>, number> {
  const since = new Date(pass.startedAt - CLOCK_SLACK_MS).toISOString();
  // A row enters a full list by being created, and a list of changed rows by being changed.
  const entered = 'updated_from' in read.filters ? { updated_from: since } : { created_from: since };
  let came = 0;
  for await (const page of pagesInOrder(read, { ...read.filters, ...entered })) {
    came += page.rows.filter((row) => (seen.get(read.idOf(row)) ?? pass.number) === pass.number).length;
    const fresh = unseenRows(read, page, { seen, number: pass.number });
    if (fresh.rows.length > 0) yield { ...fresh, total: pass.lastTotal };
  }
  return came;
}

function unseenRows<Row, Item>(
  read: ListRead<Row, Item>,
  page: RowPage<Row>,
  { seen, number }: { readonly seen: Seen; readonly number: number },
): PsaPage<Item> {
  const rows = page.rows.filter((row) => !seen.has(read.idOf(row)));
  for (const row of rows) seen.set(read.idOf(row), number);
  return { rows: rows.map(read.toItem), total: page.total };
}

/** Pages 1, 2, 3, … in order, up to `IN_FLIGHT` asked for ahead; leaving the loop early stops what is under way. */
async function* pagesInOrder<Row, Item>(read: ListRead<Row, Item>, filters: Query): AsyncGenerator<RowPage<Row>> {
  const stop = new AbortController();
  const signal = AbortSignal.any([read.signal, stop.signal]);
  try {
    const first = await read.route.page(1, filters, signal);
    let pageCount = Math.ceil(first.total / PAGE_SIZE);
    const ahead: Promise<RowPage<Row>>[] = [];
    let asked = 1;
    const ask = () => {
      while (ahead.length < IN_FLIGHT && asked < pageCount) {
        asked += 1;
        const page = read.route.page(asked, filters, signal);
        // Failures surface where the page is awaited; this only keeps an abandoned one from being "unhandled".
        page.catch(() => undefined);
        ahead.push(page);
      }
    };
    ask();
    yield first;
    for (let next = ahead.shift(); next !== undefined; next = ahead.shift()) {
      const page = await next;
      pageCount = Math.max(pageCount, Math.ceil(page.total / PAGE_SIZE));
      ask();
      yield page;
    }
  } finally {
    stop.abort();
  }
}
