/**
 * Builds MSAL applications, all alike: our network client, no cache plugin (`contracts/microsoft.md` 5.7), no personal data in
 * logs, plain authority strings. An application made from a saved cache has read it before its first call, else a step-up at
 * a customer would overwrite the home profile (5.6).
 */

import {
  type AccountInfo,
  ConfidentialClientApplication,
  type Configuration,
  type INetworkModule,
  LogLevel,
  PublicClientApplication,
} from '@azure/msal-node';
import type { MicrosoftCloud } from '../domain/microsoft-cloud.ts';
import { authorityBase } from './clouds.ts';
import type { AppCredentials } from './port.ts';

export type MsalApp = PublicClientApplication | ConfidentialClientApplication;

export interface MsalSettings {
  readonly cloud: MicrosoftCloud;
  readonly credentials: AppCredentials;
  readonly network: INetworkModule;
}

export function homeAuthority(settings: Pick<MsalSettings, 'cloud' | 'credentials'>): string {
  return `${authorityBase(settings.cloud)}/${settings.credentials.tenantId ?? 'organizations'}`;
}

/** `cache` is MSAL's own JSON; throws whatever MSAL throws on a broken one. */
export async function createMsalApp(settings: MsalSettings, cache: string | null): Promise<MsalApp> {
  const app =
    settings.credentials.clientSecret === null
      ? new PublicClientApplication(configuration(settings))
      : new ConfidentialClientApplication(configuration(settings, settings.credentials.clientSecret));
  await readCache(app, cache);
  return app;
}

/** The device code flow exists for public clients only, whatever the connection uses otherwise. */
export async function createPublicMsalApp(
  settings: MsalSettings,
  cache: string | null,
): Promise<PublicClientApplication> {
  const app = new PublicClientApplication(configuration(settings));
  await readCache(app, cache);
  return app;
}

async function readCache(app: MsalApp, cache: string | null): Promise<void> {
  if (cache === null) return;
  app.getTokenCache().deserialize(cache);
  await app.getTokenCache().getAllAccounts();
}

function configuration(settings: MsalSettings, clientSecret?: string): Configuration {
  return {
    auth: {
      clientId: settings.credentials.clientId,
      authority: homeAuthority(settings),
      ...(clientSecret === undefined ? {} : { clientSecret }),
    },
    system: {
      networkClient: settings.network,
      loggerOptions: { loggerCallback: () => undefined, piiLoggingEnabled: false, logLevel: LogLevel.Error },
    },
  };
}

/** The profile of `homeAccountId`, the one of its home tenant where there are several. */
export async function findAccount(
  app: MsalApp,
  home: { readonly homeAccountId: string; readonly homeTenantId: string },
): Promise<AccountInfo | null> {
  const accounts = await app.getTokenCache().getAllAccounts();
  const own = accounts.filter((account) => account.homeAccountId === home.homeAccountId);
  return own.find((account) => account.tenantId === home.homeTenantId) ?? own[0] ?? null;
}

/** One refresh token serves all customers (`contracts/microsoft.md` 5.4). */
export function holdsRefreshToken(app: MsalApp): boolean {
  return Object.values(app.getTokenCache().getKVStore()).some(
    (entity) => typeof entity === 'object' && 'credentialType' in entity && entity.credentialType === 'RefreshToken',
  );
}

/** A serialised cache without access tokens: reading it into an application adds the refresh token and overwrites nothing newer. */
export function refreshTokenOnly(serialised: string): string {
  const cache: unknown = JSON.parse(serialised);
  if (typeof cache !== 'object' || cache === null) return serialised;
  return JSON.stringify({ ...cache, AccessToken: {}, IdToken: {} });
}
