/**
 * The shapes of CIPP's answers as zod schemas (`contracts/microsoft.md` 6.4 to 6.7). Tolerant of extra keys and of
 * PowerShell's habit to write a one-element list as the element; strict about ids, because a row without one is not a row.
 */
import { z } from 'zod';
import { isGuid } from '../../../../shared/vocabulary/ids.ts';

const text = z
  .string()
  .nullish()
  .transform((value) => (value === undefined || value === null || value.trim() === '' ? null : value));

const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? null);

const texts = z
  .union([z.array(z.string().nullable()), z.string()])
  .nullish()
  .transform((value) => [value ?? []].flat().filter((entry): entry is string => entry !== null && entry !== ''));

export const guid = z
  .string()
  .refine(isGuid, 'not a GUID')
  .transform((value) => value.toLowerCase());

export const userRow = z.object({
  id: guid,
  accountEnabled: flag,
  userType: text,
  displayName: text,
  givenName: text,
  surname: text,
  mail: text,
  userPrincipalName: text,
  proxyAddresses: texts,
  otherMails: texts,
  jobTitle: text,
  department: text,
  companyName: text,
  officeLocation: text,
  businessPhones: texts,
  mobilePhone: text,
  usageLocation: text,
  country: text,
  /** Null when the source does not tell; an absent list is not an empty one. */
  assignedLicenses: z
    .union([z.array(z.unknown()), z.object({})])
    .nullish()
    .transform((value) => (value === undefined || value === null ? null : [value].flat().length)),
  isResourceAccount: flag,
  createdDateTime: text,
  /** ListGraphRequest adds it: the tenantFilter that the row was read with. */
  Tenant: text,
});
export type UserRow = z.infer<typeof userRow>;

/** ListTenants mixes customers with pseudo rows and, when it failed, one row that is an error; so ids are checked later. */
export const tenantRow = z.object({
  customerId: text,
  displayName: text,
  defaultDomainName: text,
  initialDomainName: text,
  domains: text,
  delegatedPrivilegeStatus: text,
  relationshipCount: z
    .number()
    .nullish()
    .transform((value) => value ?? null),
  relationshipEnd: text,
  GraphErrorCount: z
    .number()
    .nullish()
    .transform((value) => value ?? 0),
  LastGraphError: text,
});
export type TenantRow = z.infer<typeof tenantRow>;

export const organizationRow = z.object({
  id: guid,
  displayName: text,
  verifiedDomains: z
    .array(z.object({ name: z.string(), isDefault: flag, isInitial: flag }))
    .nullish()
    .transform((value) => value ?? []),
});

export const domainRow = z.object({ id: z.string().min(1), isDefault: flag, isInitial: flag, isVerified: flag });

export const groupRow = z.object({ id: guid, displayName: text, securityEnabled: flag });

export const memberRow = z.object({ id: guid, '@odata.type': text });

export const mailboxRow = z.object({
  ExternalDirectoryObjectId: text,
  id: text,
  recipientTypeDetails: text,
  RecipientTypeDetails: text,
});

export const deletedRow = z.object({ id: guid, TargetType: text });

/** `Users` is a number, or the words "Not Supported". */
export const userCounts = z.object({ Users: z.coerce.number().int().min(0) });

export const graphResults = z.object({
  Results: z.array(z.unknown()),
  Metadata: z
    .object({
      nextLink: text,
      TenantFilter: text,
      Queued: flag,
      QueueMessage: text,
      ColdStart: flag,
    })
    .nullish()
    .transform((value) => value ?? null),
});
