/**
 * The last check before a token may be used: MSAL neither compares the tenant that answered with the one that was asked, nor
 * minds a missing token (`contracts/microsoft.md` 5.5). A wrong token would write one customer's people into another.
 */
import type { AuthenticationResult } from '@azure/msal-node';
import type { EntraTenantId } from '../../../shared/vocabulary/ids.ts';
import { EngineError } from '../domain/engine-error.ts';

/** Throws `provider.wrongTenant` or `provider.responseInvalid`; the answer must then be thrown away. */
export function checkTokenResult(
  result: Pick<AuthenticationResult, 'tenantId' | 'accessToken'> | null,
  asked: EntraTenantId,
): void {
  if (result === null || result.accessToken === '') {
    throw new EngineError(
      'provider.responseInvalid',
      'Microsoft answered the sign-in without a token. Nothing was read; try again.',
      { details: { entraTenantId: asked } },
    );
  }
  if (result.tenantId.toLowerCase() !== asked.toLowerCase()) {
    throw new EngineError(
      'provider.wrongTenant',
      'Microsoft answered with a token of another tenant than the one asked for. Nothing was read.',
      { details: { entraTenantId: asked, answered: result.tenantId } },
    );
  }
}
