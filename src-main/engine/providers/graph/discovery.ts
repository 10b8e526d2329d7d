/**
 * Which customers the MSP can reach: GDAP relationships, then partner contracts, then Lighthouse where switched on, united by
 * tenant id (`contracts/microsoft.md` 1.6). A source that fails is a note and never makes a customer disappear; only when
 * every source failed is discovery itself a failure.
 */
import { asId, type EntraTenantId } from '../../../../shared/vocabulary/ids.ts';
import type { DiscoverySource } from '../../../../shared/vocabulary/states.ts';
import { type EngineError, InvariantError, toEngineError } from '../../domain/engine-error.ts';
import type { GdapRelationship } from '../../domain/managed-tenant.ts';
import type { DiscoveredTenant, DiscoveryResult } from '../port.ts';
import { bestRelationship, isAgreed } from './gdap.ts';
import type { GraphCall, GraphClient } from './graph-client.ts';
import { contract, lighthouseTenant, type RawRelationship, relationship } from './graph-schemas.ts';
import { normaliseDomain } from './organization.ts';

/** What one source says about one customer. */
interface Sighting {
  readonly entraTenantId: EntraTenantId;
  readonly source: DiscoverySource;
  readonly displayName: string | null;
  readonly defaultDomain: string | null;
  readonly gdap: GdapRelationship | null;
}

interface SourceAnswer {
  readonly sightings: readonly Sighting[];
  readonly note: string | null;
}

interface Source {
  readonly source: DiscoverySource;
  readonly label: string;
  read(client: GraphClient, signal: AbortSignal): Promise<SourceAnswer>;
}

const relationshipSource: Source = {
  source: 'relationships',
  label: 'GDAP relationships',
  async read(client, signal) {
    const rows = await readAll(client, 'v1.0/tenantRelationships/delegatedAdminRelationships?$top=300', {
      entraTenantId: null,
      signal,
      scopesNeeded: ['DelegatedAdminRelationship.Read.All', 'DelegatedAdminRelationship.ReadWrite.All'],
    });
    const read = rows.map((row) => relationship.safeParse(row));
    const known = read.flatMap((parsed) => (parsed.success ? [parsed.data] : []));
    const waiting = known.filter((row) => !isAgreed(row.status)).length;
    return {
      sightings: [...groupByCustomer(known.filter((row) => isAgreed(row.status)))].map(([id, group]) => ({
        entraTenantId: id,
        source: 'relationships',
        displayName: group.map((row) => row.customer?.displayName).find((name) => !isBlank(name)) ?? null,
        defaultDomain: null,
        gdap: bestRelationship(group),
      })),
      note: noteOf([
        waiting > 0 ? `${waiting} GDAP relationships still wait for the customer’s approval and are left out.` : null,
        unreadNote(read.length - known.length, 'GDAP relationships'),
      ]),
    };
  },
};

const contractSource: Source = {
  source: 'contracts',
  label: 'partner contracts',
  async read(client, signal) {
    const rows = await readAll(client, 'v1.0/contracts', {
      entraTenantId: null,
      signal,
      scopesNeeded: ['Directory.Read.All'],
    });
    const known = rows.flatMap((row) => {
      const parsed = contract.safeParse(row);
      return parsed.success ? [parsed.data] : [];
    });
    return {
      sightings: known.map((row) => ({
        entraTenantId: asId(row.customerId),
        source: 'contracts',
        displayName: row.displayName ?? null,
        // A label copied when the contract was made: shown, never proof (it does not become a verified domain).
        defaultDomain: normaliseDomain(row.defaultDomainName),
        gdap: null,
      })),
      note: noteOf([unreadNote(rows.length - known.length, 'partner contracts')]),
    };
  },
};

const lighthouseSource: Source = {
  source: 'lighthouse',
  label: 'Microsoft 365 Lighthouse',
  async read(client, signal) {
    const rows = await readAll(client, 'beta/tenantRelationships/managedTenants/tenants', {
      entraTenantId: null,
      signal,
      scopesNeeded: ['ManagedTenants.Read.All'],
    });
    const known = rows.flatMap((row) => {
      const parsed = lighthouseTenant.safeParse(row);
      return parsed.success ? [parsed.data] : [];
    });
    return {
      sightings: known.map((row) => ({
        entraTenantId: asId(row.tenantId),
        source: 'lighthouse',
        displayName: row.displayName ?? row.contract?.displayName ?? null,
        defaultDomain: normaliseDomain(row.contract?.defaultDomainName),
        gdap: null,
      })),
      note: noteOf([unreadNote(rows.length - known.length, 'Lighthouse tenants')]),
    };
  },
};

export async function discoverTenants(
  client: GraphClient,
  options: { readonly lighthouse: boolean; readonly homeTenantId: EntraTenantId | null; readonly signal: AbortSignal },
): Promise<DiscoveryResult> {
  const sources = options.lighthouse
    ? [relationshipSource, contractSource, lighthouseSource]
    : [relationshipSource, contractSource];
  const sightings: Sighting[] = [];
  const notes: { readonly source: DiscoverySource; readonly sentence: string }[] = [];
  let failure: EngineError | null = null;
  let answered = 0;
  for (const source of sources) {
    try {
      const answer = await source.read(client, options.signal);
      answered += 1;
      sightings.push(...answer.sightings);
      if (answer.note !== null) notes.push({ source: source.source, sentence: answer.note });
    } catch (thrown) {
      const error = toEngineError(thrown);
      if (stopsDiscovery(error)) throw error;
      failure ??= error;
      notes.push({
        source: source.source,
        sentence: `${source.label} could not be read, so its customers are missing from this list: ${error.message}`,
      });
    }
  }
  if (answered === 0) throw failure ?? new InvariantError('Discovery asked no source.');
  return { managedTenants: unite(sightings, options.homeTenantId), notes };
}

/** A dead sign-in or a stop by the operator is no property of one source. */
function stopsDiscovery(error: EngineError): boolean {
  return (
    error.code === 'cancelled' || error.code === 'provider.credentialRejected' || error.code === 'internal.invariant'
  );
}

async function readAll(client: GraphClient, path: string, call: GraphCall): Promise<unknown[]> {
  const rows: unknown[] = [];
  for await (const page of client.pages(path, call)) rows.push(...page.rows);
  return rows;
}

function groupByCustomer(rows: readonly RawRelationship[]): Map<EntraTenantId, RawRelationship[]> {
  const groups = new Map<EntraTenantId, RawRelationship[]>();
  for (const row of rows) {
    if (!row.customer) continue;
    const id: EntraTenantId = asId(row.customer.tenantId);
    groups.set(id, [...(groups.get(id) ?? []), row]);
  }
  return groups;
}

/** Earlier sources win: a relationship's name is current, a contract's was copied years ago. */
function unite(sightings: readonly Sighting[], homeTenantId: EntraTenantId | null): DiscoveredTenant[] {
  const byTenant = new Map<EntraTenantId, Sighting[]>();
  for (const sighting of sightings) {
    byTenant.set(sighting.entraTenantId, [...(byTenant.get(sighting.entraTenantId) ?? []), sighting]);
  }
  return [...byTenant].map(([entraTenantId, seen]) => {
    const defaultDomain = seen.map((one) => one.defaultDomain).find((domain) => domain !== null) ?? null;
    return {
      entraTenantId,
      displayName: seen.map((one) => one.displayName).find((name) => !isBlank(name)) ?? defaultDomain ?? entraTenantId,
      defaultDomain,
      initialDomain: null,
      verifiedDomains: [],
      sources: [...new Set(seen.map((one) => one.source))],
      isPartner: entraTenantId === homeTenantId,
      gdap: seen.map((one) => one.gdap).find((gdap) => gdap !== null) ?? null,
      userCount: null,
    };
  });
}

function isBlank(name: string | null | undefined): boolean {
  return name === null || name === undefined || name.trim() === '';
}

function unreadNote(count: number, what: string): string | null {
  return count === 0 ? null : `${count} ${what} had an unexpected shape and were left out.`;
}

function noteOf(sentences: readonly (string | null)[]): string | null {
  const said = sentences.filter((sentence) => sentence !== null);
  return said.length === 0 ? null : said.join(' ');
}
