/** Rules as the contract shows them: the same facts, as plain mutable data. */
import type { Rules } from '../../../shared/contract/rule-entries.ts';
import type { SyncRules } from '../domain/rules.ts';
import type { ScheduleRules } from '../sync/rule-settings.ts';

export function rulesView(rules: SyncRules & { readonly schedule: ScheduleRules }): Rules {
  return structuredClone(rules) as Rules;
}
