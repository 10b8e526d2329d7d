/**
 * The one place where failures of the engine become typed errors of the contract, and where flags gate entries. Handlers
 * in this folder translate between view models and use cases; they decide nothing.
 */
import { randomBytes } from 'node:crypto';
import { implement, ORPCError } from '@orpc/server';
import type { EngineFailure } from '../../../shared/contract/entry.ts';
import { concordContract } from '../../../shared/contract/index.ts';
import { errorRemedies } from '../../../shared/vocabulary/error-texts.ts';
import { type EngineError, toEngineError } from '../domain/engine-error.ts';
import type { EngineLog } from '../log.ts';

/** A failure as callers see it. The support id also stands in the log, beside the stack. */
export function failureOf(error: EngineError, log: EngineLog): EngineFailure {
  const supportId = randomBytes(4).toString('hex');
  const level = error.code === 'internal.invariant' ? 'error' : 'info';
  log[level](
    { supportId, code: error.code, details: error.details, stack: error.stack, cause: causeOf(error) },
    error.message,
  );
  return {
    code: error.code,
    sentence: error.message,
    remedy: errorRemedies[error.code],
    supportId,
    details: { ...error.details },
  };
}

function causeOf(error: EngineError): string | null {
  return error.cause instanceof Error ? `${error.cause.name}: ${error.cause.message}` : null;
}

/** An implementer whose handlers may throw `EngineError`; callers receive `ENGINE` with the failure as data. */
export function implementContract(log: EngineLog) {
  return implement(concordContract).use(async ({ next }) => {
    try {
      return await next();
    } catch (thrown) {
      if (thrown instanceof ORPCError) throw thrown;
      const data = failureOf(toEngineError(thrown), log);
      throw new ORPCError('ENGINE', { status: 422, message: data.sentence, data, defined: true, cause: thrown });
    }
  });
}
export type ContractImplementer = ReturnType<typeof implementContract>;
