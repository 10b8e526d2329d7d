/**
 * The `entra_contact_links` table with its two unique rules (psa.md 4): one row per directory identity, and one *active*
 * row per contact. The upsert resolves conflicts on the identity only, so the second rule can refuse it: that is W3.
 */
import type { LinkRow } from './rows.ts';

export type LinkTable = ReturnType<typeof createLinkTable>;

class LinkConstraint extends Error {
  constructor() {
    super('duplicate key value violates unique constraint "ux_entra_contact_links_active_contact"');
    this.name = 'LinkConstraint';
  }
}

function identityKey(entraTenantId: string, entraObjectId: string): string {
  return `${entraTenantId}|${entraObjectId}`;
}

export function createLinkTable() {
  const rows = new Map<string, LinkRow>();
  const byIdentity = new Map<string, string>();
  const activeByContact = new Map<string, string>();

  function put(row: LinkRow): void {
    const holder = activeByContact.get(row.contact_name_id);
    if (row.is_active && holder !== undefined && holder !== row.link_id) throw new LinkConstraint();
    const before = rows.get(row.link_id);
    if (before?.is_active) activeByContact.delete(before.contact_name_id);
    rows.set(row.link_id, row);
    byIdentity.set(identityKey(row.entra_tenant_id, row.entra_object_id), row.link_id);
    if (row.is_active) activeByContact.set(row.contact_name_id, row.link_id);
  }

  return {
    put,
    all: (): IterableIterator<LinkRow> => rows.values(),

    byIdentity(entraTenantId: string, entraObjectId: string): LinkRow | null {
      const id = byIdentity.get(identityKey(entraTenantId, entraObjectId));
      return id === undefined ? null : (rows.get(id) ?? null);
    },

    activeOfContact(contactId: string): LinkRow | null {
      const id = activeByContact.get(contactId);
      return id === undefined ? null : (rows.get(id) ?? null);
    },

    removeWhere(test: (row: LinkRow) => boolean): number {
      let removed = 0;
      for (const row of [...rows.values()]) {
        if (!test(row)) continue;
        rows.delete(row.link_id);
        byIdentity.delete(identityKey(row.entra_tenant_id, row.entra_object_id));
        if (row.is_active) activeByContact.delete(row.contact_name_id);
        removed += 1;
      }
      return removed;
    },
  };
}
