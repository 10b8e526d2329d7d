/**
 * No contact receives two identities, and no address is given to two contacts, inside one plan. Rows that would are turned
 * into questions, all of them: the planner does not pick a winner. Runs after every other decision.
 */
import type { Contact } from '../contact.ts';
import type { Identity } from './identity.ts';
import { list, quoted } from './sentences.ts';
import { type Verdict, verdict } from './verdict.ts';

export interface Decided {
  readonly identity: Identity;
  verdict: Verdict;
}

/** Changes the verdicts of `decided` in place, which the caller owns; the order of the list does not matter. */
export function keepOneToOne(decided: readonly Decided[]): void {
  demoteSharedContacts(decided);
  demoteSharedAddresses(decided);
}

/** Two links to one contact; or a link to a contact that is the question of another row. */
function demoteSharedContacts(decided: readonly Decided[]): void {
  const reaching = new Map<Contact, Decided[]>();
  for (const one of decided) for (const contact of contactsReached(one)) push(reaching, contact, one);
  for (const [contact, ones] of reaching) {
    if (ones.length < 2) continue;
    for (const one of ones.filter(({ verdict: { action } }) => action === 'link')) {
      const rivals = othersOf(ones, one);
      const about = `${quoted(contact.fullName)} is reached by an address of ${namesOf(rivals)} too.`;
      one.verdict = question(one, { candidates: [contact], rivals, about });
    }
  }
}

const none: readonly never[] = [];

function contactsReached({ verdict: { action, reason, contact, candidates } }: Decided): readonly Contact[] {
  if (action !== 'link' && action !== 'queue') return none;
  if (action === 'link') return contact === null ? none : [contact];
  // A question that rests on an address or a link is a claim; a namesake has none.
  return reason === 'nameOnlyMatch' ? none : candidates;
}

function othersOf(ones: readonly Decided[], one: Decided): readonly Identity[] {
  return ones.filter((other) => other !== one).map(({ identity }) => identity);
}

/** Two rows that would put one address on two contacts: the PSA would refuse the second. */
function demoteSharedAddresses(decided: readonly Decided[]): void {
  const taking = new Map<string, Decided[]>();
  for (const one of decided) {
    const address = addressWritten(one);
    if (address !== null) push(taking, address, one);
  }
  for (const [address, ones] of taking) {
    if (ones.length < 2) continue;
    for (const one of ones) {
      const rivals = othersOf(ones, one);
      const { contact } = one.verdict;
      one.verdict = question(one, {
        candidates: contact === null ? one.verdict.candidates : [contact],
        rivals,
        about: `${address} would be written for ${namesOf(rivals)} too.`,
      });
    }
  }
}

function addressWritten({ identity, verdict: { action, fields } }: Decided): string | null {
  if (action === 'create') return identity.address;
  if (action !== 'update' && action !== 'link') return null;
  for (const change of fields) if (change.field === 'email') return change.to;
  return null;
}

/** A contact whose owner is being asked about, or which passes to a successor, is not marked inactive meanwhile. */
export function protectQuestionedContacts(decided: readonly Decided[]): void {
  const awaited = new Set<Contact>();
  for (const { verdict: one } of decided) {
    if (one.action === 'link' && one.contact !== null) awaited.add(one.contact);
    if (one.action === 'queue') for (const candidate of one.candidates) awaited.add(candidate);
  }
  for (const one of decided) {
    const { action, contact } = one.verdict;
    if (action !== 'inactivate' || contact === null || !awaited.has(contact)) continue;
    one.verdict = verdict({
      action: 'noChange',
      reason: 'awaitsAnswer',
      contact,
      because: `The account has left, but another account may be the same person: ${quoted(contact.fullName)} stays as it is until that is answered.`,
      counterfactual: 'If no other account had a claim on the contact, it would be marked inactive.',
    });
  }
}

interface QuestionParts {
  readonly candidates: readonly Contact[];
  readonly rivals: readonly Identity[];
  readonly about: string;
}

function question({ verdict: before }: Decided, { candidates, rivals, about }: QuestionParts): Verdict {
  return verdict({
    action: 'queue',
    reason: before.reason === 'answeredBefore' ? 'answerNoLongerFits' : 'usersShareAddress',
    candidates,
    rivals: [...new Set([...before.rivals, ...rivals])],
    because: `${about} One record must not stand for two people, so both are asked.`,
    counterfactual: `If ${namesOf(rivals)} had no claim, this row would be: ${before.action}.`,
  });
}

function namesOf(identities: readonly Identity[]): string {
  return list(identities.map(({ user }) => quoted(user.displayName ?? user.entraObjectId)).sort());
}

function push<Key>(groups: Map<Key, Decided[]>, key: Key, one: Decided): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [one]);
  else group.push(one);
}
