/**
 * Estates for tests: clients, managed tenants with their directories, and the whole input of a plan. By default two clients,
 * Contoso and Fabrikam, each mapped to a tenant of its own; people find their directory by their Entra tenant id.
 */
import { asId } from '../../shared/vocabulary/ids.ts';
import type { Client } from '../../src-main/engine/domain/client.ts';
import type { DirectoryUser } from '../../src-main/engine/domain/directory-user.ts';
import type { ManagedTenant, TenantMapping } from '../../src-main/engine/domain/managed-tenant.ts';
import { planEstate } from '../../src-main/engine/domain/plan/plan-estate.ts';
import type { PlanInput, PlanResult, TenantDirectory } from '../../src-main/engine/domain/plan-input.ts';
import type { PlannedChange } from '../../src-main/engine/domain/planned-change.ts';
import { defaultSyncRules, type FieldRules, type SyncRules } from '../../src-main/engine/domain/rules.ts';
import { contosoId, contosoTenantId, fabrikamId, fabrikamTenantId, type Plain, readAt } from './people.ts';

export function aClient(overrides: Partial<Plain<Client>> = {}): Client {
  return {
    name: 'Contoso',
    websites: [],
    billingEmail: null,
    inboundEmailDomains: [],
    entraTenantId: null,
    entraPrimaryDomain: null,
    isInactive: false,
    updatedAt: null,
    ...overrides,
    clientId: asId(overrides.clientId ?? contosoId),
  };
}

export function aManagedTenant(overrides: Partial<Plain<ManagedTenant>> = {}): ManagedTenant {
  const entraTenantId = overrides.entraTenantId ?? contosoTenantId;
  return {
    displayName: 'Contoso',
    defaultDomain: null,
    initialDomain: null,
    verifiedDomains: ['contoso.example'],
    sources: ['relationships'],
    isPartner: false,
    gdap: null,
    access: 'ok',
    userCount: null,
    discoveredAt: readAt,
    lastSeenAt: readAt,
    ...overrides,
    managedTenantId: asId(overrides.managedTenantId ?? `managed-${entraTenantId}`),
    entraTenantId: asId(entraTenantId),
  };
}

export interface DirectoryParts {
  readonly tenant?: Partial<Plain<ManagedTenant>>;
  readonly clientId?: string;
  readonly users?: readonly DirectoryUser[];
  readonly read?: Partial<TenantDirectory['read']>;
  readonly mapping?: Partial<TenantMapping>;
  readonly groupMembers?: TenantDirectory['groupMembers'];
}

/** A directory read to its end, as large as it was at the last read. */
export function aDirectory({
  tenant,
  clientId,
  users = [],
  read,
  mapping,
  groupMembers,
}: DirectoryParts = {}): TenantDirectory {
  const managedTenant = aManagedTenant(tenant);
  const present = users.filter(({ presence }) => presence === 'present').length;
  return {
    managedTenant,
    users,
    groupMembers: groupMembers ?? new Map(),
    mapping: {
      managedTenantId: managedTenant.managedTenantId,
      state: 'mapped',
      evidenceHash: 'evidence',
      domainsWhenDecided: managedTenant.verifiedDomains,
      decidedBy: 'Olga',
      decidedAt: readAt,
      ...mapping,
      clientId: asId(clientId ?? contosoId),
    },
    read: { isComplete: true, readAt, presentCount: present, previousPresentCount: present, ...read },
  };
}

export interface EstateParts extends Partial<Omit<PlanInput, 'rules' | 'directories'>> {
  readonly users?: readonly DirectoryUser[];
  readonly directories?: readonly TenantDirectory[];
  readonly rules?: Partial<Omit<SyncRules, 'fields'>> & { readonly fields?: Partial<FieldRules> };
}

/** The input of a plan. `users` are sorted into the directories of Contoso and Fabrikam by their tenant. */
export function anEstate({ users = [], directories, rules, ...rest }: EstateParts = {}): PlanInput {
  return {
    now: readAt + 60_000,
    clients: [aClient(), aClient({ clientId: fabrikamId, name: 'Fabrikam' })],
    contacts: [],
    links: [],
    decisions: [],
    policy: { psaMayWrite: true, fieldSyncFlagOn: true, clientSyncFlagOn: true },
    overrides: [],
    psaReadAt: readAt,
    ...rest,
    rules: { ...defaultSyncRules, ...rules, fields: { ...defaultSyncRules.fields, ...rules?.fields } },
    directories: directories ?? [
      aDirectory({ users: users.filter(({ entraTenantId }) => entraTenantId === contosoTenantId) }),
      aDirectory({
        tenant: { entraTenantId: fabrikamTenantId, displayName: 'Fabrikam', verifiedDomains: ['fabrikam.example'] },
        clientId: fabrikamId,
        users: users.filter(({ entraTenantId }) => entraTenantId === fabrikamTenantId),
      }),
    ],
  };
}

/** Plans the estate that the parts describe. */
export function planOf(parts: EstateParts): PlanResult {
  return planEstate(anEstate(parts));
}

/** The one row of this user, or of the only user; fails when there is none. */
export function rowOf(plan: PlanResult, user?: DirectoryUser): PlannedChange {
  const rows = plan.changes.filter(
    (row) =>
      user === undefined || (row.entraObjectId === user.entraObjectId && row.entraTenantId === user.entraTenantId),
  );
  const [row] = rows;
  if (row === undefined || rows.length > 1) throw new Error(`Expected one row, found ${rows.length}.`);
  return row;
}
