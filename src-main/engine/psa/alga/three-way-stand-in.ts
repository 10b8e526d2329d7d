/** Stands in for `domain/plan/three-way.ts` until that lands; same signature, strict equality by meaning. */
import type { ContactFacts } from '../../domain/contact.ts';
import type { FieldChange } from '../../domain/planned-change.ts';
import { describeAddresses, describePhones, foldAddress } from './contact-fields.ts';

export interface FieldConflict {
  readonly field: FieldChange['field'];
  readonly base: unknown;
  readonly intended: unknown;
  readonly current: unknown;
}

export type ThreeWay =
  | { readonly kind: 'apply'; readonly fields: readonly FieldChange[] }
  | { readonly kind: 'alreadyThere' }
  | { readonly kind: 'conflict'; readonly fields: readonly FieldConflict[] };

function key(facts: ContactFacts, field: FieldChange['field']): string {
  if (field === 'phones') return describePhones(facts.phones);
  if (field === 'additionalEmails') return describeAddresses(facts.additionalEmails);
  if (field === 'email') return foldAddress(facts.email ?? '');
  return String(facts[field] ?? '').trim();
}

export function compareThreeWays(base: ContactFacts, fields: readonly FieldChange[], current: ContactFacts): ThreeWay {
  const apply: FieldChange[] = [];
  const conflicts: FieldConflict[] = [];
  for (const change of fields) {
    const { field, to } = change;
    const intended = key({ ...base, [field]: to }, field);
    if (key(current, field) === intended) continue;
    if (key(current, field) === key(base, field)) apply.push(change);
    else conflicts.push({ field, base: base[field], intended: to, current: current[field] });
  }
  if (conflicts.length > 0) return { kind: 'conflict', fields: conflicts };
  return apply.length === 0 ? { kind: 'alreadyThere' } : { kind: 'apply', fields: apply };
}
