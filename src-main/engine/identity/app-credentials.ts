/**
 * Which Microsoft app registration Concord signs in as, in the guide's order: tenant secrets → environment → app secrets.
 * The nearest level with a client id wins as a whole: a secret is never taken from another level than its id.
 */
import type { SecretSource, SecretStore } from '../secrets/port.ts';
import type { AppCredentials } from './port.ts';

/** Tenant secrets are this profile's own; app secrets are what the MSP keeps centrally for all its installations. */
const levels: readonly { readonly source: SecretSource; readonly label: AppCredentials['source'] }[] = [
  { source: 'vault', label: 'tenantSecrets' },
  { source: 'folder', label: 'tenantSecrets' },
  { source: 'environment', label: 'environment' },
  { source: 'hashicorpVault', label: 'appSecrets' },
];

/** Null when no level names a client id. A level without a client secret is a public client. */
export async function resolveAppCredentials(secrets: Pick<SecretStore, 'findIn'>): Promise<AppCredentials | null> {
  for (const { source, label } of levels) {
    const clientId = await secrets.findIn(source, 'microsoft_client_id');
    if (clientId === null) continue;
    return {
      clientId,
      clientSecret: await secrets.findIn(source, 'microsoft_client_secret'),
      tenantId: await secrets.findIn(source, 'microsoft_tenant_id'),
      source: label,
    };
  }
  return null;
}
