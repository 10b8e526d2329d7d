/** The first table of design 6, row by row, then what must hold for every estate. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asId, type ClientId } from '../../../../shared/vocabulary/ids.ts';
import type { Client } from '../client.ts';
import type { ManagedTenant, TenantMapping } from '../managed-tenant.ts';
import { registrableDomain } from '../text/registrable-domain.ts';
import { type ContactCensus, censusOf } from './contact-census.ts';
import { matchEvidenceKey } from './match-evidence-key.ts';
import { matchTenants } from './match-tenants.ts';
import type { TenantMatch } from './tenant-match.ts';

const id = (at: number): string => `${`${at}`.padStart(8, '0')}-0000-4000-8000-000000000000`;

function aTenant(displayName: string, facts: Partial<ManagedTenant> = {}): ManagedTenant {
  return {
    managedTenantId: asId(`tenant ${displayName}`),
    entraTenantId: asId(id(1)),
    displayName,
    defaultDomain: null,
    initialDomain: null,
    verifiedDomains: [],
    sources: ['relationships'],
    isPartner: false,
    gdap: null,
    access: 'ok',
    userCount: null,
    discoveredAt: 0,
    lastSeenAt: 50,
    ...facts,
  };
}

function aClient(name: string, facts: Partial<Client> = {}): Client {
  return {
    clientId: asId(`client ${name}`),
    name,
    websites: [],
    billingEmail: null,
    inboundEmailDomains: [],
    entraTenantId: null,
    entraPrimaryDomain: null,
    isInactive: false,
    updatedAt: null,
    ...facts,
  };
}

function aMapping(tenant: ManagedTenant, facts: Partial<TenantMapping>): TenantMapping {
  return {
    managedTenantId: tenant.managedTenantId,
    state: 'mapped',
    clientId: null,
    evidenceHash: '',
    domainsWhenDecided: [],
    decidedBy: 'Ann',
    decidedAt: 0,
    ...facts,
  };
}

interface Given {
  readonly tenants: readonly ManagedTenant[];
  readonly clients: readonly Client[];
  readonly mappings?: readonly TenantMapping[];
  readonly census?: ContactCensus;
}

const ask = ({ tenants, clients, mappings = [], census = new Map() }: Given): TenantMatch[] =>
  matchTenants({ managedTenants: tenants, clients, contactCensus: census, mappings, hashKey: null, psaReadAt: 40 });

const askOne = (tenant: ManagedTenant, clients: readonly Client[], more: Partial<Given> = {}): TenantMatch => {
  const [match] = ask({ tenants: [tenant], clients, ...more });
  if (!match) throw new Error('one tenant, one match');
  return match;
};

const names = (match: TenantMatch): string[] => match.candidates.map(({ clientName }) => clientName);

const contoso = aTenant('Contoso', { verifiedDomains: ['contoso.example'] });
const withDomain = aClient('Acorn', { websites: ['https://contoso.example'] });
const withId = aClient('Birch', { entraTenantId: id(1) });

describe('exactly one client by tenant id or verified domain: auto-matched, ready to confirm in bulk', () => {
  test('by tenant id', () =>
    expect(askOne(contoso, [withId])).toMatchObject({ state: 'autoMatched', clientId: withId.clientId, cautions: [] }));
  test('by verified domain', () =>
    expect(askOne(contoso, [withDomain])).toMatchObject({ state: 'autoMatched', clientId: withDomain.clientId }));
  test('by both', () =>
    expect(askOne(contoso, [aClient('Acorn', { websites: ['contoso.example'], entraTenantId: id(1) })])).toMatchObject({
      state: 'autoMatched',
    }));
  test('by the primary domain that the PSA recorded', () =>
    expect(askOne(contoso, [aClient('Acorn', { entraPrimaryDomain: 'contoso.example' })])).toMatchObject({
      state: 'autoMatched',
    }));
  test('with weaker evidence for others beside it', () =>
    expect(
      askOne(contoso, [withDomain, aClient('Contoso'), aClient('Cedar', { billingEmail: 'x@contoso.example' })]),
    ).toMatchObject({
      state: 'autoMatched',
      clientId: withDomain.clientId,
    }));
});

describe('two or more, a contradiction, an inactive or a taken client: needs review, all candidates ranked', () => {
  test('two clients with the domain', () => {
    const match = askOne(contoso, [withDomain, aClient('Contoso Ltd', { websites: ['contoso.example'] })]);
    expect(match).toMatchObject({ state: 'needsReview', clientId: null, cautions: ['severalClients'] });
    expect(names(match)).toEqual(['Contoso Ltd', 'Acorn']);
  });
  test('the tenant id on two clients', () =>
    expect(askOne(contoso, [withId, aClient('Cedar', { entraTenantId: id(1) })]).cautions).toEqual(['severalClients']));
  test('tenant id and domain disagree', () => {
    const match = askOne(contoso, [withDomain, withId]);
    expect(match).toMatchObject({ state: 'needsReview', cautions: ['severalClients', 'evidenceDisagrees'] });
    expect(names(match)).toEqual(['Birch', 'Acorn']);
  });
  test('the client with the domain carries another tenant id', () =>
    expect(askOne(contoso, [aClient('Acorn', { websites: ['contoso.example'], entraTenantId: id(7) })])).toMatchObject({
      state: 'needsReview',
      cautions: ['evidenceDisagrees'],
    }));
  test('the client is inactive', () =>
    expect(askOne(contoso, [{ ...withDomain, isInactive: true }])).toMatchObject({
      state: 'needsReview',
      cautions: ['clientInactive'],
    }));
  test('the client is mapped from another tenant', () => {
    const other = aTenant('Other', { entraTenantId: asId(id(2)) });
    const [match] = ask({
      tenants: [contoso, other],
      clients: [withDomain],
      mappings: [aMapping(other, { clientId: withDomain.clientId })],
    });
    expect(match).toMatchObject({ state: 'needsReview', cautions: ['clientAlreadyMapped'] });
    expect(match?.candidates[0]?.alsoMappedFrom).toMatchObject([{ displayName: 'Other' }]);
    expect(match?.sentence).toContain('"Other" is mapped to it already');
  });
  test('the client is mapped from a tenant that is not in the list', () => {
    const gone = aMapping(aTenant('Gone'), { clientId: withDomain.clientId });
    expect(askOne(contoso, [withDomain], { mappings: [gone] }).cautions).toEqual(['clientAlreadyMapped']);
  });
  test('two undecided tenants point at one client: both are asked about, and told so', () => {
    const retail = aTenant('Retail', { entraTenantId: asId(id(2)), verifiedDomains: ['retail.example'] });
    const both = aClient('Acorn', { websites: ['contoso.example', 'retail.example'] });
    const matches = ask({ tenants: [contoso, retail], clients: [both] });
    expect(matches.map(({ state, cautions }) => [state, ...cautions])).toEqual([
      ['needsReview', 'severalTenants'],
      ['needsReview', 'severalTenants'],
    ]);
    expect(matches[0]?.sentence).toContain('Several tenants may belong to one client');
  });
  test('a skipped tenant claims no client', () => {
    const retail = aTenant('Retail', { entraTenantId: asId(id(2)), verifiedDomains: ['contoso.example'] });
    const [match] = ask({
      tenants: [contoso, retail],
      clients: [withDomain],
      mappings: [aMapping(retail, { state: 'skipped' })],
    });
    expect(match?.state).toBe('autoMatched');
  });
});

describe('only weak evidence: needs review, with scores and the evidence in words', () => {
  const census = censusOf(
    ['a', 'b', 'c'].map((name) => ({
      clientId: asId<ClientId>('client Fir'),
      email: `${name}@contoso.example`,
      isInactive: false,
    })),
  );
  test.each([
    [
      'a billing address',
      aClient('Cedar', { billingEmail: 'x@contoso.example' }),
      'secondaryDomain',
      'is billed or mailed at contoso.example',
    ],
    [
      'an inbound domain',
      aClient('Dogwood', { inboundEmailDomains: ['contoso.example'] }),
      'secondaryDomain',
      'is billed or mailed at',
    ],
    ['the census', aClient('Fir'), 'contactCensus', 'has 3 of 3 contacts at contoso.example'],
    ['the name', aClient('Contoso, Inc.'), 'name', 'has the same name'],
  ] as const)('%s', (...[, client, kind, words]) => {
    const match = askOne(contoso, [client], { census });
    expect(match).toMatchObject({ state: 'needsReview', clientId: null, cautions: ['weakEvidenceOnly'] });
    expect(match.candidates[0]?.agreed[0]?.kind).toBe(kind);
    expect(match.candidates[0]?.evidence.sentence).toContain(words);
  });

  test('in the order of the design: secondary domain, census, name', () => {
    const clients = [aClient('Contoso Inc'), aClient('Fir'), aClient('Cedar', { billingEmail: 'x@contoso.example' })];
    expect(names(askOne(contoso, clients, { census }))).toEqual(['Cedar', 'Fir', 'Contoso Inc']);
  });
  test('a default domain that is not verified', () => {
    const match = askOne(aTenant('X', { defaultDomain: 'contoso.example' }), [withDomain]);
    expect(match.cautions).toEqual(['weakEvidenceOnly']);
    expect(match.candidates[0]?.evidence.sentence).toContain('not verified');
  });
});

describe("nothing, the own tenant, and the operator's decisions", () => {
  test('nothing at all', () =>
    expect(askOne(contoso, [aClient('Zebra')])).toMatchObject({
      state: 'needsReview',
      cautions: ['noEvidence'],
      candidates: [],
    }));
  test('free mail and free hosts are nothing', () => {
    const tenant = aTenant('X', { verifiedDomains: ['gmail.com', 'facebook.com', 'x.onmicrosoft.com'] });
    const client = aClient('Zebra', {
      websites: ['gmail.com', 'https://facebook.com/zebra', 'x.onmicrosoft.com'],
      billingEmail: 'z@gmail.com',
    });
    expect(askOne(tenant, [client]).cautions).toEqual(['noEvidence']);
  });
  test("the MSP's own tenant is never auto-matched", () =>
    expect(askOne({ ...contoso, isPartner: true }, [withDomain])).toMatchObject({
      state: 'needsReview',
      cautions: ['partnerTenant'],
    }));

  const skippedWith = (clients: readonly Client[]): TenantMapping =>
    aMapping(contoso, {
      state: 'skipped',
      evidenceHash: matchEvidenceKey(askOne(contoso, clients)),
      domainsWhenDecided: ['contoso.example'],
    });
  test('skipped stays skipped while its evidence is as it was', () => {
    const clients = [withDomain, aClient('Zebra')];
    expect(askOne(contoso, clients, { mappings: [skippedWith([withDomain])] })).toMatchObject({
      state: 'skipped',
      clientId: null,
    });
  });
  test('skipped comes back when a client gains evidence, saying so', () => {
    const match = askOne(contoso, [withDomain], { mappings: [skippedWith([])] });
    expect(match).toMatchObject({ state: 'needsReview', cautions: ['skippedEvidenceChanged'] });
    expect(match.sentence).toContain('the clients that fit, or what speaks for them, have changed. Now "Acorn"');
  });
  test('skipped comes back when its domains bring evidence, naming them', () => {
    const grown = { ...contoso, verifiedDomains: ['contoso.example', 'acorn.example'] };
    const clients = [aClient('Acorn', { websites: ['acorn.example'] })];
    const match = askOne(grown, clients, { mappings: [skippedWith(clients)] });
    expect(match.cautions).toContain('skippedEvidenceChanged');
    expect(match.sentence).toContain('acorn.example was verified');
  });
  test('mapped stays mapped, whatever the evidence', () =>
    expect(
      askOne(contoso, [withDomain, aClient('Zebra')], { mappings: [aMapping(contoso, { clientId: 'client Zebra' })] }),
    ).toMatchObject({
      state: 'mapped',
      clientId: 'client Zebra',
      contradiction: 'A verified domain of this tenant is the website of "Acorn", not of the mapped client.',
    }));
  test.each([
    ['client gone', [withDomain], 'client Zebra', 'no longer in the PSA'],
    ['client inactive', [{ ...withDomain, isInactive: true }], 'client Acorn', 'is inactive'],
    [
      'client carries another id',
      [{ ...withDomain, entraTenantId: id(9) }],
      'client Acorn',
      'carries another Entra tenant id',
    ],
    ['id on another client', [withDomain, withId], 'client Acorn', 'This Entra tenant id is on "Birch"'],
  ])('a mapping is contradicted: %s', (...[, clients, clientId, words]) =>
    expect(askOne(contoso, clients, { mappings: [aMapping(contoso, { clientId })] }).contradiction).toContain(words),
  );
  test('a mapping is contradicted when all domains changed', () =>
    expect(
      askOne(contoso, [withDomain], {
        mappings: [aMapping(contoso, { clientId: 'client Acorn', domainsWhenDecided: ['old.example'] })],
      }).contradiction,
    ).toContain('All of its verified domains have changed'));
  test('two tenants of one client are both in order, said in words', () => {
    const retail = aTenant('Retail', { entraTenantId: asId(id(2)) });
    const mappings = [contoso, retail].map((tenant) => aMapping(tenant, { clientId: 'client Acorn' }));
    const matches = ask({ tenants: [contoso, retail], clients: [withDomain], mappings });
    expect(matches.map(({ contradiction }) => contradiction)).toEqual([null, null]);
    expect(matches[1]?.sentence).toBe(
      'Mapped to "Acorn" by Ann. "Contoso" is mapped to the same client, which is allowed.',
    );
  });
});

describe('evidence', () => {
  test('an unlike name is visible and does not block a domain', () => {
    const match = askOne(contoso, [aClient('Zebra', { websites: ['contoso.example'] })]);
    expect(match.state).toBe('autoMatched');
    expect(match.candidates[0]?.evidence.lines.find(({ field }) => field === 'name')).toMatchObject({
      agreement: 'disagreed',
      weight: -4,
    });
    expect(match.candidates[0]?.evidence.sentence).toContain('the names have nothing in common');
  });
  test('every line says where both values come from and how old the older is', () => {
    const lines = askOne(contoso, [withDomain]).candidates[0]?.evidence.lines ?? [];
    expect(lines.map(({ field }) => field)).toEqual([
      'entraTenantId',
      'verifiedDomain',
      'secondaryDomain',
      'contactCensus',
      'name',
    ]);
    expect(lines.every(({ asOf, source }) => asOf === 40 && source !== '')).toBe(true);
  });

  describe('the counterfactual is true: apply the fact and the decision flips', () => {
    const counterfactual = (clients: readonly Client[]) =>
      askOne(contoso, clients).candidates[0]?.evidence.counterfactual;
    test('a weak candidate with the website', () => {
      const cedar = aClient('Contoso Cedar');
      expect(counterfactual([cedar])).toBe(
        'If the website of "Contoso Cedar" were contoso.example, it would be ready to confirm.',
      );
      expect(askOne(contoso, [{ ...cedar, websites: ['contoso.example'] }]).state).toBe('autoMatched');
    });
    test('an inactive client made active', () => {
      expect(counterfactual([{ ...withDomain, isInactive: true }])).toBe(
        'If "Acorn" were active, "Acorn" would be ready to confirm.',
      );
      expect(askOne(contoso, [withDomain]).state).toBe('autoMatched');
    });
    test('a rival without the domain', () => {
      const rival = aClient('Cedar', { websites: ['contoso.example'] });
      expect(counterfactual([withDomain, rival])).toBe(
        'If "Cedar" did not have the website domain contoso.example, "Acorn" would be ready to confirm.',
      );
    });
    test('a second client with the domain of an auto-match', () => {
      expect(counterfactual([withDomain])).toBe(
        'If another client also had the website domain contoso.example, this would need a review.',
      );
      expect(askOne(contoso, [withDomain, aClient('Cedar', { websites: ['contoso.example'] })]).state).toBe(
        'needsReview',
      );
    });
  });
});

describe('for every estate', () => {
  const domain = fc.constantFrom('contoso.example', 'fabrikam.example', 'adatum.co.uk', 'müller.example');
  const companyName = fc.constantFrom(
    'Contoso Ltd',
    'Contoso, Inc.',
    'Fabrikam',
    'Adatum Group',
    'Müller GmbH',
    'Mueller',
    'Ромашка',
    '山田',
    '!!',
  );
  const client = fc.record({
    name: companyName,
    websites: fc.array(domain, { maxLength: 2 }),
    billingEmail: fc.option(domain.map((host) => `x@${host}`)),
    entraTenantId: fc.option(fc.constantFrom(id(1), id(2), id(3))),
    isInactive: fc.boolean(),
  });
  const tenant = fc.record({
    displayName: companyName,
    verifiedDomains: fc.uniqueArray(domain, { maxLength: 2 }),
    isPartner: fc.boolean(),
  });
  const estate = fc
    .record({ clients: fc.array(client, { maxLength: 6 }), tenants: fc.array(tenant, { maxLength: 4 }) })
    .map(({ clients, tenants }) => ({
      clients: clients.map((facts, at) => aClient(facts.name, { ...facts, clientId: asId(`c${at}`) })),
      tenants: tenants.map((facts, at) =>
        aTenant(facts.displayName, { ...facts, managedTenantId: asId(`t${at}`), entraTenantId: asId(id(at)) }),
      ),
    }));

  test('the weights sum to the score, and every candidate has something that agrees', () => {
    fc.assert(
      fc.property(estate, (given) => {
        for (const { candidates } of ask(given))
          for (const { evidence, agreed } of candidates) {
            expect(evidence.score).toBe(evidence.lines.reduce((sum, { weight }) => sum + weight, 0));
            expect(
              evidence.lines.filter(({ agreement }) => agreement === 'missing').every(({ weight }) => weight === 0),
            ).toBe(true);
            expect(agreed.length).toBeGreaterThan(0);
          }
      }),
    );
  });

  test('the order of tenants and clients changes nothing', () => {
    const shuffled = estate.chain((given) =>
      fc.record({
        given: fc.constant(given),
        clients: fc.shuffledSubarray(given.clients, { minLength: given.clients.length }),
        tenants: fc.shuffledSubarray(given.tenants, { minLength: given.tenants.length }),
      }),
    );
    const byId = (matches: readonly TenantMatch[]) => new Map(matches.map((match) => [match.managedTenantId, match]));
    fc.assert(
      fc.property(shuffled, ({ given, clients, tenants }) => {
        expect(byId(ask({ clients, tenants }))).toEqual(byId(ask(given)));
      }),
    );
  });

  test('an unrelated client changes nothing', () => {
    const stranger = aClient('Qxqx Zzyzx', {
      clientId: asId('stranger'),
      websites: ['qxqx.example'],
      billingEmail: 'q@qxqx.example',
    });
    fc.assert(
      fc.property(estate, (given) => {
        expect(ask({ ...given, clients: [...given.clients, stranger] })).toEqual(ask(given));
      }),
    );
  });

  test('an auto-match is always one active client with strong evidence, and no client is auto-matched twice', () => {
    fc.assert(
      fc.property(estate, (given) => {
        const auto = ask(given).filter(({ state }) => state === 'autoMatched');
        expect(new Set(auto.map(({ clientId }) => clientId)).size).toBe(auto.length);
        for (const match of auto) {
          expect(match.candidates.filter(({ isStrong }) => isStrong)).toHaveLength(1);
          expect(given.clients.find(({ clientId }) => clientId === match.clientId)?.isInactive).toBe(false);
        }
      }),
    );
  });

  test('a website that is said to be missing would make the match', () => {
    fc.assert(
      fc.property(estate, (given) => {
        for (const [at, match] of ask(given).entries()) {
          const lead = match.candidates[0];
          const website = /^If the website of ".*" were (.+), it would/.exec(lead?.evidence.counterfactual ?? '')?.[1];
          if (!lead || website === undefined) continue;
          // Microsoft verifies a domain for one tenant only; this generator does not know that.
          const holders = given.tenants.filter(({ verifiedDomains }) =>
            verifiedDomains.map(registrableDomain).includes(website),
          );
          if (holders.length > 1) continue;
          const clients = given.clients.map((one) =>
            one.clientId === lead.clientId ? { ...one, websites: [website] } : one,
          );
          expect(ask({ ...given, clients })[at]).toMatchObject({ state: 'autoMatched', clientId: lead.clientId });
        }
      }),
      { numRuns: 300 },
    );
  });

  test('a decision shown again with the same facts has the same evidence key', () => {
    fc.assert(
      fc.property(estate, (given) => {
        const keys = ask(given).map(matchEvidenceKey);
        const mappings = given.tenants.map((one, at) =>
          aMapping(one, { state: 'skipped', evidenceHash: keys[at] ?? '' }),
        );
        expect(ask({ ...given, mappings }).every(({ state }) => state === 'skipped')).toBe(true);
      }),
    );
  });
});
