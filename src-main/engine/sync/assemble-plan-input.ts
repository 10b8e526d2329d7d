/**
 * Gathers everything the planner reads, from the store alone: no network, nothing written. Links that the server's own sync
 * made (seen as provenance on contacts) are read as links here and stored only when a plan is applied.
 */
import type { ClientId, EntraObjectId, ManagedTenantId } from '../../../shared/vocabulary/ids.ts';
import type { Contact } from '../domain/contact.ts';
import type { ContactLink } from '../domain/contact-link.ts';
import type { DirectoryUser } from '../domain/directory-user.ts';
import type { ManagedTenant, TenantMapping } from '../domain/managed-tenant.ts';
import type { HoldOverride, PlanInput, TenantDirectory } from '../domain/plan-input.ts';
import type { SyncContext } from './context.ts';
import { readRules } from './rule-settings.ts';

export type PlanScope =
  | { readonly kind: 'estate' }
  | { readonly kind: 'managedTenant'; readonly managedTenantId: ManagedTenantId }
  | { readonly kind: 'client'; readonly clientId: ClientId };

export interface MappedTenant {
  readonly managedTenant: ManagedTenant;
  readonly mapping: TenantMapping & { readonly clientId: ClientId };
}

/** Mapped managed tenants of a scope, by name. */
export function mappedTenants(ctx: SyncContext, scope: PlanScope): MappedTenant[] {
  return ctx.store.managedTenants.list().flatMap((record) => {
    const { mapping } = record;
    if (mapping?.state !== 'mapped' || mapping.clientId === null) return [];
    const isInScope =
      scope.kind === 'estate' ||
      (scope.kind === 'client'
        ? mapping.clientId === scope.clientId
        : record.managedTenantId === scope.managedTenantId);
    return isInScope
      ? [{ managedTenant: record, mapping: { ...mapping, clientId: mapping.clientId as ClientId } }]
      : [];
  });
}

export interface AssembleOptions {
  readonly tenants: readonly MappedTenant[];
  readonly scope: PlanScope;
  readonly overrides: readonly HoldOverride[];
}

export function assemblePlanInput(ctx: SyncContext, { tenants, scope, overrides }: AssembleOptions): PlanInput {
  const { store } = ctx;
  const contacts = store.contacts.loadForPlanning();
  const directories = tenants.map((tenant) => directoryOf(ctx, tenant));
  const storedLinks = store.links.list();
  const connection = store.psaConnections.getActive();
  return {
    now: ctx.now(),
    clients: store.clients.list(),
    contacts,
    directories,
    links: [...storedLinks, ...serverLinks({ contacts, directories, storedLinks })],
    decisions: store.decisions.listCurrent(),
    rules: readRules(store),
    policy: {
      psaMayWrite: connection?.mayWrite !== false,
      fieldSyncFlagOn: ctx.isFlagOn('entra-integration-field-sync'),
      clientSyncFlagOn: scope.kind === 'estate' || ctx.isFlagOn('entra-integration-client-sync-action'),
    },
    overrides,
    psaReadAt: store.psaReads.state('contacts')?.startedAt ?? 0,
  };
}

function directoryOf(ctx: SyncContext, { managedTenant, mapping }: MappedTenant): TenantDirectory {
  const { managedTenantId } = managedTenant;
  const read = ctx.store.directoryUsers.latestCompleteRead(managedTenantId);
  const newest = ctx.store.directoryUsers.latestRead(managedTenantId);
  return {
    managedTenant,
    mapping,
    users: ctx.store.directoryUsers.loadForPlanning(managedTenantId),
    groupMembers: ctx.store.directoryGroups.loadForPlanning(managedTenantId),
    read: {
      isComplete: read !== null && read.readNumber === newest?.readNumber,
      readAt: read?.finishedAt ?? 0,
      presentCount: read?.presentCount ?? 0,
      previousPresentCount: read?.previousPresentCount ?? null,
    },
  };
}

interface LinkSources {
  readonly contacts: readonly Contact[];
  readonly directories: readonly TenantDirectory[];
  readonly storedLinks: readonly ContactLink[];
}

/**
 * The contact tells an object id but not its tenant (`contracts/psa.md` 1.5), so a server link counts only where exactly one
 * directory in scope has that account and exactly one contact of its client carries it. Everything else stays unlinked
 * and is decided by address.
 */
function serverLinks({ contacts, directories, storedLinks }: LinkSources): ContactLink[] {
  const linkedContacts = new Set(storedLinks.filter((link) => link.status === 'active').map((link) => link.contactId));
  const linkedIdentities = new Set(storedLinks.map((link) => link.entraObjectId));
  const carriers = new Map<string, Contact[]>();
  for (const contact of contacts) {
    if (contact.entraObjectId === null || linkedContacts.has(contact.contactId)) continue;
    const key = contact.entraObjectId.toLowerCase();
    carriers.set(key, [...(carriers.get(key) ?? []), contact]);
  }
  const owners = new Map<EntraObjectId, { directory: TenantDirectory; user: DirectoryUser }[]>();
  for (const directory of directories)
    for (const user of directory.users)
      if (carriers.has(user.entraObjectId))
        owners.set(user.entraObjectId, [...(owners.get(user.entraObjectId) ?? []), { directory, user }]);
  return [...owners].flatMap(([entraObjectId, found]) => {
    const [owner, ...otherOwners] = found;
    const [carrier, ...otherCarriers] = carriers.get(entraObjectId) ?? [];
    if (!owner || !carrier || otherOwners.length > 0 || otherCarriers.length > 0 || linkedIdentities.has(entraObjectId))
      return [];
    return [serverLink(owner.directory, owner.user, carrier)];
  });
}

function serverLink(directory: TenantDirectory, user: DirectoryUser, contact: Contact): ContactLink {
  return {
    entraTenantId: user.entraTenantId,
    entraObjectId: user.entraObjectId,
    contactId: contact.contactId,
    clientId: directory.mapping.clientId,
    status: 'active',
    origin: 'server',
    inactivatedByUs: false,
    lastAddress: contact.email?.trim().toLowerCase() ?? null,
    linkedAt: directory.read.readAt,
  };
}
