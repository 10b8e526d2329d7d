/**
 * Schedule and user filters (psa.md 2.3, 2.4), mounted on a full server only. An interval outside 15..43200 minutes is clamped,
 * a non-number becomes the default, and a filter POST without `config` silently resets to the defaults.
 */
import { asRecord, recordOf } from '../http.ts';
import { ok, RouteRefusal } from './answers.ts';
import type { EntraHandler } from './context.ts';

const DEFAULT_INTERVAL = 1440;
const LEAST_INTERVAL = 15;
const MOST_INTERVAL = 43_200;

export const getSchedule: EntraHandler = ({ store }) =>
  ok({
    syncEnabled: store.settings.sync_enabled,
    syncIntervalMinutes: store.settings.sync_interval_minutes,
    updatedAt: store.settings.updated_at,
  });

export const saveSchedule: EntraHandler = ({ store, request, worker }) => {
  const { syncEnabled, syncIntervalMinutes } = recordOf(request);
  if (typeof syncEnabled !== 'boolean') throw new RouteRefusal('syncEnabled must be a boolean.');
  const wanted = typeof syncIntervalMinutes === 'number' ? Math.floor(syncIntervalMinutes) : DEFAULT_INTERVAL;
  const updatedAt = store.nowIso();
  store.settings = {
    ...store.settings,
    exists: true,
    sync_enabled: syncEnabled,
    sync_interval_minutes: Math.min(Math.max(wanted, LEAST_INTERVAL), MOST_INTERVAL),
    updated_at: updatedAt,
  };
  const scheduleApplied = worker.settings.reachable;
  return ok({
    syncEnabled,
    syncIntervalMinutes: store.settings.sync_interval_minutes,
    updatedAt,
    scheduleApplied,
    scheduleError: scheduleApplied ? null : 'The sync service is not available right now.',
  });
};

const FILTER_DEFAULTS = {
  version: 1,
  memberUsersOnly: false,
  licensedUsersOnly: false,
  includeGroupIds: [] as string[],
  excludeGroupIds: [] as string[],
  exclusionPatterns: [] as string[],
  deactivateExcludedContacts: false,
  importSharedMailboxes: false,
};

const LISTS = ['includeGroupIds', 'excludeGroupIds', 'exclusionPatterns'] as const;
const FLAGS = ['memberUsersOnly', 'licensedUsersOnly', 'deactivateExcludedContacts', 'importSharedMailboxes'] as const;

function compiles(source: string): boolean {
  try {
    return new RegExp(source) instanceof RegExp;
  } catch {
    return false;
  }
}

/** Only what was given; lists must be lists of text, patterns must compile. */
function parseFilter(value: unknown): Record<string, unknown> {
  const given = asRecord(value);
  const kept: Record<string, unknown> = {};
  for (const name of LISTS) {
    const list = given[name];
    if (list === undefined) continue;
    if (!Array.isArray(list) || list.some((entry) => typeof entry !== 'string')) {
      throw new RouteRefusal(`${name} must be a list of strings.`);
    }
    kept[name] = list;
    const broken = name === 'exclusionPatterns' ? list.find((source) => !compiles(String(source))) : undefined;
    if (broken !== undefined) throw new RouteRefusal(`Invalid exclusion pattern: ${broken}`);
  }
  for (const name of FLAGS) if (typeof given[name] === 'boolean') kept[name] = given[name];
  return kept;
}

export const getFilters: EntraHandler = ({ store }) =>
  ok({ config: { ...FILTER_DEFAULTS, ...store.settings.user_filter_config } });

export const saveFilters: EntraHandler = ({ store, request }) => {
  const config = { ...FILTER_DEFAULTS, ...parseFilter(recordOf(request)['config']) };
  store.settings = { ...store.settings, exists: true, user_filter_config: config, updated_at: store.nowIso() };
  return ok({ config });
};

function union(a: unknown, b: unknown): unknown[] {
  return [...new Set([...(Array.isArray(a) ? a : []), ...(Array.isArray(b) ? b : [])])];
}

/** Booleans and included groups replace the default; exclusions are joined, so an override cannot lift one. */
function effective(
  defaults: Record<string, unknown>,
  override: Record<string, unknown> | null,
): Record<string, unknown> {
  if (!override) return defaults;
  return {
    ...defaults,
    ...override,
    excludeGroupIds: union(defaults['excludeGroupIds'], override['excludeGroupIds']),
    exclusionPatterns: union(defaults['exclusionPatterns'], override['exclusionPatterns']),
  };
}

export const tenantFilter: EntraHandler = ({ store, request }, id) => {
  const managedTenantId = id === 'managed' ? (request.query.get('managedTenantId') ?? '') : id;
  if (!store.managedTenants.has(managedTenantId)) throw new RouteRefusal('Unknown managed tenant.');
  const defaults = { ...FILTER_DEFAULTS, ...store.settings.user_filter_config };
  if (request.method === 'GET') {
    const override = store.tenantFilters.get(managedTenantId) ?? null;
    return ok({ override, effective: effective(defaults, override), defaults });
  }
  const given = recordOf(request)['override'] ?? null;
  const override = given === null ? null : parseFilter(given);
  if (override === null) store.tenantFilters.delete(managedTenantId);
  else store.tenantFilters.set(managedTenantId, override);
  return ok({ override, effective: effective(defaults, override) });
};
