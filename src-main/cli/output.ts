/**
 * How the CLI speaks: one JSON document on standard output with `--json`, plain tables without; everything that is not the
 * answer (progress, failures) goes to standard error, so that a pipe never receives prose.
 */

/** The answer of a command. `text` is only made when it is needed. */
export function printAnswer(json: boolean, answer: unknown, text: () => string): void {
  process.stdout.write(json ? `${JSON.stringify(answer)}\n` : `${text()}\n`);
}

export function printNote(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
}

/** Columns padded to their widest cell; the first row is the heading. Empty input says so instead of printing nothing. */
export function table(
  heading: readonly string[],
  rows: readonly (readonly (string | number | null)[])[],
  empty: string,
): string {
  if (rows.length === 0) return empty;
  const cells = [heading, ...rows.map((row) => row.map((cell) => (cell === null ? '-' : String(cell))))];
  const widths = heading.map((_, column) => Math.min(60, Math.max(...cells.map((row) => (row[column] ?? '').length))));
  return cells
    .map((row) =>
      row
        .map((cell, column) => clip(cell, widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function clip(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 1)}…` : text.padEnd(width);
}

/** `2026-11-23 10:15` in local time; a dash when unknown. */
export function stamp(at: number | null): string {
  if (at === null) return '-';
  const date = new Date(at);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}`;
}
