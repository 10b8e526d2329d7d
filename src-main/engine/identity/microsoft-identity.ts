/**
 * `MicrosoftIdentity` over MSAL Node: signs in by browser or device code, and hands out checked Graph tokens. A failed or
 * cancelled sign-in changes nothing; a new home sign-in starts from an empty cache, a step-up at a customer from the present
 * one. No token leaves except as the result of `graphToken`.
 */

import type { AuthenticationResult } from '@azure/msal-node';
import { asId, type EntraTenantId, isGuid } from '../../../shared/vocabulary/ids.ts';
import { EngineError } from '../domain/engine-error.ts';
import { checkCloud, type MicrosoftCloud } from '../domain/microsoft-cloud.ts';
import type { Log } from '../http/log.ts';
import { askInBrowser, BrowserRefusal } from './browser-sign-in.ts';
import { authorityBase, graphScopes } from './clouds.ts';
import { signInByDeviceCode } from './device-code-sign-in.ts';
import { createGate } from './gate.ts';
import { createMsalApp, createPublicMsalApp, homeAuthority, type MsalApp, type MsalSettings } from './msal-app.ts';
import { createLoginNetwork, type NetworkFacts } from './network-client.ts';
import type { AppCredentials, MicrosoftIdentity, SignedInAccount, SignInOptions } from './port.ts';
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

/** Contract 3.2: four customers in parallel; more would only queue at Microsoft. */
const REDEMPTIONS_AT_ONCE = 4;

/** An identity that can be put away: writes what is pending and closes its sockets. */
export interface OpenMicrosoftIdentity extends MicrosoftIdentity {
  close(): Promise<void>;
}

interface Parts {
  readonly options: MicrosoftIdentityOptions;
  readonly settings: MsalSettings;
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
  const parts: Parts = { options, settings, session, now };
  const gate = createGate(REDEMPTIONS_AT_ONCE);
  const tokens = createTenantTokens({
    session,
    gate,
    cloud: options.cloud,
    log: options.log,
    now,
    watch: network.watch,
    classify: (refused, entraTenantId) => classify(parts, refused, { entraTenantId, phase: 'renewal' }),
  });

  return {
    credentialSource: options.credentials.source,
    async signIn(signInOptions) {
      const facts: NetworkFacts = { failure: null, retryAt: null };
      try {
        return await network.watch(facts, async () => {
          const answer = await authorise(parts, signInOptions);
          return await gate.exclusive(async () => {
            const account = await finish(parts, answer, signInOptions);
            tokens.forget();
            options.log.info({ homeTenantId: account.homeTenantId }, 'signed in to Microsoft');
            return account;
          });
        });
      } catch (thrown) {
        throw classify(parts, { thrown, facts }, { entraTenantId: signInOptions.entraTenantId, phase: 'signIn' });
      }
    },
    account: () => session.account(),
    graphToken: (entraTenantId, { signal, forceRefresh }) =>
      untilAborted(signal, () => tokens.token(entraTenantId, forceRefresh)),
    grantedScopes: (entraTenantId) => tokens.scopes(entraTenantId),
    consentLink: (entraTenantId) =>
      adminConsentUrl({ entraTenantId, clientId: options.credentials.clientId, loginHost: options.cloud.loginHost }),
    async signOut() {
      await gate.exclusive(async () => {
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

/** The long wait: outside the gate, so that renewals go on meanwhile. */
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

/** Alone inside the gate: redeem, check, adopt. */
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
  { thrown, facts }: { readonly thrown: unknown; readonly facts: NetworkFacts },
  where: { readonly entraTenantId: EntraTenantId | null; readonly phase: 'signIn' | 'renewal' },
): EngineError {
  if (thrown instanceof EngineError) return thrown;
  const failure = thrown instanceof BrowserRefusal ? thrown.failure : readStsFailure(thrown);
  if (facts.failure !== null && failure.errorCode === 'network_error') return facts.failure;
  return signInError(failure, {
    ...where,
    clientId: parts.options.credentials.clientId,
    loginHost: parts.options.cloud.loginHost,
    retryAt: facts.retryAt,
    now: parts.now(),
  });
}
