import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bigramDice } from '../text/bigram-dice.ts';
import { NameIndex } from './name-index.ts';

const FLOOR = 0.58;

/** What the index promises, written straight down. */
function plainly(spellings: readonly (readonly string[])[], name: string, top: number): Map<number, number> {
  const all = spellings
    .map((own, owner) => ({
      owner,
      similarity: Math.max(0, ...own.filter((one) => one.length > 1).map((one) => bigramDice(one, name))),
    }))
    .filter(({ similarity }) => similarity >= FLOOR)
    .sort((left, right) => right.similarity - left.similarity);
  const edge = all[top - 1]?.similarity ?? 0;
  return new Map(
    all.filter(({ similarity }) => similarity >= edge).map(({ owner, similarity }) => [owner, similarity]),
  );
}

// A small alphabet makes many near-equal names; the umlaut and the kanji take the road beside [a-z0-9 ].
const name = fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' ', '1', 'ü', '山'), minLength: 2, maxLength: 14 });

describe('NameIndex', () => {
  test('finds what comparing every pair finds, with the same similarity', () => {
    fc.assert(
      fc.property(fc.array(fc.array(name, { maxLength: 2 }), { maxLength: 80 }), name, (spellings, query) => {
        const hits = new NameIndex(spellings, FLOOR).findBest(query, { top: 5, mostWithTies: 100, floor: 0 });
        const found = new Map(hits.map(({ owner, similarity }) => [owner, similarity]));
        const expected = plainly(spellings, query, 5);
        expect([...found.keys()].sort()).toEqual([...expected.keys()].sort());
        for (const [owner, similarity] of expected) expect(found.get(owner)).toBeCloseTo(similarity, 10);
      }),
      { numRuns: 400 },
    );
  });

  test('answers for one owner below the floor too', () => {
    const index = new NameIndex([['night'], ['day']], FLOOR);
    expect(index.similarityTo(0, 'nacht')).toBeCloseTo(0.25, 10);
    expect(index.similarityTo(1, 'nacht')).toBe(0);
  });

  test('counts beyond eight, sixteen and thirty-two shared bigrams', () => {
    const long = 'abcdefghijklmnopqrstuvwxyz0123456789zyxwvutsrqponmlkjihgfedcba';
    const index = new NameIndex([[long], [long.slice(0, 40)], [long.slice(0, 12)]], FLOOR);
    const hits = index.findBest(long, { top: 5, mostWithTies: 5, floor: 0 });
    expect(hits.map(({ owner }) => owner)).toEqual([0, 1]);
    expect(hits[0]?.similarity).toBe(1);
    expect(hits[1]?.similarity).toBeCloseTo(bigramDice(long, long.slice(0, 40)), 10);
  });

  test('has no opinion on names too short for a bigram', () => {
    const index = new NameIndex([['a'], [''], []], FLOOR);
    expect(index.findBest('a', { top: 5, mostWithTies: 5, floor: 0 })).toEqual([]);
  });
});
