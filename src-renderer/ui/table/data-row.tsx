/** One row of the data table. Rows that are still on their way show a quiet bar instead of words. */
import { mergeClasses } from '@fluentui/react-components';
import type { MouseEvent } from 'react';
import { Icon } from '../icons.tsx';
import { type Column, columnStyle, TICK_WIDTH } from './table-model.ts';
import { useTableStyles } from './table-styles.ts';

interface DataRowProps<Row extends object> {
  readonly row: Row | undefined;
  readonly columns: readonly Column<Row>[];
  readonly index: number;
  /** Pixels from the top of the body. */
  readonly offset: number;
  readonly height: number;
  readonly cellId: (row: number, column: number) => string;
  readonly isActive: boolean;
  /** Null where rows cannot be selected. */
  readonly isSelected: boolean | null;
  /** Null while the focus is elsewhere. */
  readonly focusedColumn: number | null;
  readonly className: string | undefined;
  readonly onClick: (event: MouseEvent, index: number, isTick: boolean) => void;
  readonly onOpen: ((row: Row) => void) | undefined;
}

const TICK = '[data-tick]';

export function DataRow<Row extends object>(props: DataRowProps<Row>) {
  const { row, columns, index, isActive, isSelected, focusedColumn } = props;
  const styles = useTableStyles();
  const ticks = isSelected === null ? 0 : 1;
  return (
    // Keys belong to the grid, which has the focus; the row only adds the mouse. The header is row 1.
    <tr
      aria-rowindex={index + 2}
      aria-selected={isSelected ?? isActive}
      className={mergeClasses(
        styles.row,
        styles.bodyRow,
        props.className,
        isSelected === true && styles.selected,
        isActive && styles.active,
      )}
      style={{ height: props.height, transform: `translateY(${props.offset}px)` }}
      onClick={(event) => {
        const target = event.target as HTMLElement;
        if (target.closest('button, a, input')) return;
        props.onClick(event, index, target.closest(TICK) !== null);
      }}
      onDoubleClick={() => {
        if (row !== undefined) props.onOpen?.(row);
      }}
    >
      {isSelected === null ? null : (
        <td className={styles.cell} style={{ width: TICK_WIDTH, flexShrink: 0 }} aria-colindex={1} data-tick="">
          <span className={mergeClasses(styles.tick, isSelected && styles.ticked)}>
            <Icon name="check" size={12} />
          </span>
        </td>
      )}
      {columns.map((column, at) => (
        <td
          key={column.id}
          id={props.cellId(index, at)}
          aria-colindex={at + 1 + ticks}
          className={mergeClasses(styles.cell, focusedColumn === at && styles.focused)}
          style={columnStyle(column)}
        >
          {row === undefined ? (
            <span className={styles.placeholder} />
          ) : (
            <span className={mergeClasses(styles.content, column.align === 'end' && styles.end)}>
              {column.cell(row)}
            </span>
          )}
        </td>
      ))}
    </tr>
  );
}
