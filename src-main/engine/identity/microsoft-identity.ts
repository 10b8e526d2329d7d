/**
 * `MicrosoftIdentity` over MSAL Node: signs in by browser or device code, and hands out checked Graph tokens. A failed or
 * cancelled sign-in changes nothing; a new home sign-in starts from an empty cache, a step-up at a customer from the present
 * one. No token leaves except as the result of `graphToken`.
 */
import type { AuthenticationResult } from '@azure/msal-node';
import { asId, type EntraTenantId, isGuid } from '../../../shared/vocabulary/ids.ts';
import { EngineError } from '../domain/engine-error.ts';
import type { Log } from '../http/log.ts';
import { createSerial } from '../http/serial.ts';
import { askInBrowser, BrowserRefusal } from './browser-sign-in.ts';
import { authorityBase, checkCloud, graphScopes } from './clouds.ts';
import { signInByDeviceCode } from './device-code-sign-in.ts';
import { createMsalApp, createPublicMsalApp, homeAuthority, type MsalApp, type MsalSettings } from './msal-app.ts';
import { createLoginNetwork, type LoginNetwork } from './network-client.ts';
import type { AppCredentials, MicrosoftCloud, MicrosoftIdentity, SignedInAccount, SignInOptions } from './port.ts';
import { adminConsentUrl, signInError } from './sign-in-error.ts';
import { openSession, type SessionStorage, type SignInSession } from './sign-in-session.ts';
import { readStsFailure } from './sts-failure.ts';
import { createTenantTokens } from './tenant-tokens.ts';
import { checkTokenResult } from './token-check.ts';
import { untilAborted } from './until-aborted.ts';

export interface MicrosoftIdentityOptions extends SessionStorage {
  readonly cloud: MicrosoftCloud;
  readonly credentials: AppCredentials;
  readonly openBrowser: (url: string) => Promise<boolean>;
  readonly log: Log;
  readonly userAgent?: string;
  readonly proxyEnv?: Readonly<Record<string, string | undefined>> | null;
  readonly customCaFile?: string | null;
  readonly now?: () => number;
}

/** An identity that can be put away: writes what is pending and closes its sockets. */
export interface OpenMicrosoftIdentity extends MicrosoftIdentity {
  close(): Promise<void>;
}

interface Parts {
  readonly options: MicrosoftIdentityOptions;
  readonly settings: MsalSettings;
  readonly network: LoginNetwork;
  readonly session: SignInSession;
  readonly now: () => number;
}

/** Reads the saved sign-in first. Throws `input.invalid` for a cloud whose hosts are not its own. */
export async function createMicrosoftIdentity(options: MicrosoftIdentityOptions): Promise<OpenMicrosoftIdentity> {
  checkCloud(options.cloud);
  const network = createLoginNetwork({
    cloud: options.cloud,
    userAgent: options.userAgent ?? 'Concord',
    proxyEnv: options.proxyEnv ?? null,
    customCaFile: options.customCaFile ?? null,
    log: options.log,
  });
  const settings: MsalSettings = { cloud: options.cloud, credentials: options.credentials, network: network.msal };
  const session = await openSession(settings, options, options.log);
  const now = options.now ?? Date.now;
  const parts: Parts = { options, settings, network, session, now };
  const serial = createSerial();
  const tokens = createTenantTokens({
    session,
    serial,
    cloud: options.cloud,
    credentials: options.credentials,
    log: options.log,
    now,
    classify: (thrown, entraTenantId) => classify(parts, thrown, { entraTenantId, phase: 'renewal' }),
  });

  return {
    credentialSource: options.credentials.source,
    async signIn(signInOptions) {
      try {
        const answer = await authorise(parts, signInOptions);
        const account = await serial(() => finish(parts, answer, signInOptions));
        tokens.forget();
        options.log.info({ homeTenantId: account.homeTenantId }, 'signed in to Microsoft');
        return account;
      } catch (thrown) {
        throw classify(parts, thrown, { entraTenantId: signInOptions.entraTenantId, phase: 'signIn' });
      }
    },
    account: () => session.account(),
    graphToken: (entraTenantId, { signal, forceRefresh }) =>
      untilAborted(signal, () => tokens.token(entraTenantId, forceRefresh)),
    grantedScopes: (entraTenantId) => tokens.scopes(entraTenantId),
    consentLink: (entraTenantId) =>
      adminConsentUrl({ entraTenantId, clientId: options.credentials.clientId, loginHost: options.cloud.loginHost }),
    async signOut() {
      await serial(async () => {
        tokens.forget();
        await session.clear();
      });
    },
    async close() {
      // Not behind the queue: a hung redemption must not keep the program from ending, and cutting it loses nothing.
      await session.flush();
      network.close();
    },
  };
}

/** What the operator's part of a sign-in leaves: how to get the token, and the application that it will be in. */
interface Authorised {
  readonly redeem: () => Promise<{ readonly app: MsalApp; readonly result: AuthenticationResult | null }>;
}

/** The long wait: outside the serial section, so that renewals go on meanwhile. */
async function authorise(parts: Parts, options: SignInOptions): Promise<Authorised> {
  const { session, settings } = parts;
  const stepUp = options.entraTenantId !== null;
  if (stepUp && session.account() === null) {
    throw new EngineError('provider.credentialRejected', 'Nobody is signed in to Microsoft. Sign in at home first.');
  }
  const common = {
    authority: stepUp ? `${authorityBase(settings.cloud)}/${options.entraTenantId}` : homeAuthority(settings),
    scopes: graphScopes(settings.cloud),
    claims: options.claims,
    onProgress: options.onProgress,
    signal: options.signal,
    timeoutMs: options.timeoutMs,
  };
  const startingCache = () => (stepUp ? session.snapshot() : null);
  if (options.mode === 'deviceCode') {
    const app = await createPublicMsalApp(settings, startingCache());
    const result = await signInByDeviceCode(app, { ...common, now: parts.now });
    return { redeem: async () => ({ app, result }) };
  }
  const asking = await createMsalApp(settings, null);
  const request = await askInBrowser(asking, {
    ...common,
    cloud: settings.cloud,
    loginHint: stepUp ? (session.account()?.username ?? null) : null,
    openBrowser: parts.options.openBrowser,
  });
  options.onProgress({ kind: 'redeeming' });
  return {
    redeem: async () => {
      const app = await createMsalApp(settings, startingCache());
      return { app, result: await app.acquireTokenByCode(request) };
    },
  };
}

/** Inside the serial section: redeem, check, adopt. */
async function finish(parts: Parts, authorised: Authorised, options: SignInOptions): Promise<SignedInAccount> {
  const { app, result } = await authorised.redeem();
  const account = options.entraTenantId === null ? homeAccountOf(result) : sameAccount(parts, result);
  checkTokenResult(result, options.entraTenantId ?? account.homeTenantId);
  // A step-up goes on top of what happened meanwhile; reading a cache only ever adds.
  const present = options.entraTenantId === null ? null : parts.session.snapshot();
  const adopted = await createMsalApp(parts.settings, present);
  adopted.getTokenCache().deserialize(app.getTokenCache().serialize());
  await adopted.getTokenCache().getAllAccounts();
  await parts.session.adopt(adopted, account);
  return account;
}

/** A step-up belongs to the account that is signed in; a second account's tokens must not slip in. */
function sameAccount(parts: Parts, result: AuthenticationResult | null): SignedInAccount {
  const account = parts.session.account();
  if (account !== null && result?.account?.homeAccountId === account.homeAccountId) return account;
  throw new EngineError(
    'identity.signInFailed',
    'Another account was chosen in the browser. Sign in again for this customer with the account that is signed in here.',
  );
}

/** Home is the tenant that issued the token of the home sign-in. */
function homeAccountOf(result: AuthenticationResult | null): SignedInAccount {
  const account = result?.account ?? null;
  if (result === null || account === null || !isGuid(result.tenantId)) {
    throw new EngineError(
      'provider.responseInvalid',
      'Microsoft answered the sign-in without saying who signed in. Check the sign-in address and the cloud.',
    );
  }
  const homeTenantId: EntraTenantId = asId(result.tenantId.toLowerCase());
  return { homeAccountId: account.homeAccountId, homeTenantId, username: account.username, name: account.name ?? null };
}

function classify(
  parts: Parts,
  thrown: unknown,
  where: { readonly entraTenantId: EntraTenantId | null; readonly phase: 'signIn' | 'renewal' },
): EngineError {
  const network = parts.network.takeFailure();
  const retryAt = parts.network.takeRetryAt();
  if (thrown instanceof EngineError) return thrown;
  const failure = thrown instanceof BrowserRefusal ? thrown.failure : readStsFailure(thrown);
  if (network !== null && failure.errorCode === 'network_error') return network;
  return signInError(failure, {
    ...where,
    clientId: parts.options.credentials.clientId,
    loginHost: parts.options.cloud.loginHost,
    retryAt,
    now: parts.now(),
  });
}
