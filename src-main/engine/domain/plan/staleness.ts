/**
 * Whether a row of a plan still rests on the facts it saw. A stale row is skipped and named, never adjusted: the remedy is
 * a new plan. `apply` asks before each row; screens may ask earlier to warn.
 */
import type { Contact } from '../contact.ts';
import { contactFacts } from '../contact.ts';
import type { PlannedChange } from '../planned-change.ts';
import { compareThreeWays, type FieldConflict } from './three-way.ts';

export type Staleness =
  | { readonly kind: 'fresh' }
  /** Everything the row wants is there already: nothing to send, the row counts as carried out. */
  | { readonly kind: 'alreadyThere' }
  | { readonly kind: 'stale'; readonly sentence: string };

const fieldWords: Readonly<Record<FieldConflict['field'], string>> = {
  clientId: 'client',
  fullName: 'name',
  role: 'role',
  email: 'primary address',
  additionalEmails: 'additional addresses',
  phones: 'phone numbers',
  isInactive: 'status',
};

const fresh: Staleness = { kind: 'fresh' };

/**
 * Compares a row with the contact as it is now (null: gone from the PSA). Rows without a base touch no contact and are
 * always fresh. A link also needs the addresses it was made by.
 */
export function planStaleness(
  row: Pick<PlannedChange, 'action' | 'base' | 'fields' | 'person'>,
  current: Contact | null,
): Staleness {
  const { base, fields } = row;
  if (base === null) return fresh;
  if (current === null) return { kind: 'stale', sentence: 'The contact is gone from the PSA since the plan was made.' };
  const compared = compareThreeWays(base, fields, contactFacts(current));
  if (compared.kind === 'conflict')
    return {
      kind: 'stale',
      sentence: `Changed in the PSA since the plan was made: ${compared.fields.map(({ field }) => fieldWords[field]).join(', ')}.`,
    };
  if (row.action === 'link' && lostAddress(row, current))
    return { kind: 'stale', sentence: `The contact no longer has ${row.person.address}, by which it was found.` };
  return compared.kind === 'alreadyThere' && row.action !== 'link' ? { kind: 'alreadyThere' } : fresh;
}

function lostAddress({ base, person }: Pick<PlannedChange, 'base' | 'person'>, current: Contact): boolean {
  const { address } = person;
  return address !== null && base !== null && holds(base, address) && !holds(current, address);
}

function holds({ email, additionalEmails }: Pick<Contact, 'email' | 'additionalEmails'>, address: string): boolean {
  return [email, ...additionalEmails].some((held) => held?.trim().toLowerCase() === address);
}
