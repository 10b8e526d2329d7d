/**
 * Putting an ambiguous identity into the reconciliation queue (psa.md 5.9): an open item is refreshed, a dismissed one stays
 * dismissed for ever, and a *resolved* one is followed by a new open item. There is no unique rule on the identity.
 */
import type { SandboxUser } from '../../scenarios/world.ts';
import type { ContactRow, QueueCandidate, QueueRow } from '../rows.ts';
import type { PsaStore } from '../state.ts';
import { matchAddress } from './field-rules.ts';

type QueueSubject = {
  managedTenantId: string;
  clientId: string;
  entraTenantId: string;
  user: SandboxUser;
  candidates: ContactRow[];
};

function candidateOf(row: ContactRow): QueueCandidate {
  return {
    contactNameId: row.contact_name_id,
    clientId: row.client_id,
    email: row.email,
    fullName: row.full_name,
    isInactive: row.is_inactive,
  };
}

export function queueAmbiguous(store: PsaStore, subject: QueueSubject): void {
  const { user, entraTenantId } = subject;
  const ofIdentity = store.queue.filter(
    (item) => item.entra_tenant_id === entraTenantId && item.entra_object_id === user.id,
  );
  if (ofIdentity.some((item) => item.status === 'dismissed')) return;
  const at = store.nowIso();
  const open = ofIdentity.find((item) => item.status === 'open');
  const facts = {
    managed_tenant_id: subject.managedTenantId,
    client_id: subject.clientId,
    user_principal_name: user.userPrincipalName,
    display_name: user.displayName,
    email: matchAddress(user),
    candidate_contacts: subject.candidates.map(candidateOf),
    payload: { reason: 'multiple_email_matches', candidateCount: subject.candidates.length },
    updated_at: at,
  };
  if (open) {
    store.queue = store.queue.map((item) => (item === open ? { ...item, ...facts } : item));
    return;
  }
  const fresh: QueueRow = {
    queue_item_id: store.nextId(),
    entra_tenant_id: entraTenantId,
    entra_object_id: user.id,
    status: 'open',
    resolution_action: null,
    resolved_contact_id: null,
    resolved_by: null,
    resolved_at: null,
    created_at: at,
    ...facts,
  };
  store.queue.push(fresh);
}
