/**
 * Sends one write exactly once and says what is known afterwards. `unknown` is the important case: the request may or may
 * not have reached the server (time-out, cut line, gateway error, unreadable success), so the caller must look before
 * anything else. Failures of the whole connection are thrown; nothing here is ever repeated.
 */
import type { z } from 'zod';
import { EngineError } from '../../domain/engine-error.ts';
import type { HttpBody, HttpResponse } from '../../http/http-types.ts';
import { redactedSample } from '../../http/redact.ts';
import type { WriteJournal } from '../port.ts';
import { type PsaRefusal, parseRefusal, readFailure, throttled, throwIfConnectionRefused } from './refusals.ts';
import type { V1Client, V1Write } from './v1-client.ts';

export type WriteResult<Answer> =
  | { readonly kind: 'accepted'; readonly answer: Answer }
  /** The server looked at the request and said no; nothing was written. */
  | { readonly kind: 'refused'; readonly refusal: PsaRefusal }
  /** Nobody knows yet. `refusal` is set when the server itself said that it failed (500 with its own error body). */
  | { readonly kind: 'unknown'; readonly failure: EngineError; readonly refusal: PsaRefusal | null };

export interface WriteTools {
  readonly v1: V1Client;
  readonly journal: WriteJournal;
  readonly signal: AbortSignal;
}

/** The connection was never made, so nothing can have been written. */
const NEVER_SENT = new Set(['refused', 'notFound', 'tls', 'notTls', 'noRoute']);

/**
 * `answer` names what must be readable in a success. Throws `psa.keyRejected`, `psa.forbidden`, `psa.editionMissing`,
 * `psa.wrongAddress`, `psa.throttled`, `psa.unreachable` (never sent) and `cancelled`.
 */
export async function sendWrite<Answer>(
  write: V1Write,
  answer: z.ZodType<Answer>,
  { v1, journal, signal }: WriteTools,
): Promise<WriteResult<Answer>> {
  journal.recordSent({ method: write.method, resource: write.path, body: write.body });
  let response: HttpResponse;
  try {
    response = await v1.write(write, signal);
  } catch (thrown) {
    if (!(thrown instanceof EngineError) || !mayHaveArrived(thrown)) throw thrown;
    return { kind: 'unknown', failure: thrown, refusal: null };
  }
  journal.recordAnswered({ status: response.status, body: journalBody(response.body) });
  return judge(response, answer);
}

function mayHaveArrived(error: EngineError): boolean {
  if (error.code === 'psa.timeout' || error.code === 'psa.responseInvalid') return true;
  return error.code === 'psa.unreachable' && !NEVER_SENT.has(String(error.details['reason']));
}

function judge<Answer>(response: HttpResponse, answer: z.ZodType<Answer>): WriteResult<Answer> {
  const { status } = response;
  if (status >= 500) {
    return { kind: 'unknown', failure: readFailure(response), refusal: parseRefusal(response) };
  }
  if (status === 429) throw throttled(response);
  if (status >= 200 && status < 300 && response.body.kind === 'json') {
    const parsed = answer.safeParse(response.body.value);
    if (parsed.success) return { kind: 'accepted', answer: parsed.data };
  }
  throwIfConnectionRefused(response);
  if (status >= 200 && status < 300) return { kind: 'unknown', failure: unreadableSuccess(response), refusal: null };
  const refusal = parseRefusal(response) ?? { status, code: null, message: `status ${status} without an explanation` };
  return { kind: 'refused', refusal };
}

function unreadableSuccess(response: HttpResponse): EngineError {
  return new EngineError(
    'psa.responseInvalid',
    'The PSA said yes, but its answer could not be read, so Concord looks at what is there.',
    { details: { status: response.status } },
  );
}

function journalBody(body: HttpBody): unknown {
  if (body.kind === 'json') return body.value;
  return body.kind === 'empty' ? null : redactedSample(body.text);
}
