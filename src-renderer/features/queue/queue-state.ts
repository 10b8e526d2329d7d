/**
 * What the queue screen knows besides what the engine stores: which person is on, which candidate is chosen, who was
 * answered a moment ago, and who was put off. Pure, so that the keys can be tested without a page.
 */
import type { QueueRow, ResolutionInput } from '../../../shared/contract/queue-entries.ts';

export interface Answer {
  readonly queueItemId: string;
  readonly displayName: string;
  readonly resolution: ResolutionInput;
}

export interface QueueState {
  readonly currentId: string | null;
  /** Where the current person was last seen in the list as worked through; whoever is there now follows them. */
  readonly currentAt: number;
  /** Index of the chosen candidate of the current person. */
  readonly candidate: number;
  readonly isEvidenceShown: boolean;
  /** Answers given on this screen, newest last: shown as gone at once, and what Z takes back. */
  readonly answered: readonly Answer[];
  /** Put off with U a moment ago; the engine lists them last, and keeps them there. */
  readonly unsure: readonly string[];
}

/** A person and where they stand in the list as worked through. */
export interface Place {
  readonly queueItemId: string;
  readonly at: number;
}

export type QueueAction =
  | { readonly kind: 'goTo'; readonly place: Place }
  | { readonly kind: 'choose'; readonly candidate: number }
  | { readonly kind: 'toggleEvidence' }
  | { readonly kind: 'answer'; readonly answer: Answer; readonly next: Place | null }
  | { readonly kind: 'takenBack'; readonly queueItemId: string }
  | { readonly kind: 'unsure'; readonly queueItemId: string; readonly next: Place | null };

export const initialQueueState: QueueState = {
  currentId: null,
  currentAt: 0,
  candidate: 0,
  isEvidenceShown: true,
  answered: [],
  unsure: [],
};

export function reduceQueue(now: QueueState, action: QueueAction): QueueState {
  switch (action.kind) {
    case 'goTo':
      return {
        ...now,
        currentId: action.place.queueItemId,
        currentAt: action.place.at,
        candidate: action.place.queueItemId === now.currentId ? now.candidate : 0,
      };
    case 'choose':
      return { ...now, candidate: action.candidate };
    case 'toggleEvidence':
      return { ...now, isEvidenceShown: !now.isEvidenceShown };
    case 'answer':
      return { ...now, ...movedTo(action.next), answered: [...now.answered, action.answer] };
    case 'takenBack':
      return {
        ...now,
        currentId: action.queueItemId,
        candidate: 0,
        answered: now.answered.filter((one) => one.queueItemId !== action.queueItemId),
        unsure: now.unsure.filter((queueItemId) => queueItemId !== action.queueItemId),
      };
    case 'unsure':
      return { ...now, ...movedTo(action.next), unsure: [...now.unsure, action.queueItemId] };
  }
}

/** The person who is on closes the gap that the one before leaves: where those behind move up by one. */
function movedTo(next: Place | null): Pick<QueueState, 'currentId' | 'currentAt' | 'candidate'> {
  return { currentId: next?.queueItemId ?? null, currentAt: next?.at ?? 0, candidate: 0 };
}

/** A row as the engine lists it, with its place there. */
export interface ListedRow {
  readonly index: number;
  readonly row: Pick<QueueRow, 'queueItemId' | 'isPutOff'>;
}

/**
 * Places in the engine's list of rows that are gone from here already, in order: answered, or put off and not yet listed
 * last. The list catches up when it is read again, so only rows that are loaded can be among them.
 */
export function goneFrom(
  listed: readonly ListedRow[],
  { answered, unsure }: Pick<QueueState, 'answered' | 'unsure'>,
): readonly number[] {
  const done = new Set(answered.map((one) => one.queueItemId));
  const late = new Set(unsure);
  return listed
    .filter(({ row }) => done.has(row.queueItemId) || (late.has(row.queueItemId) && !row.isPutOff))
    .map(({ index }) => index)
    .sort((left, right) => left - right);
}

/** The place in the engine's list of the row that is at `at` in the list as worked through. */
export function listedAt(gone: readonly number[], at: number): number {
  let index = at;
  for (const place of gone) if (place <= index) index += 1;
  return index;
}

/** The inverse: where a listed row is in the list as worked through. */
export function workedAt(gone: readonly number[], index: number): number {
  return index - gone.filter((place) => place < index).length;
}
