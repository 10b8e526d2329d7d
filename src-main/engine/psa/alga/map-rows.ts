/** Maps v1 rows to the engine's words. Pure; keeps letter case and raw values, because comparing is not its business. */
import { asId, type ClientId, type ContactId } from '../../../../shared/vocabulary/ids.ts';
import type { Client } from '../../domain/client.ts';
import type { Contact } from '../../domain/contact.ts';
import type { ClientRow, ContactRow } from './answers.ts';

export function toContact(row: ContactRow): Contact {
  return {
    contactId: asId<ContactId>(row.contact_name_id),
    clientId: row.client_id === null ? null : asId<ClientId>(row.client_id),
    fullName: row.full_name,
    email: textOrNull(row.email),
    additionalEmails: row.additional_email_addresses.map((entry) => entry.email_address),
    phones: row.phone_numbers.map((phone) => ({
      number: phone.phone_number,
      extension: textOrNull(phone.extension),
      type: phone.canonical_type,
      customType: phone.custom_type,
      isDefault: phone.is_default,
    })),
    role: textOrNull(row.role),
    isInactive: row.is_inactive,
    entraObjectId: row.entra_object_id === null ? null : row.entra_object_id.toLowerCase(),
    entraSyncStatusReason: row.entra_sync_status_reason,
    updatedAt: row.updated_at,
  };
}

export function toClient(row: ClientRow): Client {
  const websites = [row.url, row.properties.website].filter((text) => text !== null && text.trim() !== '');
  return {
    clientId: asId<ClientId>(row.client_id),
    name: row.client_name,
    websites: [...new Set(websites as string[])],
    billingEmail: textOrNull(row.billing_email),
    // v1 shows no `client_inbound_email_domains` (psa.md 1.6): only the server's own matcher reads them.
    inboundEmailDomains: [],
    entraTenantId: row.entra_tenant_id === null ? null : row.entra_tenant_id.toLowerCase(),
    entraPrimaryDomain: textOrNull(row.entra_primary_domain),
    isInactive: row.is_inactive,
    updatedAt: row.updated_at,
  };
}

function textOrNull(text: string | null): string | null {
  return text === null || text.trim() === '' ? null : text;
}
