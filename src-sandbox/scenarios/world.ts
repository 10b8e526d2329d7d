/**
 * The shape of a simulated world: everything that is true at Microsoft, in CIPP and in the PSA when the sandbox starts.
 * Pure data: a scenario builds it from a seed, the services serve it, the control API changes it. It shares no type with
 * the product on purpose (the sandbox is an independent witness), so its words are the words of the remote systems.
 * Invariant: the same scenario and seed give the same bytes.
 */

export type MailboxType = 'user' | 'shared' | 'room' | 'equipment';

/** Which discovery sources know a customer: GDAP relationships, CSP contracts, Lighthouse, CIPP's tenant list. */
export type DiscoverySource = 'relationships' | 'contracts' | 'lighthouse' | 'cipp';

/** Graph's `delegatedAdminRelationshipStatus`, the members the sandbox uses (contracts/microsoft.md 1.3). */
export type GdapStatus =
  | 'active'
  | 'activating'
  | 'approvalPending'
  | 'created'
  | 'expired'
  | 'expiring'
  | 'terminated'
  | 'terminating'
  | 'terminationRequested';

/** What the token endpoint answers for this customer's authority when everything else is in order. */
export type ConditionalAccess = 'none' | 'blocked' | 'mfaRequired';

export type AssignedLicense = { skuId: string };

/** One account in a directory, in Graph's own property names. Arrays are never null; text may be. */
export type SandboxUser = {
  /** Entra object id (GUID, lower case). */
  id: string;
  accountEnabled: boolean | null;
  userType: 'Member' | 'Guest' | null;
  displayName: string | null;
  givenName: string | null;
  surname: string | null;
  mail: string | null;
  userPrincipalName: string;
  /** `SMTP:` marks the primary address, `smtp:` an alias. */
  proxyAddresses: string[];
  otherMails: string[];
  jobTitle: string | null;
  department: string | null;
  companyName: string | null;
  businessPhones: string[];
  mobilePhone: string | null;
  officeLocation: string | null;
  city: string | null;
  country: string | null;
  usageLocation: string | null;
  preferredLanguage: string | null;
  employeeId: string | null;
  assignedLicenses: AssignedLicense[];
  /** What Exchange would say; null when the account has no mailbox. Visible through CIPP only. */
  mailboxType: MailboxType | null;
  isResourceAccount: boolean | null;
  showInAddressList: boolean | null;
  onPremisesSyncEnabled: boolean | null;
  externalUserState: string | null;
  createdDateTime: string;
};

export type SandboxDeletedUser = SandboxUser & { deletedDateTime: string };

export type SandboxGroup = {
  id: string;
  displayName: string;
  securityEnabled: boolean;
  mailEnabled: boolean;
  groupTypes: string[];
  /** Object ids of direct members that are users. */
  memberIds: string[];
  /** Object ids of direct members that are groups; transitive reads follow them. */
  memberGroupIds: string[];
};

export type SandboxGdap = {
  /** Relationship id as Graph prints it: `<guid>-customer-<guid>`. */
  relationshipId: string;
  status: GdapStatus;
  endDateTime: string;
  autoExtendDuration: 'PT0S' | 'P180D';
  /** Directory role template ids granted through the relationship. */
  roles: string[];
};

/** Standing faults of one customer. One-off faults (throttle the next call) belong to the control API. */
export type SandboxTenantFaults = {
  conditionalAccess: ConditionalAccess;
  /** The operator also exists as a guest in this customer: AADSTS50020. */
  operatorIsGuest: boolean;
  /** The token carries every scope, yet the directory refuses the read: a missing role. */
  directoryRoleMissing: boolean;
  /** The refresh token is refused with suberror bad_token at this customer's authority. */
  badToken: boolean;
  /** Entra answers AADSTS90002: no such tenant any more. */
  gone: boolean;
};

export type SandboxTenant = {
  entraTenantId: string;
  displayName: string;
  /** The domain marked isDefault. */
  defaultDomain: string;
  /** `<name>.onmicrosoft.com`, marked isInitial. */
  initialDomain: string;
  /** Every verified domain, the default and initial ones included. */
  verifiedDomains: string[];
  /** Domains added but not verified yet: listed by /domains with isVerified false, never by /organization. */
  unverifiedDomains: string[];
  country: string;
  users: SandboxUser[];
  groups: SandboxGroup[];
  deletedUsers: SandboxDeletedUser[];
  gdap: SandboxGdap;
  consent: 'granted' | 'missing';
  sources: DiscoverySource[];
  /** A CSP contract copies the name once and never refreshes it; null = same as displayName. */
  contractDisplayName: string | null;
  /** CIPP may carry an alias that the MSP typed; null = same as displayName. */
  cippAlias: string | null;
  cippExcluded: boolean;
  faults: SandboxTenantFaults;
};

export type SandboxOperator = { upn: string; password: string; objectId: string; displayName: string };

export type SandboxPartner = {
  entraTenantId: string;
  displayName: string;
  operators: SandboxOperator[];
  appClientId: string;
  appSecret: string;
  /** API client registered in CIPP for client credentials, and the static token of the guide's `cipp` mode. */
  cipp: { clientId: string; clientSecret: string; token: string };
  lighthouseOnboarded: boolean;
  /** The MSP's own directory: what a home token, or a CIPP call without tenantFilter, would wrongly return. */
  directory: SandboxTenant;
};

export type World = {
  seed: number;
  scenario: string;
  partner: SandboxPartner;
  tenants: SandboxTenant[];
  psa: PsaSeed;
};

// ---- AlgaPSA -------------------------------------------------------------------------------------------------------

export type PsaClientSeed = {
  client_id: string;
  client_name: string;
  url: string | null;
  /** Becomes `properties.website`. */
  website: string | null;
  billing_email: string | null;
  /** Rows of `client_inbound_email_domains`. */
  inboundEmailDomains: string[];
  is_inactive: boolean;
  entra_tenant_id: string | null;
  entra_primary_domain: string | null;
  created_at: string;
  updated_at: string;
};

export type PsaPhoneSeed = {
  contact_phone_number_id: string;
  phone_number: string;
  extension: string | null;
  canonical_type: 'work' | 'mobile' | 'home' | 'fax' | 'other';
  is_default: boolean;
  display_order: number;
};

export type PsaEmailSeed = {
  contact_additional_email_address_id: string;
  email_address: string;
  canonical_type: 'work' | 'personal' | 'billing' | 'other';
  display_order: number;
};

export type PsaContactSeed = {
  contact_name_id: string;
  client_id: string | null;
  full_name: string;
  email: string;
  additional_email_addresses: PsaEmailSeed[];
  phone_numbers: PsaPhoneSeed[];
  role: string | null;
  is_inactive: boolean;
  notes: string | null;
  entra_object_id: string | null;
  entra_sync_source: 'entra_sync' | null;
  entra_user_principal_name: string | null;
  entra_account_enabled: boolean | null;
  entra_sync_status: 'inactive' | null;
  entra_sync_status_reason: 'disabled_upstream' | null;
  last_entra_sync_at: string | null;
  created_at: string;
  updated_at: string;
};

/** Row of `entra_contact_links` that the server wrote before Concord came. */
export type PsaLinkSeed = {
  link_id: string;
  contact_name_id: string;
  client_id: string;
  entra_tenant_id: string;
  entra_object_id: string;
  link_status: 'active' | 'inactive';
};

export type PsaSeed = {
  /** The PSA tenant (workspace) uuid and its name. */
  tenant: string;
  tenantName: string;
  clients: PsaClientSeed[];
  contacts: PsaContactSeed[];
  links: PsaLinkSeed[];
  /** Mappings already confirmed on the server: managed tenant -> client. */
  confirmedMappings: { entra_tenant_id: string; client_id: string }[];
  apiKeys: { full: string; readOnly: string; master: string };
  masterTenantId: string;
  /** The PSA's own sign-in (session cookie routes). */
  operator: { email: string; password: string; userId: string; displayName: string };
};
