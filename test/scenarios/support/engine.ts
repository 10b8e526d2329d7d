/** The real engine in this process, on a throw-away profile, connected to a sandbox: for scenarios that need more than the CLI. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ContractRouterClient } from '@orpc/contract';
import { createRouterClient } from '@orpc/server';
import type { ConcordContract } from '../../../shared/contract/index.ts';
import type { RunView } from '../../../shared/contract/run-entries.ts';
import { createEngine, type HostServices } from '../../../src-main/engine/index.ts';
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

export async function anEngine(
  options: { readonly home?: string; readonly host?: Partial<HostServices> } = {},
): Promise<RunningEngine> {
  const home = options.home ?? (await mkdtemp(join(tmpdir(), 'concord-engine-')));
  const engine = await createEngine({
    home,
    hostKind: 'cli',
    host: { ...noHost, ...options.host },
    env: {},
    appVersion: 'test',
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
export async function mappedEngine(
  sandbox: Sandbox,
  options: Parameters<typeof anEngine>[0] = {},
): Promise<RunningEngine> {
  const engine = await anEngine(options);
  const { client } = engine;
  const { line } = sandbox;
  await client.connections.connectCipp({ baseUrl: line.cipp.url, auth: { kind: 'token', token: line.cipp.token } });
  await client.connections.connectPsa({ baseUrl: line.psa.url, apiKey: line.psa.apiKey });
  await engine.ended(await client.tenants.discover({}));
  const { rows } = await client.tenants.list({ state: 'autoMatched', limit: 500 });
  const decisions = rows.flatMap((row) =>
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
