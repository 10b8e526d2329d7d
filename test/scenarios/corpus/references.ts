/**
 * How a case refers to its own facts: by id, or by what a person would write instead (a name, an address). Unknown or
 * ambiguous references are errors, so that a typing mistake in a case is never judged as an answer.
 */

/** Finds ids by any of several spellings, compared without letter case; throws with the place that referred. */
export class References {
  readonly #kind: string;
  readonly #ids = new Map<string, Set<string>>();

  constructor(kind: string) {
    this.#kind = kind;
  }

  add(id: string, spellings: readonly (string | null | undefined)[]): void {
    for (const spelling of [id, ...spellings]) {
      if (!spelling) continue;
      const key = spelling.toLowerCase();
      const ids = this.#ids.get(key) ?? new Set();
      this.#ids.set(key, ids.add(id));
    }
  }

  find(spelling: string): string {
    const ids = this.#ids.get(spelling.toLowerCase());
    if (!ids) throw new Error(`no ${this.#kind} "${spelling}" in this case`);
    // An exact id wins over a name that happens to be the same.
    if (ids.has(spelling)) return spelling;
    const [only, ...others] = ids;
    if (only === undefined || others.length > 0) throw new Error(`several ${this.#kind}s are called "${spelling}"`);
    return only;
  }
}
