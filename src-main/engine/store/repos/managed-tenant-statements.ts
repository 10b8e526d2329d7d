/** The statements of managed tenants. */
import type { TenantAccess } from '../../../../shared/vocabulary/states.ts';
import type { Db } from '../database.ts';

export interface TenantRow {
  managed_tenant_key: number;
  managed_tenant_id: string;
  entra_tenant_id: string;
  display_name: string;
  default_domain: string | null;
  initial_domain: string | null;
  sources: string;
  is_partner: number;
  gdap: string | null;
  access: TenantAccess;
  access_sentence: string | null;
  access_checked_at: number | null;
  user_count: number | null;
  discovered_at: number;
  last_seen_at: number;
  acknowledged_at: number | null;
}

export function managedTenantStatements(db: Db) {
  const all = db.prepare<[], TenantRow>('SELECT * FROM managed_tenant ORDER BY sort_name, managed_tenant_key');
  const byId = db.prepare<[string], TenantRow>('SELECT * FROM managed_tenant WHERE managed_tenant_id = ?');
  const byEntra = db.prepare<[string], TenantRow>('SELECT * FROM managed_tenant WHERE entra_tenant_id = ?');
  const domainsOf = db.prepare<[number], { domain: string }>(
    'SELECT domain FROM tenant_domain WHERE managed_tenant_key = ? ORDER BY position',
  );
  const forgetDomains = db.prepare<[number]>('DELETE FROM tenant_domain WHERE managed_tenant_key = ?');
  const addDomain = db.prepare<[number, number, string]>(
    'INSERT INTO tenant_domain (managed_tenant_key, position, domain) VALUES (?, ?, ?)',
  );
  const index = db.prepare<[number, string, string]>(
    'INSERT OR REPLACE INTO managed_tenant_search (rowid, words, scope) VALUES (?, ?, ?)',
  );
  const put = db.prepare<Record<string, string | number | null>, { managed_tenant_key: number }>(`
    INSERT INTO managed_tenant (managed_tenant_id, entra_tenant_id, display_name, sort_name, default_domain, initial_domain,
      sources, is_partner, gdap, access, user_count, discovered_at, last_seen_at)
    VALUES (@newId, @entraTenantId, @displayName, @sortName, @defaultDomain, @initialDomain,
      @sources, @isPartner, @gdap, 'unknown', @userCount, @seenAt, @seenAt)
    ON CONFLICT (entra_tenant_id) DO UPDATE SET
      display_name = excluded.display_name, sort_name = excluded.sort_name,
      default_domain = coalesce(excluded.default_domain, default_domain),
      initial_domain = coalesce(excluded.initial_domain, initial_domain),
      sources = excluded.sources, is_partner = excluded.is_partner,
      gdap = coalesce(excluded.gdap, gdap), user_count = coalesce(excluded.user_count, user_count),
      last_seen_at = excluded.last_seen_at
    RETURNING managed_tenant_key`);
  const describe = db.prepare(`
    UPDATE managed_tenant SET display_name = coalesce(@displayName, display_name), sort_name = coalesce(@sortName, sort_name),
      default_domain = coalesce(@defaultDomain, default_domain), initial_domain = coalesce(@initialDomain, initial_domain),
      user_count = coalesce(@userCount, user_count), access = @access, access_checked_at = @at
    WHERE managed_tenant_id = @managedTenantId`);
  const putAccess = db.prepare<[string, string | null, number, string]>(
    'UPDATE managed_tenant SET access = ?, access_sentence = ?, access_checked_at = ? WHERE managed_tenant_id = ?',
  );
  const putUserCount = db.prepare<[number, string]>(
    'UPDATE managed_tenant SET user_count = ? WHERE managed_tenant_id = ?',
  );
  const acknowledge = db.prepare<[number]>(
    'UPDATE managed_tenant SET acknowledged_at = ? WHERE acknowledged_at IS NULL',
  );
  const countAll = db.prepare<[], { total: number; mapped: number; skipped: number; fresh: number }>(`
    SELECT count(*) AS total, coalesce(sum(m.state = 'mapped'), 0) AS mapped, coalesce(sum(m.state = 'skipped'), 0) AS skipped,
      coalesce(sum(t.acknowledged_at IS NULL), 0) AS fresh
    FROM managed_tenant t LEFT JOIN tenant_mapping m ON m.managed_tenant_key = t.managed_tenant_key AND m.is_active = 1`);

  return {
    all,
    byId,
    byEntra,
    domainsOf,
    forgetDomains,
    addDomain,
    index,
    put,
    describe,
    putAccess,
    putUserCount,
    acknowledge,
    countAll,
  };
}
