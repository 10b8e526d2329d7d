/**
 * DirectoryProvider: the one way the engine sees Microsoft directories, through Graph or CIPP. Adapters parse every answer,
 * page, pace and translate failures into `EngineError`; they never store, match or decide. An odd payload is
 * `provider.responseInvalid`, never an empty directory.
 */
import type { EntraTenantId } from '../../../shared/vocabulary/ids.ts';
import type { ConnectionType, DiscoverySource, TenantAccess } from '../../../shared/vocabulary/states.ts';
import type { DirectoryUser } from '../domain/directory-user.ts';
import type { GdapRelationship } from '../domain/managed-tenant.ts';

export interface CallOptions {
  readonly signal: AbortSignal;
}

/** One layer tested by a connection check, in order; a failed layer names cause and remedy. */
export interface CheckStep {
  readonly step: string;
  readonly status: 'pass' | 'warn' | 'fail' | 'skip';
  readonly sentence: string;
  readonly remedy: string | null;
  readonly link: string | null;
}

export interface DiscoveredTenant {
  readonly entraTenantId: EntraTenantId;
  readonly displayName: string;
  readonly defaultDomain: string | null;
  readonly initialDomain: string | null;
  readonly verifiedDomains: readonly string[];
  readonly sources: readonly DiscoverySource[];
  readonly isPartner: boolean;
  readonly gdap: GdapRelationship | null;
  readonly userCount: number | null;
}

export interface DiscoveryResult {
  readonly managedTenants: readonly DiscoveredTenant[];
  /** A source that failed or is not offered, in words; discovery goes on without it and never forgets its tenants. */
  readonly notes: readonly { readonly source: DiscoverySource; readonly sentence: string }[];
}

export interface TenantDescription {
  readonly displayName: string | null;
  readonly defaultDomain: string | null;
  readonly initialDomain: string | null;
  readonly verifiedDomains: readonly string[];
  readonly userCount: number | null;
  readonly access: TenantAccess;
}

export type DirectoryUserFacts = Omit<DirectoryUser, 'presence'>;

export interface DirectoryPage {
  readonly users: readonly DirectoryUserFacts[];
  /** Tombstones: a delta's `@removed`, or the deleted-items list. */
  readonly removed: readonly { readonly entraObjectId: string; readonly proof: 'deltaTombstone' | 'deletedItems' }[];
  /** True when this page set is the whole directory; false for a delta round. */
  readonly isFullRead: boolean;
  /** Set on the last page only: where the next round may start, or null where the source has no cursor. */
  readonly cursor: string | null;
  readonly isLast: boolean;
}

export interface ReadUsersOptions extends CallOptions {
  /** A cursor of an earlier round; `provider.cursorExpired` says to read in full. */
  readonly cursor: string | null;
}

export interface DirectoryGroup {
  readonly groupId: string;
  readonly displayName: string;
  readonly isSecurityGroup: boolean;
}

export interface DirectoryProvider {
  readonly connectionType: ConnectionType;
  readonly capabilities: { readonly delta: boolean; readonly deletedItems: boolean; readonly groups: boolean };
  /** Cheap proof that credentials work; throws nothing, failures are steps. */
  checkConnection(options: CallOptions): Promise<readonly CheckStep[]>;
  discoverManagedTenants(options: CallOptions): Promise<DiscoveryResult>;
  /** Reads `/organization` (or CIPP's row) with a token of that tenant, checks its id, tells domains, count and access. Access problems are values, not throws. */
  describeManagedTenant(entraTenantId: EntraTenantId, options: CallOptions): Promise<TenantDescription>;
  /** Streams pages; the id check has passed before the first page is yielded. */
  readDirectoryUsers(entraTenantId: EntraTenantId, options: ReadUsersOptions): AsyncIterable<DirectoryPage>;
  listGroups(entraTenantId: EntraTenantId, options: CallOptions): Promise<readonly DirectoryGroup[]>;
  /** Transitive members' object ids. */
  listGroupMemberIds(entraTenantId: EntraTenantId, groupId: string, options: CallOptions): Promise<ReadonlySet<string>>;
}
