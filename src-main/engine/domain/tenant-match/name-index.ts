/**
 * An index over names that finds everything at or above a Dice similarity without comparing every pair, and loses
 * nothing: by the prefix-filter argument, two names with enough shared bigrams share at least one among the rarest of each.
 *
 *   Dice >= f and any size of the other name  =>  shared >= f / (2 - f) × own size
 *   so at least one shared bigram lies among the (own size - that + 1) rarest of each side.
 *
 * Flat typed arrays and a mark per bigram instead of sets: a mapping preview asks this 4,000 times. One query at a time.
 */

/** Documents' bigrams, rarest first, and for each bigram the documents that have it among their rarest. */
interface Postings {
  /** Bigram ids of document d are `ids[starts[d] .. starts[d + 1]]`. */
  readonly ids: Int32Array;
  readonly starts: Int32Array;
  readonly postingDocs: Int32Array;
  readonly postingStarts: Int32Array;
  /** Documents having a bigram, by bigram id. */
  readonly frequency: Int32Array;
}

export interface NameHit {
  /** Position of the owner in the list given. */
  readonly owner: number;
  /** Best Dice over the owner's spellings, 0 to 1. */
  readonly similarity: number;
}

const LATIN = 37;

/** Numbers bigrams: those of [a-z0-9 ] by arithmetic, all others as they come. */
class BigramIds {
  readonly #others = new Map<number, number>();
  #size = LATIN * LATIN;

  get size(): number {
    return this.#size;
  }

  /** The id of a pair of UTF-16 units; `-1` for a pair never seen when `grow` is false. */
  of(first: number, second: number, grow: boolean): number {
    const left = latinCode(first);
    const right = latinCode(second);
    if (left >= 0 && right >= 0) return left * LATIN + right;
    const key = first * 65536 + second;
    const known = this.#others.get(key);
    if (known !== undefined) return known;
    if (!grow) return -1;
    this.#others.set(key, this.#size);
    return this.#size++;
  }
}

function latinCode(unit: number): number {
  if (unit >= 97 && unit <= 122) return unit - 97;
  if (unit >= 48 && unit <= 57) return unit - 22;
  return unit === 32 ? 36 : -1;
}

export class NameIndex {
  readonly #floor: number;
  readonly #bigrams = new BigramIds();
  readonly #owners: Int32Array;
  /** First document of each owner; documents of one owner are neighbours. */
  readonly #docStarts: Int32Array;
  readonly #postings: Postings;
  /** Bigram id -> number of the query that has it. */
  readonly #marks: Int32Array;
  readonly #seen: Int32Array;
  #query = 0;
  #querySize = 0;

  /** `spellings[owner]` are the names of one owner; `floor` is the least similarity to find, above 0. */
  constructor(spellings: readonly (readonly string[])[], floor: number) {
    this.#floor = floor;
    const names: string[] = [];
    const owners: number[] = [];
    this.#docStarts = new Int32Array(spellings.length + 1);
    for (const [owner, own] of spellings.entries()) {
      this.#docStarts[owner] = names.length;
      for (const name of own) {
        names.push(name);
        owners.push(owner);
      }
    }
    this.#docStarts[spellings.length] = names.length;
    this.#owners = Int32Array.from(owners);
    this.#postings = buildPostings(names, this.#bigrams, floor);
    this.#marks = new Int32Array(this.#bigrams.size);
    this.#seen = new Int32Array(names.length);
  }

  /** Every owner with a spelling at or above the floor, in no particular order. */
  find(name: string): NameHit[] {
    const rarest = this.#markQuery(name);
    const { postingDocs, postingStarts } = this.#postings;
    const best = new Map<number, number>();
    // Bigrams that no document has are the rarest of all: they use up places of the prefix.
    const prefix = prefixLength(this.#querySize, this.#floor) - (this.#querySize - rarest.length);
    for (let at = 0; at < Math.min(prefix, rarest.length); at++) {
      const id = rarest[at] ?? 0;
      for (let posting = postingStarts[id] ?? 0; posting < (postingStarts[id + 1] ?? 0); posting++) {
        const doc = postingDocs[posting] ?? 0;
        if (this.#seen[doc] === this.#query) continue;
        this.#seen[doc] = this.#query;
        const similarity = this.#diceAbove(doc, this.#floor);
        const owner = this.#owners[doc] ?? 0;
        if (similarity > (best.get(owner) ?? 0)) best.set(owner, similarity);
      }
    }
    return [...best].map(([owner, similarity]) => ({ owner, similarity }));
  }

  /** Best similarity of one owner to the name last given to `find`, below the floor too. */
  similarityTo(owner: number): number {
    let best = 0;
    for (let doc = this.#docStarts[owner] ?? 0; doc < (this.#docStarts[owner + 1] ?? 0); doc++)
      best = Math.max(best, this.#diceAbove(doc, 0));
    return best;
  }

  /** Marks the query's bigrams and returns those that the index knows, rarest first. */
  #markQuery(name: string): number[] {
    this.#query++;
    this.#querySize = 0;
    const known: number[] = [];
    const unknown = new Set<number>();
    for (let at = 0; at + 1 < name.length; at++) {
      const id = this.#bigrams.of(name.charCodeAt(at), name.charCodeAt(at + 1), false);
      if (id < 0) unknown.add(name.charCodeAt(at) * 65536 + name.charCodeAt(at + 1));
      else if (this.#marks[id] !== this.#query) {
        this.#marks[id] = this.#query;
        known.push(id);
      }
    }
    this.#querySize = known.length + unknown.size;
    const { frequency } = this.#postings;
    return known.sort((left, right) => (frequency[left] ?? 0) - (frequency[right] ?? 0) || left - right);
  }

  /** Dice of a document with the marked query, or 0 as soon as it cannot reach `floor` any more. */
  #diceAbove(doc: number, floor: number): number {
    const { ids, starts } = this.#postings;
    const start = starts[doc] ?? 0;
    const end = starts[doc + 1] ?? 0;
    const total = end - start + this.#querySize;
    let mayMiss = end - start - Math.ceil((floor * total) / 2 - 1e-9);
    let shared = 0;
    for (let at = start; at < end; at++) {
      if (this.#marks[ids[at] ?? 0] === this.#query) shared++;
      else if (--mayMiss < 0) return 0;
    }
    const dice = total === 0 ? 0 : (2 * shared) / total;
    return dice >= floor ? dice : 0;
  }
}

/** How many of a name's rarest bigrams have to be looked at so that no partner at or above the floor is missed. */
function prefixLength(size: number, floor: number): number {
  return size - Math.ceil((floor / (2 - floor)) * size - 1e-9) + 1;
}

function buildPostings(names: readonly string[], bigrams: BigramIds, floor: number): Postings {
  const starts = new Int32Array(names.length + 1);
  const ids = new Int32Array(names.reduce((sum, name) => sum + Math.max(0, name.length - 1), 0));
  let length = 0;
  let lastSeen = new Int32Array(2048).fill(-1);
  for (const [doc, name] of names.entries()) {
    starts[doc] = length;
    for (let at = 0; at + 1 < name.length; at++) {
      const id = bigrams.of(name.charCodeAt(at), name.charCodeAt(at + 1), true);
      if (id >= lastSeen.length) lastSeen = grown(lastSeen);
      if (lastSeen[id] === doc) continue;
      lastSeen[id] = doc;
      ids[length++] = id;
    }
  }
  starts[names.length] = length;
  const frequency = countIds(ids, length, bigrams.size);
  sortByRarity(ids, starts, frequency);
  return { ids, starts, frequency, ...rarestPostings({ ids, starts, floor, size: bigrams.size }) };
}

function grown(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2).fill(-1);
  larger.set(array);
  return larger;
}

function countIds(ids: Int32Array, length: number, size: number): Int32Array {
  const counts = new Int32Array(size);
  for (let at = 0; at < length; at++) {
    const id = ids[at] ?? 0;
    counts[id] = (counts[id] ?? 0) + 1;
  }
  return counts;
}

/** Orders each document's bigrams rarest first; ties by id, the same on both sides of a comparison. */
function sortByRarity(ids: Int32Array, starts: Int32Array, frequency: Int32Array): void {
  const order = Array.from(frequency.keys()).sort(
    (left, right) => (frequency[left] ?? 0) - (frequency[right] ?? 0) || left - right,
  );
  const rank = new Int32Array(frequency.length);
  for (const [position, id] of order.entries()) rank[id] = position;
  for (let doc = 0; doc + 1 < starts.length; doc++) {
    const start = starts[doc] ?? 0;
    const end = starts[doc + 1] ?? 0;
    // Typed arrays sort numbers natively: sort ranks, then turn them back into ids.
    for (let at = start; at < end; at++) ids[at] = rank[ids[at] ?? 0] ?? 0;
    ids.subarray(start, end).sort();
    for (let at = start; at < end; at++) ids[at] = order[ids[at] ?? 0] ?? 0;
  }
}

interface PrefixSource {
  readonly ids: Int32Array;
  readonly starts: Int32Array;
  readonly floor: number;
  /** Number of bigram ids. */
  readonly size: number;
}

function rarestPostings({ ids, starts, floor, size }: PrefixSource): Pick<Postings, 'postingDocs' | 'postingStarts'> {
  const postingStarts = new Int32Array(size + 1);
  const each = (visit: (id: number, doc: number) => void): void => {
    for (let doc = 0; doc + 1 < starts.length; doc++) {
      const start = starts[doc] ?? 0;
      const length = (starts[doc + 1] ?? 0) - start;
      const end = start + Math.min(length, prefixLength(length, floor));
      for (let at = start; at < end; at++) visit(ids[at] ?? 0, doc);
    }
  };
  each((id) => {
    postingStarts[id + 1] = (postingStarts[id + 1] ?? 0) + 1;
  });
  for (let id = 0; id < size; id++) postingStarts[id + 1] = (postingStarts[id + 1] ?? 0) + (postingStarts[id] ?? 0);
  const next = postingStarts.slice();
  const postingDocs = new Int32Array(postingStarts[size] ?? 0);
  each((id, doc) => {
    const slot = next[id] ?? 0;
    postingDocs[slot] = doc;
    next[id] = slot + 1;
  });
  return { postingDocs, postingStarts };
}
