/**
 * Ownership, the first of the pure steps after deciding: we update or inactivate only what a link of ours reaches. The
 * decisions keep to that already; this step holds it even if one of them should not.
 */
import type { Decided } from '../contact-match/one-contact-one-identity.ts';
import { verdict } from '../contact-match/verdict.ts';

/** Rows that would change a contact without holding it become questions. */
export function restrictToOwned(decided: readonly Decided[]): readonly Decided[] {
  return decided.map((one) => (isOwned(one) ? one : { identity: one.identity, verdict: ask(one) }));
}

function isOwned({ identity, verdict: { action, contact } }: Decided): boolean {
  if (action !== 'update' && action !== 'inactivate') return true;
  return contact !== null && identity.link?.contactId === contact.contactId && contact.clientId === identity.clientId;
}

function ask({ verdict: { contact } }: Decided) {
  return verdict({
    action: 'queue',
    reason: 'contactLinkedToAnother',
    candidates: contact === null ? [] : [contact],
    because: 'No link of ours reaches this contact, so it is not changed. Is this the right person?',
  });
}
