/**
 * Turns whatever a call failed with into what a screen shows: a sentence, what to do, and a code for support.
 * The engine's own failures carry all three; anything else happened between the page and the engine.
 */
import { type EngineFailure, engineFailure } from '../../shared/contract/entry.ts';

export interface ShownFailure {
  readonly sentence: string;
  readonly remedy: string;
  readonly supportId: string | null;
  readonly code: EngineFailure['code'] | null;
}

export function failureOf(error: unknown): ShownFailure {
  const data = typeof error === 'object' && error !== null && 'data' in error ? error.data : error;
  const parsed = engineFailure.safeParse(data);
  if (parsed.success) return parsed.data;
  if (error instanceof Error && error.name === 'ConnectionLostError') {
    return {
      sentence: 'The engine stopped before it answered. Whether the work was done is not known yet.',
      remedy: 'Concord reconnects by itself. Look at the result before you try again.',
      supportId: null,
      code: null,
    };
  }
  return {
    sentence: error instanceof Error && error.message ? error.message : 'Something went wrong on this page.',
    remedy: 'Try again. If it happens again, restart Concord; nothing stored is lost.',
    supportId: null,
    code: null,
  };
}
