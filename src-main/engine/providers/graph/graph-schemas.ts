/**
 * The shapes of Graph's answers, as far as we read them (`contracts/microsoft.md` 1, 2 and 4.2). Tolerant of more (open types,
 * derived types, new enum members), strict about what decisions rest on: an answer that does not fit is refused as a whole.
 */
import { z } from 'zod';
import { isGuid } from '../../../../shared/vocabulary/ids.ts';

const guid = z
  .string()
  .refine(isGuid)
  .transform((value) => value.toLowerCase());
const text = z.string().nullish();
const texts = z.array(z.string()).nullish();

/** Every collection: rows stay unknown until their own schema has read them. */
export const page = z.object({
  value: z.array(z.unknown()),
  '@odata.nextLink': z.string().optional(),
  '@odata.deltaLink': z.string().optional(),
});

export const user = z.object({
  id: guid,
  accountEnabled: z.boolean().nullish(),
  userType: text,
  displayName: text,
  givenName: text,
  surname: text,
  mail: text,
  userPrincipalName: text,
  otherMails: texts,
  proxyAddresses: texts,
  jobTitle: text,
  department: text,
  companyName: text,
  businessPhones: texts,
  mobilePhone: text,
  officeLocation: text,
  country: text,
  usageLocation: text,
  assignedLicenses: z.array(z.unknown()).nullish(),
  createdDateTime: text,
  isResourceAccount: z.boolean().nullish(),
});
export type RawUser = z.infer<typeof user>;

/** A row of a delta round that says somebody has left. */
export const removedUser = z.object({ id: guid, '@removed': z.object({ reason: z.string().optional() }) });

export const idRow = z.object({ id: guid });

export const organization = z.object({
  id: guid,
  displayName: text,
  verifiedDomains: z
    .array(z.object({ name: z.string(), isDefault: z.boolean().nullish(), isInitial: z.boolean().nullish() }))
    .nullish(),
});
export type RawOrganization = z.infer<typeof organization>;

/** `customer` is absent while a relationship is only created; `status` may be a member we do not know. */
export const relationship = z.object({
  status: z.string(),
  endDateTime: text,
  customer: z.object({ tenantId: guid, displayName: text }).nullish(),
});
export type RawRelationship = z.infer<typeof relationship>;

export const contract = z.object({ customerId: guid, displayName: text, defaultDomainName: text });

/** Lighthouse (beta): the domain is inside `contract`. */
export const lighthouseTenant = z.object({
  tenantId: guid,
  displayName: text,
  contract: z.object({ displayName: text, defaultDomainName: text }).nullish(),
});

export const group = z.object({
  id: guid,
  displayName: text,
  securityEnabled: z.boolean().nullish(),
});

export const batchAnswer = z.object({
  responses: z.array(
    z.object({
      id: z.string(),
      status: z.number().int(),
      headers: z.record(z.string(), z.unknown()).nullish(),
      body: z.unknown(),
    }),
  ),
});

const innerError = z.object({
  code: z.string().optional(),
  'request-id': z.string().optional(),
  date: z.string().optional(),
});
export const errorBody = z.object({
  error: z.object({
    code: z.string(),
    innerError: innerError.nullish(),
    innererror: innerError.nullish(),
  }),
});
