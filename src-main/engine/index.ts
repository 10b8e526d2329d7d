/**
 * The front door of the engine: builds it from a profile folder and a host, and hands out the contract's router. Hosts import
 * this file and nothing else of the engine. It imports no Electron, so the same engine runs in every host.
 */
import { randomUUID } from 'node:crypto';
import { createAdapters, type PsaPatience } from './adapters.ts';
import { activityHandlers } from './api/activity-handlers.ts';
import { createChangeHub } from './api/change-hub.ts';
import { connectionHandlers } from './api/connection-handlers.ts';
import { engineHandlers, osUserName } from './api/engine-handlers.ts';
import { implementContract } from './api/implementer.ts';
import { planHandlers } from './api/plan-handlers.ts';
import { queueHandlers } from './api/queue-handlers.ts';
import { ruleHandlers } from './api/rule-handlers.ts';
import { runHandlers } from './api/run-handlers.ts';
import { serverHandlers } from './api/server-handlers.ts';
import { tenantHandlers } from './api/tenant-handlers.ts';
import type { HostServices } from './host-services.ts';
import { type RetryNumbers, serverRetryNumbers } from './jobs/backoff.ts';
import { createJobRunner, type JobRunner } from './jobs/job-runner.ts';
import { type EngineLog, openLog } from './log.ts';
import { readSandboxFacts, type SandboxFacts, sandboxHints } from './sandbox-facts.ts';
import { openSecretStore } from './secrets/secret-store.ts';
import { openStore } from './store/open-store.ts';
import { createActiveAdapters } from './sync/active-adapters.ts';
import { createClientLocks } from './sync/client-locks.ts';
import type { SyncContext } from './sync/context.ts';
import { isFlagOn } from './sync/feature-flags.ts';
import { jobHandlers } from './sync/job-handlers.ts';
import { createMatchPreview, type MatchPreview } from './sync/matches.ts';
import { readSettings } from './sync/rule-settings.ts';
import { startSchedule } from './sync/schedule.ts';

export { EngineError } from './domain/engine-error.ts';
export type { HostServices } from './host-services.ts';
export { defaultHome } from './profile-home.ts';

export interface EngineOptions {
  /** The profile's data folder; made when missing. */
  readonly home: string;
  readonly hostKind: 'electron' | 'web' | 'cli';
  readonly host: HostServices;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly appVersion: string;
  /** Whether somebody is there to take a one-way act back before it is pushed; absent: in hosts with a screen. */
  readonly isAttended?: boolean;
  /** Scenarios that lose hundreds of requests wait less between attempts; absent: the server's own numbers. */
  readonly patience?: { readonly jobs: RetryNumbers; readonly psa: PsaPatience };
}

const hostNames = { electron: 'desktop app', web: 'web host', cli: 'command line' } as const;
const jobsAtOnce = 3;
/** Finished jobs are history for a month; the runs they carried out are kept. */
const keptJobsMs = 30 * 24 * 3_600_000;

/**
 * Opens the profile and starts the queue, which takes up whatever an earlier process left. Throws `EngineError`: `profile.inUse`,
 * `store.*`, `secrets.*`, `input.invalid`.
 */
export async function createEngine(options: EngineOptions) {
  const { home, hostKind, host, env, appVersion, patience } = options;
  const isAttended = options.isAttended ?? hostKind !== 'cli';
  const sandbox = readSandboxFacts(env);
  const store = openStore(home, { now: Date.now, newId: randomUUID, host: hostNames[hostKind] });
  const { log, close: closeLog } = openLog(home);
  const secrets = await openSecretStore({ profileDir: home, host, env, passphrase: null, log }).catch(
    (thrown: unknown) => {
      store.close();
      throw thrown;
    },
  );
  const adapters = createAdapters({ secrets, host, env, appVersion, log, psaPatience: patience?.psa ?? {} });
  const hub = createChangeHub();
  const preview = createMatchPreview(store);
  const steering = lateRunner();
  const ctx: SyncContext = {
    store,
    secrets,
    adapters,
    log,
    runner: steering.runner,
    clientLocks: createClientLocks(),
    now: Date.now,
    newId: randomUUID,
    operator: () => readSettings(store, osUserName()).operatorName,
    isFlagOn: (flag) => isFlagOn(store, flag),
    oneWayWindowMs: () => (isAttended ? readSettings(store, osUserName()).oneWayWindowSeconds * 1000 : 0),
    ...createActiveAdapters({ store, secrets, adapters }),
    signInToPsa: async (baseUrl) => (await host.signInToPsa({ baseUrl }))?.cookies ?? null,
    notify(notice) {
      if (readSettings(store, osUserName()).notifications) void host.notify(notice).catch(() => undefined);
    },
    changed(...topics) {
      preview.forget(topics);
      hub.changed(...topics);
    },
  };
  const runner = createJobRunner({
    jobs: store.jobs,
    handlers: jobHandlers(ctx),
    workerId: randomUUID(),
    atOnce: jobsAtOnce,
    retry: patience?.jobs ?? serverRetryNumbers,
    now: Date.now,
    onChanged: () => hub.changed('jobs', 'runs'),
  });
  steering.use(runner);
  store.jobs.prune(Date.now() - keptJobsMs);
  runner.start();
  const stopSchedule = startSchedule(ctx);
  return {
    router: routerOf({ ctx, preview, hub, log, sandbox, options }),
    /** Stops work at the next safe point, keeps it for the next start, and closes the profile. */
    async close(): Promise<void> {
      stopSchedule();
      await runner.stop();
      hub.close();
      await adapters.close();
      store.close();
      await closeLog();
    },
  };
}
export type Engine = Awaited<ReturnType<typeof createEngine>>;

interface RouterParts {
  readonly ctx: SyncContext;
  readonly preview: MatchPreview;
  readonly hub: ReturnType<typeof createChangeHub>;
  readonly log: EngineLog;
  readonly sandbox: SandboxFacts | null;
  readonly options: EngineOptions;
}

function routerOf({ ctx, preview, hub, log, sandbox, options }: RouterParts) {
  const os = implementContract(log);
  const { appVersion, hostKind, home } = options;
  return os.router({
    engine: engineHandlers(os, {
      ctx,
      preview,
      hub,
      facts: { appVersion, hostKind, home, sandbox: sandboxHints(sandbox) },
    }),
    connections: connectionHandlers(os, { ctx, log, sandbox }),
    tenants: tenantHandlers(os, ctx, preview),
    plans: planHandlers(os, ctx),
    runs: runHandlers(os, ctx, hub),
    queue: queueHandlers(os, ctx),
    rules: ruleHandlers(os, ctx),
    activity: activityHandlers(os, ctx),
    server: serverHandlers(os, ctx),
  });
}

/** Use cases steer the runner, and the runner needs the use cases' handlers: this is the one place where they meet. */
function lateRunner(): { readonly runner: SyncContext['runner']; use(runner: JobRunner): void } {
  let real: JobRunner | null = null;
  return {
    runner: {
      wake: () => real?.wake(),
      cancel: (jobId) => real?.cancel(jobId),
      pause: (jobId) => real?.pause(jobId),
      resume: (jobId) => real?.resume(jobId),
    },
    use(runner) {
      real = runner;
    },
  };
}
