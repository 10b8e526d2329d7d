/**
 * What a platform feature flag says for one workspace of the PSA, as far as that can be told from here (`contracts/psa.md` 1.7).
 * Decides only what is certain: inactive, named in a release group at 100 %, open to everybody, or released to nobody of that
 * workspace. A share between 0 and 100 % is drawn on the platform by a method we do not see, so it is never guessed.
 */

/** One release group. The flag is on where any group lets the workspace in. */
export interface ReleaseGroup {
  /** Share of those it fits, 0..100; null where the platform names none. */
  readonly rolloutPercentage: number | null;
  /** The workspaces it names exactly; null: it names none, so it fits every workspace. */
  readonly psaTenantIds: readonly string[] | null;
  /** It asks for something that is not a workspace by exact id. */
  readonly hasOtherConditions: boolean;
}

export interface FlagRules {
  readonly isActive: boolean;
  /** Null: the answer had no list of groups at all. */
  readonly groups: readonly ReleaseGroup[] | null;
}

export type PlatformVerdict = 'on' | 'off' | 'cannotTell';

export interface JudgedFlag {
  readonly verdict: PlatformVerdict;
  /** Why, in words. */
  readonly sentence: string;
}

/** `psaTenantId` null: the PSA does not say which workspace our key belongs to. */
export function judgePlatformFlag(flag: FlagRules, psaTenantId: string | null): JudgedFlag {
  if (!flag.isActive) return { verdict: 'off', sentence: 'The flag is not active there.' };
  if (flag.groups === null)
    return { verdict: 'cannotTell', sentence: 'The platform does not say to whom the flag is released.' };
  if (flag.groups.length === 0) return { verdict: 'off', sentence: 'The flag is released to nobody there.' };
  const judged = flag.groups.map((group) => judgeGroup(group, psaTenantId));
  return (
    judged.find(({ verdict }) => verdict === 'on') ??
    judged.find(({ verdict }) => verdict === 'cannotTell') ?? {
      verdict: 'off',
      sentence: 'This workspace is in none of the flag’s release groups.',
    }
  );
}

const outside: JudgedFlag = { verdict: 'off', sentence: 'This workspace is not in the release group.' };

function judgeGroup(group: ReleaseGroup, psaTenantId: string | null): JudgedFlag {
  const { rolloutPercentage, psaTenantIds, hasOtherConditions } = group;
  if (rolloutPercentage === 0) return outside;
  if (psaTenantIds !== null && psaTenantId === null)
    return {
      verdict: 'cannotTell',
      sentence: 'The flag names workspaces, and the PSA does not say which one is ours.',
    };
  const isNamed = psaTenantIds?.includes(psaTenantId ?? '') ?? true;
  if (!isNamed) return outside;
  if (hasOtherConditions)
    return {
      verdict: 'cannotTell',
      sentence: 'The flag’s release group has conditions that cannot be told from here.',
    };
  if (rolloutPercentage !== 100)
    return {
      verdict: 'cannotTell',
      sentence:
        rolloutPercentage === null
          ? 'The flag’s release group names no share.'
          : `The flag is released to ${rolloutPercentage} % of those it fits; whether to this workspace cannot be told from here.`,
    };
  return psaTenantIds === null
    ? { verdict: 'on', sentence: 'The flag is released to everybody.' }
    : { verdict: 'on', sentence: 'The flag is released to this workspace.' };
}
