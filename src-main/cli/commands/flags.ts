/** `flags`: which feature flags are on, which of profile and platform switched one off, and the platform's own flags. */
import type { Command } from 'commander';
import type { EngineStatus } from '../../../shared/contract/engine-entries.ts';
import type { PlatformFlagView } from '../../../shared/contract/server-entries.ts';
import { type FeatureFlag, featureFlags } from '../../../shared/vocabulary/states.ts';
import { EngineError } from '../../engine/index.ts';
import { exitCodes } from '../exit-codes.ts';
import { printAnswer, stamp, table } from '../output.ts';
import { action, type ConcordClient, type GlobalOptions, withEngine } from '../session.ts';

interface FlagOptions extends GlobalOptions {
  readonly ensure?: boolean;
  readonly forget?: boolean;
  readonly on?: string;
  readonly off?: string;
  readonly add?: string;
  readonly remove?: string;
  readonly workspace?: string;
  readonly cached?: boolean;
}

const here = (flag: PlatformFlagView) => ({ on: 'on', off: 'off', cannotTell: 'cannot be told' })[flag.verdict];

async function flags(options: FlagOptions): Promise<number> {
  return withEngine(options, async ({ client, json }) => {
    if (options.ensure) return ensure(client, json);
    if (options.forget) {
      await client.server.forgetFlags({});
      printAnswer(json, { ok: true }, () => 'Forgotten: this profile’s own switches decide.');
      return exitCodes.ok;
    }
    const target = options.add ?? options.remove;
    if (target !== undefined) return aim(client, json, { ...options, key: target });
    const own = options.on ?? options.off;
    if (own !== undefined) {
      await client.engine.setFlag({ flag: knownFlag(own), isOn: options.on !== undefined });
      return list(client, json, { isCached: true });
    }
    return list(client, json, { isCached: options.cached === true });
  });
}

function knownFlag(typed: string): FeatureFlag {
  const flag = featureFlags.find((one) => one === typed);
  if (flag) return flag;
  throw new EngineError('input.invalid', `There is no flag “${typed}” here. There are: ${featureFlags.join(', ')}.`);
}

async function ensure(client: ConcordClient, json: boolean): Promise<number> {
  const ensured = await client.server.ensureFlags({});
  const { created, existing, missing, answer } = ensured;
  printAnswer(json, ensured, () =>
    [
      `Created: ${created.join(', ') || 'none'}. There already: ${existing.join(', ') || 'none'}.`,
      ...(missing.length > 0 ? [`The server claims but does not list: ${missing.join(', ')}.`] : []),
      ...answer.flags.map((flag) => `${flag.key} is ${here(flag)} for this workspace. ${flag.sentence}`),
    ].join('\n'),
  );
  return missing.length > 0 ? exitCodes.partial : exitCodes.ok;
}

async function aim(
  client: ConcordClient,
  json: boolean,
  { key, add, workspace }: FlagOptions & { readonly key: string },
): Promise<number> {
  const flag = await client.server.targetFlag({ key, psaTenantId: workspace ?? null, isOn: add !== undefined });
  printAnswer(
    json,
    flag,
    () => `${flag.key}: ${flag.psaTenantIds.length} workspaces named. Here: ${here(flag)}. ${flag.sentence}`,
  );
  return exitCodes.ok;
}

/** What the platform says of a flag, in one cell. */
function platformCell({ platform, platformSentence }: EngineStatus['flagSources'][FeatureFlag]): string {
  if (platform === 'notRead') return 'never read';
  return platform === 'cannotTell' || platform === 'absent' ? (platformSentence ?? platform) : platform;
}

async function list(
  client: ConcordClient,
  json: boolean,
  { isCached }: { readonly isCached: boolean },
): Promise<number> {
  const before = await client.server.lastFlags({});
  const canAsk = before.canAsk && !isCached;
  const platform = canAsk ? (await client.server.flags({})).flags : (before.answer?.flags ?? []);
  const status = await client.engine.status({});
  const { flags: effective, flagSources: sources, platformFlagsAsOf: asOf } = status;
  printAnswer(json, { platform, profile: effective, sources, asOf, isCached: !canAsk }, () =>
    [
      table(
        ['flag', 'counts as', 'in this profile', 'on the platform'],
        featureFlags.map((flag) => [
          flag,
          effective[flag] ? 'on' : 'off',
          sources[flag].isOnHere ? 'on' : 'off',
          platformCell(sources[flag]),
        ]),
        '',
      ),
      asOf === null ? 'The PSA’s platform was never read.' : `The PSA’s platform as of ${stamp(asOf)}.`,
      ...(before.sentence === null ? [] : [before.sentence]),
      ...(before.failure !== null && !canAsk ? [`Reading it again failed: ${before.failure.sentence}`] : []),
      ...(platform.length === 0
        ? []
        : [
            '',
            table(
              ['platform flag', 'active', 'workspaces', 'rollout', 'here', 'why'],
              platform.map((flag) => [
                flag.key,
                flag.isActive ? 'yes' : 'no',
                flag.psaTenantIds.length,
                flag.rolloutPercentage,
                here(flag),
                flag.sentence,
              ]),
              '',
            ),
          ]),
      ...(canAsk && platform.length === 0 ? ['The platform has no flags. Run: concord flags --ensure'] : []),
    ].join('\n'),
  );
  return exitCodes.ok;
}

export function addFlagCommands(program: Command): void {
  program
    .command('flags')
    .description(
      'feature flags: what counts, this profile’s switch, and the PSA platform’s answer (read again where a master key is in PSA_MASTER_API_KEY or the secrets)',
    )
    .option('--cached', 'do not ask the platform; what was last read')
    .option('--on <flag>', 'switch a flag on in this profile')
    .option('--off <flag>', 'switch a flag off in this profile')
    .option('--ensure', 'create the Entra flags on the platform where missing; they start released to nobody')
    .option('--add <key>', 'release a platform flag to this workspace, or to --workspace')
    .option('--remove <key>', 'take this workspace, or --workspace, out of a platform flag')
    .option('--workspace <uuid>', 'another workspace (tenant) of the PSA')
    .option('--forget', 'forget the platform’s answer; this profile’s switches decide alone')
    .action(action(flags));
}
