/**
 * Why a row was stale, field by field: what the plan or the operator saw, what was chosen, what is there now. The adapter asks
 * here before it refuses to write and the journal is read back through here, so that both always name the same fields.
 */
import type { Contact, ContactFacts } from '../contact.ts';
import { isSameName } from '../field-rules/person-name.ts';
import type { FieldChange, PlannedPerson } from '../planned-change.ts';
import { compareThreeWays } from './three-way.ts';

export interface ConflictFact {
  /** A contact field, or `contact` when the record as a whole is the matter (gone, or made by somebody else). */
  readonly field: keyof ContactFacts | 'contact';
  readonly base: unknown;
  readonly intended: unknown;
  readonly current: unknown;
}

export interface ConflictCase {
  readonly base: ContactFacts | null;
  readonly fields: readonly FieldChange[];
  readonly person: PlannedPerson | null;
  /** The contact as it is now; null when it is gone. */
  readonly current: Contact | null;
}

/** Empty: nothing that identifies the contact or is to be changed has moved. */
export function conflictsOf({ base, fields, person, current }: ConflictCase): readonly ConflictFact[] {
  if (base === null) return current === null ? [] : [madeMeanwhile(person, current)];
  if (current === null) return [{ field: 'contact', base: base.fullName, intended: base.fullName, current: null }];
  const compared = compareThreeWays(base, fields, current);
  if (compared.kind === 'conflict') return compared.fields;
  return fields.length > 0 ? [] : anotherPerson(base, current);
}

function madeMeanwhile(person: PlannedPerson | null, { fullName, email }: Contact): ConflictFact {
  const intended = person ? `${person.displayName} <${person.address ?? 'no address'}>` : null;
  return { field: 'contact', base: null, intended, current: `${fullName} <${email ?? 'no address'}>` };
}

/**
 * For a link that changes no field: only what identifies a person counts (name, addresses, being active). A phone number that
 * somebody tidied does not make it another person, nor does the letter case of a name or an address.
 */
function anotherPerson(base: ContactFacts, current: ContactFacts): readonly ConflictFact[] {
  const { fullName } = isSameName(base.fullName, current.fullName) ? base : current;
  const facts: readonly ConflictFact[] = [
    same('fullName', base.fullName, fullName),
    same('email', addressesOf(base), addressesOf(current)),
    same('isInactive', base.isInactive, current.isInactive),
  ];
  return facts.filter((fact) => fact.base !== fact.current);
}

function same(field: ConflictFact['field'], base: unknown, current: unknown): ConflictFact {
  return { field, base, intended: base, current };
}

/** Primary and additional ones together: which of them is the primary one does not change who it is. */
function addressesOf({ email, additionalEmails }: ContactFacts): string {
  const folded = [email ?? '', ...additionalEmails].map((address) => address.trim().toLowerCase());
  return [...new Set(folded)]
    .filter(Boolean)
    .sort((left, right) => (left < right ? -1 : 1))
    .join('; ');
}
