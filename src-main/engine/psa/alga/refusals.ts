/**
 * What a v1 answer that is not a success means. Reads the three error shapes of `contracts/psa.md` 1.2 (string, object,
 * success flag) and decides which refusals concern the whole connection (thrown) and which concern one row (a value).
 * HTML or a redirect is a wrong address or a gateway, never an empty list.
 */
import { z } from 'zod';
import { EngineError } from '../../domain/engine-error.ts';
import type { HttpResponse } from '../../http/http-types.ts';
import { redactedSample } from '../../http/redact.ts';

/** A refusal in one shape, whatever the server used. */
export interface PsaRefusal {
  readonly status: number;
  /** v1's own code (`VALIDATION_ERROR`, …); null for the string and flag shapes. */
  readonly code: string | null;
  readonly message: string;
}

const issue = z.object({
  path: z.array(z.union([z.string(), z.number()])).default([]),
  message: z.string(),
});

const errorShapes = z.union([
  z.object({
    error: z.object({ code: z.string(), message: z.string(), details: z.unknown().optional() }),
  }),
  z.object({ error: z.string() }),
]);

/** Null when the body carries none of the three shapes. Field names of a validation error are put into the message. */
export function parseRefusal(response: HttpResponse): PsaRefusal | null {
  if (response.body.kind !== 'json') return null;
  const parsed = errorShapes.safeParse(response.body.value);
  if (!parsed.success) return null;
  const { error } = parsed.data;
  if (typeof error === 'string') return { status: response.status, code: null, message: redactedSample(error) };
  const issues = z.array(issue).safeParse(error.details);
  const fields = issues.success ? issues.data.slice(0, 5).map(describeIssue) : [];
  const message = fields.length > 0 ? fields.join('; ') : error.message;
  return { status: response.status, code: error.code, message: redactedSample(message, 400) };
}

function describeIssue({ path, message }: z.infer<typeof issue>): string {
  return path.length === 0 ? message : `${path.join('.')}: ${message}`;
}

function hostOf(response: HttpResponse): string {
  return new URL(response.url).host;
}

/** Throws when the answer says that the connection itself is unusable: redirect, page, key refused, not permitted. */
export function throwIfConnectionRefused(response: HttpResponse): void {
  const { status } = response;
  const details = { host: hostOf(response), status };
  if (status >= 300 && status < 400) {
    const target = redirectTarget(response);
    throw new EngineError(
      'psa.wrongAddress',
      `${details.host} sends Concord on to ${target} instead of answering. Use the address that the PSA itself answers at.`,
      { details },
    );
  }
  if (response.body.kind === 'html') throw pageInsteadOfAnswer(response);
  const refusal = parseRefusal(response);
  if (status === 401) throw keyRejected(refusal, details);
  if (status === 403) throw forbidden(refusal, details);
}

function redirectTarget(response: HttpResponse): string {
  const location = response.headers['location'] ?? '';
  return URL.canParse(location, response.url) ? new URL(location, response.url).host : 'another page';
}

function pageInsteadOfAnswer(response: HttpResponse): EngineError {
  const details = { host: hostOf(response), status: response.status };
  if (response.status >= 500) {
    const sentence = `A gateway in front of the PSA at ${details.host} answered ${response.status} instead of the PSA. Try again in a few minutes.`;
    return new EngineError('psa.serverFailed', sentence, { details, ...retryHint(response) });
  }
  return new EngineError(
    'psa.wrongAddress',
    `${details.host} answered with a web page instead of data (${response.status}). Check the PSA's address; a sign-in page, a portal or a firewall may stand in front of it.`,
    { details },
  );
}

function keyRejected(refusal: PsaRefusal | null, details: { host: string; status: number }): EngineError {
  // The string shape comes from the edge, which only looks whether the header is there: something removed it on the way.
  if (refusal !== null && refusal.code === null) {
    const sentence = `The PSA at ${details.host} did not receive the API key. A proxy between Concord and the PSA seems to remove the x-api-key header.`;
    return new EngineError('psa.keyRejected', sentence, { details });
  }
  return new EngineError(
    'psa.keyRejected',
    'The PSA refused the API key. Check that it was pasted whole, is active and not expired, and that its owner is an active internal user.',
    { details },
  );
}

function forbidden(refusal: PsaRefusal | null, details: { host: string; status: number }): EngineError {
  const said = refusal === null ? '' : ` The PSA says: ${refusal.message}`;
  if (refusal?.code === 'PRODUCT_ACCESS_DENIED' || /edition/i.test(refusal?.message ?? '')) {
    const sentence = `This PSA's product or edition does not include what Concord asked for.${said}`;
    return new EngineError('psa.editionMissing', sentence, { details });
  }
  const sentence = `The owner of the API key may not do this. Ask a PSA administrator for a role with the permission.${said}`;
  return new EngineError('psa.forbidden', sentence, { details });
}

/** For reads: everything that is not a 2xx becomes an `EngineError`. 404 is the caller's to expect beforehand. */
export function readFailure(response: HttpResponse): EngineError {
  const { status } = response;
  const details = { host: hostOf(response), status };
  const refusal = parseRefusal(response);
  const said = refusal === null ? '' : ` The PSA says: ${refusal.message}`;
  if (status === 429) return throttled(response);
  if (status >= 500) {
    const sentence = `The PSA failed while answering (${status}). Try again later; if it stays, its administrator needs to look.${said}`;
    return new EngineError('psa.serverFailed', sentence, { details, ...retryHint(response) });
  }
  if (status === 404) {
    const sentence = `${details.host} does not know this part of the PSA's interface (404). Check the address; it should be where you open the PSA, without a path.${said}`;
    return new EngineError('psa.wrongAddress', sentence, { details });
  }
  return new EngineError(
    'psa.responseInvalid',
    `The PSA refused a question that Concord thought valid (${status}).${said}`,
    {
      details,
    },
  );
}

export function throttled(response: HttpResponse): EngineError {
  return new EngineError('psa.throttled', 'The PSA asked Concord to wait before asking more.', {
    details: { host: hostOf(response), status: response.status },
    ...retryHint(response),
  });
}

function retryHint(response: HttpResponse): { readonly retryAt?: number } {
  return response.retryAt === null ? {} : { retryAt: response.retryAt };
}

/** Parses a 2xx body, or throws: cut-off JSON, another product's JSON, a missing field. No body gets into the sentence. */
export function parseAnswer<Value>(response: HttpResponse, schema: z.ZodType<Value>): Value {
  const details = { host: hostOf(response), status: response.status };
  if (response.body.kind !== 'json') {
    const what = response.body.kind === 'empty' ? 'nothing' : 'something that is not data, or was cut off';
    throw new EngineError('psa.responseInvalid', `The PSA at ${details.host} answered with ${what}. Try again.`, {
      details,
    });
  }
  const parsed = schema.safeParse(response.body.value);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues[0]?.path.join('.') ?? '';
  throw new EngineError(
    'psa.responseInvalid',
    `The PSA at ${details.host} answered in a shape that Concord does not know. Check that the address is an AlgaPSA server.`,
    { details: { ...details, field: where } },
  );
}
