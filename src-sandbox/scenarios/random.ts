/**
 * A tiny seeded generator (splitmix-initialised sfc32). Everything random in a world comes from here, so a seed decides
 * every byte. `fork(label)` gives an independent stream: adding people to one customer never shifts another's.
 */

export type Random = {
  /** 0 <= x < 1 */
  next(): number;
  /** Integer in [min, max], both ends included. */
  int(min: number, max: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** Lower-case RFC 4122 version 4 shaped GUID. */
  guid(): string;
  fork(label: string): Random;
};

function hashText(text: string): number {
  let hash = 2166136261;
  for (let i = 0; i < text.length; i += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 16777619);
  }
  return hash >>> 0;
}

function sfc32(start: number): () => number {
  let state = start >>> 0;
  const seedWord = (): number => {
    state = (state + 0x9e3779b9) >>> 0;
    let word = state;
    word = Math.imul(word ^ (word >>> 16), 0x21f0aaad);
    word = Math.imul(word ^ (word >>> 15), 0x735a2d97);
    return (word ^ (word >>> 15)) >>> 0;
  };
  let a = seedWord();
  let b = seedWord();
  let c = seedWord();
  let counter = 1;
  return () => {
    const sum = (((a + b) >>> 0) + counter) >>> 0;
    counter = (counter + 1) >>> 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) >>> 0;
    c = (((c << 21) | (c >>> 11)) + sum) >>> 0;
    return sum;
  };
}

const HEX = Array.from({ length: 65536 }, (_, value) => value.toString(16).padStart(4, '0'));
const hex16 = (value: number): string => HEX[value & 0xffff] as string;

/** Builds a stream from any text; the same text gives the same stream on every machine. */
export function createRandom(label: string): Random {
  const word = sfc32(hashText(label));
  const random: Random = {
    next: () => word() / 4294967296,
    int: (min, max) => min + Math.floor((word() / 4294967296) * (max - min + 1)),
    chance: (probability) => word() / 4294967296 < probability,
    pick: (items) => {
      const item = items[Math.floor((word() / 4294967296) * items.length)];
      if (item === undefined) throw new Error('Random.pick was given an empty list.');
      return item;
    },
    guid: () => {
      const [p, q, r, s] = [word(), word(), word(), word()];
      const version = hex16((q & 0x0fff) | 0x4000);
      const variant = hex16((r & 0x3fff) | 0x8000);
      return `${hex16(p >>> 16)}${hex16(p)}-${hex16(q >>> 16)}-${version}-${variant}-${hex16(r >>> 16)}${hex16(s >>> 16)}${hex16(s)}`;
    },
    fork: (child) => createRandom(`${label}/${child}`),
  };
  return random;
}
