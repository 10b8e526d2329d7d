/**
 * The one failure type of the engine. Expected outcomes are values; a thrown `EngineError` is a failure that
 * has a code, an operator sentence and safe details. Our own mistakes are `InvariantError` (style 4.7).
 */
import type { ErrorCode, ErrorDetails } from '../../../shared/vocabulary/error-codes.ts';

export interface EngineErrorOptions {
  readonly details?: ErrorDetails;
  readonly cause?: unknown;
  /** Epoch ms before which a retry is pointless (Retry-After). */
  readonly retryAt?: number;
}

export class EngineError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;
  readonly retryAt: number | null;

  /** `message` is read by operators: what happened and what to do, without secrets. */
  constructor(code: ErrorCode, message: string, options: EngineErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.name = 'EngineError';
    this.code = code;
    this.details = options.details ?? {};
    this.retryAt = options.retryAt ?? null;
  }
}

/** A state that the code promises cannot happen; the message is for developers. */
export class InvariantError extends EngineError {
  constructor(message: string) {
    super('internal.invariant', message);
    this.name = 'InvariantError';
  }
}

/** Narrow an unknown thrown value; anything foreign is our own mistake. */
export function toEngineError(thrown: unknown): EngineError {
  if (thrown instanceof EngineError) return thrown;
  if (thrown instanceof Error && thrown.name === 'AbortError')
    return new EngineError('cancelled', 'Stopped by you.', { cause: thrown });
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  return new EngineError('internal.invariant', `Concord met an unexpected problem: ${text}`, { cause: thrown });
}
