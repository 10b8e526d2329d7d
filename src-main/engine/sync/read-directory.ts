/**
 * Reads one managed tenant's directory into the store, page by page. A read that stops half-way is kept as incomplete and
 * proves nothing; the cursor is committed with the facts it covers, by the repository. An expired cursor leads to a full
 * read, said in the answer.
 */
import { type EngineError, toEngineError } from '../domain/engine-error.ts';
import type { ManagedTenant } from '../domain/managed-tenant.ts';
import type { DirectoryProvider } from '../providers/port.ts';
import type { SyncContext } from './context.ts';
import { accessOf } from './tenant-access.ts';

export interface DirectoryReadResult {
  readonly isComplete: boolean;
  readonly present: number;
  readonly sentence: string;
  readonly error: EngineError | null;
}

/** Never throws but for cancellation: one tenant's failure is one tenant's result. */
export async function readDirectory(ctx: SyncContext, managedTenant: ManagedTenant, signal: AbortSignal): Promise<DirectoryReadResult> {
  const provider = await ctx.directory();
  try {
    const result = await readOnce(ctx, provider, managedTenant, signal).catch((thrown: unknown) => {
      if (toEngineError(thrown).code !== 'provider.cursorExpired') throw thrown;
      ctx.store.directoryUsers.forgetCursor(managedTenant.managedTenantId);
      return readOnce(ctx, provider, managedTenant, signal);
    });
    await readNamedGroups(ctx, provider, managedTenant, signal);
    ctx.store.managedTenants.setAccess(managedTenant.managedTenantId, { access: 'ok', sentence: null, checkedAt: ctx.now() });
    return result;
  } catch (thrown) {
    signal.throwIfAborted();
    const error = toEngineError(thrown);
    ctx.store.managedTenants.setAccess(managedTenant.managedTenantId, { access: accessOf(error), sentence: error.message, checkedAt: ctx.now() });
    ctx.log.warn({ managedTenantId: managedTenant.managedTenantId, code: error.code }, 'directory read failed');
    return { isComplete: false, present: 0, sentence: error.message, error };
  } finally {
    ctx.changed('directory', 'tenants');
  }
}

async function readOnce(ctx: SyncContext, provider: DirectoryProvider, managedTenant: ManagedTenant, signal: AbortSignal): Promise<DirectoryReadResult> {
  const { managedTenantId, entraTenantId } = managedTenant;
  const cursor = provider.capabilities.delta ? ctx.store.directoryUsers.cursor(managedTenantId) : null;
  const read = ctx.store.directoryUsers.beginRead(managedTenantId, { isFull: cursor === null });
  try {
    for await (const page of provider.readDirectoryUsers(entraTenantId, { cursor, signal })) {
      read.ingest(page);
      if (page.isLast) {
        const { present } = read.finish({ cursor: page.cursor });
        return { isComplete: true, present, sentence: `${present} directory users read.`, error: null };
      }
    }
  } catch (thrown) {
    read.abandon();
    throw thrown;
  }
  read.abandon();
  return { isComplete: false, present: 0, sentence: 'The directory stopped answering before its last page.', error: null };
}

/** Members only of groups that a rule names: nobody else's membership matters. */
async function readNamedGroups(ctx: SyncContext, provider: DirectoryProvider, managedTenant: ManagedTenant, signal: AbortSignal): Promise<void> {
  if (!provider.capabilities.groups) return;
  for (const groupId of ctx.groupsNamedByRules(managedTenant.managedTenantId)) {
    const members = await provider.listGroupMemberIds(managedTenant.entraTenantId, groupId, { signal });
    ctx.store.groups.replaceMembers(managedTenant.managedTenantId, groupId, members);
  }
}
