/** Maps a Graph user as CIPP shows it to the engine's words. Pure; what the source does not tell stays null. */
import { asId, type EntraObjectId, type EntraTenantId } from '../../../../shared/vocabulary/ids.ts';
import type { MailboxKind } from '../../domain/directory-user.ts';
import type { DirectoryUserFacts } from '../port.ts';
import type { UserRow } from './answers.ts';

/** `mailboxKinds` by object id; null = not readable, and then nobody's kind is known. */
export function toDirectoryUser(
  row: UserRow,
  entraTenantId: EntraTenantId,
  mailboxKinds: ReadonlyMap<string, MailboxKind> | null,
): DirectoryUserFacts {
  return {
    entraTenantId,
    entraObjectId: asId<EntraObjectId>(row.id),
    accountEnabled: row.accountEnabled,
    userType: row.userType === 'Member' || row.userType === 'Guest' ? row.userType : null,
    displayName: row.displayName,
    givenName: row.givenName,
    surname: row.surname,
    mail: row.mail,
    userPrincipalName: row.userPrincipalName,
    proxyAddresses: row.proxyAddresses,
    otherMails: row.otherMails,
    jobTitle: row.jobTitle,
    department: row.department,
    companyName: row.companyName,
    officeLocation: row.officeLocation,
    businessPhones: row.businessPhones,
    mobilePhone: row.mobilePhone,
    countryCode: countryCode(row.usageLocation) ?? countryCode(row.country),
    licenseCount: row.assignedLicenses,
    mailboxKind: mailboxKinds?.get(row.id) ?? null,
    isResourceAccount: row.isResourceAccount,
    createdAt: instant(row.createdDateTime),
  };
}

function countryCode(text: string | null): string | null {
  return text !== null && /^[A-Za-z]{2}$/.test(text.trim()) ? text.trim().toUpperCase() : null;
}

function instant(text: string | null): number | null {
  const at = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(at) ? null : at;
}
