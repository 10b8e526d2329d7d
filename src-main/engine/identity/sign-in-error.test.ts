/** Each row of `contracts/microsoft.md` 5.8 and 4.1 through the reader and the classifier, with MSAL's own error classes. */
import {
  AuthError,
  ClientAuthError,
  ClientConfigurationError,
  InteractionRequiredAuthError,
  ServerError,
} from '@azure/msal-node';
import { describe, expect, it } from 'vitest';
import { asId } from '../../../shared/vocabulary/ids.ts';
import { type SignInContext, signInError } from './sign-in-error.ts';
import { readStsFailure } from './sts-failure.ts';

const customer: SignInContext = {
  entraTenantId: asId('11111111-1111-4111-8111-111111111111'),
  phase: 'renewal',
  clientId: 'app',
  loginHost: 'https://login.microsoftonline.com',
  retryAt: null,
  now: 1_000_000,
};
const home: SignInContext = { ...customer, entraTenantId: null };
const signIn: SignInContext = { ...home, phase: 'signIn' };

const explain = (thrown: unknown, context: SignInContext) => signInError(readStsFailure(thrown), context);
/** At run time errorNo is a number although MSAL's types say text. */
const server = (errorCode: string, number: number, subError = '') =>
  Object.assign(new ServerError(errorCode, 'corr', `AADSTS${number}: words`, subError), { errorNo: number });
const interaction = (errorCode: string, number: number | null, subError = '') =>
  Object.assign(
    new InteractionRequiredAuthError(errorCode, 'corr', number === null ? '' : `AADSTS${number}: words`, subError),
    { errorNo: number ?? undefined, claims: '{"c":1}' },
  );

describe('what MSAL throws (5.8)', () => {
  it.each([
    [
      '65001 with suberror consent_required',
      interaction('invalid_grant', 65001, 'consent_required'),
      'provider.consentMissing',
      'provider.consentMissing',
    ],
    [
      '50076 as interaction_required',
      interaction('interaction_required', 50076, 'basic_action'),
      'tenant.mfaNeeded',
      'provider.credentialRejected',
    ],
    ['50076 as a plain ServerError', server('invalid_grant', 50076), 'tenant.mfaNeeded', 'provider.credentialRejected'],
    [
      '53003 with message_only',
      interaction('invalid_grant', 53003, 'message_only'),
      'tenant.conditionalAccess',
      'tenant.conditionalAccess',
    ],
    [
      '700082 as a plain ServerError',
      server('invalid_grant', 700082),
      'tenant.mfaNeeded',
      'provider.credentialRejected',
    ],
    ['50020 as a plain ServerError', server('invalid_grant', 50020), 'gdap.roleMissing', 'provider.credentialRejected'],
    [
      '50057 as a plain ServerError',
      server('invalid_grant', 50057),
      'provider.credentialRejected',
      'provider.credentialRejected',
    ],
    [
      '700082 with bad_token',
      interaction('invalid_grant', 700082, 'bad_token'),
      'tenant.mfaNeeded',
      'provider.credentialRejected',
    ],
    ['700016', server('unauthorized_client', 700016), 'provider.consentMissing', 'identity.appMisconfigured'],
    ['90002', server('invalid_request', 90002), 'tenant.gone', 'identity.appMisconfigured'],
    ['7000215', server('invalid_client', 7000215), 'provider.credentialRejected', 'provider.credentialRejected'],
    [
      '429 or 5xx the first time',
      new ServerError('temporarily_unavailable', 'corr', ''),
      'provider.throttled',
      'provider.throttled',
    ],
    [
      'the same again, held back by MSAL',
      new ServerError('90055', 'corr', ''),
      'provider.throttled',
      'provider.throttled',
    ],
    [
      'a token endpoint that sent HTML',
      new AuthError('token_parsing_error', 'corr'),
      'provider.responseInvalid',
      'provider.responseInvalid',
    ],
    ['no refresh token', interaction('no_tokens_found', null), 'tenant.mfaNeeded', 'provider.credentialRejected'],
    [
      'a refresh token refused locally',
      interaction('refresh_token_expired', null),
      'tenant.mfaNeeded',
      'provider.credentialRejected',
    ],
    [
      'no account',
      new ClientAuthError('no_account_in_silent_request', 'corr'),
      'tenant.mfaNeeded',
      'provider.credentialRejected',
    ],
    [
      'an http authority',
      new ClientConfigurationError('authority_uri_insecure', 'corr'),
      'provider.responseInvalid',
      'provider.responseInvalid',
    ],
    [
      'an unknown host',
      new ClientAuthError('endpoints_resolution_error', 'corr'),
      'provider.responseInvalid',
      'provider.responseInvalid',
    ],
    [
      'an unknown number of invalid_grant',
      server('invalid_grant', 123456),
      'tenant.mfaNeeded',
      'provider.credentialRejected',
    ],
    [
      'something else entirely',
      new TypeError('x is not a function'),
      'provider.responseInvalid',
      'provider.responseInvalid',
    ],
    ['not even an error', 'text', 'provider.responseInvalid', 'provider.responseInvalid'],
  ])('%s', (...[, thrown, atCustomer, atHome]) => {
    expect(explain(thrown, customer).code).toBe(atCustomer);
    expect(explain(thrown, home).code).toBe(atHome);
  });
});

describe('AADSTS numbers (4.1): cause, code at a customer, code at home', () => {
  const rows: readonly (readonly [readonly number[], string, string, string])[] = [
    [[65001, 90094, 90095, 90099], 'consent', 'provider.consentMissing', 'provider.consentMissing'],
    [[650052, 650056, 650057], 'appPermissions', 'identity.appMisconfigured', 'identity.appMisconfigured'],
    [[700016, 700011, 70001], 'appUnknown', 'provider.consentMissing', 'identity.appMisconfigured'],
    [[7000215, 70002], 'secretWrong', 'provider.credentialRejected', 'provider.credentialRejected'],
    [[7000222], 'secretExpired', 'provider.credentialRejected', 'provider.credentialRejected'],
    [[7000218, 700025], 'clientType', 'identity.appMisconfigured', 'identity.appMisconfigured'],
    [[50011], 'redirectMissing', 'identity.appMisconfigured', 'identity.appMisconfigured'],
    [[50076, 50078, 50079, 50072, 50074], 'mfa', 'tenant.mfaNeeded', 'provider.credentialRejected'],
    [[50173, 50133, 50132, 700082, 70008, 50058], 'signInAgain', 'tenant.mfaNeeded', 'provider.credentialRejected'],
    [[700084], 'spaRedirect', 'identity.appMisconfigured', 'identity.appMisconfigured'],
    [[70043], 'signInFrequency', 'tenant.mfaNeeded', 'provider.credentialRejected'],
    [[53003, 530032, 53000, 53001], 'conditionalAccess', 'tenant.conditionalAccess', 'tenant.conditionalAccess'],
    [[530034], 'riskAtHome', 'tenant.conditionalAccess', 'tenant.conditionalAccess'],
    [[50020, 50177], 'notInTenant', 'gdap.roleMissing', 'provider.credentialRejected'],
    [[500212, 500213], 'crossTenantPolicy', 'tenant.conditionalAccess', 'tenant.conditionalAccess'],
    [[90002, 5000224], 'tenantNotFound', 'tenant.gone', 'identity.appMisconfigured'],
    [[90038, 900432], 'otherCloud', 'tenant.gone', 'tenant.gone'],
    [[50057], 'accountDisabled', 'provider.credentialRejected', 'provider.credentialRejected'],
    [[50053], 'accountLocked', 'provider.credentialRejected', 'provider.credentialRejected'],
    [[16000, 16003, 16001, 16002], 'wrongAccount', 'tenant.mfaNeeded', 'provider.credentialRejected'],
    [[65004], 'declined', 'identity.signInFailed', 'identity.signInFailed'],
    [[90055, 50196, 90033, 90006, 90024], 'busy', 'provider.throttled', 'provider.throttled'],
    [[54005], 'codeUsed', 'identity.signInFailed', 'identity.signInFailed'],
  ];
  it.each(
    rows.flatMap(([numbers, cause, atCustomer, atHome]) =>
      numbers.map((number) => [number, cause, atCustomer, atHome] as const),
    ),
  )('%i is %s', (...[number, cause, atCustomer, atHome]) => {
    const error = explain(server('invalid_grant', number), customer);
    expect([error.details['cause'], error.code]).toEqual([cause, atCustomer]);
    expect(explain(server('invalid_grant', number), home).code).toBe(atHome);
    expect(error.message).toContain(`AADSTS${number}`);
    expect(error.message.length).toBeGreaterThan(40);
    expect(error.details['whoCanFix']).toBeTruthy();
  });
});

describe('where the number comes from', () => {
  it('is errorNo, else the text, else a numeric code', () => {
    expect(readStsFailure(server('invalid_grant', 50076)).numbers).toEqual([50076]);
    expect(readStsFailure(new ServerError('x', 'c', 'AADSTS65001: a, then AADSTS90099: b')).numbers).toEqual([
      65001, 90099,
    ]);
    expect(readStsFailure(new ServerError('90055', 'c')).numbers).toEqual([90055]);
  });
});

describe('what an operator gets', () => {
  it('is the consent link of that customer', () => {
    expect(explain(server('invalid_grant', 90099), customer).details).toMatchObject({
      link: 'https://login.microsoftonline.com/11111111-1111-4111-8111-111111111111/adminconsent?client_id=app',
      stops: 'managedTenant',
      access: 'consentNeeded',
      aadsts: 90099,
      correlationId: 'corr',
    });
  });

  it('is the claims to sign in with again', () => {
    expect(explain(interaction('interaction_required', 50076, 'basic_action'), customer).details['claims']).toBe(
      '{"c":1}',
    );
  });

  it('is one customer when a customer refuses, and everything when our own credentials are refused there', () => {
    expect(explain(server('invalid_grant', 53003), customer).details['stops']).toBe('managedTenant');
    expect(explain(server('invalid_client', 7000222), customer).details['stops']).toBe('connection');
    expect(explain(server('invalid_grant', 65001), home).details['stops']).toBe('connection');
  });

  it('is the time to come back: Microsoft’s, else a minute', () => {
    expect(explain(server('x', 90055), { ...home, retryAt: 5_000_000 }).retryAt).toBe(5_000_000);
    expect(explain(server('x', 90055), home).retryAt).toBe(1_060_000);
  });

  it('is no interaction where message_only says that none helps', () => {
    expect(explain(interaction('interaction_required', 50076, 'message_only'), customer).code).toBe(
      'tenant.conditionalAccess',
    );
  });

  it('during a sign-in is a failed sign-in, not a lost connection', () => {
    expect(explain(server('invalid_client', 7000215), signIn).code).toBe('identity.signInFailed');
    expect(explain(new AuthError('user_cancelled', 'c'), signIn).code).toBe('identity.signInCancelled');
    expect(explain(new ClientAuthError('user_timeout_reached', 'c'), signIn).code).toBe('identity.signInTimedOut');
    expect(explain(new AuthError('post_request_failed', 'c', 'authorization_declined'), signIn).code).toBe(
      'identity.signInFailed',
    );
    expect(explain(new AuthError('post_request_failed', 'c', 'expired_token'), signIn).code).toBe(
      'identity.signInTimedOut',
    );
  });
});
