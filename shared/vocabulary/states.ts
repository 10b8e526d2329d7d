/**
 * The closed unions of the field: every state, reason and kind that crosses a process boundary or is stored.
 * Const arrays so that zod schemas and exhaustive tests can be made from the same list.
 */

/** The guide's two connection types: `direct` is Microsoft sign-in, `cipp` is the CIPP API. */
export const connectionTypes = ['direct', 'cipp'] as const;
export type ConnectionType = (typeof connectionTypes)[number];

/** Which remote list a managed tenant was seen in. */
export const discoverySources = ['relationships', 'contracts', 'lighthouse', 'cipp', 'manual'] as const;
export type DiscoverySource = (typeof discoverySources)[number];

/** What happened when we last tried to read a customer's directory (`contracts/microsoft.md` 9.1). */
export const tenantAccessStates = [
  'unknown',
  'ok',
  'consentNeeded',
  'roleMissing',
  'conditionalAccess',
  'mfaNeeded',
  'tenantGone',
  'throttled',
  'failed',
] as const;
export type TenantAccess = (typeof tenantAccessStates)[number];

/** Design 6, first table: where a managed tenant stands before and after an operator's decision. */
export const mappingStates = ['autoMatched', 'needsReview', 'skipped', 'mapped', 'unmapped'] as const;
export type MappingState = (typeof mappingStates)[number];

/** Why a matched tenant is not simply ready; explained to people, shown beside the candidates. */
export const matchCautions = [
  'severalClients',
  'evidenceDisagrees',
  'clientInactive',
  'clientAlreadyMapped',
  /** Two managed tenants without a decision point at one client; allowed, but an operator has to say so. */
  'severalTenants',
  'weakEvidenceOnly',
  'noEvidence',
  'partnerTenant',
  'skippedEvidenceChanged',
] as const;
export type MatchCaution = (typeof matchCautions)[number];

export const tenantEvidenceKinds = [
  'entraTenantId',
  'verifiedDomain',
  'secondaryDomain',
  'contactCensus',
  'name',
] as const;
export type TenantEvidenceKind = (typeof tenantEvidenceKinds)[number];

/** Why a directory user does not count; the first that applies wins, in this order (design 6). */
export const exclusionReasons = [
  'account_disabled',
  'missing_identity',
  'guest_user',
  'shared_or_resource',
  'unlicensed',
  'service_account',
  'tenant_custom_pattern',
  'excluded_group',
  'not_in_included_group',
] as const;
export type ExclusionReason = (typeof exclusionReasons)[number];

export const changeActions = ['create', 'link', 'update', 'inactivate', 'queue', 'skip', 'noChange'] as const;
export type ChangeAction = (typeof changeActions)[number];

/** Which row of design 6's second table decided. One reason belongs to exactly one action, except where noted there. */
export const decisionReasons = [
  'linkedFieldsDiffer',
  'linkedRenamed',
  'linkedNoChange',
  'linkedContactGone',
  'linkedContactMoved',
  'linkedIdentityMovedTenant',
  /** A linked user's new address belongs to another contact: two records may be one person, or one address two people. */
  'linkedAddressTaken',
  'addressMatch',
  /** The contact carries this very object id, written by the server's own sync. */
  'provenanceMatch',
  'contactLinkedToAnother',
  'usersShareAddress',
  'severalContactsShareAddress',
  'addressAtAnotherClient',
  'aliasMatch',
  'nameOnlyMatch',
  'noUsableAddress',
  'nothingMatches',
  'excluded',
  'disabledUpstream',
  'deletedUpstream',
  'excludedByFilter',
  'enabledAgain',
  'alreadyInactive',
  'notProvenDeleted',
  /** Would be inactivated, but another row of the plan asks who this contact is. */
  'awaitsAnswer',
  'inactivationOff',
  'dismissed',
  'answeredBefore',
  'answerNoLongerFits',
] as const;
export type DecisionReason = (typeof decisionReasons)[number];

/** Why a client's rows wait (design 6, brake and policy). */
export const holdReasons = [
  'tooManyCreates',
  'tooManyUpdates',
  'tooManyRelinks',
  'tooManyInactivations',
  'sourceEmpty',
  'sourceHalved',
  'domainsSwapped',
  'readIncomplete',
  'policyReadOnly',
  'flagOff',
  'planTooManyCreates',
  'planTooManyUpdates',
  'planTooManyRelinks',
  'planTooManyInactivations',
] as const;
export type HoldReason = (typeof holdReasons)[number];

export const planStatuses = ['ready', 'approved', 'applied', 'discarded', 'superseded'] as const;
export type PlanStatus = (typeof planStatuses)[number];

/** The server's workflow names (`contracts/psa.md` 3.1) plus our own two. */
export const runTypes = [
  'discovery',
  'initial',
  'all-tenants',
  'single-tenant',
  'preflight',
  'resolve',
  'undo',
] as const;
export type RunType = (typeof runTypes)[number];

export const runStatuses = [
  'queued',
  'running',
  'paused',
  'completed',
  'partial',
  'failed',
  'held',
  'cancelled',
] as const;
export type RunStatus = (typeof runStatuses)[number];

export const queueItemStatuses = ['open', 'resolved', 'dismissed'] as const;
export type QueueItemStatus = (typeof queueItemStatuses)[number];

export const resolutionKinds = ['linkExisting', 'createNew', 'dismiss'] as const;
export type ResolutionKind = (typeof resolutionKinds)[number];

/** What undo cannot give back in full, by what was done; `domain/plan/one-way.ts` decides and words them. */
export const oneWayKinds = ['contactCreated', 'addressAdded', 'createUndone', 'doneByServer'] as const;
export type OneWayKind = (typeof oneWayKinds)[number];

/** How long a one-way act waits for a second thought, in seconds; 0: not at all. */
export const oneWayWindowChoices = [0, 5, 10, 30] as const;
export type OneWayWindowSeconds = (typeof oneWayWindowChoices)[number];

export const linkStatuses = ['active', 'inactive', 'orphaned'] as const;
export type LinkStatus = (typeof linkStatuses)[number];

/** How one planned change ended. `adopted`: what we wanted was already there, so nothing was sent. */
export const operationStates = [
  'intended',
  'sent',
  'done',
  'adopted',
  'stale',
  'conflict',
  'rejected',
  'mismatch',
  'undone',
  'failed',
] as const;
export type OperationState = (typeof operationStates)[number];

/** The guide's five flags (`reference/entra-integration-phase-1.md`). */
export const featureFlags = [
  'entra-integration-ui',
  'entra-integration-client-sync-action',
  'entra-integration-cipp',
  'entra-integration-field-sync',
  'entra-integration-ambiguous-queue',
] as const;
export type FeatureFlag = (typeof featureFlags)[number];

/** The guide's `field_sync_config` keys. */
export const fieldRuleKeys = ['displayName', 'email', 'phone', 'role', 'upn', 'markInactiveWhenDisabled'] as const;
export type FieldRuleKey = (typeof fieldRuleKeys)[number];

/** What changed, coarsely: a screen refetches the queries of its topics. */
export const changeTopics = [
  'connections',
  'tenants',
  'clients',
  'mappings',
  'directory',
  'plans',
  'runs',
  'queue',
  'rules',
  'settings',
  'activity',
  'jobs',
] as const;
export type ChangeTopic = (typeof changeTopics)[number];

/** Exhaustiveness guard: a new union member must be handled before this compiles. */
export function assertNever(value: never): never {
  throw new Error(`Unhandled case: ${String(value)}`);
}
