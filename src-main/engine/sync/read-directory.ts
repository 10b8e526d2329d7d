/**
 * Reads one managed tenant's directory into the store, page by page. A read that stops half-way is kept as incomplete and
 * proves nothing; the cursor is committed with the facts it covers, by the repository. An expired cursor leads to a full
 * read.
 */
import { type EngineError, toEngineError } from '../domain/engine-error.ts';
import type { ManagedTenant } from '../domain/managed-tenant.ts';
import type { DirectoryProvider } from '../providers/port.ts';
import type { SyncContext } from './context.ts';
import { readRules } from './rule-settings.ts';
import { accessOf } from './tenant-access.ts';

export interface DirectoryReadOutcome {
  readonly isComplete: boolean;
  readonly present: number;
  readonly sentence: string;
  readonly error: EngineError | null;
}

/** Throws only for cancellation: one tenant's failure is one tenant's outcome. */
export async function readDirectory(
  ctx: SyncContext,
  managedTenant: ManagedTenant,
  signal: AbortSignal,
): Promise<DirectoryReadOutcome> {
  const { managedTenantId } = managedTenant;
  try {
    const provider = await ctx.directory();
    const outcome = await readWithFallback(ctx, { provider, managedTenant, signal });
    await readNamedGroups(ctx, { provider, managedTenant, signal });
    ctx.store.managedTenants.setAccess(managedTenantId, { access: 'ok', sentence: null, checkedAt: ctx.now() });
    return outcome;
  } catch (thrown) {
    signal.throwIfAborted();
    const error = toEngineError(thrown);
    ctx.store.managedTenants.setAccess(managedTenantId, {
      access: accessOf(error),
      sentence: error.message,
      checkedAt: ctx.now(),
    });
    ctx.log.warn({ managedTenantId, code: error.code }, 'directory read failed');
    return { isComplete: false, present: 0, sentence: error.message, error };
  } finally {
    ctx.changed('directory', 'tenants');
  }
}

interface Reading {
  readonly provider: DirectoryProvider;
  readonly managedTenant: ManagedTenant;
  readonly signal: AbortSignal;
}

async function readWithFallback(ctx: SyncContext, reading: Reading): Promise<DirectoryReadOutcome> {
  try {
    return await readOnce(ctx, reading);
  } catch (thrown) {
    if (toEngineError(thrown).code !== 'provider.cursorExpired') throw thrown;
    ctx.store.directoryUsers.dropCursor(reading.managedTenant.managedTenantId);
    return readOnce(ctx, reading);
  }
}

/** A cursor of the other connection type belongs to another source and is not used. */
function usableCursor(ctx: SyncContext, { provider, managedTenant }: Reading): string | null {
  const stored = provider.capabilities.delta ? ctx.store.directoryUsers.cursor(managedTenant.managedTenantId) : null;
  return stored?.connectionType === provider.connectionType ? stored.cursor : null;
}

async function readOnce(ctx: SyncContext, reading: Reading): Promise<DirectoryReadOutcome> {
  const { provider, managedTenant, signal } = reading;
  const users = ctx.store.directoryUsers;
  const cursor = usableCursor(ctx, reading);
  const readNumber = users.beginRead(managedTenant.managedTenantId, ctx.now());
  for await (const page of provider.readDirectoryUsers(managedTenant.entraTenantId, { cursor, signal })) {
    users.ingestPage(readNumber, page, ctx.now());
    if (!page.isLast) continue;
    const { read } = users.finishRead(readNumber, {
      isFull: page.isFullRead,
      isComplete: true,
      finishedAt: ctx.now(),
      cursor: page.cursor === null ? null : { connectionType: provider.connectionType, cursor: page.cursor },
      halvedSourceRatio: readRules(ctx.store).brakes.halvedSourceRatio,
    });
    return {
      isComplete: true,
      present: read.presentCount,
      sentence: `${read.presentCount} directory users.`,
      error: null,
    };
  }
  return {
    isComplete: false,
    present: 0,
    sentence: 'The directory stopped answering before its last page.',
    error: null,
  };
}

/** Members only of groups that a rule names: nobody else's membership matters. */
async function readNamedGroups(ctx: SyncContext, { provider, managedTenant, signal }: Reading): Promise<void> {
  if (!provider.capabilities.groups) return;
  const { managedTenantId, entraTenantId } = managedTenant;
  const { filters, filterOverrides } = readRules(ctx.store);
  const effective = { ...filters, ...filterOverrides[managedTenantId] };
  for (const groupId of new Set([...effective.excludedGroupIds, ...effective.includedGroupIds])) {
    const members = await provider.listGroupMemberIds(entraTenantId, groupId, { signal });
    ctx.store.directoryGroups.saveMembers(managedTenantId, {
      groupId,
      displayName: groupId,
      memberIds: members,
      readAt: ctx.now(),
    });
  }
}
