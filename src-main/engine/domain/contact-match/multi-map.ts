/**
 * Many values by one key, made for keys that nearly always hold one value: no array is stored for those, which is what
 * lets a plan of 100,000 people stay small. A value is kept once per key; answers come in the given order.
 */
export interface MultiMap<Value> {
  add(key: string, value: Value): void;
  /** Every value of the key in the map's order; empty when there is none. */
  all(this: void, key: string): readonly Value[];
  has(this: void, key: string): boolean;
}

const none: readonly never[] = [];

/** `compare` decides the order of the values of one key, so that the order of adding does not. */
export function createMultiMap<Value extends object>(compare: (left: Value, right: Value) => number): MultiMap<Value> {
  const values = new Map<string, Value | Value[]>();
  return {
    add(key, value) {
      const held = values.get(key);
      if (held === undefined) values.set(key, value);
      else if (Array.isArray(held)) {
        if (!held.includes(value)) held.push(value);
      } else if (held !== value) values.set(key, [held, value]);
    },
    all(key) {
      const held = values.get(key);
      if (held === undefined) return none;
      return Array.isArray(held) ? held.toSorted(compare) : [held];
    },
    has: (key) => values.has(key),
  };
}
