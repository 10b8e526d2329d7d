/**
 * What a linked directory user means for its contact. The identity wins over any address: a renamed person is a rename.
 *   contact gone from the PSA                             queue      (nothing to ask about somebody who left)
 *   contact at another client or at none                  queue
 *   contact held by another identity as well              queue
 *   deleted upstream, proven                              inactivate | noChange
 *   absent once                                           noChange
 *   disabled upstream                                     inactivate | noChange
 *   excluded by a filter                                  skip       | inactivate where the operator wants that
 *   new address belongs to another contact or person      queue
 *   inactive because a sync did it, enabled again         update
 *   fields differ / nothing differs                       update | noChange
 */
import type { Contact } from '../contact.ts';
import type { ContactLink } from '../contact-link.ts';
import { decideFields } from '../field-rules/decide-fields.ts';
import type { FieldChange } from '../planned-change.ts';
import type { SyncRules } from '../rules.ts';
import type { Exclusion } from '../user-filter/compile-filter.ts';
import { claimOn } from './claims.ts';
import { type Estate, foldContactAddress } from './estate.ts';
import type { Identity } from './identity.ts';
import { list, quoted } from './sentences.ts';
import { type Verdict, verdict } from './verdict.ts';

export interface LinkedIdentity extends Identity {
  readonly link: ContactLink;
}

export interface DecisionContext {
  readonly estate: Estate;
  readonly rules: SyncRules;
  /** The filter setting of the identity's tenant. */
  inactivatesExcluded(identity: Identity): boolean;
}

/** Reasons by which the server's own sync makes a contact inactive; a person's own act leaves none of them. */
const inactivatedBySync: ReadonlySet<string | null> = new Set(['disabled_upstream', 'excluded_by_filter']);

/**
 * Ours by our own record; the server's by the reason it left on a contact that it linked itself. A link made since then, by
 * us or by an operator, found the contact inactive and takes that as somebody's wish.
 */
function wasInactivatedBySync(link: ContactLink, contact: Contact): boolean {
  return link.inactivatedByUs || (link.origin === 'server' && inactivatedBySync.has(contact.entraSyncStatusReason));
}

/** Decides one linked identity. Pure; the order of the rows is the order of the table above. */
export function decideLinked(identity: LinkedIdentity, context: DecisionContext): Verdict {
  const contact = context.estate.contactById.get(identity.link.contactId);
  if (contact === undefined) return decideGoneContact(identity);
  if (contact.clientId !== identity.clientId) return decideMovedContact(identity, contact, context);
  const claim = claimOn(contact, identity, context.estate);
  if (claim.kind === 'taken') return decideContested(identity, contact);
  return decideAbsence(identity, contact, context) ?? decidePresent(identity, contact, context);
}

function decideGoneContact(identity: LinkedIdentity): Verdict {
  if (identity.user.presence === 'gone')
    return verdict({
      action: 'noChange',
      reason: 'alreadyInactive',
      because: 'Deleted in Entra, and the linked contact is gone from the PSA too: nothing is left to do.',
    });
  if (identity.user.presence === 'missedOnce') return missedOnce(null);
  if (identity.exclusion !== null) return skipExcluded(identity.exclusion, null);
  return verdict({
    action: 'queue',
    reason: 'linkedContactGone',
    because:
      'The linked contact is gone from the PSA. Was it removed on purpose, or is there another one for this person?',
    counterfactual: 'If the contact were back in the PSA, the link would hold and only fields would be compared.',
  });
}

function decideMovedContact(identity: LinkedIdentity, contact: Contact, { estate }: DecisionContext): Verdict {
  const isDone = contact.isInactive && (identity.user.presence === 'gone' || identity.exclusion !== null);
  if (isDone) return alreadyInactive(contact);
  const here = estate.clientName(identity.clientId);
  return verdict({
    action: 'queue',
    reason: 'linkedContactMoved',
    contact: null,
    candidates: [contact],
    because: `The linked contact ${quoted(contact.fullName)} is at ${estate.clientName(contact.clientId)} now, but this directory belongs to ${here}.`,
    counterfactual: `If the contact were at ${here}, the link would hold and only fields would be compared.`,
  });
}

/** Two identities hold one contact: whatever either of them says must not be written for the other. */
function decideContested(identity: LinkedIdentity, contact: Contact): Verdict {
  if (identity.user.presence === 'gone')
    return verdict({
      action: 'noChange',
      reason: 'alreadyInactive',
      because: `Deleted in Entra; its former contact ${quoted(contact.fullName)} belongs to another account now.`,
    });
  if (identity.user.presence === 'missedOnce') return missedOnce(null);
  if (identity.exclusion !== null) return skipExcluded(identity.exclusion, null);
  return verdict({
    action: 'queue',
    reason: 'contactLinkedToAnother',
    candidates: [contact],
    because: `Two accounts are linked to the contact ${quoted(contact.fullName)}; one record must not stand for two people.`,
    counterfactual: 'If the other account were not linked to this contact, the link would hold.',
  });
}

function decideAbsence(identity: LinkedIdentity, contact: Contact, context: DecisionContext): Verdict | null {
  const { user, exclusion } = identity;
  const marks = context.rules.fields.markInactiveWhenDisabled;
  if (user.presence === 'missedOnce') return missedOnce(contact);
  const left = user.presence === 'gone' ? 'deleted' : exclusion?.reason === 'account_disabled' ? 'disabled' : null;
  if (left !== null) {
    if (contact.isInactive) return alreadyInactive(contact);
    if (!marks)
      return verdict({
        action: 'noChange',
        reason: 'inactivationOff',
        contact,
        because: `The account is ${left} in Entra; the rule "mark inactive when disabled" is off, so the contact stays active.`,
        counterfactual: 'With the rule "mark inactive when disabled" on, the contact would be marked inactive.',
      });
    return verdict({
      action: 'inactivate',
      reason: left === 'deleted' ? 'deletedUpstream' : 'disabledUpstream',
      contact,
      fields: [{ field: 'isInactive', from: false, to: true }],
      because: `The account is ${left} in Entra, so its contact is marked inactive. Nothing is deleted.`,
      counterfactual: 'If the account were enabled in Entra, the contact would stay active.',
    });
  }
  return exclusion === null ? null : decideExcluded(identity, exclusion, { contact, context });
}

// Somebody without an address is not somebody whom a filter was meant to retire.
function decideExcluded(
  identity: LinkedIdentity,
  exclusion: Exclusion,
  { contact, context }: { readonly contact: Contact; readonly context: DecisionContext },
): Verdict {
  if (!context.inactivatesExcluded(identity) || exclusion.reason === 'missing_identity')
    return skipExcluded(exclusion, contact);
  if (contact.isInactive) return alreadyInactive(contact);
  return verdict({
    action: 'inactivate',
    reason: 'excludedByFilter',
    contact,
    fields: [{ field: 'isInactive', from: false, to: true }],
    because: `${exclusion.rule} Your filters also mark linked contacts of such people inactive.`,
    counterfactual: 'If the filter did not exclude this person, the contact would stay active.',
  });
}

function decidePresent(identity: LinkedIdentity, contact: Contact, context: DecisionContext): Verdict {
  const { estate, rules } = context;
  const renamed = isRenamed(identity, contact);
  const decided = decideFields(identity.user, contact, { rules: rules.fields, readPhone: estate.readPhone });
  const question = addressQuestion(identity, contact, { estate, renamed, fields: decided.fields });
  if (question !== null) return question;
  const isBack = contact.isInactive && wasInactivatedBySync(identity.link, contact);
  const fields: readonly FieldChange[] = isBack
    ? [...decided.fields, { field: 'isInactive', from: true, to: false }]
    : decided.fields;
  if (fields.length === 0) return linkedNoChange(identity, contact, { renamed, words: decided.words });
  const about = isBack
    ? 'The account is enabled again and the contact was inactive only because a sync had marked it so.'
    : renamed
      ? `Renamed in Entra${formerly(identity.link.lastAddress)}; the identity is the same person.`
      : 'Linked, and fields differ from Entra.';
  return verdict({
    action: 'update',
    reason: isBack ? 'enabledAgain' : renamed ? 'linkedRenamed' : 'linkedFieldsDiffer',
    contact,
    fields,
    because: sentenceOf(about, decided.words),
    counterfactual: isBack
      ? 'Had a person marked the contact inactive, it would stay inactive.'
      : 'With these field rules off, the contact would keep its own values.',
  });
}

const unchanged = 'Linked, and nothing that the field rules cover differs.';
const inactiveByHand = 'Linked; the contact was marked inactive by hand in the PSA and stays so.';

function linkedNoChange(
  { link, address }: LinkedIdentity,
  contact: Contact,
  { renamed, words }: { readonly renamed: boolean; readonly words: readonly string[] },
): Verdict {
  const about = renamed
    ? `Renamed in Entra${formerly(link.lastAddress)} to ${address ?? 'no address'}; the e-mail rule is off or the contact has the address already, so nothing is written.`
    : contact.isInactive
      ? inactiveByHand
      : unchanged;
  return verdict({ action: 'noChange', reason: 'linkedNoChange', contact, because: sentenceOf(about, words) });
}

interface AddressFacts {
  readonly estate: Estate;
  readonly renamed: boolean;
  readonly fields: readonly FieldChange[];
}

/** A new address that somebody else has: the PSA would refuse it, and it may mean that two records are one person. */
function addressQuestion(identity: LinkedIdentity, contact: Contact, facts: AddressFacts): Verdict | null {
  const { address } = identity;
  const writesEmail = facts.fields.some(({ field }) => field === 'email');
  if (address === null || !(facts.renamed || writesEmail)) return null;
  const holders = facts.estate.contactsByAddress(address).filter((other) => other !== contact);
  if (holders.length > 0)
    return verdict({
      action: 'queue',
      reason: 'linkedAddressTaken',
      candidates: [contact, ...holders],
      because: `Renamed in Entra to ${address}, but that address belongs to ${list(holders.map((other) => `${quoted(other.fullName)} at ${facts.estate.clientName(other.clientId)}`))}. Is that the same person twice?`,
      counterfactual: `If no other contact had ${address}, this would be a plain rename.`,
    });
  const rivals = writesEmail ? facts.estate.claimantsOf(address).filter((other) => other !== identity) : [];
  if (rivals.length === 0) return null;
  return verdict({
    action: 'queue',
    reason: 'usersShareAddress',
    candidates: [contact],
    rivals,
    because: `${address} is the address of ${list(rivals.map(({ user }) => quoted(user.displayName ?? user.entraObjectId)))} too; a contact's address must belong to one person.`,
    counterfactual: `If only this account had ${address}, the contact's address would be updated.`,
  });
}

/** The address changed since the last sync; without a last sync, the contact does not carry it. */
function isRenamed({ address, link }: LinkedIdentity, contact: Contact): boolean {
  if (address === null) return false;
  if (link.lastAddress !== null) return link.lastAddress !== address;
  if (contact.email !== null && foldContactAddress(contact.email) === address) return false;
  return !contact.additionalEmails.some((other) => foldContactAddress(other) === address);
}

function missedOnce(contact: Contact | null): Verdict {
  return verdict({
    action: 'noChange',
    reason: 'notProvenDeleted',
    contact,
    because: 'Missing from the last read only: one absence proves nothing, so nothing follows from it.',
    counterfactual: 'A second complete read without the account, or its entry among the deleted ones, would prove it.',
  });
}

function alreadyInactive(contact: Contact): Verdict {
  return verdict({
    action: 'noChange',
    reason: 'alreadyInactive',
    contact,
    because: 'The account has left, and the contact is inactive already.',
  });
}

/** A person whom a filter leaves out, with the rule that did it. */
export function skipExcluded(exclusion: Exclusion, contact: Contact | null): Verdict {
  return verdict({ action: 'skip', reason: 'excluded', contact, because: exclusion.rule });
}

function formerly(address: string | null): string {
  return address === null ? '' : ` (was ${address})`;
}

function sentenceOf(about: string, words: readonly string[]): string {
  return words.length === 0 ? about : `${about} Also: ${words.join('; ')}.`;
}
