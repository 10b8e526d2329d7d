/**
 * Sign-in through the system browser: PKCE, state, nonce and a listener of our own, for public and confidential clients alike
 * (`contracts/microsoft.md` 5.3). This file ends with the code in hand; redeeming it is the caller's, one at a time.
 */

import { randomBytes } from 'node:crypto';
import { type AuthorizationCodeRequest, CryptoProvider, ResponseMode } from '@azure/msal-node';
import { EngineError } from '../domain/engine-error.ts';
import type { MicrosoftCloud } from '../domain/microsoft-cloud.ts';
import { toRealLoginUrl } from './clouds.ts';
import { type LoopbackAnswer, type LoopbackListener, openLoopback } from './loopback-listener.ts';
import type { MsalApp } from './msal-app.ts';
import type { SignInProgress } from './port.ts';
import type { StsFailure } from './sts-failure.ts';

/** How Microsoft answers: a form posted to the listener, as MSAL 7 itself insists on. The listener reads queries too. */
const RESPONSE_MODE = ResponseMode.FORM_POST;

/** A host that has not said by then whether a browser opened: the address is shown. */
const BROWSER_SLOW_MS = 2_000;

export interface BrowserSignIn {
  readonly cloud: MicrosoftCloud;
  readonly authority: string;
  readonly scopes: readonly string[];
  readonly claims: string | null;
  readonly loginHint: string | null;
  readonly openBrowser: (url: string) => Promise<boolean>;
  readonly onProgress: (progress: SignInProgress) => void;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}

/** Thrown for an error that came back through the browser; the caller classifies it like any other refusal. */
export class BrowserRefusal extends Error {
  readonly failure: StsFailure;
  constructor(failure: StsFailure) {
    super('Microsoft refused the sign-in.');
    this.failure = failure;
  }
}

/** Waits for the operator; resolves to the request that redeems the code. */
export async function askInBrowser(app: MsalApp, options: BrowserSignIn): Promise<AuthorizationCodeRequest> {
  const crypto = new CryptoProvider();
  const { verifier, challenge } = await crypto.generatePkceCodes();
  const state = randomBytes(32).toString('base64url');
  const nonce = crypto.createNewGuid();
  const listener = await openLoopback({ state, signal: options.signal, timeoutMs: options.timeoutMs });
  try {
    const url = await app.getAuthCodeUrl({
      scopes: [...options.scopes],
      authority: options.authority,
      redirectUri: listener.redirectUri,
      responseMode: RESPONSE_MODE,
      codeChallenge: challenge,
      codeChallengeMethod: 'S256',
      state,
      nonce,
      ...(options.claims === null ? {} : { claims: options.claims }),
      ...(options.loginHint === null ? { prompt: 'select_account' } : { loginHint: options.loginHint }),
    });
    const answer = await waitFor(listener, toRealLoginUrl(options.cloud, url), options);
    return {
      code: codeOf(answer),
      codeVerifier: verifier,
      nonce,
      scopes: [...options.scopes],
      authority: options.authority,
      redirectUri: listener.redirectUri,
      ...(answer.clientInfo === null ? {} : { clientInfo: answer.clientInfo }),
      ...(options.claims === null ? {} : { claims: options.claims }),
    };
  } finally {
    await listener.close();
  }
}

/** A browser that cannot be opened, or a host that never says whether it was, must not end the wait: the address is shown. */
async function waitFor(listener: LoopbackListener, url: string, options: BrowserSignIn): Promise<LoopbackAnswer> {
  let isTold = false;
  const tell = (opened: boolean) => {
    if (!isTold) options.onProgress({ kind: 'browserOpened', url, opened });
    isTold = true;
  };
  const slowHost = setTimeout(() => tell(false), BROWSER_SLOW_MS);
  options
    .openBrowser(url)
    .then(tell, () => tell(false))
    .catch(() => undefined);
  try {
    return await listener.answer;
  } finally {
    clearTimeout(slowHost);
    isTold = true;
  }
}

function codeOf(answer: LoopbackAnswer): string {
  if (answer.error !== null) throw new BrowserRefusal(refusalOf(answer));
  if (answer.code === null || answer.code === '') {
    throw new EngineError(
      'identity.signInFailed',
      'Microsoft answered the browser without a code. Start the sign-in again.',
    );
  }
  return answer.code;
}

function refusalOf(answer: LoopbackAnswer): StsFailure {
  const description = answer.errorDescription ?? '';
  const number = /AADSTS(\d{4,8})/.exec(description)?.[1];
  return {
    errorCode: answer.error ?? '',
    subError: answer.subError ?? '',
    numbers: number === undefined ? [] : [Number(number)],
    claims: null,
    correlationId: null,
    // Came through a browser, so it is not repeated anywhere.
    message: '',
  };
}
