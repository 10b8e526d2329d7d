/**
 * The PSA's own Entra integration, as far as it is served over HTTP (`contracts/psa.md` 2): what "apply there" speaks to. Each call
 * needs the operator's PSA session. Failures have four states that must not be mixed up: `psa.notMounted` (this server does not
 * have the route), `psa.sessionExpired` (sign in, or sign in again), `psa.forbidden` / `psa.editionMissing` (refused), and the rest.
 * `serverTenantId` is the PSA's own row of a managed tenant; `entraTenantId` joins it with ours.
 */
import type { EntraTenantId } from '../../../shared/vocabulary/ids.ts';
import type { ConnectionType } from '../../../shared/vocabulary/states.ts';
import type { PsaCallOptions } from './port.ts';

export interface ServerStatus {
  readonly status: 'not_connected' | 'connected' | 'validation_failed' | 'disconnected';
  readonly connectionType: ConnectionType | null;
  /** Goes stale: re-discovery does not move it on the server. */
  readonly lastDiscoveryAt: number | null;
  readonly mappedCount: number;
  readonly pendingCreateCount: number;
  readonly intervalMinutes: number | null;
  readonly hasCompletedFirstSync: boolean;
  readonly lastValidatedAt: number | null;
  readonly lastValidationError: string | null;
}

export interface ServerTenant {
  readonly serverTenantId: string;
  readonly entraTenantId: EntraTenantId;
  readonly displayName: string | null;
  readonly primaryDomain: string | null;
  readonly userCount: number | null;
}

export interface ServerCandidate {
  readonly clientId: string;
  readonly clientName: string;
  readonly score: number;
  readonly reason: string;
}

export interface ServerPreviewRow extends ServerTenant {
  readonly bucket: 'autoMatched' | 'fuzzy' | 'unmatched';
  /** What the server holds confirmed now: `mapped`, `create_new`, `skip_for_now`, `needs_review`, `unmapped`, or null. */
  readonly mappingState: string | null;
  readonly mappedClientId: string | null;
  readonly candidates: readonly ServerCandidate[];
}

export interface MappingDecision {
  readonly serverTenantId: string;
  readonly state: 'mapped' | 'create_new' | 'skip_for_now';
  /** Set exactly when `state` is `mapped`. */
  readonly clientId: string | null;
}

/** `confirmed` is the server's number; `notKept` is what reading the preview back does not show; `after` is that preview. */
export interface ConfirmedMappings {
  readonly confirmed: number;
  readonly notKept: readonly string[];
  readonly after: readonly ServerPreviewRow[];
}

export type SyncScope =
  | { readonly scope: 'initial' }
  | { readonly scope: 'all-tenants' }
  | { readonly scope: 'single-client'; readonly serverTenantId: string; readonly clientId: string };

/** `accepted: false` is the server saying that it has no worker service; `workflowId` is what to follow. */
export type SyncStart =
  | { readonly accepted: true; readonly workflowId: string }
  | { readonly accepted: false; readonly sentence: string };

export interface ServerRun {
  readonly runId: string;
  readonly status: string;
  readonly runType: string;
  readonly startedAt: number | null;
  readonly completedAt: number | null;
  /** Stay 0 until the run ends. */
  readonly totalTenants: number;
  readonly processedTenants: number;
  readonly succeededTenants: number;
  readonly failedTenants: number;
  readonly isDryRun: boolean;
}

export interface ServerRunTenant {
  readonly serverTenantId: string | null;
  readonly clientId: string | null;
  readonly status: string;
  readonly created: number;
  readonly linked: number;
  readonly updated: number;
  readonly ambiguous: number;
  readonly inactivated: number;
  readonly errorMessage: string | null;
  readonly startedAt: number | null;
  readonly completedAt: number | null;
}

export interface ServerRunDetail {
  readonly run: ServerRun;
  readonly tenantResults: readonly ServerRunTenant[];
}

export interface ServerQueueItem {
  readonly queueItemId: string;
  readonly serverTenantId: string | null;
  readonly clientId: string | null;
  readonly entraTenantId: EntraTenantId;
  readonly entraObjectId: string;
  readonly userPrincipalName: string | null;
  readonly displayName: string | null;
  readonly email: string | null;
  readonly candidates: readonly {
    readonly contactId: string;
    readonly fullName: string;
    readonly email: string | null;
    readonly isInactive: boolean;
  }[];
  readonly createdAt: number | null;
}

export interface ServerSchedule {
  readonly isEnabled: boolean;
  readonly intervalMinutes: number;
  /** False: saved, but the server's scheduler did not take it; null where only reading. */
  readonly isApplied: boolean | null;
  readonly problem: string | null;
}

export interface ServerPreflight {
  readonly totalIdentities: number;
  readonly counters: {
    readonly created: number;
    readonly linked: number;
    readonly updated: number;
    readonly ambiguous: number;
    readonly inactivated: number;
  };
  readonly buckets: readonly { readonly bucket: string; readonly count: number }[];
}

export interface EntraRoutesPort {
  status(options: PsaCallOptions): Promise<ServerStatus>;
  /** The server's stub: says "connected" and writes nothing. */
  connect(connectionType: ConnectionType, options: PsaCallOptions): Promise<void>;
  disconnect(options: PsaCallOptions): Promise<void>;
  validate(connectionType: ConnectionType, options: PsaCallOptions): Promise<{ readonly tenantCount: number | null }>;
  discover(options: PsaCallOptions): Promise<readonly ServerTenant[]>;
  previewMappings(options: PsaCallOptions): Promise<readonly ServerPreviewRow[]>;
  confirmMappings(decisions: readonly MappingDecision[], options: PsaCallOptions): Promise<ConfirmedMappings>;
  remap(serverTenantId: string, clientId: string, options: PsaCallOptions): Promise<ConfirmedMappings>;
  unmap(serverTenantId: string, options: PsaCallOptions): Promise<ConfirmedMappings>;
  /** Safe to repeat within five minutes: the server answers with the run that it already has. */
  startSync(scope: SyncScope, options: PsaCallOptions): Promise<SyncStart>;
  listRuns(options: PsaCallOptions): Promise<readonly ServerRun[]>;
  /** By workflow id or run id. Null: the server does not see it (yet); "not yet" and "never" look alike there. */
  findRun(workflowId: string, options: PsaCallOptions): Promise<ServerRunDetail | null>;
  preflight(serverTenantId: string, options: PsaCallOptions): Promise<ServerPreflight>;
  /** The newest 200 open items at most. */
  listQueue(options: PsaCallOptions): Promise<readonly ServerQueueItem[]>;
  resolveExisting(queueItemId: string, contactId: string, options: PsaCallOptions): Promise<void>;
  resolveNew(queueItemId: string, options: PsaCallOptions): Promise<{ readonly contactId: string }>;
  dismiss(queueItemId: string, reason: string | null, options: PsaCallOptions): Promise<{ readonly status: string }>;
  readSchedule(options: PsaCallOptions): Promise<ServerSchedule>;
  saveSchedule(
    schedule: { readonly isEnabled: boolean; readonly intervalMinutes: number },
    options: PsaCallOptions,
  ): Promise<ServerSchedule>;
}
