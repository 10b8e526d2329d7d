/**
 * Graph tokens for home and for customers, from one refresh token (`contracts/microsoft.md` 5.5). Every redemption is serial
 * and checked; several callers of one tenant share one. A customer that makes MSAL throw the shared refresh token away
 * (`bad_token`) costs that customer only: the cache is put back and home must prove that it still renews.
 */
import type { AuthenticationResult } from '@azure/msal-node';
import type { EntraTenantId } from '../../../shared/vocabulary/ids.ts';
import { EngineError } from '../domain/engine-error.ts';
import type { Log } from '../http/log.ts';
import type { Serial } from '../http/serial.ts';
import { authorityBase, graphScopes } from './clouds.ts';
import type { AppCredentials, MicrosoftCloud } from './port.ts';
import type { SignInSession } from './sign-in-session.ts';
import { checkTokenResult } from './token-check.ts';

/** A token with less left is renewed; MSAL uses the same limit. */
const RENEW_BEFORE_MS = 300_000;
/** Home that renewed this recently need not prove it again for the next broken customer. */
const HOME_PROOF_VALID_MS = 5 * 60_000;

export interface TokenDependencies {
  readonly session: SignInSession;
  readonly serial: Serial;
  readonly cloud: MicrosoftCloud;
  readonly credentials: AppCredentials;
  readonly log: Log;
  readonly now: () => number;
  /** Classifies what MSAL threw; `entraTenantId` null = home. */
  readonly classify: (thrown: unknown, entraTenantId: EntraTenantId | null) => EngineError;
}

interface Kept {
  readonly token: string;
  readonly expiresAt: number;
  readonly scopes: readonly string[];
}

export interface TenantTokens {
  /** Null = home. Throws classified `EngineError`s. */
  token(entraTenantId: EntraTenantId | null, forceRefresh: boolean): Promise<string>;
  scopes(entraTenantId: EntraTenantId | null): readonly string[] | null;
  forget(): void;
}

export function createTenantTokens(deps: TokenDependencies): TenantTokens {
  const kept = new Map<string, Kept>();
  const inFlight = new Map<string, Promise<string>>();
  let generation = 0;
  let homeProvenAt = Number.NEGATIVE_INFINITY;

  function signedIn(): { readonly homeTenantId: EntraTenantId } {
    const account = deps.session.account();
    if (account === null) {
      throw new EngineError('provider.credentialRejected', 'Nobody is signed in to Microsoft. Sign in first.', {
        details: { cause: 'notSignedIn', stops: 'connection', entraTenantId: null },
      });
    }
    return account;
  }

  async function token(entraTenantId: EntraTenantId | null, forceRefresh: boolean): Promise<string> {
    const tenant = entraTenantId ?? signedIn().homeTenantId;
    const known = kept.get(tenant);
    if (!forceRefresh && known !== undefined && known.expiresAt - RENEW_BEFORE_MS > deps.now()) return known.token;
    const key = `${tenant} ${forceRefresh}`;
    const running = inFlight.get(key);
    if (running !== undefined) return await running;
    const started = deps.serial(() => redeem(tenant, forceRefresh)).finally(() => inFlight.delete(key));
    inFlight.set(key, started);
    return await started;
  }

  /** Inside the serial section. */
  async function redeem(tenant: EntraTenantId, forceRefresh: boolean): Promise<string> {
    const startedIn = generation;
    const before = deps.session.snapshot();
    try {
      const result = await silent(tenant, forceRefresh);
      checkTokenResult(result, tenant);
      if (startedIn === generation) keep(tenant, result);
      await deps.session.touched();
      return result.accessToken;
    } catch (thrown) {
      throw await afterRefusal(tenant, thrown, before);
    }
  }

  /** Puts back what the refusal did to the cache, and decides whose refusal it was. */
  async function afterRefusal(tenant: EntraTenantId, thrown: unknown, before: string): Promise<EngineError> {
    kept.delete(tenant);
    const isHome = tenant === signedIn().homeTenantId;
    const error = thrown instanceof EngineError ? thrown : deps.classify(thrown, isHome ? null : tenant);
    // A dropped refresh token and a token of the wrong tenant both leave a changed cache; a plain refusal does not, and then
    // the application stays, with its memory of when Microsoft wants to be asked again.
    if (deps.session.snapshot() !== before) await deps.session.restore(before);
    if (!isHome && error.details['cause'] === 'signInAgain') await proveHome();
    return error;
  }

  /** Throws home's own error when home is what is broken. */
  async function proveHome(): Promise<void> {
    const home = signedIn().homeTenantId;
    if (deps.now() - homeProvenAt < HOME_PROOF_VALID_MS) return;
    deps.log.info({ entraTenantId: home }, 'a customer refused the sign-in; checking that home still renews');
    await redeem(home, true);
  }

  async function silent(tenant: EntraTenantId, forceRefresh: boolean): Promise<AuthenticationResult> {
    const home = await deps.session.homeAccount();
    if (home === null) {
      throw new EngineError(
        'provider.credentialRejected',
        'The saved Microsoft sign-in is incomplete. Sign in again.',
        {
          details: { cause: 'notSignedIn', stops: 'connection', entraTenantId: null },
        },
      );
    }
    // The cached token is chosen by account.tenantId, not by the authority: without this line the MSP's own token comes back.
    return await deps.session.app().acquireTokenSilent({
      account: { ...home, tenantId: tenant },
      authority: `${authorityBase(deps.cloud)}/${tenant}`,
      scopes: graphScopes(deps.cloud),
      forceRefresh,
    });
  }

  function keep(tenant: EntraTenantId, result: AuthenticationResult): void {
    const scopes = result.scopes.map((scope) => scope.slice(scope.lastIndexOf('/') + 1));
    if (!result.fromCache && tenant === deps.session.account()?.homeTenantId) homeProvenAt = deps.now();
    kept.set(tenant, { token: result.accessToken, expiresAt: result.expiresOn?.getTime() ?? 0, scopes });
  }

  return {
    token,
    scopes: (entraTenantId) => {
      const tenant = entraTenantId ?? deps.session.account()?.homeTenantId;
      return tenant === undefined ? null : (kept.get(tenant)?.scopes ?? null);
    },
    forget() {
      generation += 1;
      kept.clear();
      homeProvenAt = Number.NEGATIVE_INFINITY;
    },
  };
}
