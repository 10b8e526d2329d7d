/**
 * Turns a refused token into the `EngineError` an operator reads: what happened, who can fix it, the link to do it, and how
 * much work it stops. One row a cause; the same cause may mean "sign in" at home and "this customer only" at a customer.
 */
import type { ErrorCode } from '../../../shared/vocabulary/error-codes.ts';
import type { EntraTenantId } from '../../../shared/vocabulary/ids.ts';
import type { TenantAccess } from '../../../shared/vocabulary/states.ts';
import { EngineError } from '../domain/engine-error.ts';
import { type SignInCause, signInCause } from './sign-in-cause.ts';
import type { StsFailure } from './sts-failure.ts';

export interface SignInContext {
  /** The customer whose authority answered; null = the MSP's home. */
  readonly entraTenantId: EntraTenantId | null;
  readonly phase: 'signIn' | 'renewal';
  readonly clientId: string;
  readonly loginHost: string;
  /** From Retry-After of that answer; null = not told. */
  readonly retryAt: number | null;
  readonly now: number;
}

/** Who can put it right, in the operator's words. */
type Fixer = 'you' | 'an administrator of the MSP' | 'an administrator of the customer' | 'Microsoft';

interface Row {
  readonly code: ErrorCode;
  readonly access: TenantAccess;
  readonly fixer: Fixer;
  readonly sentence: string;
  readonly link: 'adminConsent' | 'appRegistration' | null;
}

const APP_PAGE = 'https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade';
/** MSAL holds back this long when Microsoft names no time (`contracts/microsoft.md` 3.2). */
const DEFAULT_BUSY_MS = 60_000;

const msp: Fixer = 'an administrator of the MSP';
const customer: Fixer = 'an administrator of the customer';

function appRow(sentence: string): Row {
  return { code: 'identity.appMisconfigured', access: 'failed', fixer: msp, sentence, link: 'appRegistration' };
}

/** Rows that mean the same wherever the answer came from. */
const everywhere: Readonly<Partial<Record<SignInCause, Row>>> = {
  appPermissions: appRow(
    'The app registration lacks a Microsoft Graph permission. Add the API permissions and grant consent.',
  ),
  clientType: appRow(
    'The app registration and the client secret do not fit together: one says public client, the other confidential.',
  ),
  redirectMissing: appRow(
    'The app registration lacks the redirect http://localhost under "Mobile and desktop applications".',
  ),
  spaRedirect: appRow(
    'The redirect of the app registration is of type single-page; move it to "Mobile and desktop applications".',
  ),
  secretWrong: {
    ...appRow('Microsoft refused the client secret. Paste the secret’s VALUE, not its id.'),
    code: 'provider.credentialRejected',
  },
  secretExpired: {
    ...appRow('The client secret has expired. Create a new one in the app registration and enter it.'),
    code: 'provider.credentialRejected',
  },
  conditionalAccess: {
    code: 'tenant.conditionalAccess',
    access: 'conditionalAccess',
    fixer: customer,
    sentence: 'A Conditional Access policy blocks this sign-in. Retrying does not help; the policy must allow it.',
    link: null,
  },
  riskAtHome: {
    code: 'tenant.conditionalAccess',
    access: 'conditionalAccess',
    fixer: msp,
    sentence:
      'Microsoft sees a risk on your account and blocks partner access. The risk must be cleared in the MSP’s own tenant.',
    link: null,
  },
  crossTenantPolicy: {
    code: 'tenant.conditionalAccess',
    access: 'conditionalAccess',
    fixer: customer,
    sentence: 'A cross-tenant access policy blocks this sign-in. The policy must be changed.',
    link: null,
  },
  accountDisabled: {
    code: 'provider.credentialRejected',
    access: 'failed',
    fixer: msp,
    sentence: 'The signed-in operator account is disabled. Enable it, or sign in with another account.',
    link: null,
  },
  accountLocked: {
    code: 'provider.credentialRejected',
    access: 'failed',
    fixer: msp,
    sentence: 'The signed-in operator account is locked. Wait or have it unlocked, then sign in again.',
    link: null,
  },
  busy: {
    code: 'provider.throttled',
    access: 'throttled',
    fixer: 'Microsoft',
    sentence: 'Microsoft sign-in is busy and asked us to wait. Concord goes on by itself.',
    link: null,
  },
  otherCloud: {
    code: 'tenant.gone',
    access: 'tenantGone',
    fixer: 'you',
    sentence: 'This tenant lives in another Microsoft cloud. Use a connection to that cloud.',
    link: null,
  },
};

const atHome: Readonly<Partial<Record<SignInCause, Row>>> = {
  consent: {
    code: 'provider.consentMissing',
    access: 'consentNeeded',
    fixer: msp,
    sentence: 'Nobody has consented to the app in the MSP’s own tenant yet. An administrator must grant consent.',
    link: 'adminConsent',
  },
  appUnknown: appRow('Microsoft does not know this app in the MSP’s tenant. Check client id, tenant id and cloud.'),
  tenantNotFound: appRow('Microsoft does not know the MSP’s tenant id. Check the tenant id and the cloud.'),
  notInTenant: {
    code: 'provider.credentialRejected',
    access: 'failed',
    fixer: 'you',
    sentence: 'The chosen account does not belong to the MSP’s tenant. Sign in with the partner account.',
    link: null,
  },
};

const atCustomer: Readonly<Partial<Record<SignInCause, Row>>> = {
  consent: {
    code: 'provider.consentMissing',
    access: 'consentNeeded',
    fixer: customer,
    sentence:
      'Nobody has consented to the app in this customer yet. Grant consent there, by the link or through Partner Center.',
    link: 'adminConsent',
  },
  appUnknown: {
    code: 'provider.consentMissing',
    access: 'consentNeeded',
    fixer: customer,
    sentence: 'This customer does not know the app. Grant consent there, by the link or through Partner Center.',
    link: 'adminConsent',
  },
  tenantNotFound: {
    code: 'tenant.gone',
    access: 'tenantGone',
    fixer: 'you',
    sentence: 'Microsoft does not find this customer’s tenant. It may have been deleted, or lives in another cloud.',
    link: null,
  },
  notInTenant: {
    code: 'gdap.roleMissing',
    access: 'roleMissing',
    fixer: customer,
    sentence:
      'Your account has no delegated access in this customer, or exists there as a guest. Check the GDAP group, and remove the guest object.',
    link: null,
  },
  mfa: customerSignIn('This customer asks for multi-factor authentication. Sign in again for this customer.'),
  signInFrequency: customerSignIn('This customer’s policy asks for a fresh sign-in. Sign in again for this customer.'),
  signInAgain: customerSignIn(
    'This customer refused the sign-in, though yours is valid. Sign in again for this customer.',
  ),
  unknownRefusal: customerSignIn('Microsoft refused the sign-in at this customer. Sign in again for this customer.'),
  wrongAccount: customerSignIn('Another account was chosen. Sign in again for this customer with the partner account.'),
};

function customerSignIn(sentence: string): Row {
  return { code: 'tenant.mfaNeeded', access: 'mfaNeeded', fixer: 'you', sentence, link: null };
}

/** Causes that only an interactive sign-in mends at home. */
const homeSignInSentences: Readonly<Partial<Record<SignInCause, string>>> = {
  mfa: 'Microsoft asks for multi-factor authentication. Sign in again.',
  signInAgain: 'The Microsoft sign-in is no longer valid. Sign in again.',
  signInFrequency: 'A policy of the MSP asks for a fresh sign-in. Sign in again.',
  wrongAccount: 'Another account was chosen. Sign in again with the partner account.',
  unknownRefusal: 'Microsoft refused the sign-in. Sign in again.',
};

const signInEnds: Readonly<Partial<Record<SignInCause, { readonly code: ErrorCode; readonly sentence: string }>>> = {
  cancelled: { code: 'identity.signInCancelled', sentence: 'The sign-in was cancelled.' },
  deviceCodeExpired: {
    code: 'identity.signInTimedOut',
    sentence: 'The code was not entered in time. Start the sign-in again.',
  },
  declined: {
    code: 'identity.signInFailed',
    sentence: 'The sign-in or the consent was declined. Try again, or ask an administrator to consent.',
  },
  codeUsed: {
    code: 'identity.signInFailed',
    sentence: 'Microsoft had already used this sign-in code. Start the sign-in again.',
  },
};

function rowOf(cause: SignInCause, context: SignInContext): Row {
  const general = everywhere[cause] ?? (context.entraTenantId === null ? atHome : atCustomer)[cause];
  if (general !== undefined) return general;
  const end = signInEnds[cause];
  if (end !== undefined) return { ...end, access: 'failed', fixer: 'you', link: null };
  const sentence = homeSignInSentences[cause];
  if (sentence !== undefined) {
    return { code: 'provider.credentialRejected', access: 'failed', fixer: 'you', sentence, link: null };
  }
  return {
    code: context.phase === 'signIn' ? 'identity.signInFailed' : 'provider.responseInvalid',
    access: 'failed',
    fixer: 'you',
    sentence:
      'Microsoft sign-in failed in a way Concord does not know. Try again; if it persists, report the support code.',
    link: null,
  };
}

/** During a sign-in, "sign in again" is simply a failed sign-in. */
function codeFor(row: Row, context: SignInContext): ErrorCode {
  return row.code === 'provider.credentialRejected' && context.phase === 'signIn' ? 'identity.signInFailed' : row.code;
}

/** The error for a refusal; `details` says who can fix it, where, and whether more than this managed tenant stops. */
export function signInError(failure: StsFailure, context: SignInContext): EngineError {
  const cause = signInCause(failure);
  const row = rowOf(cause, context);
  const number = failure.numbers[0] ?? null;
  return new EngineError(codeFor(row, context), number === null ? row.sentence : `${row.sentence} (AADSTS${number})`, {
    details: {
      cause,
      access: row.access,
      whoCanFix: row.fixer,
      link: linkOf(row, context),
      stops: stopsOf(row, context),
      entraTenantId: context.entraTenantId,
      aadsts: number,
      claims: failure.claims,
      correlationId: failure.correlationId,
    },
    ...(row.code === 'provider.throttled' ? { retryAt: context.retryAt ?? context.now + DEFAULT_BUSY_MS } : {}),
  });
}

/** A refused secret, app or operator account stops everything even when a customer's authority was the first to say so. */
function stopsOf(row: Row, context: SignInContext): 'managedTenant' | 'connection' {
  const isOurOwn = row.code === 'provider.credentialRejected' || row.code === 'identity.appMisconfigured';
  return context.entraTenantId === null || isOurOwn ? 'connection' : 'managedTenant';
}

function linkOf(row: Row, context: SignInContext): string | null {
  if (row.link === 'appRegistration') return APP_PAGE;
  if (row.link === null) return null;
  return adminConsentUrl(context);
}

/** Where an administrator of that tenant grants consent to the app (`contracts/microsoft.md` 2.2). */
export function adminConsentUrl(context: Pick<SignInContext, 'entraTenantId' | 'clientId' | 'loginHost'>): string {
  const tenantPart = context.entraTenantId ?? 'organizations';
  return `${context.loginHost.replace(/\/+$/, '')}/${tenantPart}/adminconsent?client_id=${encodeURIComponent(context.clientId)}`;
}
