/**
 * Managed tenants as discovery saw them, with their verified domains and how far we get into each. A source that does not
 * tell a fact never erases it, and a tenant that is no longer listed stays, with its last-seen time.
 */
import { asId, type EntraTenantId, type ManagedTenantId } from '../../../../shared/vocabulary/ids.ts';
import type { DiscoverySource, TenantAccess } from '../../../../shared/vocabulary/states.ts';
import { EngineError } from '../../domain/engine-error.ts';
import type { GdapRelationship, ManagedTenant, TenantMapping } from '../../domain/managed-tenant.ts';
import type { Db } from '../database.ts';
import { flag, type ListSpec, listOf, listPage, type Page, type PageRequest } from '../list-query.ts';
import { matchQuery, searchWords, sortName } from '../search-words.ts';
import { managedTenantStatements, type TenantRow } from './managed-tenant-statements.ts';
import type { MappingRepo } from './mapping-repo.ts';

/** What one discovery tells about a tenant; the shape that the directory port returns. */
export type DiscoveredTenantFacts = Omit<ManagedTenant, 'managedTenantId' | 'access' | 'discoveredAt' | 'lastSeenAt'>;

/** What reading one tenant's own organization told; nulls and an empty domain list leave what we know. */
export interface TenantDescriptionFacts {
  readonly displayName: string | null;
  readonly defaultDomain: string | null;
  readonly initialDomain: string | null;
  readonly verifiedDomains: readonly string[];
  readonly userCount: number | null;
  readonly access: TenantAccess;
}

export interface TenantAccessCheck {
  readonly access: TenantAccess;
  readonly sentence: string | null;
  readonly checkedAt: number;
}

export interface ManagedTenantRecord extends ManagedTenant {
  readonly accessSentence: string | null;
  readonly accessCheckedAt: number | null;
  /** First seen since an operator last looked (`acknowledgeNew`). */
  readonly isNew: boolean;
  /** The active decision, or null where none was ever taken. */
  readonly mapping: TenantMapping | null;
}

export interface ManagedTenantFilter {
  /** `undecided`: no decision, or unmapped again. */
  readonly decision: 'mapped' | 'skipped' | 'undecided' | null;
  readonly access: TenantAccess | null;
  readonly onlyNew: boolean;
  readonly search: string;
}

export type ManagedTenantRepo = ReturnType<typeof managedTenantRepo>;

interface Needs {
  readonly db: Db;
  readonly newId: () => string;
  readonly mappings: MappingRepo;
}

export function managedTenantRepo({ db, newId, mappings }: Needs) {
  const {
    all,
    byId,
    byEntra,
    domainsOf,
    forgetDomains,
    addDomain,
    index,
    put,
    describe,
    putAccess,
    putUserCount,
    acknowledge,
    countAll,
  } = managedTenantStatements(db);

  function saveDomains(key: number, domains: readonly string[]): void {
    if (domains.length === 0) return;
    forgetDomains.run([key]);
    for (const [position, domain] of domains.entries()) addDomain.run([key, position, domain]);
  }

  function reindex(row: TenantRow): void {
    const domains = domainsOf.all([row.managed_tenant_key]).map(({ domain }) => domain);
    index.run([
      row.managed_tenant_key,
      searchWords([row.display_name, row.default_domain, row.initial_domain, ...domains]),
      '',
    ]);
  }

  function record(row: TenantRow): ManagedTenantRecord {
    const verifiedDomains = domainsOf.all([row.managed_tenant_key]).map(({ domain }) => domain);
    return fromRow(row, verifiedDomains, mappings.findActive(asId(row.managed_tenant_id)));
  }

  function find(managedTenantId: ManagedTenantId): ManagedTenantRecord | null {
    const row = byId.get([managedTenantId]);
    return row ? record(row) : null;
  }

  return {
    find,
    /** Throws `tenant.notFound`. */
    get(managedTenantId: ManagedTenantId): ManagedTenantRecord {
      const found = find(managedTenantId);
      if (found) return found;
      throw new EngineError('tenant.notFound', 'This managed tenant is not known here. Run discovery and try again.', {
        details: { managedTenantId },
      });
    },
    findByEntraId(entraTenantId: EntraTenantId): ManagedTenantRecord | null {
      const row = byEntra.get([entraTenantId]);
      return row ? record(row) : null;
    },
    /** Every managed tenant, by name. */
    list: (): ManagedTenantRecord[] => all.all([]).map(record),
    page(filter: ManagedTenantFilter, request: PageRequest): Page<ManagedTenantRecord> {
      const page = listPage<TenantRow>(db, tenantList(filter), request);
      return { ...page, rows: page.rows.map(record) };
    },
    /** Stores one discovery's result in one transaction; a tenant keeps its id for ever. */
    saveDiscovered(tenants: readonly DiscoveredTenantFacts[], seenAt: number): { added: number; known: number } {
      return db.transaction(() => {
        let added = 0;
        for (const facts of tenants) {
          const isNew = byEntra.get([facts.entraTenantId]) === undefined;
          const key = put.get(toRow(facts, newId(), seenAt))?.managed_tenant_key ?? 0;
          saveDomains(key, facts.verifiedDomains);
          const row = byEntra.get([facts.entraTenantId]);
          if (row) reindex(row);
          if (isNew) added += 1;
        }
        return { added, known: tenants.length - added };
      });
    },
    saveDescription(managedTenantId: ManagedTenantId, facts: TenantDescriptionFacts, at: number): void {
      const { verifiedDomains, ...rest } = facts;
      db.transaction(() => {
        describe.run({
          ...rest,
          sortName: facts.displayName === null ? null : sortName(facts.displayName),
          at,
          managedTenantId,
        });
        const row = byId.get([managedTenantId]);
        if (!row) return;
        saveDomains(row.managed_tenant_key, verifiedDomains);
        reindex(row);
      });
    },
    setAccess(managedTenantId: ManagedTenantId, { access, sentence, checkedAt }: TenantAccessCheck): void {
      putAccess.run([access, sentence, checkedAt, managedTenantId]);
    },
    setUserCount: (managedTenantId: ManagedTenantId, userCount: number): void =>
      void putUserCount.run([userCount, managedTenantId]),
    /** The operator has looked: nothing is "new since last time" any more. */
    acknowledgeNew: (at: number): void => void acknowledge.run([at]),
    counts(): { total: number; mapped: number; skipped: number; undecided: number; new: number } {
      const { total, mapped, skipped, fresh } = countAll.get([]) ?? { total: 0, mapped: 0, skipped: 0, fresh: 0 };
      return { total, mapped, skipped, undecided: total - mapped - skipped, new: fresh };
    },
  };
}

const DECIDED = `EXISTS (SELECT 1 FROM tenant_mapping m
  WHERE m.managed_tenant_key = t.managed_tenant_key AND m.is_active = 1 AND m.state`;

function tenantList(filter: ManagedTenantFilter): ListSpec {
  const match = matchQuery(filter.search, []);
  const conditions: string[] = [];
  if (filter.onlyNew) conditions.push('t.acknowledged_at IS NULL');
  if (filter.decision === 'undecided') conditions.push(`NOT ${DECIDED} <> 'unmapped')`);
  else if (filter.decision !== null) conditions.push(`${DECIDED} = '${filter.decision}')`);
  return {
    ...listOf('managed_tenant', 'managed_tenant_key', ['sort_name', 'managed_tenant_key']),
    equals: { access: filter.access },
    conditions,
    search: match === null ? null : { index: 'managed_tenant_search', match, join: null },
  };
}

function toRow(facts: DiscoveredTenantFacts, newId: string, seenAt: number): Record<string, string | number | null> {
  return {
    newId,
    entraTenantId: facts.entraTenantId,
    displayName: facts.displayName,
    sortName: sortName(facts.displayName),
    defaultDomain: facts.defaultDomain,
    initialDomain: facts.initialDomain,
    sources: JSON.stringify(facts.sources),
    isPartner: flag(facts.isPartner),
    gdap: facts.gdap === null ? null : JSON.stringify(facts.gdap),
    userCount: facts.userCount,
    seenAt,
  };
}

function fromRow(row: TenantRow, verifiedDomains: string[], mapping: TenantMapping | null): ManagedTenantRecord {
  return {
    managedTenantId: asId(row.managed_tenant_id),
    entraTenantId: asId(row.entra_tenant_id),
    displayName: row.display_name,
    defaultDomain: row.default_domain,
    initialDomain: row.initial_domain,
    verifiedDomains,
    sources: JSON.parse(row.sources) as DiscoverySource[],
    isPartner: row.is_partner === 1,
    gdap: row.gdap === null ? null : (JSON.parse(row.gdap) as GdapRelationship),
    access: row.access,
    userCount: row.user_count,
    discoveredAt: row.discovered_at,
    lastSeenAt: row.last_seen_at,
    accessSentence: row.access_sentence,
    accessCheckedAt: row.access_checked_at,
    isNew: row.acknowledged_at === null,
    mapping,
  };
}
