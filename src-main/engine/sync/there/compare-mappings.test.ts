import { expect, test } from 'vitest';
import { asId } from '../../../../shared/vocabulary/ids.ts';
import type { ServerPreviewRow } from '../../psa/entra-routes-port.ts';
import { compareMappings, type OurMapping } from './compare-mappings.ts';

const ours = (state: OurMapping['state'], clientId: string | null = null, id = 'a'): OurMapping => ({
  managedTenantId: asId(`managed-${id}`),
  entraTenantId: asId(`tenant-${id}`),
  displayName: `Tenant ${id.toUpperCase()}`,
  domain: `${id}.example`,
  state,
  clientId,
});
const theirs = (mappingState: string | null, mappedClientId: string | null = null, id = 'a'): ServerPreviewRow => ({
  serverTenantId: `server-${id}`,
  entraTenantId: asId(`tenant-${id}`),
  displayName: `Tenant ${id.toUpperCase()}`,
  primaryDomain: `${id}.example`,
  userCount: null,
  bucket: 'unmatched',
  mappingState,
  mappedClientId,
  candidates: [{ clientId: 'c9', clientName: 'Nine', score: 0.7, reason: 'fuzzy_name' }],
});
const compare = (here: readonly OurMapping[], there: readonly ServerPreviewRow[]) =>
  compareMappings({ ours: here, theirs: there, clientName: (id) => id.toUpperCase() });

test.each([
  ['both map it alike', ours('mapped', 'c1'), theirs('mapped', 'c1'), 'none', /Both map it to C1/],
  ['another client there', ours('mapped', 'c1'), theirs('mapped', 'c2'), 'otherClient', /C1 here and to C2 on the/],
  ['nothing there', ours('mapped', 'c1'), theirs(null), 'onlyHere', /not decided, so its sync leaves it out/],
  ['reviewed there', ours('mapped', 'c1'), theirs('needs_review'), 'onlyHere', /to be reviewed/],
  ['skipped there', ours('mapped', 'c1'), theirs('skip_for_now'), 'onlyHere', /skipped for now/],
  ['unmapped there', ours('mapped', 'c1'), theirs('unmapped'), 'onlyHere', /unmapped/],
  ['a state we do not know', ours('mapped', 'c1'), theirs('frozen'), 'onlyHere', /frozen/],
  ['not seen there', ours('mapped', 'c1'), null, 'notSeenThere', /does not see this tenant/],
  ['to be created there', ours('mapped', 'c1'), theirs('create_new'), 'createsClientThere', /mapped to C1/],
  ['to be created there, skipped here', ours('skipped'), theirs('create_new'), 'createsClientThere', /it is skipped/],
  ['skipped here, mapped there', ours('skipped'), theirs('mapped', 'c2'), 'onlyThere', /maps it to C2 and syncs it/],
  ['undecided here, mapped there', ours('undecided'), theirs('mapped', 'c2'), 'onlyThere', /not decided/],
  ['not discovered here, mapped there', null, theirs('mapped', 'c2'), 'onlyThere', /not discovered/],
  ['skipped on both sides', ours('skipped'), theirs('skip_for_now'), 'none', /Neither side/],
  ['skipped here, unmapped there', ours('skipped'), theirs('unmapped'), 'none', /Neither side/],
  ['unmapped here, not seen there', ours('unmapped'), null, 'none', /Neither side/],
] as const)('%s', (...[, here, there, difference, sentence]) => {
  const [row] = compare(here ? [here] : [], there ? [there] : []);
  expect(row?.difference).toBe(difference);
  expect(row?.sentence).toMatch(sentence);
});

test('differences stand first, the dangerous ones before the harmless', () => {
  const rows = compare(
    [ours('mapped', 'c1', 'a'), ours('mapped', 'c2', 'b'), ours('skipped', null, 'c'), ours('mapped', 'c4', 'd')],
    [theirs('mapped', 'c1', 'a'), theirs(null, null, 'b'), theirs('mapped', 'c3', 'c'), theirs('mapped', 'c5', 'd')],
  );
  expect(rows.map((row) => row.difference)).toEqual(['otherClient', 'onlyThere', 'onlyHere', 'none']);
});

test('tenants that share a client there are named, and the best candidate stands where nothing is held', () => {
  const rows = compare([], [theirs('mapped', 'c1', 'a'), theirs('mapped', 'c1', 'b'), theirs(null, null, 'c')]);
  const of = (id: string) => rows.find((row) => row.entraTenantId === `tenant-${id}`);
  expect(of('a')?.sharesClientWith).toEqual(['Tenant B']);
  expect(of('a')?.suggestion).toBeNull();
  expect(of('c')?.suggestion).toMatchObject({ clientId: 'c9' });
});
