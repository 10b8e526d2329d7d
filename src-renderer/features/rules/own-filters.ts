/** The filters of one tenant: the profile's, and over them those that are the tenant's own. Pure. */
import type { Rules, UserFilterRulesView } from '../../../shared/contract/rule-entries.ts';

export type FilterKey = keyof UserFilterRulesView;
/** What a tenant has of its own; a key that is missing follows the profile. */
export type OwnFilters = Rules['filterOverrides'][string];

/** What counts for the tenant in all. */
export function filtersOf(profile: UserFilterRulesView, own: OwnFilters): UserFilterRulesView {
  // The contract's partial admits an explicit undefined, which JSON cannot carry.
  return { ...profile, ...(own as Partial<UserFilterRulesView>) };
}

/** Without the key: it follows the profile again. */
export function following(own: OwnFilters, key: FilterKey): OwnFilters {
  return Object.fromEntries(Object.entries(own).filter(([other]) => other !== key));
}

/** All tenants' own filters with this tenant's replaced; a tenant that has none any more is not listed. */
export function overridesWith(
  overrides: Rules['filterOverrides'],
  managedTenantId: string,
  own: OwnFilters,
): Rules['filterOverrides'] {
  const others = Object.fromEntries(Object.entries(overrides).filter(([id]) => id !== managedTenantId));
  return Object.keys(own).length === 0 ? others : { ...others, [managedTenantId]: own };
}

/** Equal whatever the order in which the keys were set. */
export function isSameOwn(left: OwnFilters, right: OwnFilters): boolean {
  const text = (own: OwnFilters): string =>
    JSON.stringify(Object.entries(own).sort(([one], [other]) => (one < other ? -1 : 1)));
  return text(left) === text(right);
}
