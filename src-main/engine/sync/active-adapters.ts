/** The adapters of the active connections, made once and kept until the connection changes. */

import { EngineError } from '../domain/engine-error.ts';
import type { MicrosoftCloud } from '../domain/microsoft-cloud.ts';
import type { DirectoryProvider } from '../providers/port.ts';
import type { PsaPort } from '../psa/port.ts';
import type { SecretKey, SecretStore } from '../secrets/port.ts';
import type { Store } from '../store/open-store.ts';
import type { AdapterFactory, CippAuth, SyncContext } from './context.ts';

interface Needs {
  readonly store: Store;
  readonly secrets: SecretStore;
  readonly adapters: AdapterFactory;
}

export function createActiveAdapters({
  store,
  secrets,
  adapters,
}: Needs): Pick<SyncContext, 'directory' | 'psa' | 'dropAdapters'> {
  let directory: Promise<DirectoryProvider> | null = null;
  let psa: Promise<PsaPort> | null = null;

  async function secret(key: SecretKey): Promise<string> {
    const found = await secrets.find(key);
    if (found) return found.value;
    throw new EngineError(
      'secrets.unavailable',
      `The stored connection needs the secret ${key}, and no secret source has it.`,
    );
  }

  async function cippAuth(authKind: string, loginHost: string | null): Promise<CippAuth> {
    if (authKind === 'token') return { kind: 'token', token: await secret('entra_cipp_api_token') };
    return {
      kind: 'clientCredentials',
      tenantId: await secret('entra_cipp_tenant_id'),
      clientId: await secret('entra_cipp_client_id'),
      clientSecret: await secret('entra_cipp_client_secret'),
      loginHost,
    };
  }

  async function makeDirectory(): Promise<DirectoryProvider> {
    const connection = store.directoryConnections.getActive();
    if (!connection) throw new EngineError('provider.notConnected', 'Concord is not connected to Microsoft or CIPP.');
    if (connection.connectionType === 'cipp') {
      return adapters.cipp({
        baseUrl: connection.cippBaseUrl ?? '',
        auth: await cippAuth(connection.authKind, connection.loginHost),
      });
    }
    const cloud: MicrosoftCloud = {
      name: (connection.cloudName ?? 'global') as MicrosoftCloud['name'],
      loginHost: connection.loginHost ?? '',
      graphHost: connection.graphHost ?? '',
    };
    const credentials = await adapters.resolveAppCredentials();
    if (!credentials)
      throw new EngineError(
        'secrets.unavailable',
        'The app registration’s client id is in none of the secret sources any more.',
      );
    const identity = await adapters.identity({ cloud, credentials });
    if (!identity.account())
      throw new EngineError(
        'provider.credentialRejected',
        'The Microsoft sign-in is no longer in this profile’s vault. Sign in again.',
      );
    return adapters.graph({ cloud, identity });
  }

  async function makePsa(): Promise<PsaPort> {
    const connection = store.psaConnections.getActive();
    if (!connection) throw new EngineError('psa.notConnected', 'Concord is not connected to the PSA.');
    return adapters.psa({ baseUrl: connection.baseUrl, apiKey: await secret('psa_api_key') });
  }

  return {
    directory() {
      directory ??= makeDirectory().catch((thrown: unknown) => {
        directory = null;
        throw thrown;
      });
      return directory;
    },
    psa() {
      psa ??= makePsa().catch((thrown: unknown) => {
        psa = null;
        throw thrown;
      });
      return psa;
    },
    dropAdapters(which) {
      if (which === 'psa') psa = null;
      else directory = null;
    },
  };
}
