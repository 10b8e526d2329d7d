/**
 * Managed tenant → client for the whole estate: indexes the clients, finds and ranks candidates, sees who else points at
 * them, and has each tenant decided by `decide-match.ts`. Pure; neither the order of tenants nor of clients changes any
 * answer. Proposes, never confirms.
 */
import type { ManagedTenant, TenantMapping } from '../managed-tenant.ts';
import { byCodeUnit } from '../text/by-code-unit.ts';
import { indexClients, ownEntraTenantId } from './client-index.ts';
import { mappedMatch, openMatch, skippedMatch } from './decide-match.ts';
import { findCandidates } from './find-candidates.ts';
import { addSimilarNames } from './find-names.ts';
import { type FoundCandidates, isStrongFinding } from './findings.ts';
import { type RankInput, rankCandidates } from './rank-candidates.ts';
import type { NamedTenant, TenantMatch, TenantMatchInput } from './tenant-match.ts';

/** Managed tenants by the position of the client they claim. */
type Claims = ReadonlyMap<number, readonly NamedTenant[]>;

const NOBODY: readonly NamedTenant[] = [];

/** One match a managed tenant, in the order given. */
export function matchTenants(input: TenantMatchInput): TenantMatch[] {
  const { clients, psaReadAt, hashKey } = input;
  const index = indexClients(clients, input.contactCensus);
  const positions = new Map<string, number>(clients.map((client, at) => [client.clientId, at]));
  const mappings = new Map<string, TenantMapping>(input.mappings.map((mapping) => [mapping.managedTenantId, mapping]));
  const all = input.managedTenants.map((tenant) => ({ tenant, found: findCandidates(tenant, index) }));
  const mapped = mappedClaims(input, positions);
  const pointing = pointingClaims(all, mappings);
  return all.map(({ tenant, found }) => {
    const mappedTo = (at: number) => without(mapped.get(at), tenant);
    const pointingAt = (at: number) => without(pointing.get(at), tenant);
    if (!isSettled({ tenant, found, index, mappedTo, pointingAt })) addSimilarNames(found, index);
    const ranked = rankCandidates({ tenant, found, index, mappedTo, pointingAt, psaReadAt });
    const view = { tenant, facts: found.facts, ranked, strong: ranked.filter(({ isStrong }) => isStrong) };
    const mapping = mappings.get(tenant.managedTenantId);
    if (mapping?.state === 'mapped') {
      const at = positions.get(mapping.clientId ?? '') ?? -1;
      return mappedMatch(view, mapping, { client: clients[at] ?? null, sharedWith: mappedTo(at) });
    }
    return mapping?.state === 'skipped' ? skippedMatch(view, mapping, hashKey) : openMatch(view);
  });
}

type Question = Pick<RankInput, 'tenant' | 'found' | 'index' | 'mappedTo' | 'pointingAt'>;

/**
 * One client with strong evidence and nothing against it ranks above every name that is merely alike, so these need not
 * be looked for. Whoever has to be reviewed gets them.
 */
function isSettled({ tenant, found, index, mappedTo, pointingAt }: Question): boolean {
  const [only, ...others] = [...found.byClient.values()].filter(isStrongFinding);
  const client = only && index.clients[only.at];
  if (!client || others.length > 0 || tenant.isPartner || client.isInactive) return false;
  const carried = ownEntraTenantId(client);
  const isOurs = carried === null || carried === found.facts.entraTenantId;
  return isOurs && mappedTo(only.at).length === 0 && pointingAt(only.at).length === 0;
}

/** A mapping takes its client even when its managed tenant is not in this list. */
function mappedClaims(input: TenantMatchInput, positions: ReadonlyMap<string, number>): Claims {
  const names = new Map<string, string>(
    input.managedTenants.map((tenant) => [tenant.managedTenantId, tenant.displayName]),
  );
  const claims = new Map<number, NamedTenant[]>();
  for (const { state, clientId, managedTenantId } of input.mappings) {
    const at = positions.get(clientId ?? '');
    if (state !== 'mapped' || at === undefined) continue;
    push(claims, at, {
      managedTenantId,
      displayName: names.get(managedTenantId) ?? 'a managed tenant not listed here',
    });
  }
  return sorted(claims);
}

/** Managed tenants without a decision, by the clients that strong evidence points at. */
function pointingClaims(
  all: readonly { readonly tenant: ManagedTenant; readonly found: FoundCandidates }[],
  mappings: ReadonlyMap<string, TenantMapping>,
): Claims {
  const claims = new Map<number, NamedTenant[]>();
  for (const { tenant, found } of all) {
    const state = mappings.get(tenant.managedTenantId)?.state;
    if (state === 'mapped' || state === 'skipped') continue;
    for (const findings of found.byClient.values()) if (isStrongFinding(findings)) push(claims, findings.at, tenant);
  }
  return sorted(claims);
}

/** In one order whatever the order of tenants, because sentences name them. */
function sorted(claims: Map<number, NamedTenant[]>): Claims {
  for (const list of claims.values())
    list.sort((left, right) => byCodeUnit(left.managedTenantId, right.managedTenantId));
  return claims;
}

function without(claims: readonly NamedTenant[] | undefined, tenant: ManagedTenant): readonly NamedTenant[] {
  return claims?.filter(({ managedTenantId }) => managedTenantId !== tenant.managedTenantId) ?? NOBODY;
}

function push(claims: Map<number, NamedTenant[]>, at: number, tenant: NamedTenant): void {
  const list = claims.get(at);
  if (list) list.push(tenant);
  else claims.set(at, [tenant]);
}
