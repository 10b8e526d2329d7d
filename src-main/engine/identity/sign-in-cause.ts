/**
 * Why Microsoft refused a token, as one closed union. Pure table (`contracts/microsoft.md` 4.1 and 5.8): OAuth error and
 * suberror decide what they can, the AADSTS number says the rest, and there is always a default. Numbers are diagnostics that
 * Microsoft may change, so an unknown one ends as "sign in again", never as a crash or a sign-out.
 */
import type { StsFailure } from './sts-failure.ts';

export type SignInCause =
  | 'consent'
  | 'appPermissions'
  | 'appUnknown'
  | 'clientType'
  | 'redirectMissing'
  | 'spaRedirect'
  | 'secretWrong'
  | 'secretExpired'
  | 'mfa'
  | 'signInAgain'
  | 'signInFrequency'
  | 'conditionalAccess'
  | 'riskAtHome'
  | 'notInTenant'
  | 'crossTenantPolicy'
  | 'tenantNotFound'
  | 'otherCloud'
  | 'accountDisabled'
  | 'accountLocked'
  | 'wrongAccount'
  | 'declined'
  | 'busy'
  | 'codeUsed'
  | 'cancelled'
  | 'deviceCodeExpired'
  | 'unknownRefusal'
  | 'unknown';

const causeByNumber: ReadonlyMap<number, SignInCause> = new Map(
  Object.entries({
    consent: [65001, 90094, 90095, 90099],
    appPermissions: [650052, 650056, 650057],
    appUnknown: [700016, 700011, 70001],
    secretWrong: [7000215, 70002],
    secretExpired: [7000222],
    clientType: [7000218, 700025],
    redirectMissing: [50011],
    spaRedirect: [700084],
    mfa: [50076, 50078, 50079, 50072, 50074],
    signInAgain: [50173, 50133, 50132, 700082, 70008, 50058],
    signInFrequency: [70043],
    conditionalAccess: [53003, 530032, 53000, 53001],
    riskAtHome: [530034],
    notInTenant: [50020, 50177],
    crossTenantPolicy: [500212, 500213],
    tenantNotFound: [90002, 5000224],
    otherCloud: [90038, 900432],
    accountDisabled: [50057],
    accountLocked: [50053],
    wrongAccount: [16000, 16003, 16001, 16002],
    declined: [65004],
    busy: [90055, 50196, 90033, 90006, 90024],
    codeUsed: [54005],
  } satisfies Partial<Record<SignInCause, readonly number[]>>).flatMap(([cause, numbers]) =>
    // Object.entries widens the keys that `satisfies` has just checked.
    numbers.map((number) => [number, cause as SignInCause] as const),
  ),
);

const causeBySubError: Readonly<Record<string, SignInCause>> = {
  consent_required: 'consent',
  // "Read the message": a policy refuses, and no interaction helps although MSAL calls it interaction required.
  message_only: 'conditionalAccess',
  basic_action: 'mfa',
  additional_action: 'mfa',
  user_password_expired: 'signInAgain',
  bad_token: 'signInAgain',
};

const causeByError: Readonly<Record<string, SignInCause>> = {
  consent_required: 'consent',
  interaction_required: 'mfa',
  login_required: 'signInAgain',
  access_denied: 'declined',
  invalid_client: 'secretWrong',
  unauthorized_client: 'appUnknown',
  temporarily_unavailable: 'busy',
  server_error: 'busy',
  no_tokens_found: 'signInAgain',
  refresh_token_expired: 'signInAgain',
  native_account_unavailable: 'signInAgain',
  no_account_in_silent_request: 'signInAgain',
  user_cancelled: 'cancelled',
  device_code_polling_cancelled: 'cancelled',
  user_timeout_reached: 'deviceCodeExpired',
  invalid_grant: 'unknownRefusal',
};

/**
 * The number wins over suberror and error: it is the most precise of the three where it is known. One exception: with
 * `message_only` no interaction helps, whatever the number asks for.
 */
export function signInCause(failure: StsFailure): SignInCause {
  const byNumber = failure.numbers.map((number) => causeByNumber.get(number)).find((cause) => cause !== undefined);
  if (byNumber === 'mfa' && failure.subError === 'message_only') return 'conditionalAccess';
  if (byNumber !== undefined) return byNumber;
  if (failure.errorCode === 'post_request_failed') return deviceCodeCause(failure.message);
  return causeBySubError[failure.subError] ?? causeByError[failure.errorCode] ?? 'unknown';
}

/** MSAL's device-code poll reports the OAuth error in the text only. */
function deviceCodeCause(message: string): SignInCause {
  if (message.includes('authorization_declined')) return 'declined';
  if (message.includes('expired_token')) return 'deviceCodeExpired';
  return 'unknown';
}
