/** What a failed read says about our access to a customer, as a table. */
import type { ErrorCode } from '../../../shared/vocabulary/error-codes.ts';
import type { TenantAccess } from '../../../shared/vocabulary/states.ts';
import type { EngineError } from '../domain/engine-error.ts';

const byCode: Partial<Record<ErrorCode, TenantAccess>> = {
  'provider.consentMissing': 'consentNeeded',
  'gdap.notActive': 'roleMissing',
  'gdap.roleMissing': 'roleMissing',
  'tenant.conditionalAccess': 'conditionalAccess',
  'tenant.mfaNeeded': 'mfaNeeded',
  'tenant.gone': 'tenantGone',
  'provider.throttled': 'throttled',
};

/** Anything unlisted is `failed`: the stored sentence says more. */
export function accessOf(error: EngineError): TenantAccess {
  return byCode[error.code] ?? 'failed';
}
