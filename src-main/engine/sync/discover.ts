/**
 * Discovery: which customers the directory provider lists, with their verified domains, and the PSA's clients to match them
 * with. A source that fails is a note; a tenant that is no longer listed stays, with its last-seen time.
 */
import type { EntraTenantId } from '../../../shared/vocabulary/ids.ts';
import type { DirectoryProvider } from '../providers/port.ts';
import type { SyncContext } from './context.ts';
import { eachTenant } from './each-tenant.ts';
import { refreshPsa } from './refresh-psa.ts';

export interface DiscoverySummary {
  readonly found: number;
  readonly added: number;
  readonly described: number;
  readonly notes: readonly string[];
}

export interface DiscoverOptions {
  readonly signal: AbortSignal;
  readonly progress: (state: { readonly total: number; readonly done: number; readonly sentence: string }) => void;
}

/** Throws what the provider throws; a PSA that is not connected yet is a note, because discovery comes before it in no wizard's way. */
export async function discover(ctx: SyncContext, { signal, progress }: DiscoverOptions): Promise<DiscoverySummary> {
  const provider = await ctx.directory();
  progress({ total: 0, done: 0, sentence: 'Listing managed tenants.' });
  const { managedTenants, notes } = await provider.discoverManagedTenants({ signal });
  const { added } = ctx.store.managedTenants.saveDiscovered(managedTenants, ctx.now());
  ctx.changed('tenants');
  const described = await describeAll(ctx, {
    provider,
    ids: managedTenants.map((tenant) => tenant.entraTenantId),
    signal,
    progress,
  });
  const psaNote = await refreshClients(ctx, signal, progress);
  return { found: managedTenants.length, added, described, notes: [...notes.map((note) => note.sentence), ...psaNote] };
}

interface Describing extends DiscoverOptions {
  readonly provider: DirectoryProvider;
  readonly ids: readonly EntraTenantId[];
}

/** Verified domains come from each tenant itself; a refusal is remembered as that tenant's access, nothing more. */
async function describeAll(ctx: SyncContext, { provider, ids, signal, progress }: Describing): Promise<number> {
  let done = 0;
  await eachTenant(ids, signal, async (entraTenantId) => {
    const record = ctx.store.managedTenants.findByEntraId(entraTenantId);
    if (!record) return;
    const description = await provider.describeManagedTenant(entraTenantId, { signal });
    ctx.store.managedTenants.saveDescription(record.managedTenantId, description, ctx.now());
    done += 1;
    progress({
      total: ids.length,
      done,
      sentence: `Asked ${record.displayName} for its domains (${done} of ${ids.length}).`,
    });
  });
  ctx.changed('tenants');
  return done;
}

async function refreshClients(
  ctx: SyncContext,
  signal: AbortSignal,
  progress: DiscoverOptions['progress'],
): Promise<string[]> {
  if (!ctx.store.psaConnections.getActive())
    return ['The PSA is not connected, so there are no clients to match with yet.'];
  progress({ total: 0, done: 0, sentence: 'Reading clients and contacts from the PSA.' });
  await refreshPsa(ctx, signal);
  return [];
}
