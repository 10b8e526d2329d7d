/**
 * Mappings: which client a managed tenant belongs to, as operators decided it. One active row per managed tenant; every
 * earlier decision stays. Several managed tenants may map to one client. Nothing is decided here.
 */
import { asId, type ClientId, type ManagedTenantId } from '../../../../shared/vocabulary/ids.ts';
import type { TenantMapping } from '../../domain/managed-tenant.ts';
import type { Db } from '../database.ts';
import type { TenantKeys } from './tenant-keys.ts';

interface MappingRow {
  managed_tenant_id: string;
  state: TenantMapping['state'];
  client_id: string | null;
  evidence_hash: string;
  domains_when_decided: string;
  decided_by: string;
  decided_at: number;
}

export type MappingRepo = ReturnType<typeof mappingRepo>;

const SELECT = `SELECT t.managed_tenant_id, m.state, m.client_id, m.evidence_hash, m.domains_when_decided, m.decided_by, m.decided_at
  FROM tenant_mapping m JOIN managed_tenant t USING (managed_tenant_key)`;

export function mappingRepo(db: Db, keys: TenantKeys) {
  const active = db.prepare<[string], MappingRow>(`${SELECT} WHERE t.managed_tenant_id = ? AND m.is_active = 1`);
  const allActive = db.prepare<[], MappingRow>(`${SELECT} WHERE m.is_active = 1 ORDER BY t.sort_name, m.mapping_key`);
  const byClient = db.prepare<[string], MappingRow>(
    `${SELECT} WHERE m.client_id = ? AND m.is_active = 1 ORDER BY m.mapping_key`,
  );
  const history = db.prepare<[string], MappingRow>(
    `${SELECT} WHERE t.managed_tenant_id = ? ORDER BY m.mapping_key DESC`,
  );
  const supersede = db.prepare<[number, number]>(
    'UPDATE tenant_mapping SET is_active = 0, superseded_at = ? WHERE managed_tenant_key = ? AND is_active = 1',
  );
  const add = db.prepare(`
    INSERT INTO tenant_mapping (managed_tenant_key, is_active, state, client_id, evidence_hash, domains_when_decided, decided_by, decided_at)
    VALUES (@key, 1, @state, @clientId, @evidenceHash, @domains, @decidedBy, @decidedAt)`);

  function save(mapping: TenantMapping): void {
    const { managedTenantId, state, clientId, evidenceHash, decidedBy, decidedAt } = mapping;
    db.transaction(() => {
      const { key } = keys.get(managedTenantId);
      supersede.run([decidedAt, key]);
      add.run({
        key,
        state,
        clientId,
        evidenceHash,
        decidedBy,
        decidedAt,
        domains: JSON.stringify(mapping.domainsWhenDecided),
      });
    });
  }

  return {
    findActive(managedTenantId: ManagedTenantId): TenantMapping | null {
      const row = active.get([managedTenantId]);
      return row ? fromRow(row) : null;
    },
    /** Every managed tenant's current decision, by tenant name; skipped and unmapped ones included. */
    listActive: (): TenantMapping[] => allActive.all([]).map(fromRow),
    listByClient: (clientId: ClientId): TenantMapping[] => byClient.all([clientId]).map(fromRow),
    /** Newest first. */
    listHistory: (managedTenantId: ManagedTenantId): TenantMapping[] => history.all([managedTenantId]).map(fromRow),
    /** Makes this the current decision; the one before becomes history. Throws `tenant.notFound`. */
    save,
    /** A sheet of decisions: all of them or none. */
    saveAll(decisions: readonly TenantMapping[]): void {
      db.transaction(() => {
        for (const mapping of decisions) save(mapping);
      });
    },
  };
}

function fromRow(row: MappingRow): TenantMapping {
  return {
    managedTenantId: asId(row.managed_tenant_id),
    state: row.state,
    clientId: row.client_id,
    evidenceHash: row.evidence_hash,
    domainsWhenDecided: JSON.parse(row.domains_when_decided) as string[],
    decidedBy: row.decided_by,
    decidedAt: row.decided_at,
  };
}
