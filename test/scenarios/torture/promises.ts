/** What the engine had promised before it died: each queue item's answers in order, and those that were asked but not answered. */
import type { DecisionKind, VictimLine } from './victim-lines.ts';

interface Asked {
  readonly kind: DecisionKind;
  /** False: the engine died in between, so the answer may or may not be stored. */
  readonly isAnswered: boolean;
}

export interface Promises {
  /** Reads what one victim said. */
  hear(lines: readonly VictimLine[]): void;
  readonly byItem: ReadonlyMap<string, readonly Asked[]>;
  /** How many decisions were answered to the caller. */
  answered(): number;
}

export function createPromises(): Promises {
  const byItem = new Map<string, Asked[]>();
  return {
    byItem,
    hear(lines) {
      const open = new Map<string, DecisionKind>();
      const note = (queueItemId: string, asked: Asked) => {
        byItem.set(queueItemId, [...(byItem.get(queueItemId) ?? []), asked]);
      };
      for (const line of lines) {
        if (line.event === 'asked') open.set(line.queueItemId, line.kind);
        if (line.event !== 'answered' && line.event !== 'refused') continue;
        const kind = open.get(line.queueItemId);
        open.delete(line.queueItemId);
        if (line.event === 'answered' && kind) note(line.queueItemId, { kind, isAnswered: true });
      }
      for (const [queueItemId, kind] of open) note(queueItemId, { kind, isAnswered: false });
    },
    answered: () => [...byItem.values()].flat().filter((asked) => asked.isAnswered).length,
  };
}

/**
 * Whether stored answers are the promised ones: every answered one in order, and nothing that nobody asked for. What was asked
 * and not answered may be stored or not, so all ways to read the list are followed side by side.
 */
export function keepsPromises(asked: readonly Asked[], stored: readonly DecisionKind[]): boolean {
  let places = withSkips(asked, [0]);
  for (const kind of stored)
    places = withSkips(
      asked,
      [...places].filter((at) => asked[at]?.kind === kind).map((at) => at + 1),
    );
  return places.has(asked.length);
}

/** These places in the list and all that are reached from them by passing over unanswered ones. */
function withSkips(asked: readonly Asked[], from: readonly number[]): ReadonlySet<number> {
  const places = new Set<number>();
  for (const start of from)
    for (let at = start; !places.has(at); at++) {
      places.add(at);
      if (at >= asked.length || asked[at]?.isAnswered) break;
    }
  return places;
}
