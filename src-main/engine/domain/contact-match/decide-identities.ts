/**
 * Decides every identity of a plan, in steps that never depend on the order of the input: links and addresses, one-to-one,
 * memory, names among what is left, memory again, one-to-one again. Nobody is decided twice with different facts.
 */

import type { Contact } from '../contact.ts';
import type { RememberedDecision } from '../contact-link.ts';
import { decideByName, indexLeavers, type NameContext } from './decide-by-name.ts';
import { type DecisionContext, decideLinked, type LinkedIdentity } from './decide-linked.ts';
import { decideUnlinked } from './decide-unlinked.ts';
import { identityKey } from './evidence-facts.ts';
import type { Identity } from './identity.ts';
import { type Decided, keepOneToOne, protectQuestionedContacts } from './one-contact-one-identity.ts';
import { remember } from './remember.ts';

export type Memory = ReadonlyMap<string, RememberedDecision>;

/** The latest answer about each identity. */
export function indexMemory(decisions: readonly RememberedDecision[]): Memory {
  const latest = new Map<string, RememberedDecision>();
  for (const decision of decisions) {
    const key = identityKey(decision);
    const held = latest.get(key);
    if (held === undefined || isLater(decision, held)) latest.set(key, decision);
  }
  return latest;
}

// Two answers of one millisecond are ordered by what they say, so that shuffling the input changes nothing.
function isLater(left: RememberedDecision, right: RememberedDecision): boolean {
  if (left.decidedAt !== right.decidedAt) return left.decidedAt > right.decidedAt;
  return `${left.kind} ${left.contactId}` > `${right.kind} ${right.contactId}`;
}

/** One verdict for each identity, in the order given. */
export function decideIdentities(
  identities: readonly Identity[],
  memory: Memory,
  context: DecisionContext,
): readonly Decided[] {
  const recall = (one: Decided): void => {
    const decision = memory.size === 0 ? undefined : memory.get(identityKey(one.identity.user));
    if (decision !== undefined) one.verdict = remember(one.identity, one.verdict, { decision, context });
  };
  const decided: Decided[] = [];
  const unnamed: Identity[] = [];
  for (const identity of identities) {
    const verdict = isLinked(identity) ? decideLinked(identity, context) : decideUnlinked(identity, context);
    if (verdict === null) unnamed.push(identity);
    else decided.push({ identity, verdict });
  }
  keepOneToOne(decided);
  for (const one of decided) recall(one);
  for (const one of decideNames(unnamed, { decided, memory, context, recall })) decided.push(one);
  keepOneToOne(decided);
  protectQuestionedContacts(decided);
  return decided;
}

function isLinked(identity: Identity): identity is LinkedIdentity {
  return identity.link !== null;
}

interface NameStep {
  readonly decided: readonly Decided[];
  readonly memory: Memory;
  readonly context: DecisionContext;
  readonly recall: (one: Decided) => void;
}

/**
 * A contact that an answer gives to one namesake is no candidate for the other any more, so people with an answer come
 * first, and everyone whom it did not settle is decided with what it took.
 */
function decideNames(unnamed: readonly Identity[], { decided, memory, context, recall }: NameStep): readonly Decided[] {
  if (unnamed.length === 0) return [];
  const names: NameContext = {
    ...context,
    spokenFor: new Set(linkedContacts(decided)),
    leavers: indexLeavers(identitiesOf(decided)),
  };
  const decide = (identity: Identity, using: NameContext): Decided => {
    const one = { identity, verdict: decideByName(identity, using) };
    recall(one);
    return one;
  };
  const answered = unnamed
    .filter(({ user }) => memory.has(identityKey(user)))
    .map((identity) => decide(identity, names))
    .filter(({ verdict }) => verdict.action === 'link');
  const settled = new Set(answered.map(({ identity }) => identity));
  const narrowed = { ...names, spokenFor: new Set([...names.spokenFor, ...linkedContacts(answered)]) };
  return [
    ...answered,
    ...unnamed.filter((identity) => !settled.has(identity)).map((identity) => decide(identity, narrowed)),
  ];
}

function identitiesOf(decided: readonly Decided[]): readonly Identity[] {
  return decided.map(({ identity }) => identity);
}

function linkedContacts(decided: readonly Decided[]): readonly Contact[] {
  const contacts: Contact[] = [];
  for (const { verdict } of decided)
    if (verdict.action === 'link' && verdict.contact !== null) contacts.push(verdict.contact);
  return contacts;
}
