/**
 * PsaPort: the one way the engine sees the PSA. Reads stream; every write is an `ensure`: look, compare with the base the
 * plan saw (three ways), write only what differs, compare the answer field by field, read back. A time-out is followed by a
 * look, never by a second POST (`contracts/psa.md` 1.9). Outcomes are values; only failures of the connection throw.
 */
import type { ClientId, ContactId } from '../../../shared/vocabulary/ids.ts';
import type { Client } from '../domain/client.ts';
import type { Contact, ContactFacts } from '../domain/contact.ts';
import type { FieldChange, PlannedPerson } from '../domain/planned-change.ts';

export interface PsaCallOptions {
  readonly signal: AbortSignal;
}

export interface ProbeOptions extends PsaCallOptions {
  /**
   * Also prove whether the key may write, by creates that no server can carry out (empty bodies). They appear in the server's
   * log as refused writes, so ask when connecting, never during a preflight. Absent: the `mayWrite…` answers stay null.
   */
  readonly proveWriting?: boolean;
}

export interface PsaCapabilities {
  readonly mayReadContacts: boolean;
  readonly mayWriteContacts: boolean | null;
  readonly mayWriteClients: boolean | null;
  /** Whether the Entra session routes answer at all, and if not, the server's reason in words. */
  readonly entraRoutes: {
    readonly state: 'mounted' | 'notMounted' | 'needsSession' | 'refused';
    readonly sentence: string;
  };
  readonly clientCount: number | null;
  readonly contactCount: number | null;
  readonly checkedAt: number;
}

export interface FullRead extends PsaCallOptions {
  /** Epoch ms: only rows the PSA changed since; null reads everything. */
  readonly changedSince: number | null;
}

export interface PsaPage<Row> {
  readonly rows: readonly Row[];
  readonly total: number;
}

export interface CreateContactIntent {
  readonly kind: 'create';
  readonly clientId: ClientId;
  readonly person: PlannedPerson;
  /** Every address that must not exist anywhere in the PSA before we create. */
  readonly addresses: readonly string[];
  /** True when an earlier attempt of this same operation may have reached the server: what is found by address and fits is ours. */
  readonly mayAlreadyBeSent: boolean;
}

export interface UpdateContactIntent {
  readonly kind: 'update';
  readonly contactId: ContactId;
  readonly base: ContactFacts;
  readonly fields: readonly FieldChange[];
}

/** Changes nothing at the PSA but proves that the contact is still what the plan saw, before a link is stored. */
export interface VerifyContactIntent {
  readonly kind: 'verify';
  readonly contactId: ContactId;
  readonly base: ContactFacts;
}

export type ContactIntent = CreateContactIntent | UpdateContactIntent | VerifyContactIntent;

/** What apply journals around each remote write; `recordSent` must be durable before the request leaves. */
export interface WriteJournal {
  recordSent(request: { readonly method: string; readonly resource: string; readonly body: unknown }): void;
  recordAnswered(answer: { readonly status: number; readonly body: unknown }): void;
}

export interface FieldMismatch {
  readonly field: string;
  readonly intended: string;
  readonly observed: string;
}

export type EnsureOutcome =
  | {
      readonly kind: 'done';
      readonly contactId: ContactId;
      readonly before: Contact | null;
      readonly observed: Contact;
    }
  /** What we wanted was already there; nothing was sent (now). */
  | { readonly kind: 'adopted'; readonly contactId: ContactId; readonly observed: Contact; readonly created: boolean }
  /** A business fact under the row moved since planning. */
  | { readonly kind: 'stale'; readonly sentence: string; readonly observed: Contact | null }
  /** The PSA refused this one row (validation, address owned elsewhere, forbidden). */
  | { readonly kind: 'rejected'; readonly sentence: string; readonly ownerContactId: ContactId | null }
  /** Accepted, but reading back shows something else. */
  | {
      readonly kind: 'mismatch';
      readonly contactId: ContactId;
      readonly before: Contact | null;
      readonly observed: Contact;
      readonly mismatches: readonly FieldMismatch[];
    };

export interface CreateClientIntent {
  readonly name: string;
  readonly website: string | null;
}

export type EnsureClientOutcome =
  | { readonly kind: 'created' | 'adopted'; readonly client: Client }
  | { readonly kind: 'rejected'; readonly sentence: string };

export interface PsaPort {
  /** Finds out what the connected server offers; failures of single probes are values, an unusable key throws. */
  probe(options: ProbeOptions): Promise<PsaCapabilities>;
  /** The workspace (the PSA's own tenant) that the key belongs to; null where no readable row tells it. */
  findWorkspaceId(options: PsaCallOptions): Promise<string | null>;
  readClients(options: FullRead): AsyncIterable<PsaPage<Client>>;
  readContacts(options: FullRead): AsyncIterable<PsaPage<Contact>>;
  findContact(contactId: ContactId, options: PsaCallOptions): Promise<Contact | null>;
  /** By primary or additional address, exact after case-folding, across the whole PSA. */
  findContactsByAddress(address: string, options: PsaCallOptions): Promise<readonly Contact[]>;
  ensureContact(intent: ContactIntent, journal: WriteJournal, options: PsaCallOptions): Promise<EnsureOutcome>;
  ensureClient(
    intent: CreateClientIntent,
    journal: WriteJournal,
    options: PsaCallOptions,
  ): Promise<EnsureClientOutcome>;
}
