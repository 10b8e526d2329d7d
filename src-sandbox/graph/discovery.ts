/**
 * The discovery sources of contracts/microsoft.md part 1: GDAP relationships and customers, CSP contracts, Lighthouse, and
 * the organization that a token belongs to. The partner's lists open with a home token only.
 */
import { type Answer, json } from '../http/answer.ts';
import type { SandboxTenant } from '../scenarios/world.ts';
import { type GraphCall, refuseRead } from './graph-context.ts';
import { forbidden, graphError, graphHeaders, noSuchSegment, notFound, unsupportedQuery } from './graph-error.ts';
import { openLink, sealLink } from './link.ts';

const READ_RELATIONSHIPS = ['DelegatedAdminRelationship.Read.All', 'DelegatedAdminRelationship.ReadWrite.All'] as const;
const READ_DIRECTORY = ['Directory.Read.All', 'Directory.ReadWrite.All'] as const;
const READ_ORGANIZATION = ['User.Read', 'Organization.Read.All', ...READ_DIRECTORY] as const;
const DEFAULT_PAGE = 100;

type Rows = { path: string; rows: Record<string, unknown>[]; maxTop: number };

/** A page of a small list; `$top` above the limit is refused. */
function paged(call: GraphCall, { path, rows, maxTop }: Rows): Answer {
  const { query } = call.request;
  const top = Number(query.get('$top') ?? DEFAULT_PAGE);
  if (!Number.isInteger(top) || top < 1 || top > maxTop) {
    return unsupportedQuery(call.request, `Invalid page size specified. Must be between 1 and ${maxTop} inclusive.`);
  }
  const place = openLink(query.get('$skiptoken') ?? query.get('$skipToken') ?? '', 'page')?.place ?? 0;
  const next = new URLSearchParams(query);
  next.delete('$skipToken');
  next.set('$skiptoken', sealLink({ kind: 'page', place: place + top }));
  const more = place + top < rows.length ? { '@odata.nextLink': `${call.base}/${path}?${next.toString()}` } : {};
  return json(
    200,
    { '@odata.context': `${call.base}/$metadata#${path}`, ...more, value: rows.slice(place, place + top) },
    graphHeaders(call.request),
  );
}

const known = (call: GraphCall, source: SandboxTenant['sources'][number]): SandboxTenant[] =>
  call.services.directory.world.tenants.filter((tenant) => tenant.sources.includes(source));

/** The partner's lists do not exist for a customer's token. */
function refusePartnerList(call: GraphCall, scopes: readonly string[]): Answer | null {
  if (!call.services.directory.isPartner(call.tenant)) return forbidden(call.request);
  return refuseRead(call, scopes);
}

function relationshipRow(tenant: SandboxTenant): Record<string, unknown> {
  const { gdap } = tenant;
  return {
    '@odata.etag': `W/"${gdap.relationshipId.slice(0, 8)}"`,
    id: gdap.relationshipId,
    displayName: `Harbor IT - ${tenant.displayName}`.slice(0, 50),
    duration: 'P730D',
    createdDateTime: '2026-09-01T09:00:00Z',
    lastModifiedDateTime: '2026-09-02T09:00:00Z',
    activatedDateTime: gdap.status === 'created' || gdap.status === 'approvalPending' ? null : '2026-09-02T09:00:00Z',
    endDateTime: gdap.endDateTime,
    autoExtendDuration: gdap.autoExtendDuration,
    status: gdap.status,
    customer: gdap.status === 'created' ? null : { tenantId: tenant.entraTenantId, displayName: tenant.displayName },
    accessDetails: { unifiedRoles: gdap.roles.map((roleDefinitionId) => ({ roleDefinitionId })) },
  };
}

export function listRelationships(call: GraphCall): Answer {
  const refused = refusePartnerList(call, READ_RELATIONSHIPS);
  if (refused !== null) return refused;
  let tenants = known(call, 'relationships');
  for (const term of (call.request.query.get('$filter') ?? '').split(/ and /i).filter((part) => part.trim() !== '')) {
    const status = /^\s*status eq '(\w+)'\s*$/.exec(term)?.[1];
    const customer = /^\s*customer\/tenantId eq '([0-9a-f-]+)'\s*$/i.exec(term)?.[1];
    if (status === undefined && customer === undefined)
      return unsupportedQuery(call.request, `Unsupported filter clause: '${term}'.`);
    tenants = tenants.filter(
      (tenant) =>
        (status === undefined || tenant.gdap.status === status) &&
        (customer === undefined || tenant.entraTenantId === customer.toLowerCase()),
    );
  }
  return paged(call, {
    path: 'tenantRelationships/delegatedAdminRelationships',
    rows: tenants.map(relationshipRow),
    maxTop: 300,
  });
}

/** One row per customer with an active relationship; no domain, no count. */
export function listCustomers(call: GraphCall): Answer {
  const refused = refusePartnerList(call, READ_RELATIONSHIPS);
  if (refused !== null) return refused;
  const rows = known(call, 'relationships')
    .filter((tenant) => ['active', 'expiring'].includes(tenant.gdap.status))
    .map((tenant) => ({ id: tenant.entraTenantId, tenantId: tenant.entraTenantId, displayName: tenant.displayName }));
  return paged(call, { path: 'tenantRelationships/delegatedAdminCustomers', rows, maxTop: 300 });
}

/** CSP partnerships. Outside a partner tenant the list is empty (contracts/microsoft.md 1.4, unverified there). */
export function listContracts(call: GraphCall): Answer {
  const refused = refuseRead(call, READ_DIRECTORY);
  if (refused !== null) return refused;
  const tenants = call.services.directory.isPartner(call.tenant) ? known(call, 'contracts') : [];
  const rows = tenants.map((tenant) => ({
    id: tenant.gdap.relationshipId.slice(0, 36),
    deletedDateTime: null,
    contractType: 'ResellerPartner',
    customerId: tenant.entraTenantId,
    defaultDomainName: tenant.contractDisplayName === null ? tenant.defaultDomain : tenant.initialDomain,
    displayName: tenant.contractDisplayName ?? tenant.displayName,
  }));
  return paged(call, { path: 'contracts', rows, maxTop: 999 });
}

/** Lighthouse. Delegated, beta, and only for an MSP that has been onboarded. */
export function listLighthouseTenants(call: GraphCall): Answer {
  if (call.version !== 'beta') return noSuchSegment(call.request, 'managedTenants');
  if (!call.services.directory.world.partner.lighthouseOnboarded || call.claims.operatorId === null) {
    return graphError(call.request, 400, { code: 'BadRequest', message: 'Request not applicable to target tenant.' });
  }
  const refused = refusePartnerList(call, ['ManagedTenants.Read.All']);
  if (refused !== null) return refused;
  const rows = known(call, 'lighthouse').map((tenant) => ({
    id: tenant.entraTenantId,
    tenantId: tenant.entraTenantId,
    displayName: tenant.displayName,
    createdDateTime: '2026-09-03T00:00:00Z',
    lastUpdatedDateTime: '2026-11-01T00:00:00Z',
    contract: {
      contractType: 3,
      defaultDomainName: tenant.defaultDomain,
      displayName: tenant.contractDisplayName ?? tenant.displayName,
    },
    tenantStatusInformation: {
      delegatedPrivilegeStatus: 'granularDelegatedAdminPrivileges',
      onboardingStatus: 'active',
      tenantOnboardingEligibilityReason: 'none',
      workloadStatuses: [],
    },
  }));
  return paged(call, { path: 'tenantRelationships/managedTenants/tenants', rows, maxTop: 999 });
}

export function getOrganization(call: GraphCall): Answer {
  const refused = refuseRead(call, READ_ORGANIZATION);
  if (refused !== null) return refused;
  const { tenant } = call;
  const verifiedDomains = tenant.verifiedDomains.map((name) => ({
    capabilities: name === tenant.initialDomain ? 'Email, OfficeCommunicationsOnline' : 'Email',
    isDefault: name === tenant.defaultDomain,
    isInitial: name === tenant.initialDomain,
    name,
    type: 'Managed',
  }));
  const value = [
    {
      id: tenant.entraTenantId,
      displayName: tenant.displayName,
      countryLetterCode: tenant.country,
      tenantType: 'AAD',
      verifiedDomains,
    },
  ];
  return json(200, { '@odata.context': `${call.base}/$metadata#organization`, value }, graphHeaders(call.request));
}

export function listDomains(call: GraphCall): Answer {
  const refused = refuseRead(call, [...READ_DIRECTORY, 'Domain.Read.All']);
  if (refused !== null) return refused;
  const { tenant } = call;
  const value = [...tenant.verifiedDomains, ...tenant.unverifiedDomains].map((id) => ({
    id,
    isDefault: id === tenant.defaultDomain,
    isInitial: id === tenant.initialDomain,
    isVerified: tenant.verifiedDomains.includes(id),
    authenticationType: 'Managed',
  }));
  return json(200, { '@odata.context': `${call.base}/$metadata#domains`, value }, graphHeaders(call.request));
}

export function findTenantInformation(call: GraphCall, reference: string): Answer {
  const refused = refuseRead(call, ['CrossTenantInformation.ReadBasic.All']);
  if (refused !== null) return refused;
  const tenant = call.services.directory.findTenant(decodeURIComponent(reference));
  if (tenant === null) return notFound(call.request, reference);
  const { entraTenantId, displayName, defaultDomain } = tenant;
  return json(
    200,
    { tenantId: entraTenantId, displayName, defaultDomainName: defaultDomain, federationBrandName: null },
    graphHeaders(call.request),
  );
}
