/**
 * What a CIPP answer that is no data means (`contracts/microsoft.md` 6.8). CIPP says failures in five ways: status codes with a
 * plain string, a redirect or page of its portal, an error-shaped row with status 200, `{ Results: "text" }`, and `[null]`.
 * Each becomes an `EngineError`; none becomes an empty list.
 */
import { z } from 'zod';
import type { ErrorCode } from '../../../../shared/vocabulary/error-codes.ts';
import { EngineError } from '../../domain/engine-error.ts';
import type { HttpResponse } from '../../http/http-types.ts';
import { redactedSample } from '../../http/redact.ts';

const resultsText = z.object({ Results: z.union([z.string(), z.array(z.string()).min(1)]) });
const messageText = z.object({ Message: z.string() });
const errorText = z.object({ error: z.union([z.string(), z.object({ message: z.string() })]) });

/** CIPP's own words, whatever the shape; null when the body carries none. */
export function cippWords(value: unknown): string | null {
  if (typeof value === 'string') return redactedSample(value, 300);
  const [only] = Array.isArray(value) && value.length === 1 ? value : [value];
  if (typeof only === 'string') return redactedSample(only, 300);
  const results = resultsText.safeParse(only);
  if (results.success) return redactedSample([results.data.Results].flat().join(' '), 300);
  const message = messageText.safeParse(only);
  if (message.success) return redactedSample(message.data.Message, 300);
  const error = errorText.safeParse(only);
  if (!error.success) return null;
  return redactedSample(typeof error.data.error === 'string' ? error.data.error : error.data.error.message, 300);
}

/** Data that was cut off is not words: it would put people's names into a sentence. */
export function bodyWords(response: HttpResponse): string {
  const { body } = response;
  if (body.kind === 'json') return cippWords(body.value) ?? '';
  return body.kind === 'text' && !/^\s*[[{]/.test(body.text) ? redactedSample(body.text, 300) : '';
}

/** For a 200 whose content is not what was asked for. */
export function invalidAnswer(sentence: string, details: Readonly<Record<string, string | number>> = {}): EngineError {
  return new EngineError('provider.responseInvalid', sentence, { details });
}

/** The failure behind an answer that is not a 2xx with data, or null when it is one. 404 belongs to the caller. */
export function connectionRefusal(response: HttpResponse): EngineError | null {
  const { status, body } = response;
  const host = new URL(response.url).host;
  const details = { host, status };
  if (status === 401) {
    return new EngineError(
      'provider.credentialRejected',
      'CIPP refused the sign-in. Check client id, secret and tenant, and that "Save to Azure" was pressed in CIPP after the API client was made.',
      { details },
    );
  }
  if ((status >= 300 && status < 400) || (body.kind === 'html' && status < 500)) {
    return new EngineError(
      'provider.wrongAddress',
      `${host} answers with CIPP's web portal or a sign-in page. Use the address of the function app behind it (in CIPP under Settings, or https://….azurewebsites.net).`,
      { details },
    );
  }
  if (status === 429) {
    return new EngineError('provider.throttled', 'CIPP asked Concord to wait before asking more.', {
      details,
      ...(response.retryAt === null ? {} : { retryAt: response.retryAt }),
    });
  }
  if (body.kind === 'html' || status === 502 || status === 503 || status === 504) {
    const words = bodyWords(response);
    return new EngineError(
      'provider.unreachable',
      `CIPP is not ready (${status}). It may be starting; try again in a few minutes.${words === '' ? '' : ` It says: ${words}`}`,
      { details },
    );
  }
  if (status === 403) return forbidden(response);
  return null;
}

function forbidden(response: HttpResponse): EngineError {
  const words = bodyWords(response);
  const details = { host: new URL(response.url).host, status: 403 };
  if (/not accepted on this function app/i.test(words)) {
    const sentence =
      'This CIPP function app takes no API calls (an offloading instance). Use the address of the main one.';
    return new EngineError('provider.wrongAddress', sentence, { details });
  }
  if (/access to this tenant/i.test(words)) {
    const sentence = `CIPP does not let this API client see the customer. Check the tenants of its role in CIPP. It says: ${words}`;
    return new EngineError('gdap.roleMissing', sentence, { details });
  }
  return new EngineError(
    'provider.credentialRejected',
    `CIPP refused the request. Check the API client's role (readonly is enough) and allowed IP addresses.${words === '' ? '' : ` It says: ${words}`}`,
    { details },
  );
}

interface CustomerCause {
  readonly pattern: RegExp;
  readonly code: ErrorCode;
  readonly sentence: string;
}

/** CIPP passes Microsoft's texts on in its own wording, so these match loosely and the default stays cautious. */
const customerCauses: readonly CustomerCause[] = [
  {
    pattern: /not in the tenant list/i,
    code: 'provider.responseInvalid',
    sentence: 'CIPP does not list this customer: it is excluded there, or its list is out of date.',
  },
  {
    pattern: /AADSTS(65001|90094|90099|650052)|consent|CPV permission|does not have access to this tenant/i,
    code: 'provider.consentMissing',
    sentence: "CIPP's app has no consent in this customer. Run CIPP's permission check and refresh this tenant (CPV).",
  },
  {
    pattern: /AADSTS(50076|50078|50079|50072)/i,
    code: 'tenant.mfaNeeded',
    sentence: 'This customer asks the account behind CIPP for multi-factor sign-in. Refresh CIPP’s token with MFA.',
  },
  {
    pattern: /AADSTS5(3\d{3}|0158)|conditional access/i,
    code: 'tenant.conditionalAccess',
    sentence:
      'A Conditional Access policy of this customer blocks CIPP. Its administrators need to exclude service providers.',
  },
  {
    pattern: /AADSTS(90002|5000224)|tenant could not be found|may have been deleted/i,
    code: 'tenant.gone',
    sentence: 'Microsoft does not know this tenant any more. Check the relationship, then take the customer out.',
  },
  {
    pattern: /AADSTS50020|does not exist in (this|the) tenant|GDAP relationship/i,
    code: 'gdap.notActive',
    sentence: 'The account behind CIPP has no standing in this customer. Check that the GDAP relationship is active.',
  },
  {
    pattern: /Authorization_RequestDenied|insufficient (privileges|access rights)|access denied|GDAP roles/i,
    code: 'gdap.roleMissing',
    sentence: 'CIPP may not read this customer’s directory. Check the GDAP roles of the account behind CIPP.',
  },
  {
    pattern: /too many requests|throttl|\b429\b/i,
    code: 'provider.throttled',
    sentence: 'Microsoft asked CIPP to wait. Concord tries again later.',
  },
];

/** True when CIPP's words name a cause at Microsoft: ListGroups and ListMailboxes pass Graph's failures on as 403. */
export function namesCustomerCause(words: string): boolean {
  return customerCauses.some(({ pattern }) => pattern.test(words));
}

/** A failure that concerns one customer, from CIPP's words; `provider.responseInvalid` when they say nothing known. */
export function customerFailure(words: string, status: number): EngineError {
  const said = words === '' ? '' : ` CIPP says: ${words}`;
  const cause = customerCauses.find(({ pattern }) => pattern.test(words));
  if (cause) return new EngineError(cause.code, `${cause.sentence}${said}`, { details: { status } });
  return invalidAnswer(`CIPP could not read this customer (${status}).${said}`, { status });
}
