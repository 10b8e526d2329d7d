/**
 * Which feature flags are on: this profile's own switch AND what the PSA's platform says for its workspace, where that was ever
 * read. The platform's answer is kept with its time, so that a machine without a network is gated by the last known answer.
 * What cannot be told from here never gates. Flags only hide and hold; they delete nothing.
 */
import { z } from 'zod';
import { type FeatureFlag, featureFlags } from '../../../shared/vocabulary/states.ts';
import { EngineError } from '../domain/engine-error.ts';
import { judgePlatformFlag, type PlatformVerdict } from '../domain/platform-flag.ts';
import type { Store } from '../store/open-store.ts';
import { readFlags } from './rule-settings.ts';

const settingName = 'platformFlags';

const cached = z.object({
  /** The PSA it was asked of; another PSA's answer counts for nothing here. */
  baseUrl: z.string(),
  psaTenantId: z.string().nullable(),
  readAt: z.number(),
  /** Set while the newest attempt to read again has failed. */
  failure: z.object({ at: z.number(), sentence: z.string() }).nullable(),
  /** False: the platform's list was cut off at its most, so what is not in it may still exist. */
  isWhole: z.boolean(),
  /** Ours only, by their names; a flag that the platform does not list is not here. */
  flags: z.array(
    z.object({
      flagId: z.string(),
      key: z.enum(featureFlags),
      name: z.string(),
      isActive: z.boolean(),
      groups: z
        .array(
          z.object({
            rolloutPercentage: z.number().nullable(),
            psaTenantIds: z.array(z.string()).nullable(),
            hasOtherConditions: z.boolean(),
          }),
        )
        .nullable(),
      psaTenantIds: z.array(z.string()),
      rolloutPercentage: z.number().nullable(),
    }),
  ),
});
export type CachedPlatformFlags = z.infer<typeof cached>;

/** The platform's last answer for the connected PSA; null where it was never read. An unreadable one is read again, not trusted. */
export function cachedPlatformFlags(store: Store): CachedPlatformFlags | null {
  const baseUrl = store.psaConnections.getActive()?.baseUrl;
  const parsed = cached.safeParse(store.settings.get(settingName));
  return parsed.success && parsed.data.baseUrl === baseUrl ? parsed.data : null;
}

export function savePlatformFlags(store: Store, answer: CachedPlatformFlags): void {
  store.settings.set(settingName, answer);
}

export function forgetPlatformFlags(store: Store): void {
  store.settings.remove(settingName);
}

export interface FlagState {
  readonly isOn: boolean;
  readonly isOnHere: boolean;
  readonly platform: PlatformVerdict | 'absent' | 'notRead';
  /** What the platform says and as of when it counts, in words; null where it was never read. */
  readonly platformSentence: string | null;
}

export type FlagStates = Readonly<Record<FeatureFlag, FlagState>>;

export function flagStates(store: Store): FlagStates {
  const here = readFlags(store);
  const answer = cachedPlatformFlags(store);
  return Object.fromEntries(featureFlags.map((flag) => [flag, stateOf(flag, here[flag], answer)])) as FlagStates;
}

function stateOf(flag: FeatureFlag, isOnHere: boolean, answer: CachedPlatformFlags | null): FlagState {
  if (answer === null) return { isOn: isOnHere, isOnHere, platform: 'notRead', platformSentence: null };
  const row = answer.flags.find(({ key }) => key === flag);
  if (!row) {
    const unlisted = answer.isWhole
      ? ({ platform: 'absent', platformSentence: 'The PSA’s platform has no flag of this name.' } as const)
      : ({
          platform: 'cannotTell',
          platformSentence: 'The platform’s list is cut off before a flag of this name.',
        } as const);
    return { isOn: isOnHere, isOnHere, ...unlisted };
  }
  const { verdict, sentence } = judgePlatformFlag(row, answer.psaTenantId);
  return { isOn: isOnHere && verdict !== 'off', isOnHere, platform: verdict, platformSentence: sentence };
}

export function isFlagOn(store: Store, flag: FeatureFlag): boolean {
  return flagStates(store)[flag].isOn;
}

/** Throws `flag.off` saying which of the two switched it off. `consequence` completes "…, so …" or stands alone. */
export function requireFlag(store: Store, flag: FeatureFlag, consequence: string): void {
  const state = flagStates(store)[flag];
  if (state.isOn) return;
  const asOf = cachedPlatformFlags(store)?.readAt;
  const why = state.isOnHere
    ? `is off on the PSA’s platform${asOf === undefined ? '' : `, as read ${utcMinute(asOf)}`}`
    : state.platform === 'off'
      ? 'is off, in this profile and on the PSA’s platform'
      : 'is off in this profile';
  throw new EngineError('flag.off', `The feature flag ${flag} ${why}; ${consequence}`, {
    details: { flag, here: state.isOnHere, platform: state.platform },
  });
}

function utcMinute(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
