/** Failures that concern the whole connection or the profile: no other row would fare better, so the queue has to know. */
import type { ErrorCode } from '../../../shared/vocabulary/error-codes.ts';
import { toEngineError } from '../domain/engine-error.ts';

const codes: ReadonlySet<ErrorCode> = new Set([
  'psa.unreachable',
  'psa.timeout',
  'psa.throttled',
  'psa.keyRejected',
  'psa.forbidden',
  'psa.notConnected',
  'psa.wrongAddress',
  'store.full',
  'store.busy',
  'store.readOnly',
  'store.corrupt',
  'cancelled',
]);

export function stopsTheConnection(thrown: unknown): boolean {
  return codes.has(toEngineError(thrown).code);
}
