/**
 * The mapping preview: what the evidence says about every managed tenant, computed from stored facts and remembered until one
 * of them changes. Writes nothing.
 */
import type { ManagedTenantId } from '../../../shared/vocabulary/ids.ts';
import type { ChangeTopic } from '../../../shared/vocabulary/states.ts';
import { censusOf } from '../domain/tenant-match/contact-census.ts';
import { matchEvidenceKey } from '../domain/tenant-match/match-evidence-key.ts';
import { matchTenants } from '../domain/tenant-match/match-tenants.ts';
import type { TenantMatch } from '../domain/tenant-match/tenant-match.ts';
import type { ManagedTenantRecord } from '../store/repos/managed-tenant-repo.ts';
import { type SyncContext, sha256 } from './context.ts';

export interface MatchedTenant {
  readonly tenant: ManagedTenantRecord;
  readonly match: TenantMatch;
}

export interface MatchPreview {
  /** Every managed tenant, by name. */
  all(): readonly MatchedTenant[];
  find(managedTenantId: ManagedTenantId): MatchedTenant | null;
  /** Facts of these topics changed: compute again when next asked. */
  forget(topics: readonly ChangeTopic[]): void;
}

const topicsThatMatter: ReadonlySet<ChangeTopic> = new Set(['tenants', 'clients', 'mappings']);

export function createMatchPreview(store: SyncContext['store']): MatchPreview {
  let known: readonly MatchedTenant[] | null = null;

  function compute(): readonly MatchedTenant[] {
    const tenants = store.managedTenants.list();
    const matches = matchTenants({
      managedTenants: tenants,
      clients: store.clients.list(),
      contactCensus: censusOf(store.contacts.loadForPlanning()),
      mappings: store.mappings.listActive(),
      hashKey: sha256,
      psaReadAt: store.psaReads.state('clients')?.lastReadAt ?? null,
    });
    const byId = new Map(matches.map((match) => [match.managedTenantId, match]));
    return tenants.flatMap((tenant) => {
      const match = byId.get(tenant.managedTenantId);
      return match ? [{ tenant, match }] : [];
    });
  }

  function all(): readonly MatchedTenant[] {
    known ??= compute();
    return known;
  }

  return {
    all,
    find: (managedTenantId) => all().find(({ tenant }) => tenant.managedTenantId === managedTenantId) ?? null,
    forget(topics) {
      if (topics.some((topic) => topicsThatMatter.has(topic))) known = null;
    },
  };
}

/** What a decision remembers of the evidence it was taken on. */
export const evidenceHashOf = (match: TenantMatch): string => sha256(matchEvidenceKey(match));
