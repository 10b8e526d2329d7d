/**
 * Microsoft sign-in and tokens. One home account; customers' tokens are asked for with the customer's tenant id in the
 * account and refused when the answer names another tenant (`contracts/microsoft.md` 5.5). Tokens never leave this port
 * except towards a directory provider.
 */
import type { EntraTenantId } from '../../../shared/vocabulary/ids.ts';

export interface AppCredentials {
  readonly clientId: string;
  /** Present = confidential client; absent = public client with PKCE alone. */
  readonly clientSecret: string | null;
  /** The MSP's own tenant, where known; else `organizations`. */
  readonly tenantId: string | null;
  /** Where they were found, in the guide's order; shown on screen. */
  readonly source: 'tenantSecrets' | 'environment' | 'appSecrets';
}

export interface SignedInAccount {
  readonly homeAccountId: string;
  readonly homeTenantId: EntraTenantId;
  readonly username: string;
  readonly name: string | null;
}

export type SignInProgress =
  /** `opened` false: the host cannot open a browser, show the address. */
  | { readonly kind: 'browserOpened'; readonly url: string; readonly opened: boolean }
  | {
      readonly kind: 'deviceCode';
      readonly userCode: string;
      readonly verificationUri: string;
      readonly expiresAt: number;
    }
  | { readonly kind: 'redeeming' };

export interface SignInOptions {
  readonly mode: 'browser' | 'deviceCode';
  /** Step-up at one customer, or the operator's home. */
  readonly entraTenantId: EntraTenantId | null;
  readonly claims: string | null;
  readonly onProgress: (progress: SignInProgress) => void;
  /** Aborting cancels the wait and closes the listener; after `timeoutMs` the wait ends by itself. */
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}

export interface MicrosoftIdentity {
  /** Which of the guide's levels the app registration came from; shown on screen. */
  readonly credentialSource: AppCredentials['source'];
  signIn(options: SignInOptions): Promise<SignedInAccount>;
  account(): SignedInAccount | null;
  /** A Graph access token for the MSP's home (null) or one customer; throws `EngineError` classified by `microsoft.md` 4. */
  graphToken(
    entraTenantId: EntraTenantId | null,
    options: { readonly signal: AbortSignal; readonly forceRefresh: boolean },
  ): Promise<string>;
  /**
   * What the last token of that tenant may do (Graph scope names without host), or null when none was fetched yet. Tells a
   * missing consent from a missing role after a 403.
   */
  grantedScopes(entraTenantId: EntraTenantId | null): readonly string[] | null;
  /** Where an administrator of the customer (null = the MSP) consents to the app. */
  consentLink(entraTenantId: EntraTenantId | null): string;
  signOut(): Promise<void>;
}
