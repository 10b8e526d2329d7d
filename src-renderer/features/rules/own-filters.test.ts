import { describe, expect, test } from 'vitest';
import type { UserFilterRulesView } from '../../../shared/contract/rule-entries.ts';
import { filtersOf, following, isSameOwn, overridesWith } from './own-filters.ts';

const profile: UserFilterRulesView = {
  excludeGuests: true,
  excludeSharedAndResource: true,
  excludeUnlicensed: false,
  excludeServiceAccounts: true,
  customPatterns: ['^ext-'],
  excludedGroupIds: [],
  includedGroupIds: [],
  inactivateExcluded: false,
};

describe('the filters of one tenant', () => {
  test('its own go before the profile’s, also an empty list', () =>
    expect(filtersOf(profile, { excludeGuests: false, customPatterns: [] })).toEqual({
      ...profile,
      excludeGuests: false,
      customPatterns: [],
    }));

  test('one can be given up, and the others stay', () =>
    expect(following({ excludeGuests: false, customPatterns: [] }, 'excludeGuests')).toEqual({ customPatterns: [] }));

  test('the other tenants’ own stay when one tenant’s are saved', () =>
    expect(overridesWith({ a: { excludeGuests: false } }, 'b', { excludeUnlicensed: true })).toEqual({
      a: { excludeGuests: false },
      b: { excludeUnlicensed: true },
    }));

  test('a tenant that follows the profile in everything is not listed', () =>
    expect(overridesWith({ a: { excludeGuests: false } }, 'a', {})).toEqual({}));

  test('the order of changes is no change', () => {
    expect(isSameOwn({ excludeGuests: false, customPatterns: [] }, { customPatterns: [], excludeGuests: false })).toBe(
      true,
    );
    expect(isSameOwn({ excludeGuests: false }, { excludeGuests: true })).toBe(false);
    expect(isSameOwn({ excludeGuests: true }, {})).toBe(false);
  });
});
