/** Contacts: people in the PSA, as facts read from it, and the business fields that we compare and write. */
import type { ClientId, ContactId } from '../../../shared/vocabulary/ids.ts';

export interface ContactPhone {
  readonly number: string;
  readonly extension: string | null;
  /** `work | mobile | home | fax | other`, or null when the PSA holds a custom label. */
  readonly type: string | null;
  readonly customType: string | null;
  readonly isDefault: boolean;
}

export interface Contact {
  readonly contactId: ContactId;
  /** Contacts without a client are legal in the PSA. */
  readonly clientId: ClientId | null;
  readonly fullName: string;
  /** As stored: letter case is the PSA's own and may differ from ours. */
  readonly email: string | null;
  readonly additionalEmails: readonly string[];
  readonly phones: readonly ContactPhone[];
  readonly role: string | null;
  readonly isInactive: boolean;
  /** Provenance written by the server's sync; read-only for us (`contracts/psa.md` 1.5). */
  readonly entraObjectId: string | null;
  readonly entraSyncStatusReason: string | null;
  readonly updatedAt: number | null;
}

/** The part of a contact that people edit; the base of every three-way compare. */
export type ContactFacts = Pick<
  Contact,
  'clientId' | 'fullName' | 'email' | 'additionalEmails' | 'phones' | 'role' | 'isInactive'
>;

/** The business facts of a contact, with nothing that moves by itself. */
export function contactFacts(contact: Contact): ContactFacts {
  const { clientId, fullName, email, additionalEmails, phones, role, isInactive } = contact;
  return { clientId, fullName, email, additionalEmails, phones, role, isInactive };
}
