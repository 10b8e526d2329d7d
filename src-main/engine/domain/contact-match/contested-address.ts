/**
 * An address on which somebody else has a claim is not written to a contact: the PSA would refuse it, and it may be the sign
 * of a question that has not been asked yet. The link stands; the next plan asks about the address.
 */
import type { Contact } from '../contact.ts';
import type { DecidedFields } from '../field-rules/decide-fields.ts';
import type { FieldChange } from '../planned-change.ts';
import type { Estate } from './estate.ts';
import type { Identity } from './identity.ts';

/** The same fields, without the addresses when another contact or another person has the identity's address. */
export function withoutContestedAddress(
  decided: DecidedFields,
  { identity, contact, estate }: { readonly identity: Identity; readonly contact: Contact; readonly estate: Estate },
): DecidedFields {
  const { address } = identity;
  if (address === null || !decided.fields.some(isAddress)) return decided;
  const isContested =
    estate.contactsByAddress(address).some((other) => other !== contact) ||
    estate.claimantsOf(address).some((other) => other !== identity);
  if (!isContested) return decided;
  return {
    fields: decided.fields.filter((change) => !isAddress(change)),
    words: [...decided.words, `${address} is not written, because somebody else has it too`],
  };
}

function isAddress({ field }: FieldChange): boolean {
  return field === 'email' || field === 'additionalEmails';
}
