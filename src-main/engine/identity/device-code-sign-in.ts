/**
 * Sign-in on another device, for machines without a browser. MSAL polls; we bring the cancel, the end of the wait and the
 * check that a code came at all (`contracts/microsoft.md` 5.10).
 */
import type { AuthenticationResult, DeviceCodeRequest, PublicClientApplication } from '@azure/msal-node';
import { EngineError } from '../domain/engine-error.ts';
import type { SignInProgress } from './port.ts';

export async function signInByDeviceCode(
  app: PublicClientApplication,
  options: {
    readonly authority: string;
    readonly scopes: readonly string[];
    readonly claims: string | null;
    readonly onProgress: (progress: SignInProgress) => void;
    readonly signal: AbortSignal;
    readonly timeoutMs: number;
    readonly now: () => number;
  },
): Promise<AuthenticationResult | null> {
  if (options.signal.aborted) throw cancelled();
  let missingCode = false;
  const request: DeviceCodeRequest = {
    scopes: [...options.scopes],
    authority: options.authority,
    timeout: Math.max(1, Math.ceil(options.timeoutMs / 1000)),
    ...(options.claims === null ? {} : { claims: options.claims }),
    deviceCodeCallback: (answer) => {
      // A refused /devicecode is not noticed by MSAL: the callback then gets undefined fields.
      if (!answer.userCode || !answer.verificationUri) {
        missingCode = true;
        request.cancel = true;
        return;
      }
      options.onProgress({
        kind: 'deviceCode',
        userCode: answer.userCode,
        verificationUri: answer.verificationUri,
        expiresAt: options.now() + answer.expiresIn * 1000,
      });
    },
  };
  const polling = app.acquireTokenByDeviceCode(request);
  const aborted = new Promise<never>((_resolve, reject) => {
    options.signal.addEventListener(
      'abort',
      () => {
        // MSAL notices at its next poll; the operator need not wait for it.
        request.cancel = true;
        reject(cancelled());
      },
      { once: true },
    );
  });
  polling.catch(() => undefined);
  return await Promise.race([polling, aborted]).catch((thrown: unknown) => {
    throw missingCode ? noCode() : thrown;
  });
}

function noCode(): EngineError {
  return new EngineError(
    'identity.appMisconfigured',
    'Microsoft gave no device code. In the app registration, allow public client flows and check the client id.',
  );
}

function cancelled(): EngineError {
  return new EngineError('identity.signInCancelled', 'The sign-in was cancelled.');
}
