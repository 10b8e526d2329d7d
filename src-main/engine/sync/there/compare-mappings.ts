/**
 * Our mappings beside the server's, joined by Microsoft's tenant id. Pure: says where the two differ and what the server's own
 * sync would do about it; decides nothing. A tenant that neither side syncs is no difference, whatever the words of the states.
 */
import type { EntraTenantId, ManagedTenantId } from '../../../../shared/vocabulary/ids.ts';
import type { ServerCandidate, ServerPreviewRow } from '../../psa/entra-routes-port.ts';

export interface OurMapping {
  readonly managedTenantId: ManagedTenantId;
  readonly entraTenantId: EntraTenantId;
  readonly displayName: string;
  readonly domain: string | null;
  readonly state: 'mapped' | 'skipped' | 'unmapped' | 'undecided';
  readonly clientId: string | null;
}

/** Worst first: what the server's own sync would get wrong stands before what it would leave out. */
export const mappingDifferences = [
  'otherClient',
  'createsClientThere',
  'onlyThere',
  'notSeenThere',
  'onlyHere',
  'none',
] as const;
export type MappingDifference = (typeof mappingDifferences)[number];

export interface ComparedMapping {
  readonly entraTenantId: EntraTenantId;
  /** Null: the server does not see this tenant. */
  readonly serverTenantId: string | null;
  /** Null: not discovered here. */
  readonly managedTenantId: ManagedTenantId | null;
  readonly tenantName: string;
  readonly domain: string | null;
  readonly hereState: OurMapping['state'] | 'notSeen';
  readonly hereClientId: string | null;
  /** The server's own word; null: it holds no mapping. */
  readonly thereState: string | null;
  readonly thereClientId: string | null;
  readonly difference: MappingDifference;
  readonly sentence: string;
  /** The server's best candidate, where it holds no mapping. */
  readonly suggestion: ServerCandidate | null;
  /** Other tenants that the server maps to the same client: unmapping this one clears that client's Entra columns for them too. */
  readonly sharesClientWith: readonly string[];
}

interface Sides {
  readonly ours: readonly OurMapping[];
  readonly theirs: readonly ServerPreviewRow[];
  readonly clientName: (clientId: string) => string;
}

export function compareMappings({ ours, theirs, clientName }: Sides): ComparedMapping[] {
  const byTenant = new Map(theirs.map((row) => [row.entraTenantId, row]));
  const known = new Set(ours.map((row) => row.entraTenantId));
  const pairs: readonly Pair[] = [
    ...ours.map((here) => ({ here, there: byTenant.get(here.entraTenantId) ?? null })),
    ...theirs.filter((row) => !known.has(row.entraTenantId)).map((there) => ({ here: null, there })),
  ];
  const tenantsOf = tenantsByClient(pairs);
  return pairs
    .map((pair) => comparedRow(pair, { clientName, tenantsOf }))
    .sort(
      (a, b) =>
        mappingDifferences.indexOf(a.difference) - mappingDifferences.indexOf(b.difference) ||
        a.tenantName.localeCompare(b.tenantName),
    );
}

type Pair =
  | { readonly here: OurMapping; readonly there: ServerPreviewRow | null }
  | { readonly here: null; readonly there: ServerPreviewRow };

interface Names {
  readonly clientName: (clientId: string) => string;
  readonly tenantsOf: ReadonlyMap<string, readonly { readonly entraTenantId: string; readonly name: string }[]>;
}

function comparedRow(pair: Pair, { clientName, tenantsOf }: Names): ComparedMapping {
  const { here, there } = pair;
  const thereClientId = mappedThere(there);
  const difference = differenceOf(pair);
  const entraTenantId = here === null ? there.entraTenantId : here.entraTenantId;
  const shared = thereClientId === null ? [] : (tenantsOf.get(thereClientId) ?? []);
  return {
    entraTenantId,
    serverTenantId: there?.serverTenantId ?? null,
    managedTenantId: here?.managedTenantId ?? null,
    tenantName: nameOf(pair),
    domain: here?.domain ?? there?.primaryDomain ?? null,
    hereState: here?.state ?? 'notSeen',
    hereClientId: mappedHere(here),
    thereState: there?.mappingState ?? null,
    thereClientId,
    difference,
    sentence: sentenceOf(pair, difference, clientName),
    suggestion: thereClientId === null ? (there?.candidates[0] ?? null) : null,
    sharesClientWith: shared.filter((tenant) => tenant.entraTenantId !== entraTenantId).map(({ name }) => name),
  };
}

const nameOf = ({ here, there }: Pair): string =>
  here?.displayName ?? there?.displayName ?? there?.primaryDomain ?? there?.entraTenantId ?? '';

const mappedHere = (here: OurMapping | null): string | null => (here?.state === 'mapped' ? here.clientId : null);

function mappedThere(there: ServerPreviewRow | null): string | null {
  return there?.mappingState === 'mapped' ? there.mappedClientId : null;
}

function tenantsByClient(pairs: readonly Pair[]): Names['tenantsOf'] {
  const found = new Map<string, { entraTenantId: string; name: string }[]>();
  for (const pair of pairs) {
    const clientId = mappedThere(pair.there);
    if (clientId === null || pair.there === null) continue;
    const tenant = { entraTenantId: pair.there.entraTenantId, name: nameOf(pair) };
    found.set(clientId, [...(found.get(clientId) ?? []), tenant]);
  }
  return found;
}

function differenceOf({ here, there }: Pair): MappingDifference {
  const [ours, theirs] = [mappedHere(here), mappedThere(there)];
  if (there?.mappingState === 'create_new') return 'createsClientThere';
  if (there === null) return ours === null ? 'none' : 'notSeenThere';
  if (ours !== null && theirs !== null) return ours === theirs ? 'none' : 'otherClient';
  if (ours !== null) return 'onlyHere';
  return theirs === null ? 'none' : 'onlyThere';
}

/** The server's states in the operator's words. */
const thereWords: Readonly<Record<string, string>> = {
  needs_review: 'to be reviewed',
  skip_for_now: 'skipped for now',
  unmapped: 'unmapped',
  mapped: 'mapped',
};

const hereWords = {
  mapped: 'mapped',
  skipped: 'skipped',
  unmapped: 'unmapped',
  undecided: 'not decided',
  notSeen: 'not discovered',
} as const;

function sentenceOf({ here, there }: Pair, difference: MappingDifference, clientName: Names['clientName']): string {
  const name = (clientId: string | null) => (clientId === null ? 'no client' : clientName(clientId));
  const [ours, theirs] = [name(mappedHere(here)), name(mappedThere(there))];
  const hereWord = hereWords[here?.state ?? 'notSeen'];
  switch (difference) {
    case 'otherClient':
      return `Mapped to ${ours} here and to ${theirs} on the server: its sync would write these people to ${theirs}.`;
    case 'createsClientThere':
      return mappedHere(here) === null
        ? `The server would create a new client for this tenant at its next manual sync; here it is ${hereWord}.`
        : `The server would create a new client for this tenant at its next manual sync; here it is mapped to ${ours}.`;
    case 'onlyThere':
      return `The server maps it to ${theirs} and syncs it; here it is ${hereWord}, so no plan of ours holds anything for it.`;
    case 'notSeenThere':
      return `Mapped to ${ours} here; the server does not see this tenant. Let it discover, or check its own Microsoft connection.`;
    case 'onlyHere': {
      const state = there?.mappingState ?? null;
      return `Mapped to ${ours} here; on the server it is ${state === null ? 'not decided' : (thereWords[state] ?? state)}, so its sync leaves it out.`;
    }
    case 'none':
      return mappedHere(here) === null ? 'Neither side syncs this tenant.' : `Both map it to ${ours}.`;
  }
}
