/** A Graph user row as provider-neutral facts. Missing and empty become null; nothing is guessed or normalised here. */
import { asId, type EntraTenantId } from '../../../../shared/vocabulary/ids.ts';
import type { DirectoryUserFacts } from '../port.ts';
import type { RawUser } from './graph-schemas.ts';

/**
 * What is asked for, and so what delta tracks: the facts below and nothing more (`contracts/microsoft.md` 2.4, 2.7). Changing this
 * list makes every stored cursor expire, by design.
 */
export const userSelect = [
  'id',
  'accountEnabled',
  'userType',
  'displayName',
  'givenName',
  'surname',
  'mail',
  'userPrincipalName',
  'otherMails',
  'proxyAddresses',
  'jobTitle',
  'department',
  'companyName',
  'businessPhones',
  'mobilePhone',
  'officeLocation',
  'country',
  'usageLocation',
  'assignedLicenses',
  'createdDateTime',
  'isResourceAccount',
] as const satisfies readonly (keyof RawUser)[];

export function toDirectoryUser(raw: RawUser, entraTenantId: EntraTenantId): DirectoryUserFacts {
  return {
    entraTenantId,
    entraObjectId: asId(raw.id),
    accountEnabled: raw.accountEnabled ?? null,
    userType: raw.userType === 'Member' || raw.userType === 'Guest' ? raw.userType : null,
    displayName: filled(raw.displayName),
    givenName: filled(raw.givenName),
    surname: filled(raw.surname),
    mail: filled(raw.mail),
    userPrincipalName: filled(raw.userPrincipalName),
    proxyAddresses: raw.proxyAddresses ?? [],
    otherMails: raw.otherMails ?? [],
    jobTitle: filled(raw.jobTitle),
    department: filled(raw.department),
    companyName: filled(raw.companyName),
    officeLocation: filled(raw.officeLocation),
    businessPhones: raw.businessPhones ?? [],
    mobilePhone: filled(raw.mobilePhone),
    countryCode: countryCode(raw),
    licenseCount: licenseCount(raw),
    // Graph does not say what kind of mailbox an account has; that is Exchange's knowledge.
    mailboxKind: null,
    isResourceAccount: raw.isResourceAccount ?? null,
    createdAt: epochMs(raw.createdDateTime),
  };
}

function filled(value: string | null | undefined): string | null {
  return value === undefined || value === null || value.trim() === '' ? null : value;
}

/**
 * A delta row leaves out what was never set, so somebody without any licence comes without the list. A token that may not see
 * licences leaves it out too, but then accountEnabled is missing as well: that is not telling, and stays null.
 */
function licenseCount(raw: RawUser): number | null {
  if (raw.assignedLicenses !== undefined) return raw.assignedLicenses?.length ?? null;
  return typeof raw.accountEnabled === 'boolean' ? 0 : null;
}

/** usageLocation is a code; country is free text, of which only a code is taken. */
function countryCode(raw: RawUser): string | null {
  const code = [raw.usageLocation, raw.country].find((value) => /^[A-Za-z]{2}$/.test(value?.trim() ?? ''));
  return code?.trim().toUpperCase() ?? null;
}

function epochMs(text: string | null | undefined): number | null {
  const at = text === undefined || text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(at) ? null : at;
}
