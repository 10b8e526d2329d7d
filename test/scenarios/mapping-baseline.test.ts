/** Design 6: the index keeps what the plain all-pairs comparison would have found, or ranks a better candidate above it. */
import { describe, expect, test } from 'vitest';
import { matchTenants } from '../../src-main/engine/domain/tenant-match/match-tenants.ts';
import { allPairsTopFive } from '../bench/all-pairs-bigrams.ts';
import { keptOrOutranked } from '../bench/compare-with-baseline.ts';
import { generatedEstate } from '../bench/generated-estate.ts';

describe('nothing that comparing every pair finds is lost', () => {
  test.each([1, 2, 3])('estate %i', (seed) => {
    const { managedTenants, clients, contactCensus } = generatedEstate(150, 1500, seed);
    const matches = matchTenants({
      managedTenants,
      clients,
      contactCensus,
      mappings: [],
      hashKey: null,
      psaReadAt: null,
    });
    const baseline = allPairsTopFive(
      managedTenants.map(({ displayName }) => displayName),
      clients.map(({ name }) => name),
    );
    const { candidates, kept, outranked, lost } = keptOrOutranked(baseline, { managedTenants, clients }, matches);
    expect(lost).toEqual([]);
    expect(candidates).toBeGreaterThan(200);
    expect(kept + outranked).toBe(candidates);
  });

  test('without evidence other than names, what the baseline finds is itself among the candidates', () => {
    const { managedTenants, clients } = generatedEstate(150, 1500, 4);
    const bare = clients.map((client) => ({
      ...client,
      websites: [],
      billingEmail: null,
      inboundEmailDomains: [],
      entraTenantId: null,
    }));
    const matches = matchTenants({
      managedTenants,
      clients: bare,
      contactCensus: new Map(),
      mappings: [],
      hashKey: null,
      psaReadAt: null,
    });
    const baseline = allPairsTopFive(
      managedTenants.map(({ displayName }) => displayName),
      clients.map(({ name }) => name),
    );
    const { candidates, kept, lost } = keptOrOutranked(baseline, { managedTenants, clients: bare }, matches);
    expect(lost).toEqual([]);
    expect(kept / candidates).toBeGreaterThan(0.99);
  });
});
