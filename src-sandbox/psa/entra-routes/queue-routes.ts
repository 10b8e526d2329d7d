/**
 * The reconciliation queue (psa.md 2.3, 5.9), which only a full server mounts. Refusals of the service are not caught: they
 * reach the caller as Next's plain 500. The chosen contact need not be a candidate, only of the same client.
 */
import { createContact } from '../contact-model.ts';
import { recordOf } from '../http.ts';
import type { QueueRow } from '../rows.ts';
import type { PsaStore } from '../state.ts';
import { upsertLink } from '../workflows/contact-links.ts';
import { ok, RouteRefusal } from './answers.ts';
import type { EntraHandler } from './context.ts';

const DEFAULT_LISTED = 50;
const MOST_LISTED = 200;

function queueView(item: QueueRow): Record<string, unknown> {
  return {
    queueItemId: item.queue_item_id,
    managedTenantId: item.managed_tenant_id,
    clientId: item.client_id,
    entraTenantId: item.entra_tenant_id,
    entraObjectId: item.entra_object_id,
    userPrincipalName: item.user_principal_name,
    displayName: item.display_name,
    email: item.email,
    candidateContacts: item.candidate_contacts,
    status: item.status,
    createdAt: item.created_at,
  };
}

export const listQueue: EntraHandler = ({ store, request }) => {
  const wanted = Number(request.query.get('limit') ?? DEFAULT_LISTED);
  const limit = Math.min(Math.max(Number.isNaN(wanted) ? DEFAULT_LISTED : Math.floor(wanted), 1), MOST_LISTED);
  const items = store.queue
    .filter((item) => item.status === 'open')
    .toSorted((a, b) => (a.created_at < b.created_at ? 1 : a.created_at > b.created_at ? -1 : 0))
    .slice(0, limit)
    .map(queueView);
  return ok({ items });
};

function textOf(body: Record<string, unknown>, name: string): string {
  const value = body[name];
  if (typeof value !== 'string' || value === '') throw new RouteRefusal(`${name} is required.`);
  return value;
}

function openItem(store: PsaStore, id: string): QueueRow {
  const item = store.queue.find((row) => row.queue_item_id === id && row.status === 'open');
  if (!item) throw new Error('Reconciliation queue item not found or already resolved.');
  return item;
}

function close(store: PsaStore, item: QueueRow, changes: Partial<QueueRow>): void {
  const at = store.nowIso();
  const closed = { ...item, ...changes, resolved_at: at, updated_at: at };
  store.queue = store.queue.map((row) => (row === item ? closed : row));
}

export const resolveExisting: EntraHandler = ({ store, request, operatorId }) => {
  const body = recordOf(request);
  const queueItemId = textOf(body, 'queueItemId');
  const contactNameId = textOf(body, 'contactNameId');
  const item = openItem(store, queueItemId);
  const contact = store.contacts.find(contactNameId);
  if (!contact) throw new Error('Contact does not exist for this tenant.');
  if (item.client_id !== null && contact.client_id !== item.client_id) {
    throw new Error('Queue item and contact belong to different clients.');
  }
  const target = {
    entraTenantId: item.entra_tenant_id,
    entraObjectId: item.entra_object_id,
    clientId: item.client_id ?? contact.client_id ?? '',
    contactId: contactNameId,
  };
  upsertLink(store, target, 'entra-route');
  close(store, item, {
    status: 'resolved',
    resolution_action: 'link_existing',
    resolved_contact_id: contactNameId,
    resolved_by: operatorId,
  });
  return ok({ queueItemId, contactNameId });
};

export const resolveNew: EntraHandler = ({ store, request, operatorId }) => {
  const queueItemId = textOf(recordOf(request), 'queueItemId');
  const item = openItem(store, queueItemId);
  if (item.client_id === null) throw new Error('Queue item does not have an associated client for contact creation.');
  const email = item.email ?? item.user_principal_name;
  if (!email?.includes('@'))
    throw new Error('Queue item does not include a valid email identity for contact creation.');
  const name = item.display_name || (email.split('@')[0] ?? email);
  const contact = createContact(store, { full_name: name, email, client_id: item.client_id }, 'entra-route');
  const contactNameId = contact.contact_name_id;
  const target = {
    entraTenantId: item.entra_tenant_id,
    entraObjectId: item.entra_object_id,
    clientId: item.client_id,
    contactId: contactNameId,
  };
  upsertLink(store, target, 'entra-route');
  close(store, item, {
    status: 'resolved',
    resolution_action: 'create_new',
    resolved_contact_id: contactNameId,
    resolved_by: operatorId,
  });
  return ok({ queueItemId, contactNameId });
};

export const dismiss: EntraHandler = ({ store, request, operatorId }) => {
  const body = recordOf(request);
  const queueItemId = textOf(body, 'queueItemId');
  const item = store.queue.find((row) => row.queue_item_id === queueItemId);
  if (!item) throw new Error('Reconciliation queue item not found or already resolved.');
  if (item.status !== 'open') return ok({ queueItemId, status: item.status });
  const note = typeof body['reason'] === 'string' ? body['reason'] : null;
  close(store, item, {
    status: 'dismissed',
    resolution_action: 'dismissed',
    resolved_by: operatorId,
    payload: { reason: 'dismissed_by_operator', note },
  });
  return ok({ queueItemId, status: 'dismissed' });
};
