/** The real engine in this process, on a throw-away profile, connected to a sandbox: for scenarios that need more than the CLI. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ContractRouterClient } from '@orpc/contract';
import { createRouterClient } from '@orpc/server';
import type { ConcordContract } from '../../../shared/contract/index.ts';
import type { RunView } from '../../../shared/contract/run-entries.ts';
import { noRetry } from '../../../src-main/engine/http/retry-policy.ts';
import { createEngine, type EngineOptions, type HostServices } from '../../../src-main/engine/index.ts';
import type { Sandbox } from './sandbox.ts';

export type Client = ContractRouterClient<ConcordContract>;

export interface RunningEngine {
  readonly client: Client;
  readonly home: string;
  /** Follows a run to its end. */
  ended(started: { readonly runId: string }): Promise<RunView>;
  /** Closes the engine and keeps the profile. */
  close(): Promise<void>;
  remove(): Promise<void>;
}

const noHost: HostServices = {
  openExternal: async () => false,
  wrapKey: async () => null,
  unwrapKey: async () => null,
  notify: async () => undefined,
  signInToPsa: async () => null,
};

const isOver = new Set(['completed', 'partial', 'failed', 'cancelled', 'held']);

export interface EngineWishes {
  /** A profile to open again; absent: a new, throw-away one. */
  readonly home?: string;
  readonly host?: Partial<HostServices>;
  /** The environment that the engine reads secrets and settings from; absent: an empty one. */
  readonly env?: Readonly<Record<string, string>>;
  readonly patience?: NonNullable<EngineOptions['patience']>;
  /** True: somebody sits at a screen, so one-way acts wait in their cancel window. */
  readonly isAttended?: boolean;
  /** Only for `mappedEngine`: map customers with one of these words in their names; absent: all auto-matched ones. */
  readonly customers?: readonly string[];
}

/** Waits of milliseconds instead of seconds, for scenarios that lose many requests. */
export const inAHurry: NonNullable<EngineOptions['patience']> = {
  jobs: { firstDelayMs: 5, factor: 2, longestDelayMs: 20 },
  psa: { readRetry: { ...noRetry, statuses: [500, 502, 503, 504] }, lookAgainAfterMs: 5 },
};

export async function anEngine(options: EngineWishes = {}): Promise<RunningEngine> {
  const home = options.home ?? (await mkdtemp(join(tmpdir(), 'concord-engine-')));
  const engine = await createEngine({
    home,
    hostKind: 'cli',
    host: { ...noHost, ...options.host },
    env: options.env ?? {},
    appVersion: 'test',
    ...(options.patience ? { patience: options.patience } : {}),
    ...(options.isAttended ? { isAttended: true } : {}),
  });
  const client = createRouterClient(engine.router) as Client;
  return {
    client,
    home,
    async ended({ runId }) {
      for await (const { run } of await client.runs.follow({ runId })) if (isOver.has(run.status)) return run;
      return (await client.runs.get({ runId })).run;
    },
    close: () => engine.close(),
    async remove() {
      await engine.close();
      await rm(home, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** Connects both sides, discovers, and confirms every auto-matched tenant. */
export async function mappedEngine(sandbox: Pick<Sandbox, 'line'>, options: EngineWishes = {}): Promise<RunningEngine> {
  const engine = await anEngine(options);
  const { client } = engine;
  const { line } = sandbox;
  await client.connections.connectCipp({ baseUrl: line.cipp.url, auth: { kind: 'token', token: line.cipp.token } });
  await client.connections.connectPsa({ baseUrl: line.psa.url, apiKey: line.psa.apiKey });
  await engine.ended(await client.tenants.discover({}));
  const { rows } = await client.tenants.list({ state: 'autoMatched', limit: 500 });
  const { customers } = options;
  const wanted = rows.filter((row) => !customers || customers.some((word) => row.displayName.includes(word)));
  const decisions = wanted.flatMap((row) =>
    row.candidates[0]
      ? [
          {
            managedTenantId: row.managedTenantId,
            decision: { kind: 'map' as const, clientId: row.candidates[0].clientId },
          },
        ]
      : [],
  );
  await client.tenants.confirm({ decisions });
  return engine;
}

/** Preflight of the estate, approved: the plan's id. */
export async function approvedPlan({ client, ended }: RunningEngine): Promise<string> {
  const run = await ended(await client.plans.preflight({ scope: { kind: 'estate' } }));
  const plan = await client.plans.get({ planId: run.planId ?? '' });
  await client.plans.approve({ planId: plan.planId, contentHash: plan.contentHash });
  return plan.planId;
}
