/**
 * `concord demo`: the whole main job, headless, on a throw-away profile and sandbox: connect, discover, map, confirm,
 * preflight, approve, apply, read back, and a second preflight that must propose nothing. Every number printed is counted by
 * the engine; the tests recount them from the sandbox's own state.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlanHeader } from '../../../shared/contract/plan-entries.ts';
import type { RunView } from '../../../shared/contract/run-entries.ts';
import type { MappingDecisionInput, TenantRow } from '../../../shared/contract/tenant-entries.ts';
import { EngineError } from '../../engine/index.ts';
import { exitCodes } from '../exit-codes.ts';
import { followRun } from '../follow-run.ts';
import { printAnswer, printNote } from '../output.ts';
import { startSandbox } from '../sandbox-process.ts';
import { type ConcordClient, type GlobalOptions, withEngine } from '../session.ts';
import { allTenants } from './find-tenant.ts';

async function connect(
  client: ConcordClient,
  sandbox: Awaited<ReturnType<typeof startSandbox>>['line'],
): Promise<void> {
  const { cipp, identity, psa } = sandbox;
  const auth = {
    kind: 'clientCredentials',
    tenantId: cipp.tenantId,
    clientId: cipp.clientId,
    clientSecret: cipp.clientSecret,
    loginHost: identity.url,
  } as const;
  await client.connections.connectCipp({ baseUrl: cipp.url, auth });
  await client.connections.connectPsa({ baseUrl: psa.url, apiKey: psa.apiKey });
}

function ended(run: RunView, what: string): RunView {
  if (run.status === 'completed' || run.status === 'partial') return run;
  throw new EngineError('internal.invariant', `${what} ended as ${run.status}: ${run.errorMessage ?? run.sentence}`);
}

async function preflight(client: ConcordClient, quiet: boolean): Promise<PlanHeader> {
  const run = ended(
    await followRun(client, (await client.plans.preflight({ scope: { kind: 'estate' } })).runId, { quiet }),
    'The preflight',
  );
  return client.plans.get({ planId: run.planId ?? '' });
}

/** In bulk what is auto-matched; of the rest, one created as a client and one skipped, to show each way. Nothing is guessed. */
function decisionsFor(rows: readonly TenantRow[]): MappingDecisionInput[] {
  const customers = rows.filter((row) => !row.isPartner);
  const bulk = customers.flatMap((row) =>
    row.state === 'autoMatched' && row.candidates[0]
      ? [
          {
            managedTenantId: row.managedTenantId,
            decision: { kind: 'map' as const, clientId: row.candidates[0].clientId },
          },
        ]
      : [],
  );
  const [first, second] = customers.filter((row) => row.cautions.includes('noEvidence'));
  return [
    ...bulk,
    ...(first ? [{ managedTenantId: first.managedTenantId, decision: { kind: 'createClient' as const } }] : []),
    ...(second ? [{ managedTenantId: second.managedTenantId, decision: { kind: 'skip' as const } }] : []),
  ];
}

function tenantCounts(rows: readonly TenantRow[]) {
  const customers = rows.filter((row) => !row.isPartner);
  const unmatched = customers.filter((row) => row.state === 'needsReview' && row.candidates.length === 0).length;
  const needsReview = customers.filter((row) => row.state === 'needsReview').length - unmatched;
  return {
    discovered: customers.length,
    autoMatched: customers.filter((row) => row.state === 'autoMatched').length,
    needsReview,
    unmatched,
  };
}

const changesOf = (plan: PlanHeader) => {
  const open = (action: 'create' | 'link' | 'update' | 'inactivate') => plan.counts[action] - plan.heldCounts[action];
  return open('create') + open('link') + open('update') + open('inactivate');
};

async function mainJob(client: ConcordClient, quiet: boolean) {
  ended(await followRun(client, (await client.tenants.discover({})).runId, { quiet }), 'Discovery');
  const rows = await allTenants(client);
  const confirmed = await client.tenants.confirm({ decisions: decisionsFor(rows) });
  const plan = await preflight(client, quiet);
  await client.plans.approve({ planId: plan.planId, contentHash: plan.contentHash });
  const run = ended(
    await followRun(client, (await client.runs.apply({ planId: plan.planId })).runId, { quiet }),
    'The run',
  );
  const second = await preflight(client, quiet);
  const { open } = await client.queue.list({ limit: 1 });
  return {
    tenants: tenantCounts(rows),
    mappings: { confirmed: confirmed.mapped },
    plan: plan.counts,
    run: { status: run.status, ...run.counters },
    queue: { open },
    verified: run.verified,
    secondPlan: { changes: changesOf(second) },
  };
}

/** Exits 0 only when the run completed, nothing read back differently and the second plan changes nothing. */
export async function demo(options: GlobalOptions & { readonly scenario: string }): Promise<number> {
  const startedAt = performance.now();
  const quiet = options.json ?? false;
  const home = options.home ?? (await mkdtemp(join(tmpdir(), 'concord-demo-')));
  const sandbox = await startSandbox({ scenario: options.scenario });
  try {
    const story = await withEngine({ ...options, home, now: true }, async ({ client }) => {
      await connect(client, sandbox.line);
      return mainJob(client, quiet);
    });
    const answer = {
      scenario: sandbox.line.scenario,
      ...story,
      seconds: Math.round((performance.now() - startedAt) / 100) / 10,
    };
    printAnswer(quiet, answer, () => demoText(answer));
    const isTrue =
      answer.run.status === 'completed' && answer.verified.mismatches === 0 && answer.secondPlan.changes === 0;
    if (!isTrue) printNote('The demo did not end as it should; the figures above say where.');
    return isTrue ? exitCodes.ok : exitCodes.partial;
  } finally {
    await sandbox.stop();
    if (options.home === undefined) await rm(home, { recursive: true, force: true });
  }
}

function demoText(answer: { scenario: string; seconds: number } & Awaited<ReturnType<typeof mainJob>>): string {
  const { tenants, mappings, plan, run, queue, verified, secondPlan } = answer;
  return [
    `Scenario ${answer.scenario}, ${answer.seconds} s`,
    `Discovered ${tenants.discovered} tenants: ${tenants.autoMatched} auto-matched, ${tenants.needsReview} need review, ${tenants.unmatched} unmatched; ${mappings.confirmed} mapped`,
    `Planned: create ${plan.create}, link ${plan.link}, update ${plan.update}, inactivate ${plan.inactivate}, queue ${plan.queue}, skip ${plan.skip}, no change ${plan.noChange}`,
    `Applied (${run.status}): created ${run.created}, linked ${run.linked}, updated ${run.updated}, inactivated ${run.inactivated}, to the queue ${run.ambiguous}`,
    `Read back ${verified.compared} contacts, ${verified.mismatches} differ; ${queue.open} people wait in the review queue`,
    `A second preflight proposes ${secondPlan.changes} changes`,
  ].join('\n');
}
