/** Saving rules: every group is checked before any is stored; what does not hold is refused with the reason, nothing is saved. */
import { asId, type ManagedTenantId } from '../../../shared/vocabulary/ids.ts';
import { EngineError } from '../domain/engine-error.ts';
import { readPsaSyncSettings } from '../domain/psa-sync-settings.ts';
import type { SyncRules } from '../domain/rules.ts';
import { validatePattern } from '../domain/user-filter/validate-pattern.ts';
import type { SyncContext } from './context.ts';
import { readRules, readSchedule, type ScheduleRules } from './rule-settings.ts';

/** Only the groups present change. */
export type RuleChanges = { readonly [Key in keyof SyncRules]?: SyncRules[Key] | undefined } & {
  readonly schedule?: ScheduleRules | undefined;
};

/** Throws `rules.invalid` naming the pattern. */
export function saveRules(ctx: SyncContext, changes: RuleChanges): void {
  const { schedule, ...given } = changes;
  const rules = Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  ) as Partial<SyncRules>;
  for (const pattern of patternsOf(rules)) {
    const verdict = validatePattern(pattern);
    if (!verdict.ok) throw new EngineError('rules.invalid', verdict.sentence);
  }
  ctx.store.transaction(() => {
    ctx.store.settings.set('rules', { ...readRules(ctx.store), ...rules });
    if (schedule) {
      // Counted from now: switching the schedule on does not start a run behind the operator's back.
      if (schedule.isOn && !readSchedule(ctx.store).isOn) ctx.store.settings.set('scheduleAnchor', ctx.now());
      ctx.store.settings.set('schedule', schedule);
    }
    ctx.store.settings.set('rulesSaved', { at: ctx.now(), by: ctx.operator() });
    ctx.store.audit.append({
      actor: ctx.operator(),
      kind: 'rules.saved',
      subjectKind: 'rules',
      subjectId: Object.keys(changes).join(', '),
      detail: { chosen: JSON.stringify(inWords(ctx, changes)) },
    });
  });
  ctx.changed('rules', 'activity');
}

/** Throws `rules.invalid` saying what is not understood; then nothing was saved. */
export function importSettings(ctx: SyncContext, raw: unknown, managedTenantId: ManagedTenantId | null): void {
  const verdict = readPsaSyncSettings(raw);
  if (!verdict.ok) throw new EngineError('rules.invalid', verdict.sentence);
  const { fields, filters } = verdict.settings;
  const saved = readRules(ctx.store);
  if (managedTenantId === null) {
    saveRules(ctx, {
      ...(fields ? { fields } : {}),
      ...(filters ? { filters: { ...saved.filters, ...filters } } : {}),
    });
    return;
  }
  if (fields)
    throw new EngineError(
      'rules.invalid',
      'Field rules hold for every tenant. For one tenant give user_filter_config only.',
    );
  ctx.store.managedTenants.get(managedTenantId);
  const own = { ...saved.filterOverrides[managedTenantId], ...filters };
  saveRules(ctx, { filterOverrides: { ...saved.filterOverrides, [managedTenantId]: own } });
}

/** Filters of single tenants by the tenant's name, as the log's reader knows it. */
function inWords(ctx: SyncContext, { filterOverrides, ...changes }: RuleChanges): object {
  if (filterOverrides === undefined) return changes;
  const named = Object.entries(filterOverrides).map(([id, own]) => {
    const tenant = ctx.store.managedTenants.find(asId(id));
    return [tenant === null ? id : `${tenant.displayName} (${tenant.entraTenantId})`, own] as const;
  });
  return { ...changes, filterOverrides: Object.fromEntries(named) };
}

function patternsOf(rules: RuleChanges): string[] {
  const overrides = Object.values(rules.filterOverrides ?? {}).flatMap((override) => override.customPatterns ?? []);
  return [...(rules.filters?.customPatterns ?? []), ...overrides];
}

/** Everything the Rules screen shows. */
export function allRules(ctx: SyncContext): SyncRules & { readonly schedule: ScheduleRules } {
  return { ...readRules(ctx.store), schedule: readSchedule(ctx.store) };
}
