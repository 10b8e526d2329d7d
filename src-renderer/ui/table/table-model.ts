/**
 * Columns and sort order of a data table, kept by TanStack Table. Rows in memory are sorted here; rows that come page
 * by page keep the engine's order, because sorting one page of many would be a lie.
 */
import {
  type ColumnDef,
  createSortedRowModel,
  rowSortingFeature,
  sortFn_alphanumeric,
  sortFn_basic,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { type CSSProperties, type ReactNode, useCallback, useMemo } from 'react';
import type { RowSource } from './row-source.ts';

export interface Column<Row> {
  readonly id: string;
  readonly header: string;
  /** Pixels; the table grows `grow` shares of the space that is left. */
  readonly width: number;
  readonly grow?: number;
  readonly align?: 'end';
  readonly cell: (row: Row) => ReactNode;
  /** What to sort by; a column without it cannot be sorted. Works for rows in memory only. */
  readonly sortValue?: (row: Row) => string | number;
}

export const TICK_WIDTH = 36;

const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: { alphanumeric: sortFn_alphanumeric, basic: sortFn_basic },
});
type Features = typeof features;

const noRows: never[] = [];

interface TableModelOptions<Row> {
  readonly columns: readonly Column<Row>[];
  readonly source: RowSource<Row>;
  readonly rowId: (row: Row) => string;
}

export interface SortModel {
  sortOf(columnId: string): 'asc' | 'desc' | null;
  /** Null where the column cannot be sorted. */
  toggleSort(columnId: string): (() => void) | null;
}

interface TableModel<Row> extends SortModel {
  readonly count: number;
  rowAt(index: number): Row | undefined;
}

export function useTableModel<Row extends object>({ columns, source, rowId }: TableModelOptions<Row>): TableModel<Row> {
  const isSortable = source.all !== null && columns.some((column) => column.sortValue);
  const definitions = useMemo(
    () =>
      columns.map(
        (column): ColumnDef<Features, Row> => ({
          id: column.id,
          header: column.header,
          accessorFn: (row: Row) => column.sortValue?.(row) ?? '',
          enableSorting: column.sortValue !== undefined,
          sortFn: 'alphanumeric',
        }),
      ),
    [columns],
  );
  const data = (isSortable ? source.all : null) ?? noRows;
  const table = useTable({ features, columns: definitions, data: data as Row[], getRowId: rowId });
  const sorted = isSortable && table.state.sorting.length > 0 ? table.getRowModel().rows : null;
  const rowAt = useCallback(
    (index: number) => (sorted ? sorted[index]?.original : source.rowAt(index)),
    [sorted, source],
  );
  return {
    count: source.count,
    rowAt,
    sortOf: (columnId) => (isSortable ? table.getColumn(columnId)?.getIsSorted() || null : null),
    toggleSort(columnId) {
      const column = table.getColumn(columnId);
      return isSortable && column?.getCanSort() ? () => column.toggleSorting() : null;
    },
  };
}

export function columnStyle<Row>(column: Column<Row>): CSSProperties {
  return { width: column.width, flexGrow: column.grow ?? 0, flexShrink: 0 };
}
