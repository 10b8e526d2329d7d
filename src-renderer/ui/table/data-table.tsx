/**
 * The one table of the app: an ARIA grid with a single tab stop, virtual rows, and selection by id, with its loading,
 * empty and error states and a live count. Rows may be all here or come page by page (`row-source.ts`).
 */
import type { ReactNode } from 'react';
import { ErrorView } from '../error-view.tsx';
import { formatCount } from '../format.ts';
import { LoadingState } from '../states.tsx';
import { Grid } from './grid.tsx';
import type { RowSource } from './row-source.ts';
import type { Selection } from './selection.ts';
import type { Column } from './table-model.ts';
import { useTableStyles } from './table-styles.ts';

export interface DataTableProps<Row extends object> {
  /** What the table lists, for screen readers. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly source: RowSource<Row>;
  readonly rowId: (row: Row) => string;
  /** The row whose detail is shown elsewhere. */
  readonly activeId?: string | null;
  /** The operator moved to a row, by key or click. */
  readonly onActivate?: (row: Row, index: number) => void;
  /** Enter or double click. */
  readonly onOpen?: (row: Row) => void;
  /** Given together with `onSelectionChange`: rows can be selected. */
  readonly selection?: Selection;
  readonly onSelectionChange?: (next: Selection) => void;
  readonly rowClass?: (row: Row) => string | undefined;
  readonly rowHeight?: number;
  readonly empty: ReactNode;
  /** Words for the footer, beside the count. */
  readonly footer?: ReactNode;
  readonly noun?: string;
}

export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { source, selection, empty, footer, noun = 'row' } = props;
  const styles = useTableStyles();
  const { count } = source;
  if (source.isLoading) {
    return (
      <div className={styles.frame}>
        <LoadingState />
      </div>
    );
  }
  if (source.error) {
    return (
      <div className={styles.frame}>
        <div className={styles.message}>
          <ErrorView error={source.error} onRetry={source.retry} />
        </div>
      </div>
    );
  }
  return (
    <div className={styles.frame}>
      {count === 0 ? empty : <Grid {...props} />}
      <output className={styles.footer} aria-live="polite">
        <span>
          {formatCount(count)} {count === 1 ? noun : `${noun}s`}
        </span>
        {selection && selection.size > 0 ? <span>{formatCount(selection.size)} selected</span> : null}
        {footer}
      </output>
    </div>
  );
}
