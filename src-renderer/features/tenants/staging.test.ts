import { expect, test } from 'vitest';
import type { TenantRow } from '../../../shared/contract/tenant-entries.ts';
import { countsOf, mapAutoMatched, nothingStaged, reduceStaging, type StagedDecision, stagedList } from './staging.ts';

const staged = (id: string, kind: 'skip' | 'unmap' = 'skip'): StagedDecision => ({
  managedTenantId: id,
  tenantName: `Tenant ${id}`,
  decision: { kind },
  clientName: null,
});

const stage = (...decisions: StagedDecision[]) => reduceStaging(nothingStaged, { kind: 'stage', decisions });

test('a later decision about the same tenant replaces the earlier one', () => {
  const now = reduceStaging(stage(staged('a')), { kind: 'stage', decisions: [staged('a', 'unmap')] });
  expect(countsOf(stagedList(now))).toMatchObject({ skip: 0, unmap: 1 });
});

test('undo goes back one step at a time until nothing is staged', () => {
  let now = reduceStaging(stage(staged('a'), staged('b')), { kind: 'unstage', managedTenantIds: ['a'] });
  now = reduceStaging(now, { kind: 'undo' });
  expect(Object.keys(now.staged)).toEqual(['a', 'b']);
  now = reduceStaging(now, { kind: 'undo' });
  expect(now.staged).toEqual({});
  expect(reduceStaging(now, { kind: 'undo' })).toBe(now);
});

test('after confirming only what was refused stays staged, and nothing is undone into being sent twice', () => {
  const now = reduceStaging(stage(staged('a'), staged('b')), { kind: 'confirmed', refusedIds: ['b'] });
  expect(Object.keys(now.staged)).toEqual(['b']);
  expect(now.past).toEqual([]);
});

test('unstaging what is not staged is no step to undo', () => {
  const now = stage(staged('a'));
  expect(reduceStaging(now, { kind: 'unstage', managedTenantIds: ['z'] })).toBe(now);
});

test('the bulk class holds auto-matched tenants only, each with its best candidate', () => {
  const row = (state: TenantRow['state'], clientId: string | null) =>
    ({
      managedTenantId: `${state}-${clientId}`,
      displayName: 'T',
      state,
      candidates: clientId
        ? [
            { clientId, clientName: 'Best' },
            { clientId: 'other', clientName: 'Other' },
          ]
        : [],
    }) as unknown as TenantRow;
  const decisions = mapAutoMatched([row('autoMatched', 'c1'), row('needsReview', 'c2'), row('autoMatched', null)]);
  expect(decisions.map((one) => one.decision)).toEqual([{ kind: 'map', clientId: 'c1' }]);
});
