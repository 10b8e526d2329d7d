/**
 * What people type, and what they are looking for, folded the same way: for sorting, for the full-text indexes and for
 * queries. A query word matches the beginning of an indexed word; several words must all match. Never throws on any text.
 */
const PLAIN = /^[\x20-\x7e]*$/;
const NOT_A_WORD = /[^\p{L}\p{N}\p{M}]+/u;
/** Scripts written without spaces: each character is a word of its own, else only a text's beginning could be found. */
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}]/gu;

/** A name as lists order it: letter case and accents make no difference. */
export function sortName(name: string): string {
  if (PLAIN.test(name)) return name.trim().toLowerCase();
  return name.normalize('NFKD').replace(/\p{M}/gu, '').trim().toLowerCase();
}

/** The text to index for one row: each part once, empty parts dropped. */
export function searchWords(parts: readonly (string | null)[]): string {
  const distinct = new Set<string>();
  for (const part of parts) if (part !== null && part !== '') distinct.add(part);
  const text = [...distinct].join(' ');
  return PLAIN.test(text) ? text : spaced(text);
}

function spaced(text: string): string {
  return text.normalize('NFKC').replace(UNSPACED, ' $& ');
}

/** A filter value as one word of a search index's `scope` column, e.g. `c` + a client id. */
export function scopeWord(kind: string, value: string | number): string {
  return (
    kind +
    String(value)
      .toLowerCase()
      .replace(/[^a-z0-9]/g, '')
  );
}

/** An FTS5 query for typed text inside the given scopes; null when the text holds no word to look for. */
export function matchQuery(typed: string, scopes: readonly string[]): string | null {
  const words = spaced(typed)
    .split(NOT_A_WORD)
    .filter((word) => word !== '');
  if (words.length === 0) return null;
  const wanted = words.slice(0, 12).map((word) => `"${word}"*`);
  const inScope = scopes.map((scope) => ` AND scope : "${scope}"`);
  return `words : (${wanted.join(' AND ')})${inScope.join('')}`;
}
