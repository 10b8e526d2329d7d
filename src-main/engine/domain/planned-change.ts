/**
 * Planned changes: what a preflight decided about one identity, as data that is stored, shown, approved and applied
 * unchanged. `because` and `evidence` explain; nothing branches on them. `base` is what the plan saw: apply compares it
 * three ways and refuses the row as stale when a business fact under it moved.
 */
import type {
  ChangeId,
  ClientId,
  ContactId,
  EntraObjectId,
  EntraTenantId,
  ManagedTenantId,
} from '../../../shared/vocabulary/ids.ts';
import type { ChangeAction, DecisionReason, ExclusionReason, HoldReason } from '../../../shared/vocabulary/states.ts';
import type { ContactFacts, ContactPhone } from './contact.ts';
import type { EvidenceLedger } from './evidence.ts';

/** One field of the contact that the change would set. Phones and additional addresses are whole sets. */
export type FieldChange =
  | { readonly field: 'fullName' | 'role' | 'email'; readonly from: string | null; readonly to: string | null }
  | { readonly field: 'isInactive'; readonly from: boolean; readonly to: boolean }
  | { readonly field: 'phones'; readonly from: readonly ContactPhone[]; readonly to: readonly ContactPhone[] }
  | { readonly field: 'additionalEmails'; readonly from: readonly string[]; readonly to: readonly string[] };

/** A contact that might be this person, ranked best first; for queue rows. */
export interface ContactCandidate {
  readonly contactId: ContactId;
  readonly clientId: ClientId | null;
  readonly evidence: EvidenceLedger;
  /** False when choosing it is impossible as things stand (another client, linked to another identity), with the reason in words. */
  readonly choosable: boolean;
  readonly obstacle: string | null;
}

/** Where the account stood when planned; `missedOnce` is one absence and proves nothing (design 6). */
export type AccountState = 'enabled' | 'disabled' | 'missedOnce' | 'gone';

/** The person as the directory showed them when planned: what a queue item or a create needs, without a second read. */
export interface PlannedPerson {
  /** Never empty: display name, else given name and surname, else the local part of the address, else the object id. */
  readonly displayName: string;
  readonly accountState: AccountState;
  /** Normalised address = trimmed, lower-cased mail, else UPN; null when neither is usable. */
  readonly address: string | null;
  readonly userPrincipalName: string | null;
  readonly jobTitle: string | null;
  /** What a create would send: E.164 where the number is readable, at most one default. Filled for creates and queue rows only. */
  readonly phones: readonly ContactPhone[];
}

export interface PlannedChange {
  /** Stable for the same decision on the same identity inside one plan; unique per plan. */
  readonly changeId: ChangeId;
  /** Position in the plan's stable order: client name, then action, then address, then object id. */
  readonly ordinal: number;
  readonly clientId: ClientId;
  readonly managedTenantId: ManagedTenantId;
  readonly entraTenantId: EntraTenantId;
  readonly entraObjectId: EntraObjectId;
  readonly action: ChangeAction;
  readonly reason: DecisionReason;
  readonly exclusion: ExclusionReason | null;
  /** The rule or pattern that excluded, in words; null unless excluded. */
  readonly exclusionRule: string | null;
  /** The contact to link or change; null for creates, skips and open questions. */
  readonly contactId: ContactId | null;
  readonly fields: readonly FieldChange[];
  readonly base: ContactFacts | null;
  readonly person: PlannedPerson;
  readonly candidates: readonly ContactCandidate[];
  /** Facts a remembered answer will be compared with later. */
  readonly evidenceFacts: Readonly<Record<string, string>>;
  readonly evidence: EvidenceLedger | null;
  readonly because: string;
  /** Set when a brake or policy holds this row's client. */
  readonly hold: HoldReason | null;
}

export interface ClientHold {
  /** Null: the whole plan is held. */
  readonly clientId: ClientId | null;
  readonly managedTenantId: ManagedTenantId | null;
  readonly reason: HoldReason;
  /** What was counted against what limit, in one sentence. */
  readonly sentence: string;
  readonly count: number;
  readonly population: number;
  readonly limit: number;
}

export type ActionCounts = Readonly<Record<ChangeAction, number>>;
