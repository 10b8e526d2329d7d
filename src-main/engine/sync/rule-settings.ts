/** The rules and settings of this profile as stored: defaults where nothing was saved, an error where what is stored does not parse. */
import type { FeatureFlag, OneWayWindowSeconds } from '../../../shared/vocabulary/states.ts';
import { featureFlags } from '../../../shared/vocabulary/states.ts';
import { EngineError } from '../domain/engine-error.ts';
import { defaultSyncRules, type SyncRules } from '../domain/rules.ts';
import type { Store } from '../store/open-store.ts';

export interface ScheduleRules {
  readonly isOn: boolean;
  /** 15 .. 43,200, the guide's bounds. */
  readonly intervalMinutes: number;
  /** `ask`: the plan waits for a human. Else it is applied by itself, but only when nothing in it is held or incomplete. */
  readonly approval: 'ask' | 'whenNothingIsHeld';
}

export const defaultSchedule: ScheduleRules = { isOn: false, intervalMinutes: 1440, approval: 'ask' };

export interface ProfileSettings {
  readonly theme: 'system' | 'light' | 'dark' | 'highContrast';
  readonly operatorName: string;
  readonly singleLetterKeys: boolean;
  readonly notifications: boolean;
  readonly oneWayWindowSeconds: OneWayWindowSeconds;
}

/** A stored object over its defaults; anything else stored under that name is refused, never replaced by the default. */
function stored<Value extends object>(store: Store, name: string, defaults: Value): Value {
  const value = store.settings.get(name);
  if (value === null) return defaults;
  if (typeof value === 'object' && !Array.isArray(value)) return { ...defaults, ...value };
  throw new EngineError(
    'rules.invalid',
    `The stored setting “${name}” is not readable. Save it again; until then nothing that depends on it runs.`,
  );
}

export const readRules = (store: Store): SyncRules => stored(store, 'rules', defaultSyncRules);
export const readSchedule = (store: Store): ScheduleRules => stored(store, 'schedule', defaultSchedule);

export function readSettings(store: Store, osUserName: string): ProfileSettings {
  return stored<ProfileSettings>(store, 'settings', {
    theme: 'system',
    operatorName: osUserName,
    singleLetterKeys: true,
    notifications: true,
    oneWayWindowSeconds: 5,
  });
}

/** Every flag; on unless switched off. The guide's flags hide surfaces, they never delete. */
export function readFlags(store: Store): Record<FeatureFlag, boolean> {
  const saved = stored<Partial<Record<FeatureFlag, boolean>>>(store, 'flags', {});
  return Object.fromEntries(featureFlags.map((flag) => [flag, saved[flag] ?? true])) as Record<FeatureFlag, boolean>;
}
