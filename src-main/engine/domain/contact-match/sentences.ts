/** Small pieces of the sentences that operators read. Words only; nothing is decided by them. */

export function quoted(text: string): string {
  return `“${text}”`;
}

/** "a", "a and b", "a, b and c". */
export function list(items: readonly string[]): string {
  if (items.length < 2) return items[0] ?? '';
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}
