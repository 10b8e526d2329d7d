/** Patterns and group ids are typed one a line. Pure. */

/** Lines without blanks and without repeats, in the order typed. */
export function linesOf(text: string): string[] {
  return [...new Set(text.split('\n').map((line) => line.trim()))].filter((line) => line !== '');
}

export function textOf(lines: readonly string[]): string {
  return lines.join('\n');
}
