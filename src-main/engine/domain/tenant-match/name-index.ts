/**
 * An index over names that finds the most alike by Dice on sets of bigrams, and loses nothing: it counts the shared bigrams
 * of every name at once, 32 names a step, and looks closer only where the count could be enough.
 *
 *   Dice >= f and any size of the other name  =>  shared >= f / (2 - f) × own size
 *
 * f rises from the floor to the best similarities found. One query at a time.
 */
import { BestOwners, type NameHit } from './best-owners.ts';
import { type BigramLists, bigramLists, bigramsOfQuery } from './bigram-lists.ts';
import { BitCounts } from './bit-counts.ts';

export interface NameQuestion {
  /** How many owners are wanted. */
  readonly top: number;
  /** Owners at the edge with equal similarity are all kept, up to here. */
  readonly mostWithTies: number;
  /** Nothing below is wanted; never lower than the index's own floor. */
  readonly floor: number;
}

export class NameIndex {
  readonly #floor: number;
  readonly #lists: BigramLists;
  /** Owner of each document, and the first document of each owner; documents of one owner are neighbours. */
  readonly #owners: Int32Array;
  readonly #docStarts: Int32Array;
  /** One bit a document, by bigram id; made when first asked for. */
  readonly #bitsets = new Map<number, Int32Array>();
  readonly #counts: BitCounts;
  /** The bitsets and size of the name asked for last. */
  #query: readonly Int32Array[] = [];
  #querySize = 0;

  /** `spellings[owner]` are the names of one owner; `floor` is the least similarity to find, above 0. */
  constructor(spellings: readonly (readonly string[])[], floor: number) {
    this.#floor = floor;
    const names: string[] = [];
    this.#docStarts = new Int32Array(spellings.length + 1);
    for (let owner = 0; owner < spellings.length; owner++) {
      this.#docStarts[owner] = names.length;
      for (const name of spellings[owner] ?? []) names.push(name);
    }
    this.#docStarts[spellings.length] = names.length;
    this.#owners = new Int32Array(names.length);
    for (let owner = 0; owner < spellings.length; owner++)
      this.#owners.fill(owner, this.#docStarts[owner], this.#docStarts[owner + 1]);
    this.#lists = bigramLists(names);
    this.#counts = new BitCounts(names.length);
  }

  /** The owners most alike, at or above the floor, best first. */
  findBest(name: string, { top, mostWithTies, floor }: NameQuestion): NameHit[] {
    this.#ask(name);
    const best = new BestOwners(top, Math.max(floor, this.#floor));
    const counts = this.#counts;
    counts.countOver(this.#query);
    let least = this.#leastShared(best.floor);
    for (let word = 0; word < counts.words; word++) {
      let found = counts.reaching(word, least);
      while (found !== 0) {
        const bit = 31 - Math.clz32(found & -found);
        found &= found - 1;
        const doc = word * 32 + bit;
        const similarity = this.#dice(doc, counts.of(doc));
        if (similarity < best.floor) continue;
        best.offer(this.#owners[doc] as number, similarity);
        least = this.#leastShared(best.floor);
      }
    }
    return best.ranked(mostWithTies);
  }

  /** Best similarity of one owner to the name, below the floor too. */
  similarityTo(owner: number, name: string): number {
    this.#ask(name);
    let best = 0;
    const end = this.#docStarts[owner + 1] ?? 0;
    for (let doc = this.#docStarts[owner] ?? 0; doc < end; doc++) {
      let shared = 0;
      for (const bitset of this.#query) shared += ((bitset[doc >>> 5] as number) >>> (doc & 31)) & 1;
      best = Math.max(best, this.#dice(doc, shared));
    }
    return best;
  }

  #asked: string | null = null;

  #ask(name: string): void {
    if (name === this.#asked) return;
    const { known, size } = bigramsOfQuery(name, this.#lists);
    this.#asked = name;
    this.#query = known.map((id) => this.#bitsetOf(id));
    this.#querySize = size;
  }

  #bitsetOf(id: number): Int32Array {
    let bitset = this.#bitsets.get(id);
    if (!bitset) {
      bitset = new Int32Array(this.#counts.words);
      const { docs, docStarts } = this.#lists;
      const end = docStarts[id + 1] as number;
      for (let at = docStarts[id] as number; at < end; at++) {
        const doc = docs[at] as number;
        bitset[doc >>> 5] = (bitset[doc >>> 5] as number) | (1 << (doc & 31));
      }
      this.#bitsets.set(id, bitset);
    }
    return bitset;
  }

  #dice(doc: number, shared: number): number {
    const total = (this.#lists.sizes[doc] as number) + this.#querySize;
    return total === 0 ? 0 : (2 * shared) / total;
  }

  /** Bigrams that any name at or above the similarity shares with the query; never none. */
  #leastShared(similarity: number): number {
    return Math.max(1, Math.ceil((similarity / (2 - similarity)) * this.#querySize - 1e-9));
  }
}
