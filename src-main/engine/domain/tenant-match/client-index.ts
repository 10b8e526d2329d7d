/**
 * Clients, indexed by everything that may point at them, so that a mapping preview asks and never scans. Built once per
 * preview from facts; holds no decision.
 */
import type { ClientId } from '../../../../shared/vocabulary/ids.ts';
import type { Client } from '../client.ts';
import { registrableDomains } from '../text/registrable-domain.ts';
import type { ContactCensus } from './contact-census.ts';
import { NameIndex } from './name-index.ts';
import { type NameSpellings, nameSpellings } from './name-spellings.ts';

/** The PSA's own floor for names (`contracts/psa.md` 5.2). */
export const NAME_FLOOR = 0.58;
/** A census means something from this many contacts at the domain, and above half of all. */
const CENSUS_MINIMUM = 2;

export interface ClientIndex {
  readonly clients: readonly Client[];
  /** By lower-case GUID. */
  readonly byEntraTenantId: ReadonlyMap<string, readonly number[]>;
  readonly byPrimaryDomain: ReadonlyMap<string, readonly number[]>;
  readonly bySecondaryDomain: ReadonlyMap<string, readonly number[]>;
  /** Clients with any contact at the domain; the majority is counted per tenant, over all of its domains. */
  readonly byCensusDomain: ReadonlyMap<string, readonly number[]>;
  /** By folded name without blanks, whole and without words like "Group". */
  readonly byName: ReadonlyMap<string, readonly number[]>;
  readonly plainNames: NameIndex;
  readonly foldedNames: NameIndex;
  /** By position: every domain that counts as the client's own. */
  readonly primaryDomains: readonly (readonly string[])[];
  readonly secondaryDomains: readonly (readonly string[])[];
  readonly names: readonly NameSpellings[];
  readonly census: ContactCensus;
}

/** Reads domains and names of all clients once. */
export function indexClients(clients: readonly Client[], census: ContactCensus): ClientIndex {
  const primaryDomains = clients.map(primaryDomainsOf);
  const secondaryDomains = clients.map(secondaryDomainsOf);
  const names = clients.map(({ name }) => nameSpellings(name));
  return {
    clients,
    byEntraTenantId: positionsBy(clients, (client) => [ownEntraTenantId(client)]),
    byPrimaryDomain: positionsBy(primaryDomains, (domains) => domains),
    bySecondaryDomain: positionsBy(secondaryDomains, (domains) => domains),
    byCensusDomain: positionsBy(clients, ({ clientId }) => frequentDomains(census, clientId)),
    byName: positionsByName(names),
    plainNames: new NameIndex(
      names.map(({ plain }) => plain),
      NAME_FLOOR,
    ),
    foldedNames: new NameIndex(
      names.map(({ folded }) => folded),
      NAME_FLOOR,
    ),
    primaryDomains,
    secondaryDomains,
    names,
    census,
  };
}

function frequentDomains(census: ContactCensus, clientId: ClientId): string[] {
  const domains: string[] = [];
  for (const [domain, count] of census.get(clientId)?.byDomain ?? []) if (count >= CENSUS_MINIMUM) domains.push(domain);
  return domains;
}

/** The Entra tenant id a client carries, lower-case; null for none. */
export function ownEntraTenantId(client: Client): string | null {
  return client.entraTenantId?.trim().toLowerCase() || null;
}

function primaryDomainsOf({ websites, entraPrimaryDomain }: Client): string[] {
  if (websites.length === 0 && entraPrimaryDomain === null) return [];
  return distinct([...websites.flatMap(registrableDomains), ...registrableDomains(entraPrimaryDomain)]);
}

function secondaryDomainsOf({ billingEmail, inboundEmailDomains }: Client): string[] {
  if (billingEmail === null && inboundEmailDomains.length === 0) return [];
  return distinct([...registrableDomains(billingEmail), ...inboundEmailDomains.flatMap(registrableDomains)]);
}

function distinct(values: readonly string[]): string[] {
  return values.length < 2 ? [...values] : [...new Set(values)];
}

/** Positions of the items by their keys, each position once a key, in order. */
function positionsBy<Item>(
  items: readonly Item[],
  keysOf: (item: Item) => readonly (string | null)[],
): Map<string, number[]> {
  const map = new Map<string, number[]>();
  for (let at = 0; at < items.length; at++)
    for (const key of keysOf(items[at] as Item)) if (key !== null) addPosition(map, key, at);
  return map;
}

function positionsByName(names: readonly NameSpellings[]): Map<string, number[]> {
  const map = new Map<string, number[]>();
  for (let at = 0; at < names.length; at++) {
    const { compact, cores } = names[at] as NameSpellings;
    for (const key of compact) addPosition(map, key, at);
    for (let spelling = 0; spelling < cores.length; spelling++)
      if (cores[spelling] !== compact[spelling]) addPosition(map, cores[spelling] as string, at);
  }
  return map;
}

function addPosition(map: Map<string, number[]>, key: string, at: number): void {
  const list = map.get(key);
  if (!list) map.set(key, [at]);
  else if (list[list.length - 1] !== at) list.push(at);
}
