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
  /** Index of the chosen candidate of the current person. */
  readonly candidate: number;
  readonly isEvidenceShown: boolean;
  /** Answers given on this screen, newest last: shown as gone at once, and what Z takes back. */
  readonly answered: readonly Answer[];
  /** Put off with U; they come last until the screen is left. */
  readonly unsure: readonly string[];
}

export type QueueAction =
  | { readonly kind: 'goTo'; readonly queueItemId: string | null }
  | { readonly kind: 'choose'; readonly candidate: number }
  | { readonly kind: 'toggleEvidence' }
  | { readonly kind: 'answer'; readonly answer: Answer; readonly nextId: string | null }
  | { readonly kind: 'takenBack'; readonly queueItemId: string }
  | { readonly kind: 'unsure'; readonly queueItemId: string; readonly nextId: string | null };

export const initialQueueState: QueueState = {
  currentId: null,
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
        currentId: action.queueItemId,
        candidate: action.queueItemId === now.currentId ? now.candidate : 0,
      };
    case 'choose':
      return { ...now, candidate: action.candidate };
    case 'toggleEvidence':
      return { ...now, isEvidenceShown: !now.isEvidenceShown };
    case 'answer':
      return { ...now, currentId: action.nextId, candidate: 0, answered: [...now.answered, action.answer] };
    case 'takenBack':
      return {
        ...now,
        currentId: action.queueItemId,
        candidate: 0,
        answered: now.answered.filter((one) => one.queueItemId !== action.queueItemId),
      };
    case 'unsure':
      return {
        ...now,
        currentId: action.nextId,
        candidate: 0,
        unsure: [...now.unsure.filter((id) => id !== action.queueItemId), action.queueItemId],
      };
  }
}

/** Open people in the order of work: as listed, those just answered gone, those put off last. */
export function workOrder(
  rows: readonly QueueRow[],
  state: Pick<QueueState, 'answered' | 'unsure'>,
): readonly QueueRow[] {
  const gone = new Set(state.answered.map((one) => one.queueItemId));
  const late = new Set(state.unsure);
  const left = rows.filter((row) => !gone.has(row.queueItemId));
  return [...left.filter((row) => !late.has(row.queueItemId)), ...left.filter((row) => late.has(row.queueItemId))];
}

/** The person after this one; at the end the one before, so that work never jumps back to the top. */
export function nextAfter(rows: readonly QueueRow[], queueItemId: string | null): string | null {
  const at = rows.findIndex((row) => row.queueItemId === queueItemId);
  return (rows[at + 1] ?? rows[at - 1])?.queueItemId ?? null;
}

/** The person `step` rows away, held at both ends. */
export function neighbour(rows: readonly QueueRow[], queueItemId: string | null, step: number): string | null {
  const at = rows.findIndex((row) => row.queueItemId === queueItemId);
  const to = at === -1 ? 0 : Math.min(rows.length - 1, Math.max(0, at + step));
  return rows[to]?.queueItemId ?? null;
}
