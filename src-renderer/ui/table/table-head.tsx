/** The header row: names, and the sort order where a column can be sorted. */
import { mergeClasses } from '@fluentui/react-components';
import { type Column, columnStyle, type SortModel, TICK_WIDTH } from './table-model.ts';
import { useTableStyles } from './table-styles.ts';

interface TableHeadProps<Row extends object> {
  readonly model: SortModel;
  readonly columns: readonly Column<Row>[];
  readonly hasTicks: boolean;
}

const ariaSort = { asc: 'ascending', desc: 'descending' } as const;

export function TableHead<Row extends object>({ model, columns, hasTicks }: TableHeadProps<Row>) {
  const styles = useTableStyles();
  return (
    <thead className={styles.head}>
      <tr className={styles.row} aria-rowindex={1}>
        {hasTicks ? (
          <td className={styles.cell} style={{ width: TICK_WIDTH, flexShrink: 0 }} aria-colindex={1} />
        ) : null}
        {columns.map((column, at) => {
          const sort = model.sortOf(column.id);
          const onSort = model.toggleSort(column.id);
          return (
            <th
              key={column.id}
              scope="col"
              aria-colindex={at + 1 + (hasTicks ? 1 : 0)}
              aria-sort={sort ? ariaSort[sort] : undefined}
              className={mergeClasses(styles.cell, styles.headCell)}
              style={columnStyle(column)}
            >
              <span className={mergeClasses(styles.content, column.align === 'end' && styles.end)}>
                {onSort ? (
                  <button className={styles.sortButton} type="button" tabIndex={-1} onClick={onSort}>
                    {column.header}
                    {sort === 'asc' ? ' ↑' : ''}
                    {sort === 'desc' ? ' ↓' : ''}
                  </button>
                ) : (
                  column.header
                )}
              </span>
            </th>
          );
        })}
      </tr>
    </thead>
  );
}
