/** The candidates of a question, ranked best first, each with its ledger and with what stands in the way of choosing it. */
import type { Contact } from '../contact.ts';
import type { ContactCandidate } from '../planned-change.ts';
import { byCodeUnit } from '../text/by-code-unit.ts';
import { claimOn } from './claims.ts';
import { contactLedger, type LedgerContext } from './contact-ledger.ts';
import type { Estate } from './estate.ts';
import type { Identity } from './identity.ts';

/** Equal scores are ordered by contact id, so that the same facts always rank the same way. */
export function rankCandidates(
  identity: Identity,
  contacts: readonly Contact[],
  context: LedgerContext,
): readonly ContactCandidate[] {
  return contacts
    .map((contact) => {
      const obstacle = obstacleTo(identity, contact, context.estate);
      const evidence = contactLedger(identity, contact, context);
      return {
        contactId: contact.contactId,
        clientId: contact.clientId,
        evidence,
        choosable: obstacle === null,
        obstacle,
      };
    })
    .sort((left, right) => right.evidence.score - left.evidence.score || byCodeUnit(left.contactId, right.contactId));
}

/** Why an operator cannot link this person to the contact as things stand; null when nothing stands in the way. */
export function obstacleTo(identity: Identity, contact: Contact, estate: Estate): string | null {
  if (contact.clientId === null) return 'The contact belongs to no client. Give it one in the PSA first.';
  if (contact.clientId !== identity.clientId)
    return `The contact belongs to ${estate.clientName(contact.clientId)}. Move it in the PSA first, or map the tenant there.`;
  const claim = claimOn(contact, identity, estate);
  if (claim.kind !== 'taken') return null;
  const holder = claim.holder?.user.displayName ?? claim.entraObjectId;
  if (claim.state === 'live')
    return `The contact is linked to ${holder}, whose account is in use. Take that link away first.`;
  // An account that left may give its contact to its successor: that is what the question is about.
  return claim.state === 'left'
    ? null
    : `The contact is linked to ${holder}, an account that this plan has not read. Plan the whole estate first.`;
}
