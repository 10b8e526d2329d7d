/** The grid inside the data table: the focus, the keys, and only the rows that are in view. */
import { mergeClasses } from '@fluentui/react-components';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type MouseEvent, useCallback, useEffect, useId, useRef, useState } from 'react';
import { DataRow } from './data-row.tsx';
import type { DataTableProps } from './data-table-props.ts';
import { TableHead } from './table-head.tsx';
import { useTableModel } from './table-model.ts';
import { useTableStyles } from './table-styles.ts';
import { useGridFocus } from './use-grid-focus.ts';

const ROW_HEIGHT = 36;
const HEAD_HEIGHT = 32;

/** A table that takes keys and focus is a grid (ARIA in HTML allows the role on a table). */
interface GridAttributes {
  readonly isMultiselectable: boolean;
  readonly activeCell: string;
}

function gridAttributes({ isMultiselectable, activeCell }: GridAttributes) {
  return {
    role: 'grid',
    tabIndex: 0,
    'aria-multiselectable': isMultiselectable,
    'aria-activedescendant': activeCell,
  };
}

export function Grid<Row extends object>(props: DataTableProps<Row>) {
  const { label, columns, source, rowId, activeId = null, onActivate, onOpen, selection } = props;
  const { rowHeight = ROW_HEIGHT } = props;
  const styles = useTableStyles();
  const gridId = useId();
  const [hasFocus, setFocus] = useState(false);
  const scroller = useRef<HTMLDivElement>(null);
  const grid = useRef<HTMLTableElement>(null);
  const { rowAt, count, ...model } = useTableModel({ columns, source, rowId });

  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    scrollPaddingStart: HEAD_HEIGHT,
    scrollMargin: HEAD_HEIGHT,
  });
  const items = virtual.getVirtualItems();
  useShownRange(source.onRange, items[0]?.index ?? 0, items.at(-1)?.index ?? 0);

  const idAt = useCallback(
    (index: number) => {
      const row = rowAt(index);
      return row === undefined ? undefined : rowId(row);
    },
    [rowAt, rowId],
  );
  const withRow = useCallback(
    (index: number, act: ((row: Row, index: number) => void) | undefined) => {
      const row = rowAt(index);
      if (row !== undefined) act?.(row, index);
    },
    [rowAt],
  );
  const focus = useGridFocus({
    shape: {
      rows: count,
      columns: columns.length,
      pageRows: Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 2),
    },
    idAt,
    indexOfActive: activeId === null ? -1 : (items.find((item) => idAt(item.index) === activeId)?.index ?? -1),
    scrollTo: (index) => virtual.scrollToIndex(index),
    onActivate: (index) => withRow(index, onActivate),
    onOpen: onOpen ? (index) => withRow(index, onOpen) : undefined,
    selection,
    onSelectionChange: props.onSelectionChange,
  });

  const onRowClick = (event: MouseEvent, index: number, isTick: boolean) => {
    grid.current?.focus({ preventScroll: true });
    if (event.shiftKey) focus.selectTo(index);
    else if (isTick || event.ctrlKey || event.metaKey) focus.toggleAt(index);
    focus.setPlace({ ...focus.place, row: index });
    if (!isTick) withRow(index, onActivate);
  };

  const cellId = (row: number, column: number) => `${gridId}-${row}-${column}`;
  return (
    <div className={styles.scroller} ref={scroller}>
      <table
        {...gridAttributes({
          isMultiselectable: selection !== undefined,
          activeCell: cellId(focus.place.row, focus.place.column),
        })}
        className={styles.table}
        ref={grid}
        aria-label={label}
        aria-rowcount={count + 1}
        aria-colcount={columns.length + (selection ? 1 : 0)}
        aria-busy={source.isStale}
        onKeyDown={(event) => {
          setFocus(true);
          focus.onKeyDown(event);
        }}
        onFocus={(event) => setFocus(event.currentTarget.matches(':focus-visible'))}
        onBlur={() => setFocus(false)}
      >
        <TableHead model={model} columns={columns} hasTicks={selection !== undefined} />
        <tbody
          className={mergeClasses(styles.body, source.isStale && styles.stale)}
          style={{ height: virtual.getTotalSize() }}
        >
          {items.map((item) => {
            const row = rowAt(item.index);
            const id = row === undefined ? undefined : rowId(row);
            return (
              <DataRow
                key={id ?? `row-${item.index}`}
                row={row}
                columns={columns}
                index={item.index}
                offset={item.start - HEAD_HEIGHT}
                height={rowHeight}
                cellId={cellId}
                isActive={id !== undefined && id === activeId}
                isSelected={selection ? id !== undefined && selection.has(id) : null}
                focusedColumn={hasFocus && focus.place.row === item.index ? focus.place.column : null}
                className={row === undefined ? undefined : props.rowClass?.(row)}
                onClick={onRowClick}
                onOpen={onOpen}
              />
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function useShownRange(onRange: (first: number, last: number) => void, first: number, last: number) {
  useEffect(() => onRange(first, last), [onRange, first, last]);
}
