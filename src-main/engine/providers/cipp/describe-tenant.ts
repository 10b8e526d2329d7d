/**
 * What CIPP can say about one customer, and the check that it answers about *that* customer: Microsoft's own `/organization`,
 * asked through ListGraphRequest, carries the tenant's id. An older CIPP without that endpoint leaves ListDomains, whose
 * domains the people's names must then agree with (`read-users.ts`).
 */
import type { ErrorCode } from '../../../../shared/vocabulary/error-codes.ts';
import type { EntraTenantId } from '../../../../shared/vocabulary/ids.ts';
import type { TenantAccess } from '../../../../shared/vocabulary/states.ts';
import { EngineError } from '../../domain/engine-error.ts';
import type { TenantDescription } from '../port.ts';
import { domainRow, organizationRow, userCounts } from './answers.ts';
import type { CippClient } from './cipp-client.ts';
import { invalidAnswer } from './refusals.ts';
import { bareRows, graphRows, parseRows } from './rows.ts';
import { domainOrNull } from './tenants.ts';

export interface TenantIdentity {
  /** True: Microsoft named the tenant's id and it is the right one. False: only domains are known. */
  readonly isIdProven: boolean;
  readonly displayName: string | null;
  readonly defaultDomain: string | null;
  readonly initialDomain: string | null;
  readonly verifiedDomains: readonly string[];
}

/** Throws `provider.wrongTenant` when CIPP answers about another tenant, and the customer's own failures. */
export async function identifyTenant(
  client: CippClient,
  entraTenantId: EntraTenantId,
  signal: AbortSignal,
): Promise<TenantIdentity> {
  const endpoint = 'ListGraphRequest';
  const query = { Endpoint: 'organization', Version: 'v1.0', $select: 'id,displayName,verifiedDomains' };
  const answer = await client.askCustomer(entraTenantId, { endpoint, query }, signal);
  if (answer === null) return identifyByDomains(client, entraTenantId, signal);
  const rows = parseRows(graphRows(answer.value, endpoint).rows, organizationRow, endpoint);
  const [organization] = rows;
  if (organization === undefined || rows.length > 1) {
    throw invalidAnswer(
      'CIPP did not name the organisation behind this customer. Check that it is not excluded in CIPP.',
    );
  }
  if (organization.id !== entraTenantId.toLowerCase()) throw wrongTenant(organization.displayName);
  const domains = organization.verifiedDomains;
  return {
    isIdProven: true,
    displayName: organization.displayName,
    defaultDomain: domainOrNull(domains.find((domain) => domain.isDefault)?.name ?? null),
    initialDomain: domainOrNull(domains.find((domain) => domain.isInitial)?.name ?? null),
    verifiedDomains: known(domains.map((domain) => domainOrNull(domain.name))),
  };
}

export function wrongTenant(answeredAbout: string | null): EngineError {
  const whom = answeredAbout === null ? 'another tenant' : answeredAbout;
  return new EngineError(
    'provider.wrongTenant',
    `CIPP answered about ${whom} instead of this customer, so nobody was read. Check the customer in CIPP's tenant list.`,
  );
}

async function identifyByDomains(
  client: CippClient,
  entraTenantId: EntraTenantId,
  signal: AbortSignal,
): Promise<TenantIdentity> {
  const endpoint = 'ListDomains';
  const answer = await client.askCustomer(entraTenantId, { endpoint, query: {} }, signal);
  const rows = answer === null ? [] : parseRows(bareRows(answer.value, endpoint), domainRow, endpoint);
  if (rows.length === 0) {
    throw invalidAnswer('This CIPP is too old to prove which customer it answers about. Update CIPP.');
  }
  return {
    isIdProven: false,
    displayName: null,
    defaultDomain: domainOrNull(rows.find((row) => row.isDefault)?.id ?? null),
    initialDomain: domainOrNull(rows.find((row) => row.isInitial)?.id ?? null),
    // The default and the initial domain are verified by definition; others only where CIPP passes Microsoft's mark on.
    verifiedDomains: known(
      rows.filter((row) => row.isVerified ?? (row.isDefault || row.isInitial)).map((row) => domainOrNull(row.id)),
    ),
  };
}

function known(domains: readonly (string | null)[]): readonly string[] {
  return [...new Set(domains.filter((domain) => domain !== null))];
}

/** The number of accounts, or null where CIPP does not say. */
export async function countUsers(
  client: CippClient,
  entraTenantId: EntraTenantId,
  signal: AbortSignal,
): Promise<number | null> {
  const answer = await client.askCustomer(entraTenantId, { endpoint: 'ListUserCounts', query: {} }, signal);
  const value = Array.isArray(answer?.value) ? answer.value[0] : answer?.value;
  const counts = userCounts.safeParse(value);
  return counts.success ? counts.data.Users : null;
}

const accessByCode: Partial<Record<ErrorCode, TenantAccess>> = {
  'provider.consentMissing': 'consentNeeded',
  'gdap.notActive': 'roleMissing',
  'gdap.roleMissing': 'roleMissing',
  'tenant.conditionalAccess': 'conditionalAccess',
  'tenant.mfaNeeded': 'mfaNeeded',
  'tenant.gone': 'tenantGone',
  'provider.throttled': 'throttled',
};

/** Problems of this customer are values; problems of the connection (key, address, cancelled) throw. */
export async function describeTenant(
  client: CippClient,
  entraTenantId: EntraTenantId,
  signal: AbortSignal,
): Promise<TenantDescription> {
  try {
    const identity = await identifyTenant(client, entraTenantId, signal);
    const { displayName, defaultDomain, initialDomain, verifiedDomains } = identity;
    const userCount = await countUsers(client, entraTenantId, signal).catch(unlessConnection(null));
    return { displayName, defaultDomain, initialDomain, verifiedDomains, userCount, access: 'ok' };
  } catch (thrown) {
    const access = unlessConnection<TenantAccess>('failed')(thrown);
    const known = thrown instanceof EngineError ? accessByCode[thrown.code] : undefined;
    return {
      displayName: null,
      defaultDomain: null,
      initialDomain: null,
      verifiedDomains: [],
      userCount: null,
      access: known ?? access,
    };
  }
}

const connectionCodes: readonly ErrorCode[] = [
  'provider.credentialRejected',
  'provider.wrongAddress',
  'provider.unreachable',
  'provider.timeout',
  'cancelled',
];

/** Turns a failure into `value`, except one that would meet every other customer too. */
function unlessConnection<Value>(value: Value): (thrown: unknown) => Value {
  return (thrown) => {
    if (!(thrown instanceof EngineError) || connectionCodes.includes(thrown.code)) throw thrown;
    return value;
  };
}
