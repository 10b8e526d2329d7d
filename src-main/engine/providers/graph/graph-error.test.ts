/** Each row of `contracts/microsoft.md` 4.2: what a refusal of Graph means. */
import { describe, expect, it } from 'vitest';
import { asId } from '../../../../shared/vocabulary/ids.ts';
import { type GraphAnswer, type GraphCallContext, graphError } from './graph-error.ts';

const context: GraphCallContext = {
  entraTenantId: asId('11111111-1111-4111-8111-111111111111'),
  scopesNeeded: ['User.Read.All', 'Directory.Read.All'],
  grantedScopes: ['User.Read', 'User.Read.All'],
  consentLink: 'https://login.example/consent',
  now: 1_000,
};
const withoutScope = { ...context, grantedScopes: ['User.Read'] };
const home = { ...context, entraTenantId: null };

function answer(status: number, code: string | null, more: Partial<GraphAnswer> = {}): GraphAnswer {
  const value = { error: { code, message: 'words', innerError: { date: '2026-11-23T10:00:00', 'request-id': 'r-1' } } };
  return {
    status,
    headers: {},
    retryAt: null,
    body: code === null ? { kind: 'empty' } : { kind: 'json', value },
    ...more,
  };
}
const challenge = (claims: string) => ({
  headers: {
    'www-authenticate': `Bearer error="insufficient_claims", claims="${Buffer.from(claims).toString('base64')}"`,
  },
});

describe('a refusal', () => {
  it.each<[string, GraphAnswer, GraphCallContext, string]>([
    ['401 after a renewal', answer(401, 'InvalidAuthenticationToken'), context, 'provider.credentialRejected'],
    ['401 with a claims challenge', answer(401, 'unauthenticated', challenge('{"a":1}')), context, 'tenant.mfaNeeded'],
    ['403 insufficient_claims', answer(403, 'insufficient_claims'), context, 'tenant.conditionalAccess'],
    ['403 with the scope in the token', answer(403, 'Authorization_RequestDenied'), context, 'gdap.roleMissing'],
    [
      '403 without the scope in the token',
      answer(403, 'Authorization_RequestDenied'),
      withoutScope,
      'provider.consentMissing',
    ],
    ['403 of another service', answer(403, 'accessDenied'), context, 'gdap.roleMissing'],
    ['403 at home', answer(403, 'Forbidden'), home, 'gdap.roleMissing'],
    [
      'an unknown app identity',
      answer(401, null, { status: 403, body: answer(403, 'Authorization_IdentityNotFound').body }),
      context,
      'provider.consentMissing',
    ],
    ['410', answer(410, 'resyncRequired'), context, 'provider.cursorExpired'],
    ['410 without a body', answer(410, null), context, 'provider.cursorExpired'],
    ['400 syncStateNotFound', answer(400, 'syncStateNotFound'), context, 'provider.cursorExpired'],
    ['400 of another kind', answer(400, 'Request_UnsupportedQuery'), context, 'provider.responseInvalid'],
    ['404', answer(404, 'Request_ResourceNotFound'), context, 'provider.responseInvalid'],
    ['429', answer(429, 'TooManyRequests'), context, 'provider.throttled'],
    ['503', answer(503, 'serviceNotAvailable'), context, 'provider.throttled'],
    ['504 without a body', answer(504, null), context, 'provider.throttled'],
    ['500', answer(500, 'InternalServerError'), context, 'provider.unreachable'],
    ['501', answer(501, 'NotImplemented'), context, 'provider.responseInvalid'],
    ['a page', answer(200, null, { body: { kind: 'html', text: '<html>' } }), context, 'provider.responseInvalid'],
    ['a redirect', answer(302, null), context, 'provider.responseInvalid'],
  ])('%s', (...[, refused, where, code]) => {
    const error = graphError(refused, where);
    expect(error.code).toBe(code);
    expect(error.details['entraTenantId']).toBe(where.entraTenantId);
    expect(error.details['stops']).toBe(where.entraTenantId === null ? 'connection' : 'managedTenant');
  });

  it('carries what Microsoft’s support asks for', () => {
    expect(graphError(answer(403, 'Forbidden'), context).details).toMatchObject({
      status: 403,
      graphCode: 'Forbidden',
      requestId: 'r-1',
      date: '2026-11-23T10:00:00',
    });
  });

  it('is precise to the innermost code', () => {
    const value = { error: { code: 'BadRequest', innererror: { code: 'syncStateNotFound' } } };
    expect(graphError({ ...answer(400, null), body: { kind: 'json', value } }, context).code).toBe(
      'provider.cursorExpired',
    );
  });

  it('says when to come back', () => {
    expect(graphError({ ...answer(429, 'TooManyRequests'), retryAt: 9_000 }, context).retryAt).toBe(9_000);
    expect(graphError(answer(429, 'TooManyRequests'), context).retryAt).toBeGreaterThan(context.now);
  });

  it('names the link where consent is given', () => {
    expect(graphError(answer(403, 'Authorization_RequestDenied'), withoutScope).details['link']).toBe(
      context.consentLink,
    );
  });

  it('hands the claims on, decoded', () => {
    expect(graphError(answer(401, 'unauthenticated', challenge('{"a":1}')), context).details['claims']).toBe('{"a":1}');
  });
});
