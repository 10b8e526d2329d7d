/**
 * The plain baseline for tenant matching: every tenant against every client, names lower-cased and reduced to [a-z0-9 ],
 * Dice on their sets of bigrams, 0.58 and above, the best five (`contracts/psa.md` 5.2). Written straight down, sharing
 * nothing with the engine, because it is what the engine is measured against.
 */
export interface BaselineHit {
  readonly client: number;
  readonly dice: number;
}

export function baselineName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9 ]/g, '')
    .trim();
}

function bigrams(name: string): Set<string> {
  const set = new Set<string>();
  for (let at = 0; at + 1 < name.length; at++) set.add(name.slice(at, at + 2));
  return set;
}

/** For each tenant name the five most alike client names, best first, with their Dice. */
export function allPairsTopFive(tenantNames: readonly string[], clientNames: readonly string[]): BaselineHit[][] {
  const clients = clientNames.map((name) => bigrams(baselineName(name)));
  return tenantNames.map((name) => {
    const own = bigrams(baselineName(name));
    const hits: BaselineHit[] = [];
    for (const [client, other] of clients.entries()) {
      let shared = 0;
      for (const bigram of own) if (other.has(bigram)) shared++;
      const dice = own.size + other.size === 0 ? 0 : (2 * shared) / (own.size + other.size);
      if (dice >= 0.58) hits.push({ client, dice });
    }
    return hits.sort((left, right) => right.dice - left.dice).slice(0, 5);
  });
}
