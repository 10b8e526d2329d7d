/** Describes one customer in one request: name, verified domains, how many users. What stands in the way is a value. */
import type { EntraTenantId } from '../../../../shared/vocabulary/ids.ts';
import { type TenantAccess, tenantAccessStates } from '../../../../shared/vocabulary/states.ts';
import { type EngineError, toEngineError } from '../../domain/engine-error.ts';
import type { TenantDescription } from '../port.ts';
import type { BatchPart, BatchRequest, GraphCall, GraphClient } from './graph-client.ts';
import { domainsOf, ORGANIZATION_PATH, ORGANIZATION_SCOPES, onlyOrganization } from './organization.ts';

const requests: ReadonlyMap<string, BatchRequest> = new Map([
  ['organization', { url: ORGANIZATION_PATH }],
  ['userCount', { url: '/users/$count', headers: { ConsistencyLevel: 'eventual' } }],
]);
const READ_USERS: readonly string[] = ['User.Read.All', 'Directory.Read.All'];

/** Throws only what is not about this customer's access: cancellation, no network, a dead sign-in, another tenant's answer. */
export async function describeTenant(
  client: GraphClient,
  entraTenantId: EntraTenantId,
  signal: AbortSignal,
): Promise<TenantDescription> {
  try {
    return await describe(client, { entraTenantId, signal, scopesNeeded: ORGANIZATION_SCOPES }, entraTenantId);
  } catch (thrown) {
    const error = toEngineError(thrown);
    const access = accessOf(error);
    if (access === null) throw error;
    return {
      displayName: null,
      defaultDomain: null,
      initialDomain: null,
      verifiedDomains: [],
      userCount: null,
      access,
    };
  }
}

async function describe(
  client: GraphClient,
  call: GraphCall,
  entraTenantId: EntraTenantId,
): Promise<TenantDescription> {
  const parts = await client.batch(requests, call);
  const organizationPart = partOf(parts, 'organization');
  if (organizationPart.status !== 200) throw client.partError(organizationPart, call);
  const organization = onlyOrganization(organizationPart.body, entraTenantId);
  const countPart = partOf(parts, 'userCount');
  return {
    displayName: organization.displayName ?? null,
    ...domainsOf(organization),
    userCount: countPart.status === 200 ? parseCount(countPart.body) : null,
    access: accessByUsers(client, call, countPart),
  };
}

/** The directory may open its name and keep its people: then the people decide. */
function accessByUsers(client: GraphClient, call: GraphCall, part: BatchPart): TenantAccess {
  if (part.status === 200) return 'ok';
  return accessOf(client.partError(part, { ...call, scopesNeeded: READ_USERS })) ?? 'failed';
}

function partOf(parts: ReadonlyMap<string, BatchPart>, id: string): BatchPart {
  return parts.get(id) ?? { status: 0, headers: {}, body: null };
}

/** text/plain: as a number, as digits (with a byte order mark before them, perhaps), or base64 of digits inside a batch. */
export function parseCount(body: unknown): number | null {
  if (typeof body === 'number' && Number.isInteger(body) && body >= 0) return body;
  if (typeof body !== 'string') return null;
  const text = body.replace(/^\uFEFF/, '').trim();
  if (/^\d{1,9}$/.test(text)) return Number(text);
  const decoded = Buffer.from(text, 'base64')
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trim();
  return /^\d{1,9}$/.test(decoded) ? Number(decoded) : null;
}

/** Null: not about this customer. */
export function accessOf(error: EngineError): TenantAccess | null {
  if (error.details['stops'] === 'connection') return null;
  return tenantAccessStates.find((state) => state === error.details['access']) ?? null;
}
