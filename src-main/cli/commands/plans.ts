/** `preflight`, `plan`, `plans`, `apply`, `runs`, `pause|resume|cancel`, `undo`: ask, read, approve, do. */
import type { Command } from 'commander';
import type { ActionCountsView, PlanHeader, PlanRow } from '../../../shared/contract/plan-entries.ts';
import { nowOption, windowHelp } from '../cancel-window.ts';
import { exitCodes } from '../exit-codes.ts';
import { exitCodeOfRun, followRun } from '../follow-run.ts';
import { printAnswer, stamp, table } from '../output.ts';
import { action, type ConcordClient, type GlobalOptions, withEngine } from '../session.ts';
import { findTenant } from './find-tenant.ts';
import { applyThere, outcomeText } from './server.ts';

const countsText = (counts: ActionCountsView) =>
  Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');

function planText(plan: PlanHeader): string {
  return [
    `Plan ${plan.planId} (${plan.status}), ${plan.scope}, made ${stamp(plan.madeAt)}`,
    `  ${countsText(plan.counts)}`,
    ...plan.holds.map(
      (hold) =>
        `  held: ${hold.clientName ?? 'the whole plan'}: ${hold.sentence}${hold.override ? ` (allowed once: ${hold.override.reason})` : ''}`,
    ),
    ...plan.problems.map((problem) => `  problem: ${problem.displayName}: ${problem.sentence}`),
    ...plan.oneWay.map((changes) => `  one-way: ${changes.sentence}`),
    ...(plan.refusal ? [`  cannot be applied: ${plan.refusal}`] : []),
  ].join('\n');
}

async function preflight(
  options: GlobalOptions & { readonly tenant?: string; readonly client?: string },
): Promise<number> {
  return withEngine(options, async ({ client, json }) => {
    const tenant = options.tenant ? await findTenant(client, options.tenant) : null;
    const scope = tenant
      ? ({ kind: 'managedTenant', managedTenantId: tenant.managedTenantId } as const)
      : options.client
        ? ({ kind: 'client', clientId: options.client } as const)
        : ({ kind: 'estate' } as const);
    const run = await followRun(client, (await client.plans.preflight({ scope })).runId, { quiet: json });
    const plan = run.planId ? await client.plans.get({ planId: run.planId }) : null;
    printAnswer(json, { run, plan }, () =>
      plan ? `${planText(plan)}\nNext: concord plan ${plan.planId}   then: concord apply ${plan.planId}` : run.sentence,
    );
    return exitCodeOfRun(run);
  });
}

async function allRows(client: ConcordClient, planId: string, actions: PlanRow['action'][]): Promise<PlanRow[]> {
  const rows: PlanRow[] = [];
  for (;;) {
    const page = await client.plans.rows({ planId, actions, offset: rows.length, limit: 500 });
    rows.push(...page.rows);
    if (page.rows.length === 0 || rows.length >= page.total) return rows;
  }
}

async function showPlan(
  options: GlobalOptions & { readonly markdown?: boolean; readonly all?: boolean },
  planId: string,
): Promise<number> {
  return withEngine(options, async ({ client, json }) => {
    const plan = await client.plans.get({ planId });
    if (options.markdown) {
      process.stdout.write(`${(await client.plans.markdown({ planId })).markdown}\n`);
      return exitCodes.ok;
    }
    const rows = await allRows(
      client,
      planId,
      options.all || json ? [] : ['create', 'link', 'update', 'inactivate', 'queue'],
    );
    printAnswer(
      json,
      { ...plan, rows },
      () =>
        `${planText(plan)}\n${table(
          ['client', 'action', 'person', 'address', 'because'],
          rows.map((row) => [
            row.clientName,
            row.hold ? `${row.action} (held)` : row.action,
            row.displayName,
            row.address,
            row.because,
          ]),
          'This plan changes nothing.',
        )}`,
    );
    return exitCodes.ok;
  });
}

async function listPlans(options: GlobalOptions): Promise<number> {
  return withEngine(options, async ({ client, json }) => {
    const { rows } = await client.plans.list({ limit: 100 });
    printAnswer(json, rows, () => rows.map(planText).join('\n') || 'No plans. Run: concord preflight');
    return exitCodes.ok;
  });
}

/** Each "allow once" makes a new plan; the last one is what is applied. */
async function withHoldsAllowed(
  client: ConcordClient,
  planId: string,
  { allow = [], reason = '' }: { readonly allow?: string[]; readonly reason?: string },
): Promise<string> {
  let latest = planId;
  for (const clientId of allow) {
    const plan = await client.plans.allowHold({
      planId: latest,
      clientId: clientId === 'plan' ? null : clientId,
      reason,
    });
    latest = plan.planId;
  }
  return latest;
}

async function apply(
  options: GlobalOptions & { readonly allow?: string[]; readonly reason?: string; readonly there?: boolean },
  given: string,
): Promise<number> {
  return withEngine(options, async ({ client, json }) => {
    const planId = await withHoldsAllowed(client, given, options);
    if (options.there) return applyThere(client, planId, json);
    const plan = await client.plans.get({ planId });
    if (plan.status === 'ready') await client.plans.approve({ planId, contentHash: plan.contentHash });
    const { runId } = await client.runs.apply({ planId });
    const run = await followRun(client, runId, { quiet: json });
    const { tenants } = await client.runs.get({ runId });
    printAnswer(json, { run, tenants }, () => runText(run));
    return exitCodeOfRun(run);
  });
}

/** A run on the server has no journal here; what was planned, reported and observed stands in its place. */
async function runThere(client: ConcordClient, story: RunStory, json: boolean): Promise<number> {
  const { run } = story;
  const outcome = await client.server.outcome({ runId: run.runId });
  printAnswer(
    json,
    { ...story, operations: [], outcome },
    () => `Run ${run.runId} (${run.runType} on the server, ${run.status}): ${run.sentence}\n${outcomeText(outcome)}`,
  );
  return exitCodes.ok;
}

type RunStory = Awaited<ReturnType<ConcordClient['runs']['get']>>;

function runText(run: RunStory['run']): string {
  return `Run ${run.runId} (${run.runType}, ${run.status}): ${run.sentence}\n  ${Object.entries(run.counters)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ')}; read back ${run.verified.compared}, ${run.verified.mismatches} differ`;
}

async function runs(options: GlobalOptions, runId: string | undefined): Promise<number> {
  return withEngine(options, async ({ client, json }) => {
    if (runId !== undefined) {
      const answer = await client.runs.get({ runId });
      if (answer.run.place === 'there') return runThere(client, answer, json);
      const { rows } = await client.runs.operations({ runId, limit: 500 });
      printAnswer(
        json,
        { ...answer, operations: rows },
        () =>
          `${runText(answer.run)}\n${table(
            ['state', 'action', 'person', 'client', 'what'],
            rows.map((row) => [row.state, row.action, row.displayName, row.clientName, row.sentence]),
            'No operations.',
          )}`,
      );
      return exitCodes.ok;
    }
    const { rows } = await client.runs.list({ limit: 100 });
    printAnswer(json, rows, () =>
      table(
        ['run', 'type', 'place', 'status', 'started', 'what'],
        rows.map((run) => [run.runId, run.runType, run.place, run.status, stamp(run.startedAt), run.sentence]),
        'No runs yet.',
      ),
    );
    return exitCodes.ok;
  });
}

async function steer(options: GlobalOptions, verb: 'pause' | 'resume' | 'cancel', runId: string): Promise<number> {
  return withEngine(options, async ({ client, json }) => {
    await client.runs[verb]({ runId });
    const run =
      verb === 'resume' ? await followRun(client, runId, { quiet: json }) : (await client.runs.get({ runId })).run;
    printAnswer(json, run, () => runText(run));
    return verb === 'resume' ? exitCodeOfRun(run) : exitCodes.ok;
  });
}

async function undo(options: GlobalOptions & { readonly operation?: string }, runId: string): Promise<number> {
  return withEngine(options, async ({ client, json }) => {
    const started = await client.runs.undo({ runId, operationId: options.operation ?? null });
    const run = await followRun(client, started.runId, { quiet: json });
    printAnswer(json, { run }, () => runText(run));
    return exitCodeOfRun(run);
  });
}

export function addPlanCommands(program: Command): void {
  program
    .command('preflight')
    .description('ask what a sync would do: the whole estate, one tenant or one client; makes a stored plan')
    .option('--tenant <tenant>', 'one managed tenant')
    .option('--client <id>', 'one client')
    .action(action(preflight));
  program.command('plans').description('plans, newest first').action(action(listPlans));
  program
    .command('plan')
    .argument('<plan>')
    .description('read one plan, row by row')
    .option('--markdown', 'as a document')
    .option('--all', 'also rows that change nothing')
    .action(action(showPlan));
  program
    .command('apply')
    .argument('<plan>')
    .description('approve a plan by its hash and execute its rows, reading each write back')
    .option('--allow <client...>', 'let these held clients through once ("plan" for a whole-plan hold); needs --reason')
    .option('--there', 'let the PSA’s own workflow do it, then read back; refused while anything in the plan is held')
    .option('--reason <text>', 'why; kept in the audit log')
    .option(...nowOption)
    .addHelpText('after', windowHelp)
    .action(action(apply));
  program.command('runs').argument('[run]').description('runs, or one run’s journal').action(action(runs));
  for (const verb of ['pause', 'resume', 'cancel'] as const)
    program
      .command(verb)
      .argument('<run>')
      .description(`${verb} a run`)
      .action(action((options: GlobalOptions, runId: string) => steer(options, verb, runId)));
  program
    .command('undo')
    .argument('<run>')
    .description('reverse what a run did, where it is still as the run left it')
    .option('--operation <id>', 'only this one change')
    .option(...nowOption)
    .addHelpText('after', windowHelp)
    .action(action(undo));
}
