/** What the simulated PSA itself holds: business facts by contact, and who was written how often. The judge's only witness. */
import type { Sandbox } from '../../../src-sandbox/sandbox.ts';

export interface ContactTruth {
  readonly contactId: string;
  readonly clientId: string | null;
  /** Business fields under the product's names, as comparable text. */
  readonly facts: Readonly<
    Record<'fullName' | 'email' | 'role' | 'isInactive' | 'phones' | 'additionalEmails', string>
  >;
}

export interface PsaTruth {
  readonly contacts: ReadonlyMap<string, ContactTruth>;
  /** Updates so far by contact id. */
  readonly updates: ReadonlyMap<string, number>;
  /** Creates so far by lower-cased address. */
  readonly createdByEmail: ReadonlyMap<string, number>;
}

interface PsaState {
  readonly contacts: readonly {
    readonly contact_name_id: string;
    readonly client_id: string | null;
    readonly full_name: string;
    readonly email: string | null;
    readonly role: string | null;
    readonly is_inactive: boolean;
    readonly phone_numbers: readonly { readonly phone_number: string }[];
    readonly additional_email_addresses: readonly { readonly email_address: string }[];
  }[];
  readonly writeCounts: {
    readonly byContactId: Readonly<Record<string, { readonly updated: number }>>;
    readonly createdByEmail: Readonly<Record<string, number>>;
  };
}

const sorted = (texts: readonly string[]): string => texts.toSorted((a, b) => (a < b ? -1 : 1)).join(', ');

export function psaTruth(sandbox: Pick<Sandbox, 'state'>): PsaTruth {
  const { contacts, writeCounts } = sandbox.state().psa as PsaState;
  return {
    contacts: new Map(
      contacts.map((row) => [
        row.contact_name_id,
        {
          contactId: row.contact_name_id,
          clientId: row.client_id,
          facts: {
            fullName: row.full_name,
            email: (row.email ?? '').toLowerCase(),
            role: row.role ?? '',
            isInactive: String(row.is_inactive),
            phones: sorted(row.phone_numbers.map((phone) => phone.phone_number)),
            additionalEmails: sorted(row.additional_email_addresses.map((entry) => entry.email_address.toLowerCase())),
          },
        },
      ]),
    ),
    updates: new Map(Object.entries(writeCounts.byContactId).map(([id, counts]) => [id, counts.updated])),
    createdByEmail: new Map(Object.entries(writeCounts.createdByEmail)),
  };
}
