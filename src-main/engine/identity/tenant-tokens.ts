/**
 * Graph tokens for home and for customers, from one refresh token (`contracts/microsoft.md` 5.5). Every redemption is
 * checked; several callers of one tenant share one, a few tenants go at once. A customer that makes MSAL throw the shared
 * refresh token away (`bad_token`) costs that customer only: the cache is put back, whoever was caught by the gap asks again,
 * and home must prove that it still renews.
 */

import type { AuthenticationResult } from '@azure/msal-node';
import type { EntraTenantId } from '../../../shared/vocabulary/ids.ts';
import { EngineError } from '../domain/engine-error.ts';
import type { MicrosoftCloud } from '../domain/microsoft-cloud.ts';
import type { Log } from '../http/log.ts';
import { authorityBase, graphScopes } from './clouds.ts';
import type { Gate } from './gate.ts';
import type { NetworkFacts } from './network-client.ts';
import type { SignInSession } from './sign-in-session.ts';
import { readStsFailure } from './sts-failure.ts';
import { checkTokenResult } from './token-check.ts';

/** A token with less left is renewed; MSAL uses the same limit. */
const RENEW_BEFORE_MS = 300_000;
/** Home that renewed this recently need not prove it again for the next broken customer. */
const HOME_PROOF_VALID_MS = 5 * 60_000;

/** How often somebody may be caught in another customer's gap before it counts as a refusal. */
const MAX_ATTEMPTS = 3;

export interface TokenDependencies {
  readonly session: SignInSession;
  readonly gate: Gate;
  readonly cloud: MicrosoftCloud;
  readonly log: Log;
  readonly now: () => number;
  /** Runs one redemption and notes what the network met. */
  readonly watch: <T>(facts: NetworkFacts, work: () => Promise<T>) => Promise<T>;
  /** Classifies what MSAL threw; `entraTenantId` null = home. */
  readonly classify: (
    refused: { readonly thrown: unknown; readonly facts: NetworkFacts },
    entraTenantId: EntraTenantId | null,
  ) => EngineError;
}

interface Refused {
  readonly kind: 'refused';
  readonly thrown: unknown;
  readonly facts: NetworkFacts;
  /** The cache as it was before this attempt. */
  readonly before: string;
}

type Outcome = { readonly kind: 'token'; readonly token: string } | Refused;

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
  /** The last cache that still held the refresh token. */
  let renewable: string | null = null;

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
    const started = redeem(tenant, forceRefresh).finally(() => inFlight.delete(key));
    inFlight.set(key, started);
    return await started;
  }

  async function redeem(tenant: EntraTenantId, forceRefresh: boolean): Promise<string> {
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await deps.gate.shared(() => redeemOnce(tenant, forceRefresh));
      if (outcome.kind === 'token') return outcome.token;
      kept.delete(tenant);
      if (outcome.thrown instanceof EngineError) await takeOut(outcome);
      if (attempt >= MAX_ATTEMPTS || !wasBystander(outcome)) throw await refusalOf(tenant, outcome);
    }
  }

  async function redeemOnce(tenant: EntraTenantId, forceRefresh: boolean): Promise<Outcome> {
    const startedIn = generation;
    const facts: NetworkFacts = { failure: null, retryAt: null };
    const before = deps.session.snapshot();
    if (deps.session.canRenew()) renewable = before;
    try {
      const result = await deps.watch(facts, () => silent(tenant, forceRefresh));
      checkTokenResult(result, tenant);
      if (startedIn === generation) keep(tenant, result);
      await deps.session.touched();
      return { kind: 'token', token: result.accessToken };
    } catch (thrown) {
      // Before anybody else enters: MSAL has thrown the refresh token of all customers away because of this one.
      if (!deps.session.canRenew() && renewable !== null) deps.session.putBackRefreshToken(renewable);
      return { kind: 'refused', thrown, facts, before: renewable ?? before };
    }
  }

  /**
   * A token of the wrong tenant, or an empty one, is already in the cache: back to before. A plain refusal leaves the
   * application alone, with its memory of when Microsoft wants to be asked again.
   */
  async function takeOut(refused: Refused): Promise<void> {
    await deps.gate.exclusive(async () => {
      if (deps.session.account() !== null) await deps.session.restore(refused.before);
    });
  }

  /** Caught between another customer's `bad_token` and its repair: nothing was wrong with this one. */
  function wasBystander(refused: Refused): boolean {
    return renewable !== null && readStsFailure(refused.thrown).errorCode === 'no_tokens_found';
  }

  /** Whose refusal it was: the customer's, unless home does not renew either. */
  async function refusalOf(tenant: EntraTenantId, refused: Refused): Promise<EngineError> {
    const isHome = tenant === deps.session.account()?.homeTenantId;
    const { thrown } = refused;
    const error = thrown instanceof EngineError ? thrown : deps.classify(refused, isHome ? null : tenant);
    if (!isHome && error.details['cause'] === 'signInAgain') await proveHome();
    return error;
  }

  /** Throws home's own error when home is what is broken. */
  async function proveHome(): Promise<void> {
    if (deps.now() - homeProvenAt < HOME_PROOF_VALID_MS) return;
    deps.log.info({}, 'a customer refused the sign-in; checking that home still renews');
    await token(null, true);
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
      renewable = null;
      homeProvenAt = Number.NEGATIVE_INFINITY;
    },
  };
}
