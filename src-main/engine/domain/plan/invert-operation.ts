/**
 * The inverse of one finished operation, decided from its journal alone.
 *
 *   link, nothing written             unlink
 *   link or update with fields        restore each field to what it was before; unlink where the link was new
 *   inactivate                        restore, and the link forgets that we did it
 *   first address of a contact        stays: the PSA keeps no contact without one, so the rest comes back
 *   create                            one-way: the contact stays, is made inactive and unlinked; nothing is ever deleted
 *   queue, skip, noChange             nothing to reverse
 *   refused, stale, failed            nothing was changed
 */
import { assertNever, type ChangeAction, type OperationState } from '../../../../shared/vocabulary/states.ts';
import { type Contact, contactFacts } from '../contact.ts';
import type { FieldChange, PlannedChange } from '../planned-change.ts';
import { isFirstAddress, oneWayKindOf } from './one-way.ts';

/** What the journal says about one operation. */
export interface OperationStory {
  readonly action: ChangeAction;
  readonly state: OperationState;
  readonly intended: PlannedChange;
  readonly before: Contact | null;
  readonly observed: Contact | null;
  /** Whether a request left: an adopted change that was never sent is not ours to reverse. */
  readonly wasSent: boolean;
}

export type Inverse =
  | { readonly kind: 'nothing'; readonly because: string }
  /** `fields` empty: only the link goes. `isOneWay`: the contact itself stays. */
  | {
      readonly kind: 'reverse';
      readonly fields: readonly FieldChange[];
      readonly removesLink: boolean;
      readonly isOneWay: boolean;
    };

export function invertOperation(story: OperationStory): Inverse {
  if (story.state === 'undone') return { kind: 'nothing', because: 'It was undone before.' };
  if (story.state !== 'done' && story.state !== 'adopted' && story.state !== 'mismatch')
    return { kind: 'nothing', because: 'It changed nothing.' };
  switch (story.action) {
    case 'create':
      return invertCreate(story);
    case 'link':
      return reverse(story, { fields: restoredFields(story), removesLink: true });
    case 'update':
    case 'inactivate':
      return invertUpdate(story);
    case 'queue':
    case 'skip':
    case 'noChange':
      return { kind: 'nothing', because: 'It wrote nothing to the PSA.' };
    default:
      return assertNever(story.action);
  }
}

type Reversal = Extract<Inverse, { kind: 'reverse' }>;

/** Whether all of it comes back is the table's to say, not each case's. */
function reverse({ action, intended }: OperationStory, how: Pick<Reversal, 'fields' | 'removesLink'>): Reversal {
  return { kind: 'reverse', ...how, isOneWay: oneWayKindOf({ action, fields: intended.fields }) !== null };
}

function invertCreate(story: OperationStory): Inverse {
  const { observed } = story;
  if (observed === null) return { kind: 'nothing', because: 'The created contact was never seen.' };
  const fields: FieldChange[] = observed.isInactive ? [] : [{ field: 'isInactive', from: false, to: true }];
  return reverse(story, { fields, removesLink: true });
}

function invertUpdate(story: OperationStory): Inverse {
  const fields = restoredFields(story);
  if (fields.length === 0) return { kind: 'nothing', because: nothingBecause(story) };
  return reverse(story, { fields, removesLink: false });
}

function nothingBecause({ intended, wasSent }: OperationStory): string {
  return wasSent && intended.fields.some(isFirstAddress)
    ? 'The address it added stays: the PSA keeps no contact without one.'
    : 'What it wanted was there already, so nothing was written.';
}

/** Each field that we wrote, from what reading back showed to what it was before. */
function restoredFields({ intended, before, observed, wasSent }: OperationStory): FieldChange[] {
  if (!wasSent || observed === null) return [];
  const earlier = before ? contactFacts(before) : intended.base;
  if (earlier === null) return [];
  return intended.fields.flatMap((change) => {
    if (isFirstAddress(change)) return [];
    const restored = { field: change.field, from: observed[change.field], to: earlier[change.field] } as FieldChange;
    return JSON.stringify(restored.from) === JSON.stringify(restored.to) ? [] : [restored];
  });
}
