/**
 * Everything the planner reads and everything it answers. The planner is one pure function of `PlanInput`: the same
 * input, in any order, gives the same bytes. Fetching happens before, in `sync`; hashing and storing after.
 */
import type { ClientId, ManagedTenantId } from '../../../shared/vocabulary/ids.ts';
import type { ExclusionReason } from '../../../shared/vocabulary/states.ts';
import type { Client } from './client.ts';
import type { Contact } from './contact.ts';
import type { ContactLink, RememberedDecision } from './contact-link.ts';
import type { DirectoryUser } from './directory-user.ts';
import type { ManagedTenant, TenantMapping } from './managed-tenant.ts';
import type { ActionCounts, ClientHold, PlannedChange } from './planned-change.ts';
import type { SyncRules } from './rules.ts';

/** One mapped managed tenant with its directory as last read. */
export interface TenantDirectory {
  readonly managedTenant: ManagedTenant;
  readonly mapping: TenantMapping & { readonly clientId: ClientId };
  readonly users: readonly DirectoryUser[];
  /** Object ids by group id, only for groups that a rule names. */
  readonly groupMembers: ReadonlyMap<string, ReadonlySet<string>>;
  readonly read: {
    /** All pages, no error, id check passed. */
    readonly isComplete: boolean;
    readonly readAt: number;
    /** Present users in this read, and in the complete read before it (null: first read). */
    readonly presentCount: number;
    readonly previousPresentCount: number | null;
  };
}

/** What the connections allow, found out by asking; policy turns it into holds. */
export interface PlanPolicy {
  readonly psaMayWrite: boolean;
  /** Off: field rules write nothing; links, creates and inactivations go on. */
  readonly fieldSyncFlagOn: boolean;
  /** False only when what was asked needs this flag (a sync of one client) and it is off: the whole plan is held. */
  readonly clientSyncFlagOn: boolean;
}

/** "Allow once", typed by an operator; applies to this plan only and is kept in the audit log. */
export interface HoldOverride {
  readonly clientId: ClientId | null;
  readonly reason: string;
  readonly operator: string;
}

export interface PlanInput {
  readonly now: number;
  readonly clients: readonly Client[];
  /** Every contact of the PSA, not only the mapped clients': the ambiguity radar looks across clients. */
  readonly contacts: readonly Contact[];
  readonly directories: readonly TenantDirectory[];
  readonly links: readonly ContactLink[];
  readonly decisions: readonly RememberedDecision[];
  readonly rules: SyncRules;
  readonly policy: PlanPolicy;
  readonly overrides: readonly HoldOverride[];
  /** As-of time of the client and contact facts. */
  readonly psaReadAt: number;
}

/** A tenant that could not be planned; the rest of the plan goes on. */
export interface PlanProblem {
  readonly managedTenantId: ManagedTenantId;
  readonly sentence: string;
}

/** A hold that an operator's "allow once" took away, for the audit log. */
export interface LiftedHold {
  readonly hold: ClientHold;
  readonly override: HoldOverride;
}

export interface PlanResult {
  readonly changes: readonly PlannedChange[];
  /** Holds in force. */
  readonly holds: readonly ClientHold[];
  readonly liftedHolds: readonly LiftedHold[];
  readonly counts: ActionCounts;
  readonly excludedByReason: Readonly<Partial<Record<ExclusionReason, number>>>;
  /** Every identity of every directory in scope was considered. */
  readonly isComplete: boolean;
  /** At least one row would do something and is not held. */
  readonly isApplicable: boolean;
  readonly problems: readonly PlanProblem[];
}
