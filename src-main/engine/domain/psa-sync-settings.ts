/**
 * Reads settings written for the PSA's own sync (`entra_sync_settings`: `field_sync_config`, `user_filter_config`), with the
 * names and aliases of its guide. All or nothing: what is not understood is refused in a sentence, never defaulted.
 */
import { parseFieldSyncConfig } from './field-rules/field-sync-config.ts';
import type { FieldRules, UserFilterRules } from './rules.ts';
import { parseFilterRules } from './user-filter/merge-filter-rules.ts';

export interface PsaSyncSettings {
  /** Null: the settings say nothing about fields. */
  readonly fields: FieldRules | null;
  /** Only what the settings name; null: nothing. */
  readonly filters: Partial<UserFilterRules> | null;
}

export type PsaSyncSettingsVerdict =
  | { readonly ok: true; readonly settings: PsaSyncSettings }
  | { readonly ok: false; readonly sentence: string };

const fieldNames: ReadonlySet<string> = new Set(['field_sync_config', 'fieldSyncConfig']);
const filterNames: ReadonlySet<string> = new Set(['user_filter_config', 'userFilterConfig']);

/** @param raw an object that holds one of the two configurations, or both. */
export function readPsaSyncSettings(raw: unknown): PsaSyncSettingsVerdict {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return refuse(whatIsWanted);
  const entries = Object.entries(raw);
  const stranger = entries.find(([name]) => !fieldNames.has(name) && !filterNames.has(name));
  if (stranger) return refuse(`"${stranger[0]}" is neither field_sync_config nor user_filter_config.`);
  const fields = entries.filter(([name]) => fieldNames.has(name));
  const filters = entries.filter(([name]) => filterNames.has(name));
  if (fields.length + filters.length === 0) return refuse(whatIsWanted);
  if (fields.length > 1 || filters.length > 1) return refuse('One configuration is given twice, under two names.');
  return readBoth(fields[0]?.[1], filters[0]?.[1]);
}

const whatIsWanted = 'Expected an object with field_sync_config, user_filter_config, or both.';

function readBoth(fieldConfig: unknown, filterConfig: unknown): PsaSyncSettingsVerdict {
  const fields = fieldConfig === undefined ? null : parseFieldSyncConfig(fieldConfig);
  if (fields?.kind === 'refused') return refuse(fields.problems.join(' '));
  const filters = filterConfig === undefined ? null : parseFilterRules(filterConfig ?? {});
  if (filters?.ok === false) return filters;
  return { ok: true, settings: { fields: fields?.rules ?? null, filters: filters?.rules ?? null } };
}

function refuse(sentence: string): PsaSyncSettingsVerdict {
  return { ok: false, sentence };
}
