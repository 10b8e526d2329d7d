/**
 * Who is signed in, and the one MSAL application that holds the tokens. Whoever replaces it is alone with
 * it (`gate.ts`). Saved after each success, at most once a second for customers' tokens (losing one costs a request, losing
 * the sign-in costs the operator): those of a sign-in are on disk before it counts.
 */
import type { AccountInfo } from '@azure/msal-node';
import { InvariantError } from '../domain/engine-error.ts';
import type { Log } from '../http/log.ts';
import {
  createMsalApp,
  findAccount,
  holdsRefreshToken,
  type MsalApp,
  type MsalSettings,
  refreshTokenOnly,
} from './msal-app.ts';
import type { SignedInAccount } from './port.ts';
import { parseSignIn, serialiseSignIn } from './saved-sign-in.ts';

const SAVE_AT_MOST_EVERY_MS = 1_000;

export interface SessionStorage {
  /** What `saveCache` was last given, or null. */
  loadCache(): Promise<string | null>;
  /** Null: forget the sign-in. */
  saveCache(serialised: string | null): Promise<void>;
  /** Keeps a blob that cannot be read, for support; absent = it stays where it is until the next sign-in. */
  quarantineCache?(serialised: string): Promise<void>;
}

export interface SignInSession {
  app(): MsalApp;
  account(): SignedInAccount | null;
  /** The MSAL account of home; null when nobody is signed in. */
  homeAccount(): Promise<AccountInfo | null>;
  /** MSAL's cache as text, to go back to. */
  snapshot(): string;
  /** False after MSAL has thrown the refresh token away, which it does when any one customer answers `bad_token`. */
  canRenew(): boolean;
  /** Puts the refresh token of a snapshot back, at once and in place, without touching any other token. */
  putBackRefreshToken(snapshot: string): void;
  /** Back to a snapshot, in a fresh application: MSAL only ever adds when it reads. */
  restore(snapshot: string): Promise<void>;
  /** A successful sign-in: this application and account from now on; on disk when it resolves. */
  adopt(app: MsalApp, account: SignedInAccount): Promise<void>;
  /** Tokens have changed; saved soon. */
  touched(): Promise<void>;
  flush(): Promise<void>;
  clear(): Promise<void>;
}

export async function openSession(settings: MsalSettings, storage: SessionStorage, log: Log): Promise<SignInSession> {
  const loaded = await load(settings, storage, log);
  let { app, account } = loaded;
  let savedCache = account === null ? null : app.getTokenCache().serialize();
  let lastSavedAt = 0;
  let pending: NodeJS.Timeout | null = null;

  async function save(): Promise<void> {
    if (account === null) return;
    const msalCache = app.getTokenCache().serialize();
    if (msalCache === savedCache) return;
    lastSavedAt = Date.now();
    await storage.saveCache(serialiseSignIn({ clientId: settings.credentials.clientId, account, msalCache }));
    savedCache = msalCache;
  }

  /** A connection that was removed or signed in anew meanwhile, through another object, must not come back to life here. */
  async function saveRenewal(): Promise<void> {
    const stored = parseSignIn(await storage.loadCache());
    const isOurs = stored.kind === 'found' && stored.saved.account.homeAccountId === account?.homeAccountId;
    if (isOurs && stored.saved.clientId === settings.credentials.clientId) await save();
  }

  /** A vault that cannot be written must not stop the reading of customers; the sign-in itself is on disk already. */
  async function saveOrWarn(): Promise<void> {
    if (pending !== null) clearTimeout(pending);
    pending = null;
    await saveRenewal().catch(() => log.warn({}, 'the renewed Microsoft sign-in could not be saved'));
  }

  return {
    app: () => app,
    account: () => account,
    homeAccount: async () => (account === null ? null : await findAccount(app, account)),
    snapshot: () => app.getTokenCache().serialize(),
    canRenew: () => holdsRefreshToken(app),
    putBackRefreshToken: (snapshot) => app.getTokenCache().deserialize(refreshTokenOnly(snapshot)),
    async restore(snapshot) {
      app = await createMsalApp(settings, snapshot);
      if (account !== null && (await findAccount(app, account)) === null) {
        throw new InvariantError('The restored sign-in lost its home account.');
      }
    },
    async adopt(newApp, newAccount) {
      const before = { app, account, savedCache };
      app = newApp;
      account = newAccount;
      savedCache = null;
      try {
        await save();
      } catch (thrown) {
        ({ app, account, savedCache } = before);
        throw thrown;
      }
    },
    async touched() {
      if (pending !== null) return;
      const waitMs = lastSavedAt + SAVE_AT_MOST_EVERY_MS - Date.now();
      if (waitMs <= 0) await saveOrWarn();
      else pending = setTimeout(() => void saveOrWarn(), waitMs);
    },
    flush: saveOrWarn,
    async clear() {
      if (pending !== null) clearTimeout(pending);
      pending = null;
      const home = account === null ? null : await findAccount(app, account);
      if (home !== null) await app.getTokenCache().removeAccount(home);
      account = null;
      savedCache = null;
      app = await createMsalApp(settings, null);
      await storage.saveCache(null);
    },
  };
}

interface Loaded {
  readonly app: MsalApp;
  readonly account: SignedInAccount | null;
}

async function load(settings: MsalSettings, storage: SessionStorage, log: Log): Promise<Loaded> {
  const nobody = async () => ({ app: await createMsalApp(settings, null), account: null });
  const blob = await storage.loadCache();
  const found = parseSignIn(blob);
  if (found.kind === 'none') return await nobody();
  if (found.kind === 'found') {
    // Tokens belong to one app registration; another client id means another sign-in.
    if (found.saved.clientId !== settings.credentials.clientId) return await nobody();
    const app = await createMsalApp(settings, found.saved.msalCache).catch(() => null);
    if (app !== null && (await findAccount(app, found.saved.account)) !== null)
      return { app, account: found.saved.account };
  }
  log.warn({}, 'the saved Microsoft sign-in could not be read; it was set aside and a new sign-in is needed');
  await storage.quarantineCache?.(blob ?? '');
  return await nobody();
}
