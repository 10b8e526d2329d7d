/**
 * The one table of the app: an ARIA grid with a single tab stop, virtual rows, and selection by id, with its loading,
 * empty and error states and a live count. Rows may be all here or come page by page (`row-source.ts`).
 */
import { ErrorView } from '../error-view.tsx';
import { formatCount } from '../format.ts';
import { LoadingState } from '../states.tsx';
import type { DataTableProps } from './data-table-props.ts';
import { Grid } from './grid.tsx';
import { useTableStyles } from './table-styles.ts';

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
