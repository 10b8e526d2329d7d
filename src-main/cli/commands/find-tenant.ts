/** Finds the managed tenant an operator typed: our id, Microsoft's id, a domain or the exact name. */
import type { TenantRow } from '../../../shared/contract/tenant-entries.ts';
import { EngineError } from '../../engine/index.ts';
import type { ConcordClient } from '../session.ts';

/** Every managed tenant; the CLI pages so that the contract's page size stays small for screens. */
export async function allTenants(
  client: ConcordClient,
  state: 'all' | TenantRow['state'] | 'new' = 'all',
): Promise<TenantRow[]> {
  const rows: TenantRow[] = [];
  for (;;) {
    const page = await client.tenants.list({ state, offset: rows.length, limit: 500 });
    rows.push(...page.rows);
    if (page.rows.length === 0 || rows.length >= page.total) return rows;
  }
}

/** Throws `tenant.notFound`, or `input.invalid` when a name fits several. */
export async function findTenant(client: ConcordClient, typed: string): Promise<TenantRow> {
  const wanted = typed.trim().toLowerCase();
  const hits = (await allTenants(client)).filter(
    (row) =>
      [row.managedTenantId, row.entraTenantId, row.displayName, row.defaultDomain ?? ''].some(
        (value) => value.toLowerCase() === wanted,
      ) || row.verifiedDomains.includes(wanted),
  );
  const [only, ...others] = hits;
  if (!only) throw new EngineError('tenant.notFound', `No managed tenant is called “${typed}”.`);
  if (others.length > 0)
    throw new EngineError(
      'input.invalid',
      `“${typed}” fits ${hits.length} managed tenants: ${hits.map((row) => `${row.displayName} (${row.entraTenantId})`).join(', ')}. Use the id.`,
    );
  return only;
}
