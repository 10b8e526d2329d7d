/**
 * The words of every closed union, with the tone and glyph that go with them: one place, so that a state is called the
 * same on every screen. Sentences about single facts come from the engine; nothing here decides anything.
 */
import type {
  ChangeAction,
  DecisionReason,
  DiscoverySource,
  ExclusionReason,
  HoldReason,
  MappingState,
  MatchCaution,
  OperationState,
  PlanStatus,
  ResolutionKind,
  RunStatus,
  RunType,
  TenantAccess,
  TenantEvidenceKind,
} from '../../shared/vocabulary/states.ts';
import type { Tone } from './tone.ts';

export interface Word {
  readonly label: string;
  readonly tone: Tone;
}
type Words<Key extends string> = Readonly<Record<Key, Word>>;
type Labels<Key extends string> = Readonly<Record<Key, string>>;

const good = (label: string): Word => ({ label, tone: 'good' });
const attention = (label: string): Word => ({ label, tone: 'attention' });
const bad = (label: string): Word => ({ label, tone: 'bad' });
const info = (label: string): Word => ({ label, tone: 'info' });
const neutral = (label: string): Word => ({ label, tone: 'neutral' });

export const mappingStateWords: Words<MappingState> = {
  autoMatched: info('Auto-matched'),
  needsReview: attention('Needs review'),
  skipped: neutral('Skipped'),
  mapped: good('Mapped'),
  unmapped: neutral('Unmapped'),
};

export const cautionLabels: Labels<MatchCaution> = {
  severalClients: 'Several clients fit',
  evidenceDisagrees: 'Evidence disagrees',
  clientInactive: 'Client is inactive',
  clientAlreadyMapped: 'Client has a tenant already',
  severalTenants: 'Several tenants, one client',
  weakEvidenceOnly: 'Weak evidence only',
  noEvidence: 'No evidence',
  partnerTenant: 'Your own tenant',
  skippedEvidenceChanged: 'Skipped, but evidence changed',
};

export const tenantEvidenceLabels: Labels<TenantEvidenceKind> = {
  entraTenantId: 'Entra tenant id',
  verifiedDomain: 'Verified domain',
  secondaryDomain: 'Secondary domain',
  contactCensus: 'Contact census',
  name: 'Name',
};

export const accessWords: Words<TenantAccess> = {
  unknown: neutral('Not read yet'),
  ok: good('Readable'),
  consentNeeded: attention('Consent needed'),
  roleMissing: attention('Role missing'),
  conditionalAccess: bad('Blocked by Conditional Access'),
  mfaNeeded: attention('MFA needed'),
  tenantGone: bad('Tenant not found'),
  throttled: info('Asked to wait'),
  failed: bad('Read failed'),
};

export const sourceLabels: Labels<DiscoverySource> = {
  relationships: 'GDAP relationships',
  contracts: 'Partner contracts',
  lighthouse: 'Lighthouse',
  cipp: 'CIPP',
  manual: 'Added by hand',
};

export const exclusionLabels: Labels<ExclusionReason> = {
  account_disabled: 'Account disabled',
  missing_identity: 'No identity',
  guest_user: 'Guest',
  shared_or_resource: 'Shared or resource mailbox',
  unlicensed: 'No licence',
  service_account: 'Service account',
  tenant_custom_pattern: 'Your pattern',
  excluded_group: 'In an excluded group',
  not_in_included_group: 'Not in an included group',
};

export const actionWords: Words<ChangeAction> = {
  create: good('Create'),
  link: info('Link'),
  update: info('Update'),
  inactivate: bad('Mark inactive'),
  queue: attention('Needs decision'),
  skip: neutral('Skip'),
  noChange: neutral('No change'),
};

/** What happens to a contact, as a glyph: colour never says it alone. */
export const actionGlyphs: Labels<ChangeAction> = {
  create: '+',
  link: '↔',
  update: '~',
  inactivate: '−',
  queue: '?',
  skip: '–',
  noChange: '=',
};

export const reasonLabels: Labels<DecisionReason> = {
  linkedFieldsDiffer: 'Linked, fields differ',
  linkedRenamed: 'Linked, renamed',
  linkedNoChange: 'Linked, nothing to do',
  linkedContactGone: 'Linked contact is gone',
  linkedContactMoved: 'Linked contact moved',
  linkedIdentityMovedTenant: 'Person moved tenant',
  linkedAddressTaken: 'New address is taken',
  addressMatch: 'Same address',
  provenanceMatch: 'Linked by the server',
  contactLinkedToAnother: 'Contact already linked',
  usersShareAddress: 'Two people, one address',
  severalContactsShareAddress: 'Several contacts, one address',
  addressAtAnotherClient: 'Address at another client',
  aliasMatch: 'Alias matches',
  nameOnlyMatch: 'Only the name matches',
  noUsableAddress: 'No usable address',
  nothingMatches: 'Nobody matches',
  excluded: 'Excluded by a rule',
  disabledUpstream: 'Disabled in Entra',
  deletedUpstream: 'Deleted in Entra',
  excludedByFilter: 'Now excluded by a rule',
  enabledAgain: 'Enabled again',
  alreadyInactive: 'Already inactive',
  notProvenDeleted: 'Deletion not proven',
  awaitsAnswer: 'Waits for an answer',
  inactivationOff: 'Marking inactive is off',
  dismissed: 'Dismissed before',
  answeredBefore: 'Answered before',
  answerNoLongerFits: 'Earlier answer no longer fits',
};

export const holdLabels: Labels<HoldReason> = {
  tooManyCreates: 'Too many creates',
  tooManyUpdates: 'Too many updates',
  tooManyRelinks: 'Too many re-links',
  tooManyInactivations: 'Too many made inactive',
  sourceEmpty: 'Directory came back empty',
  sourceHalved: 'Directory shrank by half',
  domainsSwapped: 'All domains changed',
  readIncomplete: 'Directory not read completely',
  policyReadOnly: 'Key is read-only',
  flagOff: 'Switched off by a flag',
  planTooManyCreates: 'Whole plan: too many creates',
  planTooManyUpdates: 'Whole plan: too many updates',
  planTooManyRelinks: 'Whole plan: too many re-links',
  planTooManyInactivations: 'Whole plan: too many made inactive',
};

export const planStatusWords: Words<PlanStatus> = {
  ready: attention('Ready for review'),
  approved: info('Approved'),
  applied: good('Applied'),
  discarded: neutral('Put aside'),
  superseded: neutral('Replaced by a newer plan'),
};

export const runTypeLabels: Labels<RunType> = {
  discovery: 'Discovery',
  initial: 'Initial sync',
  'all-tenants': 'Sync of all tenants',
  'single-tenant': 'Sync of one client',
  preflight: 'Preflight',
  resolve: 'Review decision',
  undo: 'Undo',
};

export const runStatusWords: Words<RunStatus> = {
  queued: neutral('Queued'),
  running: info('Running'),
  paused: attention('Paused'),
  completed: good('Completed'),
  partial: attention('Completed in part'),
  failed: bad('Failed'),
  held: attention('Held'),
  cancelled: neutral('Cancelled'),
};

export const operationStateWords: Words<OperationState> = {
  intended: neutral('Not sent yet'),
  sent: info('Sent, not confirmed'),
  done: good('Done and read back'),
  adopted: good('Already there'),
  stale: attention('Changed since the plan'),
  conflict: attention('Conflict'),
  rejected: bad('Refused by the PSA'),
  mismatch: bad('Read-back differs'),
  undone: neutral('Undone'),
  failed: bad('Failed'),
};

export const resolutionLabels: Labels<ResolutionKind> = {
  linkExisting: 'Linked to a contact',
  createNew: 'New contact',
  dismiss: 'Dismissed',
};

const fieldNames: Readonly<Record<string, string>> = {
  displayName: 'Display name',
  fullName: 'Full name',
  email: 'E-mail',
  mail: 'E-mail',
  phone: 'Phone',
  phones: 'Phones',
  role: 'Job title',
  upn: 'Sign-in name',
  userPrincipalName: 'Sign-in name',
  markInactiveWhenDisabled: 'Mark inactive when disabled',
  isInactive: 'Inactive',
  clientId: 'Client',
  contact: 'The contact',
  link: 'Linked to',
  entraTenantId: 'Entra tenant id',
  entraObjectId: 'Entra object id',
};

/** "verifiedDomain" as "Verified domain"; names that are words already stay as they are. */
export function fieldLabel(field: string): string {
  const known = fieldNames[field];
  if (known) return known;
  const spaced = field
    .replace(/_/g, ' ')
    .replace(/([a-z])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`);
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}
