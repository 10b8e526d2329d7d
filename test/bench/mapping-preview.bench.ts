/**
 * The mapping preview of a large estate: 2,000 managed tenants, 10,000 clients, names, domains and a census, next to the
 * plain comparison of every pair of names that the PSA makes. The bar is 200 ms.
 */
import { matchTenants } from '../../src-main/engine/domain/tenant-match/match-tenants.ts';
import { allPairsTopFive } from './all-pairs-bigrams.ts';
import { type BenchLine, lineOf, timed } from './bench-line.ts';
import { keptOrOutranked } from './compare-with-baseline.ts';
import { generatedEstate } from './generated-estate.ts';

export async function run(): Promise<BenchLine[]> {
  const estate = generatedEstate(2000, 10_000, 7);
  const input = { ...estate, mappings: [], hashKey: null, psaReadAt: null };
  const timing = await timed(7, () => matchTenants(input));
  const startedAt = performance.now();
  const baseline = allPairsTopFive(
    estate.managedTenants.map(({ displayName }) => displayName),
    estate.clients.map(({ name }) => name),
  );
  const baselineMs = performance.now() - startedAt;
  const { candidates, kept, outranked, lost } = keptOrOutranked(baseline, estate, matchTenants(input));
  return [
    {
      ...lineOf('mapping-preview-2000x10000', timing, baselineMs),
      note: `all five kinds of evidence; the baseline compares names only; first run ${timing.firstMs.toFixed(0)} ms`,
    },
    {
      name: 'mapping-preview-baseline-candidates-kept',
      value: Math.round(((kept + outranked) / Math.max(1, candidates)) * 10_000) / 10_000,
      unit: 'share',
      baseline: 1,
      ratio: null,
      peakMemoryMb: timing.peakMemoryMb,
      note: `of ${candidates} candidates ${kept} are kept, ${outranked} outranked, ${lost.length} lost`,
    },
  ];
}
