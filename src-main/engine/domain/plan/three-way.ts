/**
 * Compares three ways before a write: what the plan saw (base), what it wants (fields) and what is there now (current).
 *   now as wanted                      nothing to send for this field
 *   now as the plan saw it             send it
 *   anything else                      conflict: somebody else decided in between, and nothing is sent at all
 * Fields that the plan does not touch may change freely, except the client: a contact at another client is another case.
 * Harmless differences (letter case of addresses, order of phones, spelling of one number) are none.
 */
import type { ContactFacts, ContactPhone } from '../contact.ts';
import { tidyText } from '../field-rules/person-name.ts';
import type { FieldChange } from '../planned-change.ts';
import { e164 } from '../text/phone.ts';

export interface FieldConflict {
  readonly field: FieldChange['field'] | 'clientId';
  readonly base: unknown;
  readonly intended: unknown;
  readonly current: unknown;
}

export type ThreeWay =
  /** Only the fields that still have to be sent. */
  | { readonly kind: 'apply'; readonly fields: readonly FieldChange[] }
  | { readonly kind: 'alreadyThere' }
  | { readonly kind: 'conflict'; readonly fields: readonly FieldConflict[] };

/** With no fields at all, only the client is compared: the answer is `alreadyThere` or a conflict. */
export function compareThreeWays(base: ContactFacts, fields: readonly FieldChange[], current: ContactFacts): ThreeWay {
  const conflicts: FieldConflict[] = [];
  if (base.clientId !== current.clientId)
    conflicts.push({ field: 'clientId', base: base.clientId, intended: base.clientId, current: current.clientId });
  const remaining: FieldChange[] = [];
  for (const change of fields) {
    const { field } = change;
    const now = keyOf(field, current[field]);
    if (now === keyOf(field, change.to)) continue;
    if (now === keyOf(field, base[field])) remaining.push(change);
    else conflicts.push({ field, base: base[field], intended: change.to, current: current[field] });
  }
  if (conflicts.length > 0) return { kind: 'conflict', fields: conflicts };
  return remaining.length === 0 ? { kind: 'alreadyThere' } : { kind: 'apply', fields: remaining };
}

type FieldValue = ContactFacts[FieldChange['field']];

/** Equal keys mean the same value to a person. Name and role keep their letter case: there it is what was decided. */
function keyOf(field: FieldChange['field'], value: FieldValue): string {
  if (value === null) return '';
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return field === 'email' ? value.trim().toLowerCase() : tidyText(value);
  return value
    .map((item) => (typeof item === 'string' ? item.trim().toLowerCase() : phoneKey(item)))
    .sort()
    .join('\n');
}

function phoneKey({ number, extension, type, customType, isDefault }: ContactPhone): string {
  return [
    e164(number, null) ?? number,
    extension ?? '',
    customType ?? type ?? 'other',
    isDefault ? 'default' : '',
  ].join('|');
}
