/**
 * What has no inverse, decided in one place: it is marked one-way before it is pushed, and waits in a cancel window.
 *
 *   create a contact                          one-way: nothing is ever deleted, so undo can only make it inactive and unlink it
 *   the first address of a contact            one-way: the PSA keeps no contact without one, once it has one
 *   undo of a create                          one-way: the contact stays inactive, and an undo is not undone
 *   handing a plan to the server's workflow   one-way: it keeps no journal that could be reversed from here
 *   other links, updates, inactivations       the journal gives every field and the link back
 *   dismiss, queue, skip, no change           nothing is written to the PSA
 */
import {
  type ChangeAction,
  type OneWayKind,
  oneWayKinds,
  type ResolutionKind,
} from '../../../../shared/vocabulary/states.ts';
import type { ActionCounts, FieldChange, PlannedChange } from '../planned-change.ts';

/** One-way changes of one kind, counted, with what undo can still do about them as a sentence. */
export interface OneWayChanges {
  readonly kind: OneWayKind;
  readonly count: number;
  readonly sentence: string;
}

const actions: Readonly<Record<ChangeAction, OneWayKind | null>> = {
  create: 'contactCreated',
  link: null,
  update: null,
  inactivate: null,
  queue: null,
  skip: null,
  noChange: null,
};

const answers: Readonly<Record<ResolutionKind, OneWayKind | null>> = {
  createNew: 'contactCreated',
  linkExisting: null,
  dismiss: null,
};

/** What about this change has no inverse; null when all of it comes back. */
export function oneWayKindOf({ action, fields }: Pick<PlannedChange, 'action' | 'fields'>): OneWayKind | null {
  return actions[action] ?? (fields.some(isFirstAddress) ? 'addressAdded' : null);
}

/** Whether the field cannot be put back: a primary address can be replaced, never emptied. */
export const isFirstAddress = (change: FieldChange): boolean =>
  change.field === 'email' && change.from === null && change.to !== null;

export const isOneWayAnswer = (answer: ResolutionKind): boolean => answers[answer] !== null;

/** What pushing this answer to one queue item could not take back; null when all of it comes back. */
export function oneWayOfAnswer(answer: ResolutionKind): OneWayChanges | null {
  const kind = answers[answer];
  return kind === null ? null : (oneWay(kind, 1)[0] ?? null);
}

export type OneWayCounts = Readonly<Partial<Record<OneWayKind, number>>>;

/** How many of these rows are one-way, by kind; held rows are not applied and do not count. */
export function countOneWay(changes: readonly PlannedChange[]): OneWayCounts {
  const counts: Partial<Record<OneWayKind, number>> = {};
  for (const change of changes) {
    const kind = change.hold === null ? oneWayKindOf(change) : null;
    if (kind !== null) counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

/** In words, the same order for every plan. */
export function oneWayInWords(counts: OneWayCounts): readonly OneWayChanges[] {
  return oneWayKinds.flatMap((kind) => oneWay(kind, counts[kind] ?? 0));
}

/** `createsToUndo`: how many created contacts an undo would reach. */
export const oneWayOfUndo = (createsToUndo: number): readonly OneWayChanges[] => oneWay('createUndone', createsToUndo);

/** Whatever the server's own workflow writes for a plan: none of it can be undone from here. */
export function oneWayOfServer(counts: ActionCounts, held: ActionCounts): readonly OneWayChanges[] {
  const written = (['create', 'link', 'update', 'inactivate'] as const).map((action) => counts[action] - held[action]);
  return oneWay(
    'doneByServer',
    written.reduce((sum, count) => sum + count, 0),
  );
}

function oneWay(kind: OneWayKind, count: number): readonly OneWayChanges[] {
  return count > 0 ? [{ kind, count, sentence: sentences[kind](count) }] : [];
}

/** What an undo says of its own step that could not give everything back. */
export const remainders: Readonly<Record<OneWayKind, string>> = {
  contactCreated: 'The created contact stays, inactive and unlinked: nothing is deleted.',
  addressAdded: 'Taken back, but for the address: the PSA keeps no contact without one.',
  createUndone: 'An undo is not undone.',
  doneByServer: 'What the server’s own sync wrote is not undone from here.',
};

const sentences: Readonly<Record<OneWayKind, (count: number) => string>> = {
  contactCreated: (count) =>
    count === 1
      ? '1 contact is created. Undo can make it inactive and unlink it, but not remove it: contacts are never deleted.'
      : `${count} contacts are created. Undo can make them inactive and unlink them, but not remove them: contacts are never deleted.`,
  addressAdded: (count) =>
    count === 1
      ? '1 contact without an address gets one. Undo cannot take it away again: the PSA keeps no contact without one.'
      : `${count} contacts without an address get one. Undo cannot take it away again: the PSA keeps no contact without one.`,
  createUndone: (count) =>
    count === 1
      ? '1 created contact is made inactive and unlinked. It stays in the PSA, and an undo cannot be undone.'
      : `${count} created contacts are made inactive and unlinked. They stay in the PSA, and an undo cannot be undone.`,
  doneByServer: (count) =>
    `The PSA’s own sync writes ${count === 1 ? 'the planned change' : `the ${count} planned changes`}. It keeps no journal here, so nothing of it can be undone from here.`,
};
