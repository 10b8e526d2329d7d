/** Evidence as screens show it: the ledger line by line, exactly as the domain computed it. */
import { z } from 'zod';

export const evidenceLine = z.object({
  field: z.string(),
  agreement: z.enum(['agreed', 'disagreed', 'missing']),
  weight: z.number(),
  left: z.string().nullable(),
  right: z.string().nullable(),
  source: z.string(),
  asOf: z.number().nullable(),
});

export const evidenceLedger = z.object({
  lines: z.array(evidenceLine),
  score: z.number(),
  sentence: z.string(),
  counterfactual: z.string().nullable(),
});
export type EvidenceLedgerView = z.infer<typeof evidenceLedger>;

export const phoneView = z.object({
  number: z.string(),
  extension: z.string().nullable(),
  type: z.string().nullable(),
  customType: z.string().nullable(),
  isDefault: z.boolean(),
});

/** A contact as read from the PSA, for side-by-side comparison. */
export const contactView = z.object({
  contactId: z.string(),
  clientId: z.string().nullable(),
  clientName: z.string().nullable(),
  fullName: z.string(),
  email: z.string().nullable(),
  additionalEmails: z.array(z.string()),
  phones: z.array(phoneView),
  role: z.string().nullable(),
  isInactive: z.boolean(),
  linkedTo: z.string().nullable(),
  asOf: z.number().nullable(),
});
export type ContactView = z.infer<typeof contactView>;

/** A directory user as read from Entra, for side-by-side comparison. */
export const directoryUserView = z.object({
  entraTenantId: z.string(),
  entraObjectId: z.string(),
  displayName: z.string().nullable(),
  givenName: z.string().nullable(),
  surname: z.string().nullable(),
  mail: z.string().nullable(),
  userPrincipalName: z.string().nullable(),
  aliases: z.array(z.string()),
  jobTitle: z.string().nullable(),
  department: z.string().nullable(),
  phones: z.array(z.string()),
  accountEnabled: z.boolean().nullable(),
  userType: z.string().nullable(),
  licenseCount: z.number().nullable(),
  mailboxKind: z.string().nullable(),
  presence: z.enum(['present', 'missedOnce', 'gone']),
  asOf: z.number().nullable(),
});
export type DirectoryUserView = z.infer<typeof directoryUserView>;
