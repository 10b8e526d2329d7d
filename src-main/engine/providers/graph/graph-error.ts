/**
 * What a refusal of Graph means for the operator (`contracts/microsoft.md` 4.2 and 1.7). Pure: decides by status, error code
 * and the scopes in the token, never by message text. A 403 with the scope in the token is a missing role; without it, a
 * missing consent.
 */
import type { EntraTenantId } from '../../../../shared/vocabulary/ids.ts';
import { EngineError } from '../../domain/engine-error.ts';
import type { HttpBody, HttpResponse } from '../../http/http-types.ts';
import { errorBody } from './graph-schemas.ts';

export interface GraphCallContext {
  /** Null = the MSP's own tenant. */
  readonly entraTenantId: EntraTenantId | null;
  /** Any one of these scopes is enough for the call; empty = any token. */
  readonly scopesNeeded: readonly string[];
  readonly grantedScopes: readonly string[] | null;
  readonly consentLink: string;
  readonly now: number;
}

export type GraphAnswer = Pick<HttpResponse, 'status' | 'headers' | 'body' | 'retryAt'>;

/** Without a Retry-After Microsoft wants an increasing pause; the queue's next attempt comes no earlier than this. */
const DEFAULT_WAIT_MS = 30_000;
const busyStatuses: ReadonlySet<number> = new Set([429, 503, 504, 509]);
const cursorCodes: ReadonlySet<string> = new Set(['syncStateNotFound', 'resyncRequired', 'SyncStateNotFound']);

interface ErrorFacts {
  /** Outermost code; the innermost is `innerCode`. */
  readonly code: string | null;
  readonly innerCode: string | null;
  readonly requestId: string | null;
  readonly date: string | null;
}

export function readErrorFacts(body: HttpBody): ErrorFacts {
  const parsed = body.kind === 'json' ? errorBody.safeParse(body.value) : null;
  if (!parsed?.success) return { code: null, innerCode: null, requestId: null, date: null };
  const { error } = parsed.data;
  const inner = error.innerError ?? error.innererror ?? {};
  return {
    code: error.code,
    innerCode: inner.code ?? null,
    requestId: inner['request-id'] ?? null,
    date: inner.date ?? null,
  };
}

export function graphError(answer: GraphAnswer, context: GraphCallContext): EngineError {
  const facts = readErrorFacts(answer.body);
  const where = context.entraTenantId === null ? 'the MSP’s own tenant' : 'this customer';
  const details = {
    status: answer.status,
    graphCode: facts.innerCode ?? facts.code,
    requestId: facts.requestId ?? answer.headers['request-id'] ?? null,
    date: facts.date,
    entraTenantId: context.entraTenantId,
    stops: context.entraTenantId === null ? 'connection' : 'managedTenant',
  };
  const codes = [facts.code, facts.innerCode];
  if (answer.status === 410 || codes.some((code) => code !== null && cursorCodes.has(code))) {
    return new EngineError(
      'provider.cursorExpired',
      'Microsoft no longer knows where the last read ended. The next read is a full one.',
      { details },
    );
  }
  if (busyStatuses.has(answer.status)) return busy(answer, details, context.now);
  if (answer.status >= 500 && answer.status !== 501) {
    return new EngineError('provider.unreachable', 'Microsoft Graph failed on its side. Try again later.', { details });
  }
  if (answer.status === 401) return unauthorised(answer, details);
  if (answer.status === 403 || codes.includes('Authorization_IdentityNotFound')) {
    return forbidden(codes, context, { details, where, claims: claimsChallenge(answer) });
  }
  const what =
    answer.body.kind === 'html'
      ? 'a web page instead of data; a proxy or portal stands in between'
      : 'an answer Concord does not expect';
  const code = facts.code === null ? '' : `, code ${facts.code}`;
  return new EngineError('provider.responseInvalid', `Microsoft Graph sent ${what} (status ${answer.status}${code}).`, {
    details,
  });
}

type Details = Readonly<Record<string, string | number | null>>;

function busy(answer: GraphAnswer, details: Details, now: number): EngineError {
  const what = answer.status === 429 ? 'asked us to slow down' : 'is busy or unavailable';
  return new EngineError('provider.throttled', `Microsoft Graph ${what}. Concord goes on by itself.`, {
    details: { ...details, access: 'throttled' },
    retryAt: answer.retryAt ?? now + DEFAULT_WAIT_MS,
  });
}

/** Reached only after one forced renewal: the second token was refused too. */
function unauthorised(answer: GraphAnswer, details: Details): EngineError {
  const claims = claimsChallenge(answer);
  if (claims !== null) {
    return new EngineError(
      'tenant.mfaNeeded',
      'A policy asks for a fresh sign-in before this can be read. Sign in again for this customer.',
      {
        details: { ...details, access: 'mfaNeeded', whoCanFix: 'you', claims },
      },
    );
  }
  return new EngineError(
    'provider.credentialRejected',
    'Microsoft Graph refused the sign-in even after it was renewed. Sign in again.',
    { details },
  );
}

function forbidden(
  codes: readonly (string | null)[],
  context: GraphCallContext,
  facts: { readonly details: Details; readonly where: string; readonly claims: string | null },
): EngineError {
  const { details, where, claims } = facts;
  if (claims !== null || codes.includes('insufficient_claims')) {
    return new EngineError(
      'tenant.conditionalAccess',
      `A Conditional Access policy of ${where} asks for more before this can be read.`,
      {
        details: { ...details, access: 'conditionalAccess', whoCanFix: 'an administrator of the customer', claims },
      },
    );
  }
  const { grantedScopes, scopesNeeded } = context;
  const lacksScope =
    codes.includes('Authorization_IdentityNotFound') ||
    (grantedScopes !== null && scopesNeeded.length > 0 && !scopesNeeded.some((scope) => grantedScopes.includes(scope)));
  if (lacksScope) {
    const wanted = scopesNeeded[0] === undefined ? '' : ` (${scopesNeeded[0]})`;
    return new EngineError(
      'provider.consentMissing',
      `The app lacks a permission${wanted} in ${where}. An administrator must grant consent.`,
      {
        details: {
          ...details,
          access: 'consentNeeded',
          whoCanFix: 'an administrator of the customer',
          link: context.consentLink,
        },
      },
    );
  }
  const role =
    context.entraTenantId === null
      ? 'Your account lacks a partner role (such as Admin agent) in the MSP’s own tenant.'
      : 'Your account lacks a directory role in this customer; Directory Readers in the GDAP relationship is enough.';
  return new EngineError('gdap.roleMissing', role, {
    details: { ...details, access: 'roleMissing', whoCanFix: 'an administrator of the MSP' },
  });
}

/** The claims that a resource asks for, as JSON, from `WWW-Authenticate: … claims="<base64>"`. */
export function claimsChallenge(answer: Pick<HttpResponse, 'headers'>): string | null {
  const encoded = /\bclaims="([A-Za-z0-9+/=_-]+)"/.exec(answer.headers['www-authenticate'] ?? '')?.[1];
  if (encoded === undefined) return null;
  const decoded = Buffer.from(encoded, 'base64').toString('utf8');
  return decoded.startsWith('{') ? decoded : null;
}
