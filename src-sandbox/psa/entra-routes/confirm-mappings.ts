/**
 * Confirming, remapping and unmapping (psa.md 2.3, 5.3) with the traps kept: unknown tenants are skipped silently, a remap
 * says "remapped" whatever happened, the old client keeps its Entra columns, and unmap clears columns that another mapping may
 * still need. Links and contacts are never touched here.
 */
import { asRecord } from '../http.ts';
import { isUuid } from '../ids.ts';
import type { ClientRow, MappingRow, MappingState } from '../rows.ts';
import type { PsaStore } from '../state.ts';
import { RouteRefusal } from './answers.ts';

const STATES: readonly MappingState[] = ['mapped', 'create_new', 'skip_for_now', 'needs_review', 'unmapped'];

const PORTAL_KEYS = {
  client_portal_entra_provisioning_mode: 'clientPortalEntraProvisioningMode',
  client_portal_entitlement_group_id: 'clientPortalEntitlementGroupId',
  client_portal_entitlement_membership_mode: 'clientPortalEntitlementMembershipMode',
  client_portal_default_role_name: 'clientPortalDefaultRoleName',
  client_portal_workflow_target: 'clientPortalWorkflowTarget',
  client_portal_workflow_config: 'clientPortalWorkflowConfig',
} as const;

type PortalColumns = Pick<MappingRow, keyof typeof PORTAL_KEYS>;

const PORTAL_DEFAULTS: PortalColumns = {
  client_portal_entra_provisioning_mode: 'inherit',
  client_portal_entitlement_group_id: null,
  client_portal_entitlement_membership_mode: 'transitive',
  client_portal_default_role_name: null,
  client_portal_workflow_target: null,
  client_portal_workflow_config: null,
};

type Decision = {
  managedTenantId: string;
  clientId: string | null;
  state: MappingState;
  confidenceScore: number | null;
  portal: Partial<PortalColumns>;
};

/** camelCase, or the snake_case alias the routes accept too. */
function read(entry: Record<string, unknown>, camel: string): unknown {
  const snake = camel.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return entry[camel] ?? entry[snake];
}

function parseDecision(value: unknown): Decision {
  const entry = asRecord(value);
  const clientId = read(entry, 'clientId');
  const given = read(entry, 'mappingState');
  const chosen = typeof clientId === 'string' && clientId !== '' ? clientId : null;
  const state = given === undefined ? (chosen === null ? 'skip_for_now' : 'mapped') : STATES.find((s) => s === given);
  if (!state) throw new RouteRefusal('mappingState is not valid.');
  if (state === 'mapped' && chosen === null)
    throw new RouteRefusal('clientId is required when mappingState is mapped.');
  const score = read(entry, 'confidenceScore');
  const portal = Object.fromEntries(
    Object.entries(PORTAL_KEYS).flatMap(([column, key]) => {
      const setting = read(entry, key);
      return setting === undefined ? [] : [[column, setting]];
    }),
  );
  return {
    managedTenantId: String(read(entry, 'managedTenantId') ?? ''),
    clientId: state === 'mapped' ? chosen : null,
    state,
    confidenceScore: typeof score === 'number' ? score : null,
    portal,
  };
}

export function parseDecisions(body: Record<string, unknown>): Decision[] {
  const list = body['mappings'];
  if (!Array.isArray(list)) throw new RouteRefusal('mappings must be an array.');
  const decisions = list.map(parseDecision);
  const clientOf = new Map<string, string>();
  for (const decision of decisions) {
    if (decision.clientId === null) continue;
    const other = clientOf.get(decision.managedTenantId);
    if (other !== undefined && other !== decision.clientId) {
      throw new RouteRefusal('A managed tenant cannot be mapped to more than one client.');
    }
    clientOf.set(decision.managedTenantId, decision.clientId);
  }
  return decisions;
}

function stampClient(store: PsaStore, clientId: string, columns: Partial<ClientRow>): void {
  const client = store.clients.find(clientId);
  if (!client) return;
  store.clients.replace({ ...client, ...columns, updated_at: store.nowIso() });
  const changed = Object.keys(columns);
  store.recordWrite({ source: 'entra-route', table: 'clients', kind: 'update', id: clientId, email: null, changed });
}

/** The mapping row alone, without touching the client. */
export function writeDecision(store: PsaStore, decision: Decision, operatorId: string): void {
  const at = store.nowIso();
  const active = store.mappings.find((row) => row.is_active && row.managed_tenant_id === decision.managedTenantId);
  const facts = {
    client_id: decision.clientId,
    mapping_state: decision.state,
    confidence_score: decision.confidenceScore,
    decided_by: operatorId,
    decided_at: at,
    updated_at: at,
    ...decision.portal,
  };
  if (active && active.client_id === decision.clientId && active.mapping_state === decision.state) {
    store.mappings = store.mappings.map((row) => (row === active ? { ...row, ...facts } : row));
  } else {
    const inherited: PortalColumns = active ?? PORTAL_DEFAULTS;
    store.mappings = store.mappings.map((row) => (row === active ? { ...row, is_active: false, updated_at: at } : row));
    store.mappings.push({
      mapping_id: store.nextId(),
      managed_tenant_id: decision.managedTenantId,
      is_active: true,
      created_at: at,
      client_portal_entra_provisioning_mode: inherited.client_portal_entra_provisioning_mode,
      client_portal_entitlement_group_id: inherited.client_portal_entitlement_group_id,
      client_portal_entitlement_membership_mode: inherited.client_portal_entitlement_membership_mode,
      client_portal_default_role_name: inherited.client_portal_default_role_name,
      client_portal_workflow_target: inherited.client_portal_workflow_target,
      client_portal_workflow_config: inherited.client_portal_workflow_config,
      ...facts,
    });
  }
}

/** Returns how many were written. Unknown tenants only show in that number; an unknown client is an uncaught error. */
export function confirmDecisions(store: PsaStore, decisions: Decision[], operatorId: string): number {
  const known = decisions.filter((decision) => store.managedTenants.has(decision.managedTenantId));
  for (const { clientId } of known) {
    if (clientId !== null && !(isUuid(clientId) && store.clients.find(clientId))) {
      throw new Error('insert or update on table "entra_client_tenant_mappings" violates foreign key constraint');
    }
  }
  for (const decision of known) {
    writeDecision(store, decision, operatorId);
    const managed = store.managedTenants.get(decision.managedTenantId);
    if (decision.clientId === null || !managed) continue;
    const columns = { entra_tenant_id: managed.entra_tenant_id, entra_primary_domain: managed.primary_domain };
    stampClient(store, decision.clientId, columns);
  }
  return known.length;
}

/** Always ends `unmapped`: the portal settings are gone, the client's Entra columns too, links and provenance stay. */
export function unmapTenant(store: PsaStore, managedTenantId: string, operatorId: string): void {
  const active = store.mappings.find((row) => row.is_active && row.managed_tenant_id === managedTenantId);
  const at = store.nowIso();
  store.mappings = store.mappings.map((row) => (row === active ? { ...row, is_active: false, updated_at: at } : row));
  if (store.managedTenants.has(managedTenantId)) {
    store.mappings.push({
      mapping_id: store.nextId(),
      managed_tenant_id: managedTenantId,
      client_id: null,
      mapping_state: 'unmapped',
      confidence_score: null,
      is_active: true,
      decided_by: operatorId,
      decided_at: at,
      created_at: at,
      updated_at: at,
      ...PORTAL_DEFAULTS,
    });
  }
  if (active?.client_id) stampClient(store, active.client_id, { entra_tenant_id: null, entra_primary_domain: null });
}
