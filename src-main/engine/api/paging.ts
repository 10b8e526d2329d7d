/** Pages of lists that are small enough to sit in memory. */
export function pageOf<Row>(
  rows: readonly Row[],
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Row[] {
  return rows.slice(offset, offset + limit);
}

/** Counts by a key, largest first. */
export function countBy<Row, Key extends string>(
  rows: readonly Row[],
  keyOf: (row: Row) => Key,
): { readonly key: Key; readonly count: number }[] {
  const counts = new Map<Key, number>();
  for (const row of rows) counts.set(keyOf(row), (counts.get(keyOf(row)) ?? 0) + 1);
  return [...counts].map(([key, count]) => ({ key, count })).sort((left, right) => right.count - left.count);
}

/** True when every word of `search` begins a word of one of the texts; letter case and accents do not matter. */
export function fitsSearch(search: string, texts: readonly (string | null)[]): boolean {
  const words = fold(search).split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const haystack = texts.map((text) => ` ${fold(text ?? '').replace(/[@._-]+/g, ' ')} ${fold(text ?? '')}`).join(' ');
  return words.every((word) => haystack.includes(` ${word}`));
}

function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();
}
