/**
 * Where a table's rows come from. A table asks for rows by index and says which range it shows; whether the rows are all
 * here or come page by page from the engine is the source's business.
 */
import { keepPreviousData, type QueryKey, type UseQueryOptions, useQueries } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';

export interface RowSource<Row> {
  readonly count: number;
  /** Every row, where all of them are here; null where they come page by page. */
  readonly all: readonly Row[] | null;
  /** Undefined while the page that holds this row is on its way. */
  rowAt(index: number): Row | undefined;
  /** Told by the table whenever the shown range changes. */
  onRange(first: number, last: number): void;
  readonly isLoading: boolean;
  /** True while what is shown belongs to the question before. */
  readonly isStale: boolean;
  readonly error: unknown;
  retry(): void;
}

interface Page<Row> {
  readonly rows: readonly Row[];
  readonly total: number;
}

const PAGE_SIZE = 100;

const nothing = () => undefined;

/** Rows that are all in memory, in the order given. */
export function useListSource<Row>(rows: readonly Row[] | undefined, error: unknown = null): RowSource<Row> {
  return useMemo(
    () => ({
      count: rows?.length ?? 0,
      all: rows ?? null,
      rowAt: (index: number) => rows?.[index],
      onRange: nothing,
      isLoading: rows === undefined && !error,
      isStale: false,
      error,
      retry: nothing,
    }),
    [rows, error],
  );
}

/** The first page, and those of every range. */
function pagesOf(...ranges: readonly { readonly first: number; readonly last: number }[]): number[] {
  const pages = new Set([0]);
  for (const { first, last } of ranges)
    for (let page = Math.floor(first / PAGE_SIZE); page <= Math.floor(last / PAGE_SIZE); page += 1) pages.add(page);
  return [...pages];
}

/** What the query options of one page have to offer; `useApi().area.list.queryOptions({ input })` does. */
interface PageQuery<Result> {
  readonly queryKey: QueryKey;
  readonly queryFn?: ((context: never) => Result | Promise<Result>) | symbol | undefined;
}

export interface PagedSource<Result extends Page<unknown>> extends RowSource<Result['rows'][number]> {
  readonly first: Result | undefined;
  readonly loaded: readonly { readonly index: number; readonly row: Result['rows'][number] }[];
}

/** How far around the row that is worked on the rows are here, so that moving on never waits. */
const NEAR = 5;

/**
 * Rows read in pages as they come into view; only the shown pages, the first one and that around `near` are kept current.
 * `pageOptions(offset, limit)` are the query options of one page. `first` is the first page's whole answer, for counts;
 * `loaded` are the rows that are here, each with its index.
 */
export function usePagedSource<Result extends Page<unknown>>(
  pageOptions: (offset: number, limit: number) => PageQuery<Result>,
  near = 0,
): PagedSource<Result> {
  const [range, setRange] = useState({ first: 0, last: 0 });
  const pages = pagesOf(range, { first: Math.max(0, near - NEAR), last: near + NEAR });
  const answers = useQueries({
    queries: pages.map((page) => ({
      ...(pageOptions(page * PAGE_SIZE, PAGE_SIZE) as UseQueryOptions<Result>),
      ...(page === 0 ? { placeholderData: keepPreviousData } : {}),
    })),
  });
  const first = answers[0]?.data as Result | undefined;
  const onRange = useCallback((from: number, to: number) => {
    setRange((now) => {
      const next = { first: from, last: Math.max(from, to) };
      return samePages(now, next) ? now : next;
    });
  }, []);
  const failed = answers.find((answer) => answer.error);
  const loaded = pages.flatMap((page, at) => {
    const { rows = [] } = (answers[at]?.data as Result | undefined) ?? {};
    return rows.map((row, position) => ({ index: page * PAGE_SIZE + position, row }));
  });
  return {
    first,
    loaded,
    count: first?.total ?? 0,
    all: null,
    rowAt(index) {
      const at = pages.indexOf(Math.floor(index / PAGE_SIZE));
      const page = at === -1 ? undefined : (answers[at]?.data as Result | undefined);
      return page?.rows[index % PAGE_SIZE];
    },
    onRange,
    isLoading: first === undefined && !failed,
    isStale: answers[0]?.isPlaceholderData ?? false,
    error: first === undefined ? (failed?.error ?? null) : null,
    retry() {
      for (const answer of answers) void answer.refetch();
    },
  };
}

function samePages(a: { first: number; last: number }, b: { first: number; last: number }): boolean {
  const page = (index: number) => Math.floor(index / PAGE_SIZE);
  return page(a.first) === page(b.first) && page(a.last) === page(b.last);
}
