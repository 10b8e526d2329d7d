/**
 * The rules an operator sets: field rules, user filters, brakes and name-only handling. Types and defaults only; the
 * decisions that read them live beside them. A rule that does not parse is refused when saved, never defaulted.
 */
import type { FieldRuleKey } from '../../../shared/vocabulary/states.ts';

/** Off = the local value is authoritative (the guide's `field_sync_config`). */
export interface FieldRules {
  readonly displayName: boolean;
  readonly email: boolean;
  readonly phone: boolean;
  readonly role: boolean;
  readonly upn: boolean;
  /** The guide: absent means on. */
  readonly markInactiveWhenDisabled: boolean;
  /** Fields for which an empty source value may empty the contact's; none by default. */
  readonly blankMayOverwrite: readonly FieldRuleKey[];
}

export const defaultFieldRules: FieldRules = {
  displayName: false,
  email: false,
  phone: false,
  role: false,
  upn: false,
  markInactiveWhenDisabled: true,
  blankMayOverwrite: [],
};

/** Which directory users count. Profile defaults; a managed tenant may override any of it. */
export interface UserFilterRules {
  readonly excludeGuests: boolean;
  readonly excludeSharedAndResource: boolean;
  readonly excludeUnlicensed: boolean;
  readonly excludeServiceAccounts: boolean;
  /** Operator's own patterns: regular expressions, case-insensitive, tested against UPN, mail, display name and local part. */
  readonly customPatterns: readonly string[];
  readonly excludedGroupIds: readonly string[];
  /** Empty = everyone. */
  readonly includedGroupIds: readonly string[];
  /** Also mark linked contacts inactive when a filter (not a disable) excludes their user. Off by default. */
  readonly inactivateExcluded: boolean;
}

export const defaultUserFilterRules: UserFilterRules = {
  excludeGuests: true,
  excludeSharedAndResource: true,
  excludeUnlicensed: false,
  excludeServiceAccounts: true,
  customPatterns: [],
  excludedGroupIds: [],
  includedGroupIds: [],
  inactivateExcluded: false,
};

/**
 * One limit. The brake acts when the count is above `ratio` of the population, or above `number`. Populations below
 * `minimumPopulation` are counted as that many people, so that a ratio means something for a client of eight: with 0.2 and
 * 20, four people may change in any small client before an operator is asked.
 */
export interface BrakeLimit {
  /** Share of the population, 0..1. */
  readonly ratio: number;
  readonly minimumPopulation: number;
  /** An absolute count that may not be passed, whatever the population; null = none. */
  readonly number: number | null;
}

export type BrakedKind = 'creates' | 'updates' | 'relinks' | 'inactivations';

export interface BrakeRules {
  readonly perClient: Readonly<Record<BrakedKind, BrakeLimit>>;
  readonly perPlan: Readonly<Record<BrakedKind, BrakeLimit>>;
  /** A read with less than this share of the last complete read's users stops the client. */
  readonly halvedSourceRatio: number;
}

export const defaultBrakeRules: BrakeRules = {
  perClient: {
    creates: { ratio: 1, minimumPopulation: 100, number: 5000 },
    updates: { ratio: 0.8, minimumPopulation: 50, number: 2000 },
    relinks: { ratio: 0.2, minimumPopulation: 20, number: 50 },
    inactivations: { ratio: 0.2, minimumPopulation: 20, number: 50 },
  },
  perPlan: {
    creates: { ratio: 1, minimumPopulation: 1000, number: 50000 },
    updates: { ratio: 0.8, minimumPopulation: 1000, number: 20000 },
    relinks: { ratio: 0.1, minimumPopulation: 200, number: 200 },
    inactivations: { ratio: 0.1, minimumPopulation: 200, number: 500 },
  },
  // Above one half, so that a source that lost exactly every second person is stopped too.
  halvedSourceRatio: 0.6,
};

export interface SyncRules {
  readonly fields: FieldRules;
  readonly filters: UserFilterRules;
  /** Overrides by managed tenant id; only the keys present are replaced. */
  readonly filterOverrides: Readonly<Record<string, Partial<UserFilterRules>>>;
  readonly brakes: BrakeRules;
  /** A same-name, unlinked, active contact: ask (default) or create anyway. Never a link. */
  readonly nameOnly: 'review' | 'create';
}

export const defaultSyncRules: SyncRules = {
  fields: defaultFieldRules,
  filters: defaultUserFilterRules,
  filterOverrides: {},
  brakes: defaultBrakeRules,
  nameOnly: 'review',
};
