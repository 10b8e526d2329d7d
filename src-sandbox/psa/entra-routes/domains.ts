/**
 * The server's domain normaliser and name comparison, edge results included (psa.md 5.1, 5.2): ports and queries stay,
 * the last `@` wins even inside a URL, no punycode, no parent domains, no legal suffixes.
 */

/** Null when nothing with a dot is left. */
export function normaliseDomain(raw: string | null | undefined): string | null {
  if (!raw) return null;
  const at = raw.lastIndexOf('@');
  const source = at >= 0 && at < raw.length - 1 ? raw.slice(at + 1) : raw;
  const domain = source
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/^www\./, '')
    .replace(/\/.*$/, '')
    .replace(/\.$/, '');
  return domain.includes('.') ? domain : null;
}

/** The pairs of a name's letters and digits, to be kept when many comparisons follow. */
export function bigramsOf(name: string): Set<string> {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9 ]/g, '')
    .trim();
  const pairs = new Set<string>();
  for (let index = 0; index < plain.length - 1; index += 1) pairs.add(plain.slice(index, index + 2));
  return pairs;
}

/** Dice coefficient on the sets of character pairs, four decimals. Names without Latin letters or digits score 0. */
export function pairScore(left: Set<string>, right: Set<string>): number {
  if (left.size === 0 || right.size === 0) return 0;
  let shared = 0;
  for (const pair of left) if (right.has(pair)) shared += 1;
  return Math.round(((2 * shared) / (left.size + right.size)) * 10_000) / 10_000;
}
