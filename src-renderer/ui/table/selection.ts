/** A selection of row ids. It knows nothing of order or paging, so sorting, filtering and refreshing never drop it. */

export type Selection = ReadonlySet<string>;

export const emptySelection: Selection = new Set();

export function toggle(selection: Selection, id: string): Selection {
  const next = new Set(selection);
  if (!next.delete(id)) next.add(id);
  return next;
}

export function withAll(selection: Selection, ids: Iterable<string>): Selection {
  return new Set([...selection, ...ids]);
}

export function without(selection: Selection, ids: Iterable<string>): Selection {
  const next = new Set(selection);
  for (const id of ids) next.delete(id);
  return next;
}

/** The ids between two rows, both included, in whichever direction. Rows not loaded yet are left out. */
export function idsBetween(from: number, to: number, idAt: (index: number) => string | undefined): string[] {
  const ids: string[] = [];
  for (let index = Math.min(from, to); index <= Math.max(from, to); index += 1) {
    const id = idAt(index);
    if (id !== undefined) ids.push(id);
  }
  return ids;
}
