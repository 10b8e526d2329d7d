/** Rules: field rules, user filters, brakes, schedule. A rule that does not parse is refused, saying why. */
import { z } from 'zod';
import { exclusionReasons, fieldRuleKeys } from '../vocabulary/states.ts';
import { at, command, noInput, page, query } from './entry.ts';

export const fieldRules = z.object({
  displayName: z.boolean(),
  email: z.boolean(),
  phone: z.boolean(),
  role: z.boolean(),
  upn: z.boolean(),
  markInactiveWhenDisabled: z.boolean(),
  blankMayOverwrite: z.array(z.enum(fieldRuleKeys)),
});

export const userFilterRules = z.object({
  excludeGuests: z.boolean(),
  excludeSharedAndResource: z.boolean(),
  excludeUnlicensed: z.boolean(),
  excludeServiceAccounts: z.boolean(),
  customPatterns: z.array(z.string().min(1).max(500)).max(200),
  excludedGroupIds: z.array(z.string()).max(200),
  includedGroupIds: z.array(z.string()).max(200),
  inactivateExcluded: z.boolean(),
});
export type UserFilterRulesView = z.infer<typeof userFilterRules>;

const brakeLimit = z.object({
  ratio: z.number().min(0).max(1),
  minimumPopulation: z.number().int().min(0),
  number: z.number().int().min(0).nullable(),
});
const brakeSet = z.object({ creates: brakeLimit, updates: brakeLimit, relinks: brakeLimit, inactivations: brakeLimit });

export const brakeRules = z.object({
  perClient: brakeSet,
  perPlan: brakeSet,
  halvedSourceRatio: z.number().min(0).max(1),
});

export const schedule = z.object({
  isOn: z.boolean(),
  /** The guide's bounds: 15 minutes to 30 days. */
  intervalMinutes: z.number().int().min(15).max(43_200),
  /** `ask`: the plan waits for a human. Else it is applied by itself when nothing in it is held or incomplete. */
  approval: z.enum(['ask', 'whenNothingIsHeld']).default('ask'),
});

export const rules = z.object({
  fields: fieldRules,
  filters: userFilterRules,
  filterOverrides: z.record(z.string(), userFilterRules.partial()),
  brakes: brakeRules,
  nameOnly: z.enum(['review', 'create']),
  schedule,
});
export type Rules = z.infer<typeof rules>;

export const ruleEntries = {
  get: query(
    'Every rule of this profile.',
    noInput,
    z.object({ rules, savedAt: at.nullable(), savedBy: z.string().nullable() }),
  ),
  save: command('Save the given rule groups; the others stay.', rules.partial(), rules),
  importSettings: command(
    'Take over settings written for the PSA’s own sync, in its names and aliases; refused whole when anything in them is not understood.',
    z.object({
      /** An object with `field_sync_config`, `user_filter_config`, or both. */
      settings: z.record(z.string(), z.unknown()),
      /** The filters become this tenant's own; null: they become the profile's. */
      managedTenantId: z.string().nullable().default(null),
    }),
    rules,
  ),
  whoWouldThisHit: query(
    'Who the given filters would exclude among the directory users last read, by rule; saves nothing.',
    z.object({
      filters: userFilterRules,
      managedTenantId: z.string().nullable().default(null),
      /** True: the filters are what this one tenant would have in all; its saved rules of its own are not laid over them. */
      areTenantsOwn: z.boolean().default(false),
      search: z.string().max(200).default(''),
      ...page,
    }),
    z.object({
      considered: z.number(),
      excluded: z.number(),
      byReason: z.array(z.object({ reason: z.enum(exclusionReasons), count: z.number() })),
      rows: z.array(
        z.object({
          managedTenantId: z.string(),
          tenantName: z.string(),
          entraObjectId: z.string(),
          displayName: z.string(),
          address: z.string().nullable(),
          reason: z.enum(exclusionReasons),
          rule: z.string(),
          /** True when the saved rules do not exclude this person. */
          isNew: z.boolean(),
        }),
      ),
      total: z.number(),
    }),
  ),
};
