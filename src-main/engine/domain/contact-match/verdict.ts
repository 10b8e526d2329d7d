/**
 * What one row of the table decided about one identity, before ownership, policy and brake. A verdict names the contacts it
 * rests on, so that evidence and the decision memory look at the same facts as the decision did.
 */
import type { ChangeAction, DecisionReason } from '../../../../shared/vocabulary/states.ts';
import type { Contact } from '../contact.ts';
import type { FieldChange } from '../planned-change.ts';
import type { Identity } from './identity.ts';

export interface Verdict {
  readonly action: ChangeAction;
  readonly reason: DecisionReason;
  /** The contact to link or change, or the linked one that stays as it is. */
  readonly contact: Contact | null;
  readonly fields: readonly FieldChange[];
  /** Contacts that might be this person; the question of a queue verdict, and what a remembered answer is compared with. */
  readonly candidates: readonly Contact[];
  /** Other people who are part of the question. */
  readonly rivals: readonly Identity[];
  /** The decision in one sentence or two, for an operator. */
  readonly because: string;
  /** The smallest fact that would change the decision, in words. */
  readonly counterfactual: string | null;
}

const none: readonly never[] = [];

/** A verdict from the parts that are not empty. Written out field by field: a plan makes one for each of 100,000 people. */
export function verdict(parts: Pick<Verdict, 'action' | 'reason' | 'because'> & Partial<Verdict>): Verdict {
  return {
    action: parts.action,
    reason: parts.reason,
    contact: parts.contact ?? null,
    fields: parts.fields ?? none,
    candidates: parts.candidates ?? none,
    rivals: parts.rivals ?? none,
    because: parts.because,
    counterfactual: parts.counterfactual ?? null,
  };
}
