/** After an accepted write: GET the contact and compare what was intended with what is there. The only way to say `done`. */
import type { ContactId } from '../../../../shared/vocabulary/ids.ts';
import type { Contact } from '../../domain/contact.ts';
import type { EnsureOutcome } from '../port.ts';
import type { ContactRow } from './answers.ts';
import { compareContact, type IntendedContact } from './contact-fields.ts';
import { toContact } from './map-rows.ts';
import type { ListRoute } from './v1-routes.ts';

export async function readBackContact(
  contactId: ContactId,
  write: { readonly intended: IntendedContact; readonly before: Contact | null },
  tools: { readonly contacts: ListRoute<ContactRow>; readonly signal: AbortSignal },
): Promise<EnsureOutcome> {
  const { intended, before } = write;
  const row = await tools.contacts.find(contactId, tools.signal);
  if (row === null) {
    const sentence = 'The PSA accepted the change, but the contact is no longer there.';
    return { kind: 'stale', sentence, observed: null };
  }
  const observed = toContact(row);
  const mismatches = compareContact(intended, observed);
  if (mismatches.length > 0) return { kind: 'mismatch', contactId, before, observed, mismatches };
  return { kind: 'done', contactId, before, observed };
}
