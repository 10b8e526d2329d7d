/** Similarity of two strings by their shared pairs of neighbouring letters (Dice on sets), 0 to 1. */

/** 2 × shared ÷ (left + right) over distinct bigrams of UTF-16 units; equal strings are 1 even when too short to have one. */
export function bigramDice(left: string, right: string): number {
  if (left === right) return left === '' ? 0 : 1;
  const leftBigrams = bigramsOf(left);
  const rightBigrams = bigramsOf(right);
  const total = leftBigrams.size + rightBigrams.size;
  if (total === 0) return 0;
  let shared = 0;
  for (const bigram of leftBigrams) if (rightBigrams.has(bigram)) shared++;
  return (2 * shared) / total;
}

/** Pairs as numbers: cheaper to make and to find than two-letter strings. */
function bigramsOf(text: string): Set<number> {
  const bigrams = new Set<number>();
  for (let at = 1; at < text.length; at++) bigrams.add(text.charCodeAt(at - 1) * 65_536 + text.charCodeAt(at));
  return bigrams;
}
