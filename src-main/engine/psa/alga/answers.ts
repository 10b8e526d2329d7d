/**
 * The shapes of AlgaPSA v1 answers (`contracts/psa.md` 1.2, 1.5, 1.6), as zod schemas. Extra keys are tolerated, because
 * the server leaks every column; what we use must be there: a contact without `phone_numbers` is refused, never read as
 * "no phones", since an update sends the whole set back.
 */
import { z } from 'zod';

const nullableText = z
  .string()
  .nullish()
  .transform((text) => text ?? null);

/** ISO text to epoch ms; an unreadable stamp is null, because nothing may rest on it. */
const lenientInstant = z
  .string()
  .nullish()
  .transform((text) => {
    const at = text ? Date.parse(text) : Number.NaN;
    return Number.isNaN(at) ? null : at;
  });

const phoneRow = z.object({
  phone_number: z.string(),
  extension: nullableText,
  canonical_type: nullableText,
  custom_type: nullableText,
  is_default: z.boolean(),
});

const additionalEmailRow = z.object({
  email_address: z.string(),
  canonical_type: nullableText,
  custom_type: nullableText,
});

export const contactRow = z.object({
  tenant: nullableText,
  contact_name_id: z.string().min(1),
  client_id: nullableText,
  client_name: nullableText,
  full_name: z
    .string()
    .nullable()
    .transform((text) => text ?? ''),
  email: nullableText,
  role: nullableText,
  is_inactive: z.boolean(),
  phone_numbers: z.array(phoneRow),
  additional_email_addresses: z.array(additionalEmailRow),
  entra_object_id: nullableText,
  entra_sync_status_reason: nullableText,
  updated_at: lenientInstant,
});
export type ContactRow = z.infer<typeof contactRow>;

/** `properties` is free JSON on the server; only a text website counts. */
const clientProperties = z
  .record(z.string(), z.unknown())
  .nullish()
  .transform((properties) => {
    const website = properties?.['website'];
    return { website: typeof website === 'string' ? website : null };
  });

export const clientRow = z.object({
  /** The PSA's workspace that the row, and so the key, belongs to. */
  tenant: nullableText,
  client_id: z.string().min(1),
  client_name: z.string(),
  url: nullableText,
  billing_email: nullableText,
  properties: clientProperties,
  entra_tenant_id: nullableText,
  entra_primary_domain: nullableText,
  is_inactive: z.boolean(),
  updated_at: lenientInstant,
});
export type ClientRow = z.infer<typeof clientRow>;

/** A list page. `total` is the count at the moment of this page only; it may move while we page. */
export function listOf<Row>(row: z.ZodType<Row>) {
  return z.object({ data: z.array(row), pagination: z.object({ total: z.number().int().min(0) }) });
}

export function singleOf<Row>(row: z.ZodType<Row>) {
  return z.object({ data: row });
}

/** What must be readable in the answer to a create; the rest is read back. */
export const createdContact = z.object({ data: z.object({ contact_name_id: z.string().min(1) }) });
export const createdClient = z.object({ data: z.object({ client_id: z.string().min(1) }) });
/** An update answers with the row, but only reading it back counts. */
export const changedRow = z.object({ data: z.object({}) });
