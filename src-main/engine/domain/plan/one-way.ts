/**
 * What has no inverse, decided in one place: it is marked one-way before it is pushed, and waits in a cancel window.
 *
 *   create a contact                          one-way: nothing is ever deleted, so undo can only make it inactive and unlink it
 *   undo of a create                          one-way: the contact stays inactive, and an undo is not undone
 *   handing a plan to the server's workflow   one-way: it keeps no journal that could be reversed from here
 *   link, update, inactivate                  the journal gives every field and the link back
 *   dismiss, queue, skip, no change           nothing is written to the PSA
 */
import type { ChangeAction, OneWayKind, ResolutionKind } from '../../../../shared/vocabulary/states.ts';
import type { ActionCounts } from '../planned-change.ts';

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

export const isOneWayAction = (action: ChangeAction): boolean => actions[action] !== null;
export const isOneWayAnswer = (answer: ResolutionKind): boolean => answers[answer] !== null;

/** What pushing this answer to one queue item could not take back; null when all of it comes back. */
export function oneWayOfAnswer(answer: ResolutionKind): OneWayChanges | null {
  const kind = answers[answer];
  return kind === null ? null : (oneWay(kind, 1)[0] ?? null);
}

/** The one-way changes among the rows that a plan would apply; held rows are not applied. */
export function oneWayOfPlan(counts: ActionCounts, held: ActionCounts): readonly OneWayChanges[] {
  const sums = new Map<OneWayKind, number>();
  for (const [action, kind] of Object.entries(actions) as [ChangeAction, OneWayKind | null][])
    if (kind !== null) sums.set(kind, (sums.get(kind) ?? 0) + counts[action] - held[action]);
  return [...sums].flatMap(([kind, count]) => oneWay(kind, count));
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

const sentences: Readonly<Record<OneWayKind, (count: number) => string>> = {
  contactCreated: (count) =>
    count === 1
      ? '1 contact is created. Undo can make it inactive and unlink it, but not remove it: contacts are never deleted.'
      : `${count} contacts are created. Undo can make them inactive and unlink them, but not remove them: contacts are never deleted.`,
  createUndone: (count) =>
    count === 1
      ? '1 created contact is made inactive and unlinked. It stays in the PSA, and an undo cannot be undone.'
      : `${count} created contacts are made inactive and unlinked. They stay in the PSA, and an undo cannot be undone.`,
  doneByServer: (count) =>
    `The PSA’s own sync writes ${count === 1 ? 'the planned change' : `the ${count} planned changes`}. It keeps no journal here, so nothing of it can be undone from here.`,
};
