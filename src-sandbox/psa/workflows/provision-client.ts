/**
 * Making a client out of a `create_new` mapping (psa.md 3.5): no name check, so a client of that name makes it fail for ever;
 * no billing, no https:// on the url. Idempotent once the mapping is `mapped`.
 */
import { insertClient, newClientRow } from '../client-model.ts';
import type { MappingRow } from '../rows.ts';
import type { PsaStore } from '../state.ts';

/** Returns the client's id, or throws the database's duplicate-name text. */
export function provisionClient(store: PsaStore, mapping: MappingRow): string {
  if (mapping.mapping_state === 'mapped' && mapping.client_id !== null) return mapping.client_id;
  const managed = store.managedTenants.get(mapping.managed_tenant_id);
  if (!managed) throw new Error('Managed tenant not found for mapping.');
  const name = managed.display_name || managed.primary_domain || managed.entra_tenant_id || 'Imported Entra Tenant';
  const row = newClientRow(store, name, {
    url: managed.primary_domain,
    properties: managed.primary_domain === null ? {} : { website: managed.primary_domain },
    entra_tenant_id: managed.entra_tenant_id,
    entra_primary_domain: managed.primary_domain,
  });
  insertClient(store, row, 'entra-sync');
  const at = store.nowIso();
  store.mappings = store.mappings.map((entry) =>
    entry.mapping_id === mapping.mapping_id
      ? { ...entry, client_id: row.client_id, mapping_state: 'mapped', updated_at: at }
      : entry,
  );
  return row.client_id;
}
