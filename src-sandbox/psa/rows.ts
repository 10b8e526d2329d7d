/**
 * The rows of the simulated PSA database, in the columns' own names (psa.md 4, 1.5, 1.6). Rows are never changed in
 * place: a write replaces the row, so a snapshot taken earlier stays true.
 */
export const PHONE_TYPES = ['work', 'mobile', 'home', 'fax', 'other'] as const;
export type PhoneType = (typeof PHONE_TYPES)[number];
export const EMAIL_TYPES = ['work', 'personal', 'billing', 'other'] as const;
export type EmailType = (typeof EMAIL_TYPES)[number];

export type PhoneRow = {
  contact_phone_number_id: string;
  phone_number: string;
  extension: string | null;
  normalized_phone_number: string;
  canonical_type: PhoneType | null;
  custom_phone_type_id: string | null;
  custom_type: string | null;
  is_default: boolean;
  display_order: number;
};

export type EmailRow = {
  contact_additional_email_address_id: string;
  email_address: string;
  normalized_email_address: string;
  canonical_type: EmailType | null;
  custom_email_type_id: string | null;
  custom_type: string | null;
  display_order: number;
};

/** The columns of `contacts`; a list `sort` may name any of them. */
type ContactColumns = {
  tenant: string;
  contact_name_id: string;
  full_name: string;
  client_id: string | null;
  email: string;
  primary_email_canonical_type: EmailType | null;
  primary_email_custom_type_id: string | null;
  role: string | null;
  notes: string | null;
  is_inactive: boolean;
  created_at: string;
  updated_at: string;
  entra_object_id: string | null;
  entra_sync_source: string | null;
  last_entra_sync_at: string | null;
  entra_user_principal_name: string | null;
  entra_account_enabled: boolean | null;
  entra_sync_status: string | null;
  entra_sync_status_reason: string | null;
};

export type ContactRow = ContactColumns & {
  phone_numbers: PhoneRow[];
  additional_email_addresses: EmailRow[];
  tags: string[];
  /** Label behind `primary_email_custom_type_id`. */
  primary_email_custom_type: string | null;
};

export const CONTACT_COLUMNS = [
  'tenant',
  'contact_name_id',
  'full_name',
  'client_id',
  'email',
  'primary_email_canonical_type',
  'primary_email_custom_type_id',
  'role',
  'notes',
  'is_inactive',
  'created_at',
  'updated_at',
  'entra_object_id',
  'entra_sync_source',
  'last_entra_sync_at',
  'entra_user_principal_name',
  'entra_account_enabled',
  'entra_sync_status',
  'entra_sync_status_reason',
] as const satisfies readonly (keyof ContactColumns)[];

export type ClientRow = {
  tenant: string;
  client_id: string;
  client_name: string;
  url: string | null;
  billing_email: string | null;
  billing_cycle: string | null;
  client_type: string | null;
  tax_id_number: string | null;
  notes: string | null;
  default_currency_code: string;
  credit_limit: number | null;
  credit_balance: number;
  is_inactive: boolean;
  is_tax_exempt: boolean;
  region_code: string | null;
  account_manager_id: string | null;
  properties: Record<string, unknown>;
  entra_tenant_id: string | null;
  entra_primary_domain: string | null;
  created_at: string;
  updated_at: string;
  tags: string[];
};

/** Rows beside a client that v1 never shows: the matcher reads them (psa.md 5.2). */
export type InboundDomainRow = { client_id: string; domain: string };

export type LinkRow = {
  link_id: string;
  contact_name_id: string;
  client_id: string;
  entra_tenant_id: string;
  entra_object_id: string;
  link_status: 'active' | 'inactive' | 'orphaned';
  is_active: boolean;
  last_seen_at: string | null;
  last_synced_at: string | null;
  created_at: string;
  updated_at: string;
};

export type ManagedTenantRow = {
  managed_tenant_id: string;
  entra_tenant_id: string;
  display_name: string | null;
  primary_domain: string | null;
  source_user_count: number;
  discovered_at: string;
  last_seen_at: string;
  last_successful_sync_user_count: number | null;
  last_successful_sync_at: string | null;
};

export type MappingState = 'mapped' | 'create_new' | 'skip_for_now' | 'needs_review' | 'unmapped';

export type MappingRow = {
  mapping_id: string;
  managed_tenant_id: string;
  client_id: string | null;
  mapping_state: MappingState;
  confidence_score: number | null;
  is_active: boolean;
  decided_by: string | null;
  decided_at: string | null;
  client_portal_entra_provisioning_mode: string;
  client_portal_entitlement_group_id: string | null;
  client_portal_entitlement_membership_mode: string;
  client_portal_default_role_name: string | null;
  client_portal_workflow_target: string | null;
  client_portal_workflow_config: unknown;
  created_at: string;
  updated_at: string;
};

export type QueueRow = {
  queue_item_id: string;
  managed_tenant_id: string | null;
  client_id: string | null;
  entra_tenant_id: string;
  entra_object_id: string;
  user_principal_name: string | null;
  display_name: string | null;
  email: string | null;
  candidate_contacts: QueueCandidate[];
  status: 'open' | 'resolved' | 'dismissed';
  resolution_action: 'link_existing' | 'create_new' | 'dismissed' | null;
  resolved_contact_id: string | null;
  resolved_by: string | null;
  resolved_at: string | null;
  payload: Record<string, unknown>;
  created_at: string;
  updated_at: string;
};

export type QueueCandidate = {
  contactNameId: string;
  clientId: string | null;
  email: string;
  fullName: string;
  isInactive: boolean;
};

export type RunType = 'initial' | 'all-tenants' | 'single-tenant' | 'preflight';
export type RunStatus = 'queued' | 'running' | 'completed' | 'partial' | 'failed';

export type RunRow = {
  run_id: string;
  workflow_id: string | null;
  run_type: RunType;
  status: RunStatus;
  initiated_by: string | null;
  started_at: string;
  completed_at: string | null;
  total_tenants: number;
  processed_tenants: number;
  succeeded_tenants: number;
  failed_tenants: number;
  summary: Record<string, unknown>;
  is_dry_run: boolean;
  scope_managed_tenant_id: string | null;
  scope_client_id: string | null;
};

export type RunTenantRow = {
  run_tenant_id: string;
  run_id: string;
  managed_tenant_id: string | null;
  client_id: string | null;
  status: 'completed' | 'failed';
  created_count: number;
  linked_count: number;
  updated_count: number;
  ambiguous_count: number;
  inactivated_count: number;
  error_message: string | null;
  started_at: string;
  completed_at: string;
};

export type ConnectionRow = {
  connection_type: 'direct' | 'cipp';
  status: 'not_connected' | 'connected' | 'validation_failed' | 'disconnected';
  is_active: boolean;
  cipp_base_url: string | null;
  last_validated_at: string | null;
  last_validation_error: unknown;
};

export type SettingsRow = {
  /** False until something saved the row; an absent row means off. */
  exists: boolean;
  sync_enabled: boolean;
  sync_interval_minutes: number;
  field_sync_config: Record<string, unknown>;
  user_filter_config: Record<string, unknown>;
  updated_at: string | null;
};

export type FlagRow = {
  id: number;
  key: string;
  name: string;
  active: boolean;
  filters: { groups: Record<string, unknown>[] } & Record<string, unknown>;
  tags: string[];
};

/** Who caused a write; tests tell Concord's own writes from the server's and from ours by it. */
export type WriteSource = 'v1' | 'entra-sync' | 'entra-route' | 'control';

export type WriteRow = {
  seq: number;
  at: string;
  source: WriteSource;
  table: 'contacts' | 'clients' | 'links';
  kind: 'create' | 'update' | 'delete';
  id: string;
  /** Lower-cased primary address for contacts, null elsewhere. */
  email: string | null;
  changed: string[];
};
