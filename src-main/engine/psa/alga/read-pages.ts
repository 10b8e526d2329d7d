/**
 * Reads a whole list, page by page, and knows whether it got all of it. v1 has offset pages and no snapshot: in id order a
 * row that appears while we read only shifts rows onto a page we see anyway (a repeat), but a row that is *deleted* shifts
 * one past us unseen. So repeats are dropped, new rows are fetched by their creation time, and a shrinking or short count
 * leads to another pass that yields only what was missed. A list that never holds still is an error, not a short list.
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
const MAX_PASSES = 3;
/** Clocks of server and console differ; asking for a little more costs one short page. */
const CLOCK_SLACK_MS = 5 * 60_000;

export interface ListRead<Row, Item> {
  readonly route: ListRoute<Row>;
  readonly idOf: (row: Row) => string;
  readonly toItem: (row: Row) => Item;
  readonly filters: Query;
  readonly signal: AbortSignal;
  readonly log: Log;
  readonly now: () => number;
}

/** What one pass over the list showed about its count. */
interface PassCount {
  readonly total: number;
  /** Rows were deleted meanwhile, so some may have slid past us. */
  readonly shrank: boolean;
}

/** Each row once, in id order (missed rows last). Throws `psa.responseInvalid` when the list stayed incomplete. */
export async function* readWholeList<Row, Item>(read: ListRead<Row, Item>): AsyncGenerator<PsaPage<Item>> {
  const seen = new Set<string>();
  const createdSince = new Date(read.now() - CLOCK_SLACK_MS).toISOString();
  for (let pass = 1; pass <= MAX_PASSES; pass += 1) {
    const count = yield* onePass(read, seen, pass === 1);
    if (seen.size < count.total) yield* createdMeanwhile(read, { seen, createdSince, total: count.total });
    const nothingMissing = seen.size >= count.total;
    if (nothingMissing && (!count.shrank || pass === MAX_PASSES)) return;
    read.log.info({ pass, seen: seen.size, total: count.total }, 'the list moved while it was read; looking again');
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
  seen: Set<string>,
  isFirstPass: boolean,
): AsyncGenerator<PsaPage<Item>, PassCount> {
  let total: number | null = null;
  let shrank = false;
  for await (const page of pagesInOrder(read, read.filters)) {
    const fresh = unseenRows(read, page, seen);
    if (fresh.rows.length > 0 || (isFirstPass && total === null)) yield fresh;
    shrank ||= total !== null && page.total < total;
    total = page.total;
  }
  return { total: total ?? 0, shrank };
}

async function* createdMeanwhile<Row, Item>(
  read: ListRead<Row, Item>,
  facts: { readonly seen: Set<string>; readonly createdSince: string; readonly total: number },
): AsyncGenerator<PsaPage<Item>> {
  for await (const page of pagesInOrder(read, { ...read.filters, created_from: facts.createdSince })) {
    const fresh = unseenRows(read, page, facts.seen);
    if (fresh.rows.length > 0) yield { ...fresh, total: facts.total };
  }
}

function unseenRows<Row, Item>(read: ListRead<Row, Item>, page: RowPage<Row>, seen: Set<string>): PsaPage<Item> {
  const rows = page.rows.filter((row) => !seen.has(read.idOf(row)));
  for (const row of rows) seen.add(read.idOf(row));
  return { rows: rows.map(read.toItem), total: page.total };
}

/** Pages 1, 2, 3, … in order, up to `IN_FLIGHT` asked for ahead; leaving the loop early stops what is under way. */
async function* pagesInOrder<Row, Item>(read: ListRead<Row, Item>, filters: Query): AsyncGenerator<RowPage<Row>> {
  const stop = new AbortController();
  const signal = AbortSignal.any([read.signal, stop.signal]);
  try {
    const first = await read.route.page(1, filters, signal);
    yield first;
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
