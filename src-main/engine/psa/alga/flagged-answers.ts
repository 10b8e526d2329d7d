/**
 * Answers in the `{ success, data | error }` envelope of the platform flags and the Entra routes (`contracts/psa.md` 1.2, 2.1).
 * A 404 here means that this server does not have the route; it never means "no data". Sentences of the server are passed on.
 */
import { z } from 'zod';
import { EngineError } from '../../domain/engine-error.ts';
import type { HttpResponse } from '../../http/http-types.ts';
import { redactedSample } from '../../http/redact.ts';
import { parseRefusal } from './refusals.ts';

const envelope = z.object({ success: z.literal(true), data: z.unknown() });

/** The server's own sentence, or '' when it gave none. */
export function saidBy(response: HttpResponse): string {
  const refusal = parseRefusal(response);
  if (refusal !== null) return refusal.message;
  return response.body.kind === 'text' ? redactedSample(response.body.text) : '';
}

/** Unmounted routes answer with a page (404) or, below a mounted path, with 405. */
export function notMounted(response: HttpResponse, what: string): EngineError | null {
  if (response.status !== 404 && response.status !== 405) return null;
  // A 404 of the route itself speaks JSON: the route is there and misses a row.
  if (response.status === 404 && response.body.kind === 'json') return null;
  return new EngineError('psa.notMounted', `This PSA does not offer ${what} over the network.`, {
    details: { status: response.status },
  });
}

/** The `data` of a success, parsed; a success in an unknown shape is `psa.responseInvalid`. */
export function flaggedData<Value>(response: HttpResponse, schema: z.ZodType<Value>): Value {
  const parsed = response.body.kind === 'json' ? envelope.safeParse(response.body.value) : null;
  const data = parsed?.success ? schema.safeParse(parsed.data.data) : null;
  if (data?.success) return data.data;
  const field = data?.error.issues[0]?.path.join('.') ?? '';
  throw new EngineError(
    'psa.responseInvalid',
    'The PSA answered in a shape that Concord does not know. It may be a newer version.',
    { details: { status: response.status, field } },
  );
}

/** A refusal with a status that has no meaning of its own: 400 and other 4xx are the row's, 5xx the server's. */
export function plainRefusal(response: HttpResponse): EngineError {
  const { status } = response;
  const said = saidBy(response);
  if (status >= 500) {
    return new EngineError(
      'psa.serverFailed',
      `The PSA failed (${status}).${said === '' ? ' It gave no reason.' : ` It says: ${said}`}`,
      { details: { status } },
    );
  }
  const code = status === 409 ? 'psa.conflict' : 'psa.validation';
  return new EngineError(code, `The PSA refused.${said === '' ? '' : ` It says: ${said}`}`, { details: { status } });
}
