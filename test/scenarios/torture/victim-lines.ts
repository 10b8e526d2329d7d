/** What a victim is told when it starts, and the lines it says while it lives. */
export interface VictimOrders {
  readonly home: string;
  /** The approved plan to apply; null: none. */
  readonly planId: string | null;
  /** How many queue items to answer, one after another; 0: none. */
  readonly decisions: number;
  readonly seed: string;
}

export type DecisionKind = 'linkExisting' | 'createNew' | 'dismiss' | 'withdrawn';

export type VictimLine =
  | { readonly event: 'open' | 'closed' }
  | { readonly event: 'asked'; readonly queueItemId: string; readonly kind: DecisionKind }
  | { readonly event: 'answered' | 'refused'; readonly queueItemId: string }
  | { readonly event: 'runEnded'; readonly status: string };
