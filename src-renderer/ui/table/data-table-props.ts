/** What a screen gives the data table. */
import type { ReactNode } from 'react';
import type { RowSource } from './row-source.ts';
import type { Selection } from './selection.ts';
import type { Column } from './table-model.ts';

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
