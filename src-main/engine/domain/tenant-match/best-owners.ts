/** The most alike owners so far, and the similarity a newcomer has to reach to be among them. */
export interface NameHit {
  /** Position of the owner in the list that was indexed. */
  readonly owner: number;
  /** Best Dice over the owner's spellings, 0 to 1. */
  readonly similarity: number;
}

export class BestOwners {
  /** Rises once `top` owners are known; those who tie with the last of them still matter. */
  floor: number;
  readonly #top: number;
  readonly #similarities = new Map<number, number>();
  /** Similarities of the best `top` owners, best first. */
  readonly #leading: number[] = [];

  constructor(top: number, floor: number) {
    this.#top = top;
    this.floor = floor;
  }

  /** Takes a similarity at or above the floor; the best one of an owner counts. */
  offer(owner: number, similarity: number): void {
    const known = this.#similarities.get(owner) ?? 0;
    if (known >= similarity) return;
    this.#similarities.set(owner, similarity);
    const leading = this.#leading;
    const position = leading.indexOf(known);
    if (position >= 0) leading.splice(position, 1);
    let at = leading.length;
    while (at > 0 && (leading[at - 1] as number) < similarity) at--;
    leading.splice(at, 0, similarity);
    if (leading.length > this.#top) leading.length = this.#top;
    if (leading.length === this.#top) this.floor = Math.max(this.floor, leading[this.#top - 1] as number);
  }

  /** At most `most` owners, best first, equals in the order in which they were indexed. */
  ranked(most: number): NameHit[] {
    const hits: NameHit[] = [];
    for (const [owner, similarity] of this.#similarities)
      if (similarity >= this.floor) hits.push({ owner, similarity });
    hits.sort((left, right) => right.similarity - left.similarity || left.owner - right.owner);
    return hits.length > most ? hits.slice(0, most) : hits;
  }
}
