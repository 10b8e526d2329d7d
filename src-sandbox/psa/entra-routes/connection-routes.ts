/**
 * Status, connect, disconnect, discovery and the two validations (psa.md 2.3). `connect` is a stub that writes nothing, and
 * `lastDiscoveryAt` goes stale because re-discovery never touches `discovered_at`: both are the product's.
 */
import { recordOf } from '../http.ts';
import type { PsaStore } from '../state.ts';
import { ok, RouteRefusal, refuse } from './answers.ts';
import type { Directory, EntraHandler, ManagedTenantFact } from './context.ts';

export const getStatus: EntraHandler = ({ store }) => {
  const { connection, settings } = store;
  let lastDiscoveryAt: string | null = null;
  for (const row of store.managedTenants.values()) {
    if (lastDiscoveryAt === null || row.discovered_at > lastDiscoveryAt) lastDiscoveryAt = row.discovered_at;
  }
  const active = store.mappings.filter((row) => row.is_active);
  return ok({
    status: connection.status,
    connectionType: connection.is_active ? connection.connection_type : null,
    lastDiscoveryAt,
    mappedTenantCount: active.filter((row) => row.mapping_state === 'mapped').length,
    pendingCreateTenantCount: active.filter((row) => row.mapping_state === 'create_new').length,
    nextSyncIntervalMinutes: settings.sync_enabled ? settings.sync_interval_minutes : null,
    hasCompletedFirstSync: store.runs.some((run) => run.status === 'completed' && !run.is_dry_run),
    availableConnectionTypes: ['direct', 'cipp'],
    lastValidatedAt: connection.last_validated_at,
    lastValidationError: connection.last_validation_error,
    connectionDetails: {
      cippBaseUrl: connection.cipp_base_url,
      directTenantId: null,
      directCredentialSource: connection.connection_type === 'direct' && connection.is_active ? 'tenant-secret' : null,
    },
  });
};

export const connectStub: EntraHandler = (context) => {
  const { connectionType } = recordOf(context.request);
  if (connectionType !== 'direct' && connectionType !== 'cipp') {
    throw new RouteRefusal('connectionType must be "direct" or "cipp".');
  }
  return ok({ status: 'connected', connectionType });
};

export const disconnect: EntraHandler = ({ store }) => {
  store.connection = { ...store.connection, status: 'disconnected', is_active: false };
  return ok({ status: 'disconnected' });
};

/** Stores what a discovery found. Known tenants keep their id and their `discovered_at`. */
export function recordDiscovery(store: PsaStore, facts: ManagedTenantFact[]): void {
  const at = store.nowIso();
  const known = new Map([...store.managedTenants.values()].map((row) => [row.entra_tenant_id, row]));
  for (const fact of facts) {
    const before = known.get(fact.entraTenantId) ?? null;
    const id = before?.managed_tenant_id ?? store.nextId();
    store.managedTenants.set(id, {
      managed_tenant_id: id,
      entra_tenant_id: fact.entraTenantId,
      display_name: fact.displayName,
      primary_domain: fact.primaryDomain,
      source_user_count: fact.sourceUserCount,
      discovered_at: before?.discovered_at ?? at,
      last_seen_at: at,
      last_successful_sync_user_count: before?.last_successful_sync_user_count ?? null,
      last_successful_sync_at: before?.last_successful_sync_at ?? null,
    });
  }
}

/** Null when the provider failed: its own words are replaced by the route's sentence. */
function readTenants(directory: Directory): ManagedTenantFact[] | null {
  try {
    return directory.listManagedTenants();
  } catch {
    return null;
  }
}

export const discover: EntraHandler = ({ store, directory }) => {
  if (!store.connection.is_active) throw new RouteRefusal('No active Microsoft Entra connection.');
  const facts = readTenants(directory);
  if (facts === null) throw new RouteRefusal('Failed to discover managed tenants.');
  recordDiscovery(store, facts);
  const found = new Set(facts.map((fact) => fact.entraTenantId));
  const discoveredTenants = [...store.managedTenants.values()]
    .filter((row) => found.has(row.entra_tenant_id))
    .map((row) => ({
      managedTenantId: row.managed_tenant_id,
      entraTenantId: row.entra_tenant_id,
      displayName: row.display_name,
      primaryDomain: row.primary_domain,
      sourceUserCount: row.source_user_count,
      discoveredAt: row.discovered_at,
      lastSeenAt: row.last_seen_at,
    }));
  return ok({ discoveredTenantCount: discoveredTenants.length, discoveredTenants });
};

function validate(kind: 'direct' | 'cipp'): EntraHandler {
  return ({ store, directory, validation }) => {
    const checkedAt = store.nowIso();
    const { failure } = validation;
    if (failure !== null) {
      const error = { message: 'The connection could not be validated.', code: failure, checkedAt, details: null };
      store.connection = {
        ...store.connection,
        status: 'validation_failed',
        last_validated_at: checkedAt,
        last_validation_error: error,
      };
      return refuse(kind === 'direct' && failure === 'upstream_error' ? 502 : 400, error.message);
    }
    const count = readTenants(directory)?.length ?? 0;
    store.connection = {
      ...store.connection,
      status: 'connected',
      last_validated_at: checkedAt,
      last_validation_error: null,
    };
    if (kind === 'direct') return ok({ valid: true, checkedAt, managedTenantSampleCount: count });
    return ok({ valid: true, checkedAt, tenantCountSample: count, endpoint: '/api/listtenants' });
  };
}

export const validateDirect = validate('direct');
export const validateCipp = validate('cipp');
