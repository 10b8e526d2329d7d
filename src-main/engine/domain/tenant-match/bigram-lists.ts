/**
 * Names as numbered bigrams: how many distinct ones each document has, and which documents have each one. Pairs of
 * [a-z0-9 ] are numbered by arithmetic, all others as they come.
 */
export interface BigramLists {
  /** Distinct bigrams of each document. */
  readonly sizes: Uint16Array;
  /** Documents having bigram b: `docs[docStarts[b] .. docStarts[b + 1]]`, ascending. */
  readonly docs: Uint32Array;
  readonly docStarts: Uint32Array;
  /** Ids of the pairs outside [a-z0-9 ], by both UTF-16 units. */
  readonly otherIds: ReadonlyMap<number, number>;
}

const LATIN = 37;
const PAIRS = LATIN * LATIN;

/** Numbers all bigrams of the names and lists the documents of each. */
export function bigramLists(names: readonly string[]): BigramLists {
  const otherIds = new Map<number, number>();
  const sizes = new Uint16Array(names.length);
  let room = 0;
  for (const name of names) room += Math.max(0, name.length - 1);
  const ids = new Uint32Array(room);
  // Last document that had the bigram, plus one: a name's second "an" is not a second bigram.
  let lastDoc = new Uint32Array(PAIRS + 1024);
  let length = 0;
  for (let doc = 0; doc < names.length; doc++) {
    const start = length;
    const name = names[doc] as string;
    let left = latinCode(name.charCodeAt(0));
    for (let at = 1; at < name.length; at++) {
      const right = latinCode(name.charCodeAt(at));
      const id = left >= 0 && right >= 0 ? left * LATIN + right : otherId(name, at, otherIds);
      left = right;
      if (id >= lastDoc.length) lastDoc = doubled(lastDoc);
      if (lastDoc[id] === doc + 1) continue;
      lastDoc[id] = doc + 1;
      ids[length++] = id;
    }
    sizes[doc] = length - start;
  }
  return { sizes, otherIds, ...invert(ids.subarray(0, length), sizes, PAIRS + otherIds.size) };
}

/** The distinct bigrams of a name that the lists know, and how many it has in all. */
export function bigramsOfQuery(name: string, lists: BigramLists): { known: number[]; size: number } {
  const known = new Set<number>();
  const unknown = new Set<number>();
  for (let at = 1; at < name.length; at++) {
    const left = latinCode(name.charCodeAt(at - 1));
    const right = latinCode(name.charCodeAt(at));
    const id = left >= 0 && right >= 0 ? left * LATIN + right : lists.otherIds.get(pairKey(name, at));
    if (id === undefined) unknown.add(pairKey(name, at));
    else known.add(id);
  }
  return { known: [...known], size: known.size + unknown.size };
}

function latinCode(unit: number): number {
  if (unit >= 97 && unit <= 122) return unit - 97;
  if (unit >= 48 && unit <= 57) return unit - 22;
  return unit === 32 ? 36 : -1;
}

function pairKey(name: string, at: number): number {
  return name.charCodeAt(at - 1) * 65_536 + name.charCodeAt(at);
}

function otherId(name: string, at: number, otherIds: Map<number, number>): number {
  const key = pairKey(name, at);
  let id = otherIds.get(key);
  if (id === undefined) {
    id = PAIRS + otherIds.size;
    otherIds.set(key, id);
  }
  return id;
}

function doubled(array: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(array.length * 2);
  larger.set(array);
  return larger;
}

function invert(ids: Uint32Array, sizes: Uint16Array, count: number): Pick<BigramLists, 'docs' | 'docStarts'> {
  const docStarts = new Uint32Array(count + 1);
  for (const id of ids) docStarts[id + 1] = (docStarts[id + 1] as number) + 1;
  for (let id = 0; id < count; id++) docStarts[id + 1] = (docStarts[id + 1] as number) + (docStarts[id] as number);
  const next = docStarts.slice();
  const docs = new Uint32Array(ids.length);
  let at = 0;
  for (let doc = 0; doc < sizes.length; doc++)
    for (const end = at + (sizes[doc] as number); at < end; at++) {
      const id = ids[at] as number;
      docs[next[id] as number] = doc;
      next[id] = (next[id] as number) + 1;
    }
  return { docs, docStarts };
}
