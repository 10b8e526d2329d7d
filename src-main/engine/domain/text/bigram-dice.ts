/** Similarity of two strings by their shared pairs of neighbouring letters (Dice on sets), 0 to 1. */

/** The distinct pairs of neighbouring UTF-16 units of a string, blanks included. */
export function bigramsOf(text: string): Set<string> {
  const bigrams = new Set<string>();
  for (let at = 0; at + 1 < text.length; at++) bigrams.add(text.slice(at, at + 2));
  return bigrams;
}

/** 2 × shared ÷ (left + right) over distinct bigrams; equal strings are 1 even when too short to have a pair. */
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
