/**
 * Which application is asking, and did it prove it. The app registration of the MSP is public and confidential at once (as
 * a real one with "allow public client flows" is); the CIPP client is confidential and lives in the MSP's tenant only.
 */
import { type AadRefusal, refusals } from './aad-error.ts';
import type { IdentityState } from './identity-state.ts';

export type ClientProof = { clientId: string; isCipp: boolean; proven: boolean };

/** Reads client_id and client_secret from the form or from HTTP Basic. */
function credentials(form: URLSearchParams, authorization: string | null): { id: string; secret: string | null } {
  if (authorization?.toLowerCase().startsWith('basic ') === true) {
    const [id = '', secret = ''] = Buffer.from(authorization.slice(6), 'base64').toString('utf8').split(':');
    return { id: decodeURIComponent(id), secret: decodeURIComponent(secret) };
  }
  return { id: form.get('client_id') ?? '', secret: form.get('client_secret') };
}

export function identifyClient(
  state: IdentityState,
  form: URLSearchParams,
  request: { authorization: string | null; tenantSegment: string },
): ClientProof | AadRefusal {
  const { partner } = state.directory.world;
  const { id, secret } = credentials(form, request.authorization);
  if (id === '') return refusals.parameterMissing('client_id');
  const isCipp = id.toLowerCase() === partner.cipp.clientId;
  if (!isCipp && id.toLowerCase() !== partner.appClientId) return refusals.unknownApp(id, request.tenantSegment);
  if (secret === null) {
    return isCipp || !state.publicClientAllowed ? refusals.secretMissing() : { clientId: id, isCipp, proven: false };
  }
  if (secret !== (isCipp ? partner.cipp.clientSecret : partner.appSecret)) return refusals.wrongSecret();
  if (isCipp ? state.secretExpired.cipp : state.secretExpired.app) return refusals.expiredSecret();
  return { clientId: id, isCipp, proven: true };
}

export const isRefusal = (value: object): value is AadRefusal => 'error' in value && 'code' in value;
