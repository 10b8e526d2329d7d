/** Which row and column the arrow keys lead to. Pure; the table applies the answer. Ctrl+Page keys are left to readers. */

export interface GridPlace {
  readonly row: number;
  readonly column: number;
}

export interface GridShape {
  readonly rows: number;
  readonly columns: number;
  /** Rows that fit on screen. */
  readonly pageRows: number;
}

export interface GridKey {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

/** Null when the key does not move. */
export function moveInGrid(
  from: GridPlace,
  { rows, columns, pageRows }: GridShape,
  pressed: GridKey,
): GridPlace | null {
  if (rows === 0) return null;
  const far = pressed.ctrlKey || pressed.metaKey;
  const row = (value: number) => ({ ...from, row: Math.min(rows - 1, Math.max(0, value)) });
  const column = (value: number) => ({ ...from, column: Math.min(columns - 1, Math.max(0, value)) });
  switch (pressed.key) {
    case 'ArrowDown':
      return row(far ? rows - 1 : from.row + 1);
    case 'ArrowUp':
      return row(far ? 0 : from.row - 1);
    case 'ArrowRight':
      return column(from.column + 1);
    case 'ArrowLeft':
      return column(from.column - 1);
    case 'PageDown':
      return far ? null : row(from.row + pageRows);
    case 'PageUp':
      return far ? null : row(from.row - pageRows);
    case 'Home':
      return far ? { row: 0, column: 0 } : column(0);
    case 'End':
      return far ? { row: rows - 1, column: columns - 1 } : column(columns - 1);
    default:
      return null;
  }
}
