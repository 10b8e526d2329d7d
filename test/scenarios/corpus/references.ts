/**
 * How a case refers to its own facts: by id, or by what a person would write instead (a name, an address). Unknown or
 * ambiguous references are errors, so that a typing mistake in a case is never judged as an answer.
 */

/** Finds ids by any of several spellings, compared without letter case; throws with the words that were not found. */
export class References {
  readonly #kind: string;
  readonly #own = new Set<string>();
  readonly #ids = new Map<string, Set<string>>();

  constructor(kind: string) {
    this.#kind = kind;
  }

  /** Throws for an id given twice: the second fact would never be looked at. */
  add(id: string, spellings: readonly (string | null | undefined)[]): void {
    if (this.#own.has(id)) throw new Error(`two ${this.#kind}s have the id "${id}"`);
    this.#own.add(id);
    for (const spelling of [id, ...spellings]) {
      if (!spelling) continue;
      const key = spelling.toLowerCase();
      const ids = this.#ids.get(key) ?? new Set();
      this.#ids.set(key, ids.add(id));
    }
  }

  has(spelling: string): boolean {
    return this.#own.has(spelling) || this.#ids.get(spelling.toLowerCase())?.size === 1;
  }

  find(spelling: string): string {
    // An exact id wins over a name that happens to be the same.
    if (this.#own.has(spelling)) return spelling;
    const ids = this.#ids.get(spelling.toLowerCase());
    const [only, ...others] = ids ?? [];
    if (only === undefined) throw new Error(`no ${this.#kind} "${spelling}" in this case`);
    if (others.length > 0) throw new Error(`several ${this.#kind}s are called "${spelling}"`);
    return only;
  }
}
