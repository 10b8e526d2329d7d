/**
 * CIPP's list of customers. A failure arrives as status 200 with one row that has an error for a name, so every id must be a
 * GUID; pseudo rows are dropped, the MSP's own tenant is marked. Default and initial domain here are CIPP's cached labels,
 * not proof, so they never count as verified.
 */
import { asId, type EntraTenantId, isGuid } from '../../../../shared/vocabulary/ids.ts';
import type { GdapRelationship } from '../../domain/managed-tenant.ts';
import type { DiscoveredTenant, DiscoveryResult } from '../port.ts';
import { type TenantRow, tenantRow } from './answers.ts';
import type { CippClient } from './cipp-client.ts';
import { cippWords, invalidAnswer } from './refusals.ts';
import { bareRows, parseRows } from './rows.ts';

const ENDPOINT = 'ListTenants';
/** More warnings than this say the same thing again. */
const MAX_NOTES = 20;

export interface ListedTenants {
  readonly customers: readonly TenantRow[];
  readonly dropped: number;
}

/** Throws `provider.responseInvalid` for an error in disguise and for a list without one customer. */
export async function listTenantRows(client: CippClient, signal: AbortSignal): Promise<ListedTenants> {
  const answer = await client.ask(ENDPOINT, {}, signal);
  if (answer === null) {
    throw invalidAnswer(
      'This address has no CIPP tenant list. Check that it is the function app, and that CIPP is up to date.',
    );
  }
  refuseErrorRow(answer.value);
  const rows = parseRows(bareRows(answer.value, ENDPOINT), tenantRow, ENDPOINT);
  const customers = rows.filter((row) => row.customerId !== null && isGuid(row.customerId));
  if (customers.length === 0) {
    throw invalidAnswer(
      'CIPP lists no customer for this API client. Check the client’s tenants in CIPP and its permission check.',
    );
  }
  const pseudo = rows.filter((row) => row.customerId === 'AllTenants').length;
  return { customers, dropped: rows.length - customers.length - pseudo };
}

function refuseErrorRow(value: unknown): void {
  const [first] = Array.isArray(value) ? value : [];
  const row = tenantRow.safeParse(first);
  const isCustomer = row.success && row.data.customerId !== null;
  if (isCustomer || first === undefined) return;
  const words = cippWords([first]) ?? (row.success ? row.data.displayName : null);
  throw invalidAnswer(`CIPP could not list its customers.${words === null ? '' : ` It says: ${words}`}`);
}

export function toDiscovery({ customers, dropped }: ListedTenants): DiscoveryResult {
  const failing = customers.filter((row) => row.GraphErrorCount > 0 && row.LastGraphError !== null);
  const notes = failing.slice(0, MAX_NOTES).map((row) => ({
    source: 'cipp' as const,
    sentence: `CIPP failed ${row.GraphErrorCount} times in a row to read ${row.displayName ?? 'a customer'}: ${row.LastGraphError}`,
  }));
  const more =
    failing.length > MAX_NOTES ? [`CIPP has trouble with ${failing.length - MAX_NOTES} more customers.`] : [];
  const unreadable = dropped > 0 ? [`${dropped} rows of CIPP's list carry no tenant id and were left out.`] : [];
  return {
    managedTenants: customers.map(toDiscoveredTenant),
    notes: [...notes, ...[...more, ...unreadable].map((sentence) => ({ source: 'cipp' as const, sentence }))],
  };
}

export function toDiscoveredTenant(row: TenantRow): DiscoveredTenant {
  const isPartner = row.domains === 'PartnerTenant' || row.displayName === '*Partner Tenant';
  return {
    entraTenantId: asId<EntraTenantId>((row.customerId ?? '').toLowerCase()),
    displayName: row.displayName ?? row.defaultDomainName ?? row.customerId ?? '',
    defaultDomain: domainOrNull(row.defaultDomainName),
    initialDomain: domainOrNull(row.initialDomainName),
    verifiedDomains: [],
    sources: ['cipp'],
    isPartner,
    gdap: relationshipOf(row, isPartner),
    userCount: null,
  };
}

/** CIPP lists customers of active relationships; it tells how many there are and when the last one ends. */
function relationshipOf(row: TenantRow, isPartner: boolean): GdapRelationship | null {
  if (isPartner || row.relationshipCount === null || row.relationshipCount < 1) return null;
  const endsAt = row.relationshipEnd === null ? Number.NaN : Date.parse(row.relationshipEnd);
  return { status: 'active', endsAt: Number.isNaN(endsAt) ? null : endsAt };
}

export function domainOrNull(domain: string | null): string | null {
  const folded = domain?.trim().toLowerCase() ?? '';
  return folded.includes('.') ? folded : null;
}
