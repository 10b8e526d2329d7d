/**
 * What every use case is given: the store, the ports of the active connections, time, ids, and a way to say what changed.
 * Use cases depend on ports; `engine/index.ts` chooses the adapters.
 */

import { createHash } from 'node:crypto';
import type { ChangeTopic, ConnectionType, FeatureFlag } from '../../../shared/vocabulary/states.ts';
import type { MicrosoftCloud } from '../domain/microsoft-cloud.ts';
import type { AppCredentials, MicrosoftIdentity } from '../identity/port.ts';
import type { JobRunner } from '../jobs/job-runner.ts';
import type { DirectoryProvider } from '../providers/port.ts';
import type { EntraRoutesPort } from '../psa/entra-routes-port.ts';
import type { PlatformFlagsPort } from '../psa/flags-port.ts';
import type { PsaPort } from '../psa/port.ts';
import type { SecretStore } from '../secrets/port.ts';
import type { Store } from '../store/open-store.ts';
import type { ClientLocks } from './client-locks.ts';

export type CippAuth =
  | { readonly kind: 'token'; readonly token: string }
  | {
      readonly kind: 'clientCredentials';
      readonly tenantId: string;
      readonly clientId: string;
      readonly clientSecret: string;
      readonly loginHost: string | null;
    };

/** Makes adapters from settings that need not be stored yet, so that a connection is proven before it replaces another. */
export interface AdapterFactory {
  cipp(settings: { readonly baseUrl: string; readonly auth: CippAuth }): DirectoryProvider;
  identity(settings: {
    readonly cloud: MicrosoftCloud;
    readonly credentials: AppCredentials;
  }): Promise<MicrosoftIdentity>;
  graph(settings: { readonly cloud: MicrosoftCloud; readonly identity: MicrosoftIdentity }): DirectoryProvider;
  psa(settings: { readonly baseUrl: string; readonly apiKey: string }): PsaPort;
  /** The PSA's own Entra integration, with whatever session the secret store holds when a call is made. */
  entraRoutes(settings: { readonly baseUrl: string }): EntraRoutesPort;
  /** Needs the master workspace's key in the secret store. */
  platformFlags(settings: { readonly baseUrl: string }): PlatformFlagsPort;
  resolveAppCredentials(): Promise<AppCredentials | null>;
}

export interface SyncLog {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
}

export interface SyncContext {
  readonly store: Store;
  readonly secrets: SecretStore;
  readonly adapters: AdapterFactory;
  readonly log: SyncLog;
  readonly runner: Pick<JobRunner, 'wake' | 'cancel' | 'pause' | 'resume'>;
  readonly clientLocks: ClientLocks;
  now(): number;
  newId(): string;
  /** Tells the operator through the host, where notifications are on; never throws. */
  signInToPsa(baseUrl: string): Promise<readonly { readonly name: string; readonly value: string }[] | null>;
  notify(notice: { readonly title: string; readonly body: string; readonly route: string }): void;
  /** Who acts, for decisions and the audit log. */
  operator(): string;
  /** On in this profile, and not known to be off on the PSA's platform (`sync/feature-flags.ts`). */
  isFlagOn(flag: FeatureFlag): boolean;
  /** How long a one-way act waits to be taken back, in milliseconds; 0 where nobody sits at a screen. */
  oneWayWindowMs(): number;
  /** Throws `provider.notConnected`. The same provider until the connection changes. */
  directory(): Promise<DirectoryProvider>;
  /** Throws `psa.notConnected`. */
  psa(): Promise<PsaPort>;
  /** Forget cached adapters of a connection that was replaced or removed. */
  dropAdapters(which: ConnectionType | 'psa'): void;
  /** Call after the change is on disk. */
  changed(...topics: readonly ChangeTopic[]): void;
}

/** SHA-256, hex: content hashes of plans and evidence. */
export function sha256(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('hex');
}
