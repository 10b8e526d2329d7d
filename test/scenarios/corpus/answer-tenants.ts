/**
 * Puts a tenant case to the engine. An operator's earlier decision carries the evidence of `before`, computed by the same
 * function that made it then, so that a case states facts and never a hash.
 */
import { asId } from '../../../shared/vocabulary/ids.ts';
import type { TenantMapping } from '../../../src-main/engine/domain/managed-tenant.ts';
import { censusOf } from '../../../src-main/engine/domain/tenant-match/contact-census.ts';
import { matchEvidenceKey } from '../../../src-main/engine/domain/tenant-match/match-evidence-key.ts';
import { matchTenants } from '../../../src-main/engine/domain/tenant-match/match-tenants.ts';
import type { TenantMatch } from '../../../src-main/engine/domain/tenant-match/tenant-match.ts';
import { registrableDomain } from '../../../src-main/engine/domain/text/registrable-domain.ts';
import { buildClients, buildContacts, buildTenants, list, nowOf } from './build-facts.ts';
import type { GivenFacts, World } from './format.ts';
import type { References } from './references.ts';

export interface TenantAnswers {
  readonly matches: ReadonlyMap<string, TenantMatch>;
  readonly tenants: References;
  readonly clients: References;
}

/** The engine's match for every tenant of the case, by id. */
export function answerTenants(given: GivenFacts): TenantAnswers {
  const { before, ...today } = given;
  const then = ask({ ...today, ...before }, []);
  const mappings = (given.mappings ?? []).map((facts): TenantMapping => {
    const id = then.tenants.find(facts.tenant);
    const earlier = then.matches.get(id);
    const domains = facts.domainsWhenDecided ?? then.domains.get(id) ?? [];
    return {
      managedTenantId: asId(id),
      state: facts.state ?? (facts.client ? 'mapped' : 'skipped'),
      clientId: facts.client ? asId(then.clients.find(facts.client)) : null,
      evidenceHash: earlier ? matchEvidenceKey(earlier) : '',
      domainsWhenDecided: domains.map((domain) => registrableDomain(domain)).filter((domain) => domain !== null),
      decidedBy: 'an operator',
      decidedAt: nowOf(given) - 86_400_000,
    };
  });
  return ask(today, mappings);
}

function ask(
  world: World,
  mappings: readonly TenantMapping[],
): TenantAnswers & { readonly domains: Map<string, readonly string[]> } {
  const tenants = buildTenants(world.tenants ?? [], nowOf(world));
  const clients = buildClients(world.clients ?? []);
  const home = clients.all[0]?.clientId ?? null;
  const shorthand = (world.clients ?? []).flatMap((facts, at) =>
    list(facts.contactEmails).map((email) => ({
      clientId: clients.all[at]?.clientId ?? null,
      email,
      isInactive: false,
    })),
  );
  const contacts = buildContacts(world.contacts ?? [], clients, home);
  const matches = matchTenants({
    managedTenants: tenants.all,
    clients: clients.all,
    contactCensus: censusOf([...shorthand, ...contacts.all]),
    mappings,
    hashKey: null,
    psaReadAt: nowOf(world),
  });
  return {
    matches: new Map(matches.map((match) => [match.managedTenantId, match])),
    tenants: tenants.find,
    clients: clients.find,
    domains: new Map(tenants.all.map((tenant) => [tenant.managedTenantId, tenant.verifiedDomains])),
  };
}
