/**
 * Writing a link and a contact's provenance together (psa.md 5.6). The upsert overwrites whatever contact and client the
 * identity had before, which is how links silently move; the one-active-link-per-contact rule may refuse it, and then
 * nothing of the pair is written.
 */
import type { SandboxUser } from '../../scenarios/world.ts';
import type { ContactRow, LinkRow, WriteSource } from '../rows.ts';
import { type PsaStore, recordContactWrite } from '../state.ts';

type LinkTarget = { entraTenantId: string; entraObjectId: string; clientId: string; contactId: string };

export function upsertLink(store: PsaStore, target: LinkTarget, source: WriteSource): LinkRow {
  const before = store.links.byIdentity(target.entraTenantId, target.entraObjectId);
  const at = store.nowIso();
  const row: LinkRow = {
    link_id: before?.link_id ?? store.nextId(),
    contact_name_id: target.contactId,
    client_id: target.clientId,
    entra_tenant_id: target.entraTenantId,
    entra_object_id: target.entraObjectId,
    link_status: 'active',
    is_active: true,
    last_seen_at: at,
    last_synced_at: at,
    created_at: before?.created_at ?? at,
    updated_at: at,
  };
  store.links.put(row);
  const kind = before ? 'update' : 'create';
  store.recordWrite({ source, table: 'links', kind, id: row.link_id, email: null, changed: [] });
  return row;
}

/** Link plus contact columns in one transaction: if the contact cannot be written, the link goes back. */
export function linkAndStamp(
  store: PsaStore,
  target: LinkTarget,
  write: { user: SandboxUser; columns: Partial<ContactRow> },
): void {
  const contact = store.contacts.find(target.contactId);
  if (!contact) throw new Error('contact vanished during the sync');
  const linkBefore = store.links.byIdentity(target.entraTenantId, target.entraObjectId);
  const link = upsertLink(store, target, 'entra-sync');
  const at = store.nowIso();
  const after: ContactRow = {
    ...contact,
    ...write.columns,
    entra_object_id: write.user.id,
    entra_sync_source: 'entra_sync',
    last_entra_sync_at: at,
    entra_user_principal_name: write.user.userPrincipalName,
    entra_account_enabled: write.user.accountEnabled !== false,
    updated_at: at,
  };
  try {
    store.contacts.replace(after);
  } catch (error) {
    store.links.removeWhere((row) => row.link_id === link.link_id);
    if (linkBefore) store.links.put(linkBefore);
    throw error;
  }
  const changed = ['provenance', ...Object.keys(write.columns)];
  recordContactWrite(store, { source: 'entra-sync', kind: 'update', row: after, changed });
}
