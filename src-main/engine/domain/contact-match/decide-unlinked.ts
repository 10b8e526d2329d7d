/**
 * What an unlinked directory user means for the contacts of its client: the address rows of design 6, in their order. The
 * name row comes later (decide-by-name.ts), when it is known which contacts are spoken for.
 *   the server left this object id on one contact of the client      link
 *   one contact of the client has the address, held by nobody        link
 *     … held by another identity, or two people have the address      queue
 *   two or more contacts of the client have it                       queue
 *   a contact of another client, or of none, has it                  queue
 *   only an alias or a former address matches                        queue, as a strong candidate
 * Contacts held by an account that left ask whether this is the same person, recreated or moved to another tenant.
 */
import type { Contact } from '../contact.ts';
import type { ContactLink } from '../contact-link.ts';
import { decideFields } from '../field-rules/decide-fields.ts';
import { type Claim, claimOn } from './claims.ts';
import { withoutContestedAddress } from './contested-address.ts';
import type { DecisionContext } from './decide-linked.ts';
import { skipExcluded } from './decide-linked.ts';
import { byContactId, type Estate } from './estate.ts';
import { hasLeft, type Identity, otherAddresses } from './identity.ts';
import { list, quoted } from './sentences.ts';
import { type Verdict, verdict } from './verdict.ts';

/** Null: no row about addresses applies, so the name decides. */
export function decideUnlinked(identity: Identity, context: DecisionContext): Verdict | null {
  const { user, exclusion } = identity;
  if (user.presence === 'gone') return goneStranger;
  if (user.presence === 'missedOnce') return missedStranger;
  if (exclusion !== null) return skipExcluded(exclusion, null);
  return (
    decideProvenance(identity, context) ??
    decideAddress(identity, context) ??
    decideAlias(identity, context.estate) ??
    decideFormerAddress(identity, context.estate)
  );
}

const goneStranger = verdict({
  action: 'noChange',
  reason: 'alreadyInactive',
  because: 'Deleted in Entra and never linked to a contact: there is nothing to do.',
});

const missedStranger = verdict({
  action: 'noChange',
  reason: 'notProvenDeleted',
  because: 'Missing from the last read only: one absence proves nothing, so nothing follows from it.',
});

function decideProvenance(identity: Identity, context: DecisionContext): Verdict | null {
  const carrying = context.estate
    .contactsByProvenance(identity.user.entraObjectId.toLowerCase())
    .filter((contact) => context.estate.linksToContact(contact.contactId).length === 0);
  const [contact, ...others] = carrying;
  if (contact === undefined) return null;
  if (others.length > 0)
    return verdict({
      action: 'queue',
      reason: 'severalContactsShareAddress',
      candidates: carrying,
      because: `The server's sync left this account's id on ${carrying.length} contacts; only one can be this person.`,
      counterfactual: 'If only one contact carried the account id, it would be linked.',
    });
  if (contact.clientId !== identity.clientId)
    return verdict({
      action: 'queue',
      reason: 'linkedContactMoved',
      candidates: [contact],
      because: `The server linked this account to ${quoted(contact.fullName)}, who is at ${context.estate.clientName(contact.clientId)} now.`,
      counterfactual: `If the contact were at ${context.estate.clientName(identity.clientId)}, it would be linked.`,
    });
  return linkTo(identity, contact, { context, reason: 'provenanceMatch' });
}

function decideAddress(identity: Identity, context: DecisionContext): Verdict | null {
  const { address, clientId } = identity;
  const { estate } = context;
  if (address === null) return null;
  const hits = estate.contactsByAddress(address);
  const rivals = estate.claimantsOf(address).filter((other) => other !== identity);
  const here = hits.filter((contact) => contact.clientId === clientId);
  const only = here[0];
  if (here.length === 1 && only !== undefined) {
    const claim = claimOn(only, identity, estate);
    if (claim.kind === 'taken') return takenQuestion(identity, only, { claim, estate });
    if (rivals.length === 0) return linkTo(identity, only, { context, reason: 'addressMatch' });
  }
  if (rivals.length > 0) return sharedQuestion(identity, { hits, rivals });
  if (here.length > 1)
    return verdict({
      action: 'queue',
      reason: 'severalContactsShareAddress',
      candidates: here,
      because: `${here.length} contacts of ${estate.clientName(clientId)} have ${address}: ${list(here.map((contact) => quoted(contact.fullName)))}. Which one is this person?`,
      counterfactual: `If only one of them had ${address}, it would be linked.`,
    });
  return hits.length > 0 ? elsewhereQuestion(identity, hits, { estate, via: address }) : null;
}

interface LinkParts {
  readonly context: DecisionContext;
  readonly reason: 'addressMatch' | 'provenanceMatch';
}

function linkTo(identity: Identity, contact: Contact, { context, reason }: LinkParts): Verdict {
  const { estate, rules } = context;
  const decided = withoutContestedAddress(
    decideFields(identity.user, contact, { rules: rules.fields, readPhone: estate.readPhone }),
    { identity, contact, estate },
  );
  const about =
    reason === 'provenanceMatch'
      ? `The server's own sync linked this account to ${quoted(contact.fullName)}.`
      : `${quoted(contact.fullName)} is the only contact of the client with ${identity.address}, and nobody else holds it.`;
  const words = contact.isInactive ? [...decided.words, 'the contact is inactive and stays so'] : decided.words;
  return verdict({
    action: 'link',
    reason,
    contact,
    fields: decided.fields,
    candidates: [contact],
    because: words.length === 0 ? about : `${about} Also: ${words.join('; ')}.`,
    counterfactual:
      reason === 'provenanceMatch'
        ? 'Without the account id on the contact, the addresses would decide.'
        : `If a second contact of the client, or a second account, had ${identity.address}, you would be asked.`,
  });
}

function sharedQuestion(
  { address }: Identity,
  { hits, rivals }: { readonly hits: readonly Contact[]; readonly rivals: readonly Identity[] },
): Verdict {
  const names = list(rivals.map(({ user }) => quoted(user.displayName ?? user.entraObjectId)));
  return verdict({
    action: 'queue',
    reason: 'usersShareAddress',
    candidates: hits,
    rivals,
    because: `${address} is the address of ${names} too. One contact must not stand for two people.`,
    counterfactual:
      hits.length === 0
        ? `If only this account had ${address}, a contact would be created.`
        : `If only this account had ${address}, the contact with it would be considered alone.`,
  });
}

interface TakenFacts {
  readonly claim: Extract<Claim, { kind: 'taken' }>;
  readonly estate: Estate;
}

/** The contact is held by somebody: a colleague, a former account of the same person, or the person's old tenant. */
function takenQuestion(identity: Identity, contact: Contact, { claim, estate }: TakenFacts): Verdict {
  const moved = claim.state === 'left' && claim.isOtherTenant;
  const holder = claim.holder?.user.displayName ?? claim.holder?.user.userPrincipalName ?? claim.entraObjectId;
  const about = moved
    ? `${quoted(contact.fullName)} is linked to ${quoted(holder)} of another tenant, an account that left. The person seems to have moved from ${estate.clientName(contact.clientId)} to ${estate.clientName(identity.clientId)}.`
    : claim.state === 'left'
      ? `${quoted(contact.fullName)} is linked to an account that is disabled or gone (${quoted(holder)}). The account seems to have been recreated with the same address.`
      : `${quoted(contact.fullName)} is linked to another account (${quoted(holder)}). One contact must not stand for two people.`;
  return verdict({
    action: 'queue',
    reason: moved ? 'linkedIdentityMovedTenant' : 'contactLinkedToAnother',
    candidates: [contact],
    rivals: claim.holder === null ? [] : [claim.holder],
    because: about,
    counterfactual: `If ${quoted(contact.fullName)} were linked to nobody and at this client, it would be linked.`,
  });
}

function elsewhereQuestion(
  identity: Identity,
  hits: readonly Contact[],
  { estate, via }: { readonly estate: Estate; readonly via: string },
): Verdict {
  for (const contact of hits) {
    const claim = claimOn(contact, identity, estate);
    if (claim.kind === 'taken' && claim.state === 'left' && claim.isOtherTenant)
      return takenQuestion(identity, contact, { claim, estate });
  }
  const places = list(hits.map((contact) => `${quoted(contact.fullName)} at ${estate.clientName(contact.clientId)}`));
  return verdict({
    action: 'queue',
    reason: 'addressAtAnotherClient',
    candidates: hits,
    because: `${via} belongs to ${places}. The PSA refuses a second contact with one address, and the server would fail the whole client on it.`,
    counterfactual: `If ${hits.length === 1 ? 'that contact' : 'one of them'} were at ${estate.clientName(identity.clientId)}, it would be considered; if nobody had the address, a contact would be created.`,
  });
}

interface AliasHit {
  readonly contact: Contact;
  readonly via: string;
  readonly isHere: boolean;
}

/** Aliases never link: an alias is passed on more easily than a mailbox. */
function decideAlias(identity: Identity, estate: Estate): Verdict | null {
  const hits = aliasHits(identity, estate);
  const here = contactsOf(hits.filter(({ isHere }) => isHere));
  if (here.length > 0) return aliasQuestion(identity, here, estate);
  const first = hits[0];
  return first === undefined ? null : elsewhereQuestion(identity, contactsOf(hits), { estate, via: first.via });
}

/** Contacts that carry another address of the account and are not in use by somebody else. */
function aliasHits(identity: Identity, estate: Estate): readonly AliasHit[] {
  const hits: AliasHit[] = [];
  for (const { address, kind } of otherAddresses(identity)) {
    for (const contact of estate.contactsByAddress(address)) {
      const isHere = contact.clientId === identity.clientId;
      // A recovery address at another client is mostly the technician's own.
      if (!isHere && kind === 'recovery') continue;
      const claim = claimOn(contact, identity, estate);
      if (claim.kind !== 'taken' || claim.state !== 'live') hits.push({ contact, via: address, isHere });
    }
  }
  return hits;
}

function contactsOf(hits: readonly AliasHit[]): readonly Contact[] {
  return [...new Set(hits.map(({ contact }) => contact))].sort(byContactId);
}

function aliasQuestion(identity: Identity, contacts: readonly Contact[], estate: Estate): Verdict {
  const [first] = contacts;
  if (contacts.length === 1 && first !== undefined) {
    const claim = claimOn(first, identity, estate);
    if (claim.kind === 'taken') return takenQuestion(identity, first, { claim, estate });
  }
  const wanted = identity.address ?? 'a usable address';
  return verdict({
    action: 'queue',
    reason: 'aliasMatch',
    candidates: contacts,
    because: `No contact has ${wanted}, but another address of this account belongs to ${list(contacts.map((contact) => quoted(contact.fullName)))}. Is that the same person?`,
    counterfactual: `If ${quoted(first?.fullName ?? '')} also carried ${wanted}, it would be linked.`,
  });
}

/**
 * A contact that this address led to before, though it shows the address no longer. While somebody who is in use holds it,
 * the address was simply given on, and the new owner is another person.
 */
function decideFormerAddress(identity: Identity, estate: Estate): Verdict | null {
  const { address } = identity;
  if (address === null) return null;
  const former = estate
    .linksByLastAddress(address)
    .filter((link) => link.status !== 'orphaned' || isOwnOrLeft(link, identity, estate))
    .map(({ contactId }) => estate.contactById.get(contactId))
    .filter((contact) => contact !== undefined)
    .map((contact) => ({ contact, claim: claimOn(contact, identity, estate) }));
  for (const { contact, claim } of former)
    if (claim.kind === 'taken' && claim.state !== 'live') return takenQuestion(identity, contact, { claim, estate });
  const free = former.filter(({ contact, claim }) => claim.kind === 'free' && contact.clientId === identity.clientId);
  if (free.length === 0) return null;
  const contacts = [...new Set(free.map(({ contact }) => contact))].sort(byContactId);
  return verdict({
    action: 'queue',
    reason: 'aliasMatch',
    candidates: contacts,
    because: `${address} led to ${list(contacts.map((contact) => quoted(contact.fullName)))} before, but the contact shows it no longer. Is that the same person?`,
    counterfactual: `If ${quoted(contacts[0]?.fullName ?? '')} carried ${address} again, it would be linked.`,
  });
}

/** A link that was taken away tells about this account, or about one that will never be linked again; not about a colleague. */
function isOwnOrLeft(link: ContactLink, { user }: Identity, estate: Estate): boolean {
  const owner = estate.findIdentity(link.entraTenantId, link.entraObjectId);
  return owner === null || owner.user === user || hasLeft(owner);
}
