/**
 * `sync/preflight` for one client (psa.md 2.3), on a full server only. It shares the sync's look-ups but not its failures:
 * collisions, odd phones and unique indexes do not show, so "12 to create" may be a certain failure (T8).
 */
import type { SandboxUser } from '../../scenarios/world.ts';
import { recordOf } from '../http.ts';
import type { MappingRow } from '../rows.ts';
import type { PsaStore } from '../state.ts';
import { applyFieldRules, matchAddress, ruleIsOn } from '../workflows/field-rules.ts';
import { type ClientScope, contactsByAddress, noCounts, type SyncCounters } from '../workflows/sync-client.ts';
import { createUserFilter } from '../workflows/user-filter.ts';
import { ok, RouteRefusal, refuse } from './answers.ts';
import type { Directory, EntraHandler } from './context.ts';

const BUCKETS = ['create', 'link', 'needs_decision', 'no_change', 'mark_inactive'] as const;
type Bucket = (typeof BUCKETS)[number];

function findMapping(store: PsaStore, body: Record<string, unknown>): MappingRow {
  const { managedTenantId, clientId } = body;
  if (typeof managedTenantId !== 'string' && typeof clientId !== 'string') {
    throw new RouteRefusal('managedTenantId or clientId is required.');
  }
  const mapping = store.mappings.find(
    (row) =>
      row.is_active &&
      row.mapping_state === 'mapped' &&
      (typeof managedTenantId === 'string' ? row.managed_tenant_id === managedTenantId : row.client_id === clientId),
  );
  if (!mapping) throw new RouteRefusal('No confirmed mapping for this scope.');
  return mapping;
}

type Judgement = { bucket: Bucket; updated: boolean };

function judge(
  store: PsaStore,
  scope: ClientScope,
  subject: { user: SandboxUser; rules: Record<string, unknown> },
): Judgement {
  const { user, rules } = subject;
  const found = contactsByAddress(store, scope.clientId, matchAddress(user));
  const [only] = found;
  if (found.length > 1) return { bucket: 'needs_decision', updated: false };
  if (!only) return { bucket: 'create', updated: false };
  const link = store.links.byIdentity(scope.entraTenantId, user.id);
  let updated = false;
  try {
    updated = applyFieldRules(rules, { user, contact: only, nextId: () => '' }).changed;
  } catch {
    updated = true; // the preview does not know that this phone would fail the client
  }
  const settled = link?.contact_name_id === only.contact_name_id && link.is_active && !updated;
  return { bucket: settled ? 'no_change' : 'link', updated };
}

function sampleLimit(value: unknown): number {
  return typeof value === 'number' ? Math.min(Math.max(Math.floor(value), 1), 100) : 25;
}

type Sorted = { people: Map<Bucket, SandboxUser[]>; counters: SyncCounters };

function sortPeople(
  store: PsaStore,
  scope: ClientScope,
  given: { users: SandboxUser[]; rules: Record<string, unknown> },
): Sorted {
  const { users, rules } = given;
  const reasonOf = createUserFilter(store.settings.user_filter_config);
  const inactivates = ruleIsOn(rules, 'markInactiveWhenDisabled');
  const people = new Map<Bucket, SandboxUser[]>(BUCKETS.map((bucket) => [bucket, []]));
  const counters = noCounts();
  for (const user of users) {
    const reason = reasonOf(user);
    if (reason === 'account_disabled' && inactivates && store.links.byIdentity(scope.entraTenantId, user.id)) {
      people.get('mark_inactive')?.push(user);
    }
    if (reason !== null) continue;
    const { bucket, updated } = judge(store, scope, { user, rules });
    people.get(bucket)?.push(user);
    if (updated) counters.updated += 1;
  }
  const size = (bucket: Bucket) => people.get(bucket)?.length ?? 0;
  counters.created = size('create');
  counters.linked = size('link') + size('no_change');
  counters.ambiguous = size('needs_decision');
  counters.inactivated = size('mark_inactive');
  return { people, counters };
}

function bucketViews(people: Map<Bucket, SandboxUser[]>, limit: number): unknown[] {
  return BUCKETS.map((bucket) => {
    const inBucket = people.get(bucket) ?? [];
    const samples = inBucket.slice(0, limit).map((user) => ({
      bucket,
      entraObjectId: user.id,
      displayName: user.displayName,
      email: user.mail,
      userPrincipalName: user.userPrincipalName,
    }));
    return { bucket, count: inBucket.length, samples };
  });
}

function usersOrNull(directory: Directory, entraTenantId: string): SandboxUser[] | null {
  try {
    return directory.listUsers(entraTenantId);
  } catch {
    return null;
  }
}

export const preflight: EntraHandler = ({ store, request, directory, operatorId }) => {
  const body = recordOf(request);
  const mapping = findMapping(store, body);
  const managed = store.managedTenants.get(mapping.managed_tenant_id);
  if (!managed || mapping.client_id === null) throw new RouteRefusal('No confirmed mapping for this scope.');
  const scope = {
    managedTenantId: mapping.managed_tenant_id,
    entraTenantId: managed.entra_tenant_id,
    clientId: mapping.client_id,
  };
  const users = usersOrNull(directory, scope.entraTenantId);
  if (users === null) return refuse(502, 'The directory could not be read.');
  const given = body['fieldSyncConfig'];
  const rules = typeof given === 'object' && given !== null ? { ...given } : store.settings.field_sync_config;
  const { people, counters } = sortPeople(store, scope, { users, rules });
  return ok({
    runId: recordDryRun(store, scope, operatorId),
    managedTenantId: scope.managedTenantId,
    clientId: scope.clientId,
    checkedAt: store.nowIso(),
    totalIdentities: users.length,
    counters,
    buckets: bucketViews(people, sampleLimit(body['sampleLimit'])),
  });
};

function recordDryRun(store: PsaStore, scope: ClientScope, operatorId: string): string {
  const at = store.nowIso();
  const runId = store.nextId();
  store.runs.push({
    run_id: runId,
    workflow_id: null,
    run_type: 'preflight',
    status: 'completed',
    initiated_by: operatorId,
    started_at: at,
    completed_at: at,
    total_tenants: 1,
    processed_tenants: 1,
    succeeded_tenants: 1,
    failed_tenants: 0,
    summary: {},
    is_dry_run: true,
    scope_managed_tenant_id: scope.managedTenantId,
    scope_client_id: scope.clientId,
  });
  return runId;
}
