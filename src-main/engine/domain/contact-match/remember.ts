/**
 * The decision memory: what an operator answered about an identity is used silently while the facts under it are the same,
 * and asked again, with the difference, when they are not.
 *   dismissed, same facts                     skip
 *   dismissed, other facts                    queue, saying what changed
 *   answered "link", same facts, possible     link (or keep the link that exists)
 *   answered "create", same facts, possible   create
 *   answered, other facts or impossible       queue, saying what changed
 *   answered, but it met a changed contact     queue: nothing follows from that answer until it is given again
 *   the table now says what was answered      the table's own verdict
 */
import { assertNever } from '../../../../shared/vocabulary/states.ts';
import type { RememberedDecision } from '../contact-link.ts';
import { decideFields } from '../field-rules/decide-fields.ts';
import { obstacleTo } from './candidates.ts';
import { withoutContestedAddress } from './contested-address.ts';
import type { DecisionContext } from './decide-linked.ts';
import { describeChangedFacts, evidenceFacts } from './evidence-facts.ts';
import { type Identity, isClaimant } from './identity.ts';
import { list, quoted } from './sentences.ts';
import { type Verdict, verdict } from './verdict.ts';

/** The verdict after memory; the same object when the remembered answer has nothing to say about it. */
export function remember(
  identity: Identity,
  fresh: Verdict,
  memory: { readonly decision: RememberedDecision; readonly context: DecisionContext },
): Verdict {
  if (!concernsAnswer(fresh)) return fresh;
  const { decision, context } = memory;
  const now = evidenceFacts(identity, fresh, context.estate);
  const changed = decision.cameBack
    ? ['the contact changed before the answer reached the PSA']
    : describeChangedFacts(decision.evidenceFacts, now, context.estate);
  switch (decision.kind) {
    case 'dismiss':
      return changed.length === 0 ? stillDismissed(fresh, decision) : askAgain(fresh, { decision, changed });
    case 'linkExisting':
      return rememberLink(identity, fresh, { decision, context, changed });
    case 'createNew':
      return rememberCreate(identity, fresh, { decision, context, changed });
    default:
      return assertNever(decision.kind);
  }
}

/** Open questions, and first-time links and creates: what a link of ours already settles is not asked about. */
function concernsAnswer({ action }: Verdict): boolean {
  return action === 'queue' || action === 'link' || action === 'create';
}

interface Answer {
  readonly decision: RememberedDecision;
  readonly changed: readonly string[];
}

function stillDismissed(fresh: Verdict, { decidedBy }: RememberedDecision): Verdict {
  return {
    ...fresh,
    action: 'skip',
    reason: 'dismissed',
    contact: null,
    fields: [],
    because: `Dismissed by ${decidedBy}, and nothing it rested on has changed.`,
    counterfactual: 'When an address, a candidate or its link changes, the question comes back.',
  };
}

function askAgain(fresh: Verdict, { decision, changed }: Answer): Verdict {
  const answered =
    decision.kind === 'dismiss' ? 'Dismissed' : decision.kind === 'createNew' ? 'Answered “create”' : 'Answered “link”';
  return {
    ...fresh,
    action: 'queue',
    reason: decision.kind === 'dismiss' && fresh.action === 'queue' ? fresh.reason : 'answerNoLongerFits',
    contact: null,
    fields: [],
    because: `${answered} by ${decision.decidedBy} before; since then ${list(changed)}. ${fresh.because}`,
  };
}

interface AnswerInContext extends Answer {
  readonly context: DecisionContext;
}

function rememberLink(identity: Identity, fresh: Verdict, answer: AnswerInContext): Verdict {
  const { decision, context, changed } = answer;
  if (fresh.action === 'link' && fresh.contact?.contactId === decision.contactId) return fresh;
  const contact = decision.contactId === null ? undefined : context.estate.contactById.get(decision.contactId);
  if (contact === undefined)
    return askAgain(fresh, { decision, changed: ['the contact that was chosen is gone from the PSA'] });
  if (changed.length > 0) return askAgain(fresh, answer);
  if (identity.link?.contactId === contact.contactId && contact.clientId === identity.clientId)
    return verdict({
      action: 'noChange',
      reason: 'linkedNoChange',
      contact,
      because: `Linked; ${decision.decidedBy} confirmed that ${quoted(contact.fullName)} is this person.`,
    });
  const obstacle = isClaimant(identity)
    ? obstacleTo(identity, contact, context.estate)
    : 'the account has left or is left out';
  if (obstacle !== null)
    return askAgain(fresh, { decision, changed: [`the answer cannot be carried out: ${obstacle.replace(/\.$/, '')}`] });
  const { estate, rules } = context;
  const decided = withoutContestedAddress(
    decideFields(identity.user, contact, { rules: rules.fields, readPhone: estate.readPhone }),
    { identity, contact, estate },
  );
  return verdict({
    action: 'link',
    reason: 'answeredBefore',
    contact,
    fields: decided.fields,
    candidates: fresh.candidates,
    rivals: fresh.rivals,
    because: `${decision.decidedBy} answered that ${quoted(contact.fullName)} is this person, and nothing it rested on has changed.`,
    counterfactual: 'When an address, a candidate or its link changes, the question comes back.',
  });
}

function rememberCreate(identity: Identity, fresh: Verdict, answer: AnswerInContext): Verdict {
  const { decision, context, changed } = answer;
  if (fresh.action === 'create') return fresh;
  if (changed.length > 0) return askAgain(fresh, answer);
  const obstacle = obstacleToCreate(identity, context);
  if (obstacle !== null) return askAgain(fresh, { decision, changed: [`it cannot be created: ${obstacle}`] });
  return verdict({
    action: 'create',
    reason: 'answeredBefore',
    candidates: fresh.candidates,
    rivals: fresh.rivals,
    because: `${decision.decidedBy} answered that this is a new person, and nothing it rested on has changed.`,
    counterfactual: 'When an address, a candidate or its link changes, the question comes back.',
  });
}

/** Why the PSA would refuse a new contact for this person; null when it would not. E-mail is unique across the whole PSA. */
export function obstacleToCreate(identity: Identity, { estate }: Pick<DecisionContext, 'estate'>): string | null {
  const { address } = identity;
  if (!isClaimant(identity)) return 'the account has left or is left out';
  if (address === null) return 'the account has no usable address';
  const [owner] = estate.contactsByAddress(address);
  return owner === undefined
    ? null
    : `${address} belongs to ${quoted(owner.fullName)} at ${estate.clientName(owner.clientId)}, and the PSA refuses an address twice`;
}
