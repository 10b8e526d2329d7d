/**
 * Evidence: why a candidate is a candidate. A ledger's weights sum to its score exactly (tested as a property),
 * so that a screen can draw it as a waterfall and removing a line changes the score by that line.
 */
export type Agreement = 'agreed' | 'disagreed' | 'missing';

export interface EvidenceLine {
  /** The compared fact in field words: `verifiedDomain`, `primaryAddress`, `phone`, `name` … */
  readonly field: string;
  readonly agreement: Agreement;
  /** Points added (or, negative, taken) by this line; `missing` is 0. */
  readonly weight: number;
  readonly left: string | null;
  readonly right: string | null;
  /** Where both values come from, in words: "Entra / PSA website". */
  readonly source: string;
  /** When the older of the two values was read, epoch ms; null when unknown. */
  readonly asOf: number | null;
}

export interface EvidenceLedger {
  readonly lines: readonly EvidenceLine[];
  /** The sum of the lines' weights, nothing else. */
  readonly score: number;
  /** One plain sentence for an operator. */
  readonly sentence: string;
  /** The smallest fact that would change the decision, in words; null where none is known. */
  readonly counterfactual: string | null;
}
