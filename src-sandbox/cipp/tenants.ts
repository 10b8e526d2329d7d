/** ListTenants, ListDomains, ListUserCounts and `me`: what CIPP knows about customers and about its caller. */
import { type Answer, json, text } from '../http/answer.ts';
import type { SandboxTenant } from '../scenarios/world.ts';
import { type CippCall, graphTrouble, tenantOfCall } from './cipp-context.ts';

const READ_ROLES = [
  'CIPP.Core.Read',
  'Identity.User.Read',
  'Identity.Group.Read',
  'Exchange.Mailbox.Read',
  'Tenant.Administration.Read',
];

function tenantRow(call: CippCall, tenant: SandboxTenant): Record<string, unknown> {
  const trouble = graphTrouble(call, tenant);
  return {
    customerId: tenant.entraTenantId,
    displayName: tenant.cippAlias ?? tenant.displayName,
    defaultDomainName: tenant.defaultDomain,
    initialDomainName: tenant.initialDomain,
    domains: '',
    delegatedPrivilegeStatus: 'granularDelegatedAdminPrivileges',
    relationshipCount: 1,
    relationshipEnd: tenant.gdap.endDateTime,
    hasAutoExtend: tenant.gdap.autoExtendDuration !== 'PT0S',
    Excluded: false,
    ExcludeUser: '',
    ExcludeDate: '',
    GraphErrorCount: trouble === null ? 0 : 12,
    LastGraphError: trouble ?? '',
    RequiresRefresh: false,
    LastRefresh: '2026-11-02T02:00:00Z',
    PartitionKey: 'Tenants',
    RowKey: tenant.entraTenantId,
    Timestamp: '2026-11-02T02:00:00Z',
  };
}

function partnerRow(call: CippCall): Record<string, unknown> {
  const { directory } = call.services.directory.world.partner;
  return {
    ...tenantRow(call, directory),
    displayName: '*Partner Tenant',
    domains: 'PartnerTenant',
    delegatedPrivilegeStatus: 'directTenant',
    relationshipCount: 0,
    relationshipEnd: null,
  };
}

export function listTenants(call: CippCall): Answer {
  const { directory, state } = call.services;
  const listed = directory.world.tenants.filter((tenant) => tenant.sources.includes('cipp') && !tenant.cippExcluded);
  const filter = call.tenantFilter.toLowerCase();
  const chosen = filter === '' ? listed : listed.filter((tenant) => tenant === tenantOfCall(call));
  const rows: Record<string, unknown>[] = chosen.map((tenant) => tenantRow(call, tenant));
  if (state.listsPartner && filter === '') rows.unshift(partnerRow(call));
  if (call.query.get('alltenantselector')?.toLowerCase() === 'true') {
    rows.unshift({
      customerId: 'AllTenants',
      displayName: '*All Tenants',
      defaultDomainName: 'AllTenants',
      domains: 'AllTenants',
    });
  }
  return json(200, rows);
}

/** An exception inside ListDomains is a 500 whose body is a list with one sentence. */
export function listDomains(call: CippCall): Answer {
  const tenant = tenantOfCall(call);
  if (tenant === null) return json(200, [null]);
  const trouble = graphTrouble(call, tenant);
  if (trouble !== null) return json(500, [trouble]);
  return json(
    200,
    tenant.verifiedDomains.map((id) => ({
      id,
      isDefault: id === tenant.defaultDomain,
      isInitial: id === tenant.initialDomain,
      isVerified: true,
    })),
  );
}

export function listUserCounts(call: CippCall): Answer {
  if (call.tenantFilter.toLowerCase() === 'alltenants') {
    return json(200, {
      Users: 'Not Supported',
      LicUsers: 'Not Supported',
      GAs: 'Not Supported',
      Guests: 'Not Supported',
    });
  }
  const tenant = tenantOfCall(call);
  if (tenant === null) return json(200, [null]);
  const trouble = graphTrouble(call, tenant);
  if (trouble !== null) return text(500, trouble);
  return json(200, {
    Users: tenant.users.length,
    LicUsers: tenant.users.filter((user) => user.assignedLicenses.length > 0).length,
    GAs: 1,
    Guests: tenant.users.filter((user) => user.userType === 'Guest').length,
  });
}

export function whoAmI(call: CippCall): Answer {
  const appId = call.services.directory.world.partner.cipp.clientId;
  return json(200, {
    clientPrincipal: { identityProvider: 'aad', userId: appId, userDetails: appId, userRoles: ['readonly'] },
    permissions: READ_ROLES,
  });
}
