/** `mappings/*`: preview, confirm, remap, unmap (served), and the list and groups that only a full server mounts. */
import { recordOf } from '../http.ts';
import type { RunTenantRow } from '../rows.ts';
import { ok, RouteRefusal, refuse } from './answers.ts';
import { confirmDecisions, parseDecisions, unmapTenant } from './confirm-mappings.ts';
import type { EntraHandler } from './context.ts';
import { previewMatches } from './match-preview.ts';

export const previewMappings: EntraHandler = (context) => ok(previewMatches(context.store));

export const confirmMappings: EntraHandler = (context) => {
  const decisions = parseDecisions(recordOf(context.request));
  if (decisions.some((decision) => decision.state === 'create_new') && context.access.denied.has('client:create')) {
    return refuse(403, 'Forbidden: insufficient permissions (client:create)');
  }
  if (!context.store.connection.is_active) throw new RouteRefusal('No active Microsoft Entra connection.');
  return ok({ confirmedMappings: confirmDecisions(context.store, decisions, context.operatorId) });
};

function textOf(body: Record<string, unknown>, camel: string, snake: string): string {
  const value = body[camel] ?? body[snake];
  if (typeof value !== 'string' || value === '') throw new RouteRefusal(`${camel} is required.`);
  return value;
}

export const remapMapping: EntraHandler = (context) => {
  const body = recordOf(context.request);
  const managedTenantId = textOf(body, 'managedTenantId', 'managed_tenant_id');
  const targetClientId = textOf(body, 'targetClientId', 'target_client_id');
  if (!context.store.connection.is_active) throw new RouteRefusal('No active Microsoft Entra connection.');
  const decision = {
    managedTenantId,
    clientId: targetClientId,
    state: 'mapped' as const,
    confidenceScore: null,
    portal: {},
  };
  const confirmedMappings = confirmDecisions(context.store, [decision], context.operatorId);
  return ok({ managedTenantId, targetClientId, status: 'remapped', confirmedMappings });
};

export const unmapMapping: EntraHandler = (context) => {
  const managedTenantId = textOf(recordOf(context.request), 'managedTenantId', 'managed_tenant_id');
  unmapTenant(context.store, managedTenantId, context.operatorId);
  return ok({ managedTenantId, status: 'unmapped' });
};

export const listMappings: EntraHandler = ({ store }) => {
  const lastResult = new Map<string, RunTenantRow>();
  for (const row of store.runTenants) if (row.managed_tenant_id !== null) lastResult.set(row.managed_tenant_id, row);
  const mappings = store.mappings
    .filter((row) => row.is_active && row.mapping_state === 'mapped')
    .flatMap((row) => {
      const managed = store.managedTenants.get(row.managed_tenant_id);
      if (!managed) return [];
      const last = lastResult.get(row.managed_tenant_id) ?? null;
      const synced = managed.last_successful_sync_user_count !== null;
      return [
        {
          managedTenantId: row.managed_tenant_id,
          entraTenantId: managed.entra_tenant_id,
          clientId: row.client_id,
          clientName: store.clients.nameOf(row.client_id),
          displayName: managed.display_name,
          primaryDomain: managed.primary_domain,
          sourceUserCount: managed.source_user_count,
          userCount: managed.last_successful_sync_user_count ?? managed.source_user_count,
          userCountSource: synced ? 'sync' : 'discovery',
          userCountObservedAt: managed.last_successful_sync_at ?? managed.discovered_at,
          lastSyncedAt: last?.completed_at ?? null,
          lastRunStatus: last?.status ?? null,
        },
      ];
    });
  return ok({ mappings });
};

export const listGroups: EntraHandler = (context) => {
  const managed = context.store.managedTenants.get(context.request.query.get('managedTenantId') ?? '');
  if (!managed) throw new RouteRefusal('managedTenantId is required.');
  const groups = context.directory
    .listGroups(managed.entra_tenant_id)
    .map(({ id, displayName }) => ({ id, displayName }))
    .sort((a, b) => a.displayName.localeCompare(b.displayName));
  return ok({ groups });
};
