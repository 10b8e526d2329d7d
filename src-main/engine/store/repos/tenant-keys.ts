/** From a managed tenant's id to the small integer that big tables carry instead, and to Microsoft's id. Both never change, so they are remembered. */
import { asId, type EntraTenantId, type ManagedTenantId } from '../../../../shared/vocabulary/ids.ts';
import { EngineError } from '../../domain/engine-error.ts';
import type { Db } from '../database.ts';

export interface TenantKey {
  readonly key: number;
  readonly managedTenantId: ManagedTenantId;
  readonly entraTenantId: EntraTenantId;
}

export type TenantKeys = ReturnType<typeof tenantKeys>;

interface Row {
  managed_tenant_key: number;
  managed_tenant_id: string;
  entra_tenant_id: string;
}

export function tenantKeys(db: Db) {
  const byId = db.prepare<[string], Row>('SELECT * FROM managed_tenant WHERE managed_tenant_id = ?');
  const byKey = db.prepare<[number], Row>('SELECT * FROM managed_tenant WHERE managed_tenant_key = ?');
  const knownById = new Map<string, TenantKey>();
  const knownByKey = new Map<number, TenantKey>();

  function remember(row: Row | undefined): TenantKey | null {
    if (!row) return null;
    const key: TenantKey = {
      key: row.managed_tenant_key,
      managedTenantId: asId(row.managed_tenant_id),
      entraTenantId: asId(row.entra_tenant_id),
    };
    knownById.set(key.managedTenantId, key);
    knownByKey.set(key.key, key);
    return key;
  }

  function find(managedTenantId: ManagedTenantId): TenantKey | null {
    return knownById.get(managedTenantId) ?? remember(byId.get([managedTenantId]));
  }

  return {
    find,
    findByKey: (key: number): TenantKey | null => knownByKey.get(key) ?? remember(byKey.get([key])),
    /** Throws `tenant.notFound`. */
    get(managedTenantId: ManagedTenantId): TenantKey {
      const found = find(managedTenantId);
      if (found) return found;
      throw new EngineError('tenant.notFound', 'This managed tenant is not known here. Run discovery and try again.', {
        details: { managedTenantId },
      });
    },
  };
}
