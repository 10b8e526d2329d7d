/** Contact links: which contact stands for which directory user. Stored, made by us, and the only licence to change a contact. */
import type { ClientId, ContactId, EntraObjectId, EntraTenantId } from '../../../shared/vocabulary/ids.ts';
import type { LinkStatus, ResolutionKind } from '../../../shared/vocabulary/states.ts';

export interface ContactLink {
  readonly entraTenantId: EntraTenantId;
  readonly entraObjectId: EntraObjectId;
  readonly contactId: ContactId;
  readonly clientId: ClientId;
  readonly status: LinkStatus;
  /** `server`: read from the contact's provenance columns, written by the server's own sync. */
  readonly origin: 'plan' | 'operator' | 'server';
  /** True while the contact is inactive because Concord made it so; the only licence to reactivate. */
  readonly inactivatedByUs: boolean;
  /** The user's normalised address when last synced: tells a rename from a stranger. */
  readonly lastAddress: string | null;
  readonly linkedAt: number;
}

/** What an operator answered about one identity, and on which evidence: the decision memory. */
export interface RememberedDecision {
  readonly entraTenantId: EntraTenantId;
  readonly entraObjectId: EntraObjectId;
  readonly kind: ResolutionKind;
  readonly contactId: ContactId | null;
  readonly clientId: ClientId;
  /** Facts the answer rested on, by name; compared to say what changed when the question returns. */
  readonly evidenceFacts: Readonly<Record<string, string>>;
  /** True while it could not be carried out because the contact had changed, and nobody answered again. */
  readonly cameBack: boolean;
  readonly decidedBy: string;
  readonly decidedAt: number;
}
