/**
 * The facts a question rests on, as a small flat record of strings: stored with an answer and compared when the question
 * returns. Only facts that could change the answer are in it, never anything that moves by itself.
 */
import type { Contact } from '../contact.ts';
import type { ContactLink } from '../contact-link.ts';
import { byCodeUnit } from '../text/by-code-unit.ts';
import { claimOn } from './claims.ts';
import { contactAddresses } from './contact-ledger.ts';
import type { Estate } from './estate.ts';
import type { Identity } from './identity.ts';
import { list, quoted } from './sentences.ts';
import type { Verdict } from './verdict.ts';

export type EvidenceFacts = Readonly<Record<string, string>>;

const NONE = 'none';

/** Keys: `address`, `name`, `client`, `rivals`, `link`, and four per candidate: `contact:ID:address|client|linked|inactive`. */
export function evidenceFacts(identity: Identity, verdict: Verdict, estate: Estate): EvidenceFacts {
  const { user, address, clientId, link } = identity;
  const facts: Record<string, string> = {
    address: address ?? NONE,
    client: clientId,
    link: link?.contactId ?? NONE,
    name: user.displayName ?? NONE,
    rivals:
      verdict.rivals
        .map(({ user: rival }) => rival.entraObjectId)
        .sort(byCodeUnit)
        .join(' ') || NONE,
  };
  for (const contact of verdict.candidates) Object.assign(facts, contactFactsOf(identity, contact, estate));
  return facts;
}

function contactFactsOf(identity: Identity, contact: Contact, estate: Estate): EvidenceFacts {
  const claim = claimOn(contact, identity, estate);
  const linked =
    claim.kind === 'taken' ? `${claim.entraObjectId} (${claim.state})` : claim.kind === 'own' ? 'this account' : NONE;
  const key = `contact:${contact.contactId}`;
  return {
    [`${key}:address`]: [...contactAddresses(contact)].sort(byCodeUnit).join(' ') || NONE,
    [`${key}:client`]: contact.clientId ?? NONE,
    [`${key}:linked`]: linked,
    [`${key}:inactive`]: contact.isInactive ? 'yes' : 'no',
  };
}

/** What is different between then and now, one clause a fact; empty when the answer still rests on the same facts. */
export function describeChangedFacts(then: EvidenceFacts, now: EvidenceFacts, estate: Estate): readonly string[] {
  const keys = [...new Set([...Object.keys(then), ...Object.keys(now)])].sort(byCodeUnit);
  const clauses: string[] = [];
  for (const key of keys) {
    const before = then[key] ?? null;
    const after = now[key] ?? null;
    if (before !== after) clauses.push(describeFact(key, { before, after, estate }));
  }
  // A candidate that came or went changes four facts at once and is said once.
  return [...new Set(clauses)];
}

interface FactChange {
  readonly before: string | null;
  readonly after: string | null;
  readonly estate: Estate;
}

function describeFact(key: string, { before, after, estate }: FactChange): string {
  if (!key.startsWith('contact:')) return describeOwnFact(key, { before, after, estate });
  const cut = key.lastIndexOf(':');
  const contactId = key.slice('contact:'.length, cut);
  const name = estate.contactById.get(contactId)?.fullName;
  const who = name === undefined ? `the contact ${contactId}` : quoted(name);
  if (before === null) return `${who} is new among the candidates`;
  if (after === null) return `${who} is no candidate any more`;
  switch (key.slice(cut + 1)) {
    case 'address':
      return `${who} had ${spell(before)} and has ${spell(after)} now`;
    case 'client':
      return `${who} was at ${estate.clientName(nullIfNone(before))} and is at ${estate.clientName(nullIfNone(after))} now`;
    case 'inactive':
      return `${who} is ${after === 'yes' ? 'inactive' : 'active'} now`;
    default:
      return `${who} was linked to ${linkWords(before)} and is linked to ${linkWords(after)} now`;
  }
}

function describeOwnFact(key: string, { before, after, estate }: FactChange): string {
  const was = before ?? NONE;
  const is = after ?? NONE;
  if (key === 'client')
    return `the client was ${estate.clientName(nullIfNone(was))} and is ${estate.clientName(nullIfNone(is))} now`;
  if (key === 'rivals') return is === NONE ? 'nobody else has a claim any more' : 'other accounts have a claim now';
  if (key === 'link') return is === NONE ? 'the link is gone' : 'the link points at another contact';
  return `the ${key} was ${spell(was)} and is ${spell(is)} now`;
}

function spell(value: string): string {
  return value === NONE ? 'nothing' : list(value.includes('@') ? value.split(' ') : [value]);
}

function linkWords(value: string): string {
  if (value === NONE) return 'nobody';
  return value === 'this account' ? value : `the account ${value.split(' ')[0]}`;
}

function nullIfNone(value: string): string | null {
  return value === NONE ? null : value;
}

/** Kept beside the facts because both name an identity the same way. */
export function identityKey({
  entraTenantId,
  entraObjectId,
}: Pick<ContactLink, 'entraTenantId' | 'entraObjectId'>): string {
  return `${entraTenantId}/${entraObjectId}`;
}
