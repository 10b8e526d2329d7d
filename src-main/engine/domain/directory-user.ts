/** Directory users: accounts in Entra, as facts, provider-neutral. Graph and CIPP both end up here. */
import type { EntraObjectId, EntraTenantId } from '../../../shared/vocabulary/ids.ts';

export type MailboxKind = 'user' | 'shared' | 'room' | 'equipment';

/**
 * Whether the account is still there. `gone` needs proof (design 6): a delta tombstone, the deleted-items list, or
 * absence from two complete, id-checked reads. `missedOnce` is one absence: nothing may follow from it.
 */
export type Presence = 'present' | 'missedOnce' | 'gone';

export interface DirectoryUser {
  readonly entraTenantId: EntraTenantId;
  readonly entraObjectId: EntraObjectId;
  /** Null when the source does not tell; treated as enabled. */
  readonly accountEnabled: boolean | null;
  readonly userType: 'Member' | 'Guest' | null;
  readonly displayName: string | null;
  readonly givenName: string | null;
  readonly surname: string | null;
  readonly mail: string | null;
  readonly userPrincipalName: string | null;
  /** Raw `SMTP:`/`smtp:` values; the upper-case one is primary. */
  readonly proxyAddresses: readonly string[];
  readonly otherMails: readonly string[];
  readonly jobTitle: string | null;
  readonly department: string | null;
  readonly companyName: string | null;
  readonly officeLocation: string | null;
  readonly businessPhones: readonly string[];
  readonly mobilePhone: string | null;
  /** ISO 3166 alpha-2, from usageLocation or country; helps to read national phone numbers. */
  readonly countryCode: string | null;
  /** Null when the source does not tell: kept and counted, never taken as zero. */
  readonly licenseCount: number | null;
  /** Null when the source does not tell. */
  readonly mailboxKind: MailboxKind | null;
  readonly isResourceAccount: boolean | null;
  readonly createdAt: number | null;
  readonly presence: Presence;
}
