/** The engine itself over the contract: status, overview, settings, flags and the feed of changes. */
import { userInfo } from 'node:os';
import { basename } from 'node:path';
import type { EngineStatus, Overview } from '../../../shared/contract/engine-entries.ts';
import { featureFlags } from '../../../shared/vocabulary/states.ts';
import type { SyncContext } from '../sync/context.ts';
import { cachedPlatformFlags, flagStates } from '../sync/feature-flags.ts';
import type { MatchPreview } from '../sync/matches.ts';
import { attentionItems, wizardStep } from '../sync/overview.ts';
import { readFlags, readSettings } from '../sync/rule-settings.ts';
import { nextScheduledAt } from '../sync/schedule.ts';
import { jobKeyOf, windowOfRun } from '../sync/start-run.ts';
import type { ChangeHub } from './change-hub.ts';
import { untilDone } from './connection-handlers.ts';
import type { ContractImplementer } from './implementer.ts';
import { runSentence } from './run-sentence.ts';

export interface EngineFacts {
  readonly appVersion: string;
  readonly hostKind: EngineStatus['hostKind'];
  readonly home: string;
  readonly sandbox: EngineStatus['sandbox'];
}

/** The name shown until an operator types his own. */
export function osUserName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'operator';
  }
}

function activeJobs(ctx: SyncContext): number {
  const { queued, running, waiting } = ctx.store.jobs.counts();
  return (queued ?? 0) + (running ?? 0) + (waiting ?? 0);
}

function overview(ctx: SyncContext, preview: MatchPreview): Overview {
  const all = preview.all();
  const customers = all.filter(({ tenant }) => !tenant.isPartner);
  const count = (state: string) => customers.filter(({ match }) => match.state === state).length;
  const newest = ctx.store.plans.page('ready', { offset: 0, limit: 1 }).rows[0];
  const last = ctx.store.runs
    .page({ runType: null, status: null }, { offset: 0, limit: 20 })
    .rows.find((run) => run.runType !== 'preflight' && run.runType !== 'discovery');
  const psaAt = ctx.store.psaReads.state('contacts')?.lastReadAt ?? null;
  const seenAt = all.length > 0 ? Math.max(...all.map(({ tenant }) => tenant.lastSeenAt)) : null;
  const reads = customers.flatMap(({ tenant, match }) =>
    match.state === 'mapped'
      ? [ctx.store.directoryUsers.latestCompleteRead(tenant.managedTenantId)?.finishedAt ?? null]
      : [],
  );
  const oldest = reads.length > 0 && reads.every((at) => at !== null) ? Math.min(...(reads as number[])) : null;
  return {
    attention: attentionItems(ctx, preview),
    freshness: [
      {
        source: 'psa',
        label: 'Clients and contacts',
        asOf: psaAt,
        sentence: psaAt ? 'As last read from the PSA.' : 'Not read yet.',
      },
      {
        source: 'discovery',
        label: 'Managed tenants',
        asOf: seenAt,
        sentence: seenAt ? 'As last discovered.' : 'Not discovered yet.',
      },
      {
        source: 'directory',
        label: 'Directory users',
        asOf: oldest,
        sentence: oldest ? 'The oldest directory of a mapped tenant.' : 'Not every mapped tenant has been read.',
      },
    ],
    counts: {
      managedTenants: customers.length,
      mapped: count('mapped'),
      needsReview: count('needsReview'),
      autoMatched: count('autoMatched'),
      skipped: count('skipped'),
      newSinceLastTime: customers.filter(({ tenant }) => tenant.isNew).length,
      clients: ctx.store.clients.counts().total,
      contacts: ctx.store.contacts.count(),
      directoryUsers: ctx.store.directoryUsers.count(),
      links: ctx.store.links.list().filter((link) => link.status === 'active').length,
      queueOpen: ctx.store.queue.counts().open,
      heldClients: newest ? new Set(newest.holds.map((hold) => hold.clientId)).size : 0,
    },
    lastRun: last
      ? {
          runId: last.runId,
          runType: last.runType,
          status: last.status,
          finishedAt: last.finishedAt,
          sentence: runSentence({
            run: last,
            tenants: ctx.store.runs.listTenants(last.runId),
            progress: null,
            isInWindow: windowOfRun(ctx, ctx.store.jobs.findUnfinishedByKey(jobKeyOf(last.runId))) !== null,
          }),
        }
      : null,
    nextRunAt: nextScheduledAt(ctx),
    wizardStep: wizardStep(ctx),
  };
}

/** Which flags are on, and which of profile and platform switched one off. */
function flagFacts(store: SyncContext['store']): Pick<EngineStatus, 'flags' | 'flagSources' | 'platformFlagsAsOf'> {
  const states = flagStates(store);
  const flags = Object.fromEntries(featureFlags.map((flag) => [flag, states[flag].isOn])) as EngineStatus['flags'];
  const flagSources = Object.fromEntries(
    featureFlags.map((flag) => {
      const { isOnHere, platform, platformSentence } = states[flag];
      return [flag, { isOnHere, platform, platformSentence }];
    }),
  ) as EngineStatus['flagSources'];
  return { flags, flagSources, platformFlagsAsOf: cachedPlatformFlags(store)?.readAt ?? null };
}

interface Needs {
  readonly ctx: SyncContext;
  readonly preview: MatchPreview;
  readonly hub: ChangeHub;
  readonly facts: EngineFacts;
}

export function engineHandlers(os: ContractImplementer, { ctx, preview, hub, facts }: Needs) {
  const entries = os.engine;
  const settings = () => readSettings(ctx.store, osUserName());
  return {
    status: entries.status.handler(() => ({
      appVersion: facts.appVersion,
      hostKind: facts.hostKind,
      profileName: basename(facts.home),
      sandbox: facts.sandbox,
      vaultProtection: ctx.secrets.protection,
      ...flagFacts(ctx.store),
      activeJobs: activeJobs(ctx),
    })),
    overview: entries.overview.handler(() => overview(ctx, preview)),
    changes: entries.changes.handler(async function* ({ signal }) {
      for await (const topics of hub.stream(untilDone(signal))) yield { topics: [...topics] };
    }),
    getSettings: entries.getSettings.handler(() => settings()),
    saveSettings: entries.saveSettings.handler(({ input }) => {
      ctx.store.settings.set('settings', { ...settings(), ...input });
      ctx.changed('settings');
      return settings();
    }),
    setFlag: entries.setFlag.handler(({ input }) => {
      ctx.store.transaction(() => {
        ctx.store.settings.set('flags', { ...readFlags(ctx.store), [input.flag]: input.isOn });
        ctx.store.audit.append({
          actor: ctx.operator(),
          kind: 'flag.set',
          subjectKind: 'flag',
          subjectId: input.flag,
          detail: { chosen: input.isOn ? 'on' : 'off' },
        });
      });
      ctx.changed('settings', 'activity');
      return { ok: true as const };
    }),
  };
}
