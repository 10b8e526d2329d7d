/** `explain` and `diff`: why a decision is what it is, and what changed between two plans. */
import type { Command } from 'commander';
import type { EvidenceLedgerView } from '../../../shared/contract/evidence-views.ts';
import { exitCodes } from '../exit-codes.ts';
import { printAnswer, printNote, table } from '../output.ts';
import { action, type ConcordClient, type GlobalOptions, withEngine } from '../session.ts';
import { findTenant } from './find-tenant.ts';

export function ledgerText(ledger: EvidenceLedgerView | null): string {
  if (!ledger) return '  (no evidence needed)';
  const lines = ledger.lines.map((line) => [
    line.field,
    line.agreement,
    `${line.weight >= 0 ? '+' : ''}${line.weight}`,
    line.left,
    line.right,
    line.source,
  ]);
  return `${table(['field', 'verdict', 'weight', 'left', 'right', 'source'], lines, '  (no lines)')}\n  score ${ledger.score}: ${ledger.sentence}${ledger.counterfactual ? `\n  ${ledger.counterfactual}` : ''}`;
}

async function explain(options: GlobalOptions & { readonly tenant: string; readonly user?: string }): Promise<number> {
  return withEngine(options, async ({ client, json }) => {
    const tenant = await findTenant(client, options.tenant);
    if (options.user === undefined) {
      printAnswer(json, tenant, () =>
        [
          `${tenant.displayName}: ${tenant.because}`,
          ...tenant.candidates.map((candidate) => `\n${candidate.clientName}\n${ledgerText(candidate.evidence)}`),
        ].join('\n'),
      );
      return exitCodes.ok;
    }
    const answer = await client.plans.explain({ managedTenantId: tenant.managedTenantId, user: options.user });
    printAnswer(json, answer, () =>
      [
        `${answer.row.displayName}: ${answer.row.action}. ${answer.row.because}`,
        ledgerText(answer.evidence),
        ...answer.candidates.map(
          (candidate) =>
            `\n${candidate.contact.fullName} <${candidate.contact.email ?? '-'}>${candidate.obstacle ? ` (cannot be chosen: ${candidate.obstacle})` : ''}\n${ledgerText(candidate.evidence)}`,
        ),
      ].join('\n'),
    );
    return exitCodes.ok;
  });
}

async function diff(options: GlobalOptions & { readonly since?: string; readonly plan?: string }): Promise<number> {
  return withEngine(options, async ({ client, json }) => {
    const newest = options.plan ?? (await client.plans.list({ limit: 1 })).rows[0]?.planId;
    if (newest === undefined) {
      printNote('No plan yet. Run: concord preflight');
      return exitCodes.notFound;
    }
    const since = options.since ? await planOf(client, options.since) : null;
    const answer = await client.plans.diff({ planId: newest, sincePlanId: since });
    printAnswer(json, answer, () =>
      table(
        ['what', 'client', 'person', 'detail'],
        answer.changes.map((change) => [change.kind, change.clientName, change.displayName, change.sentence]),
        'Nobody joined, left or changed.',
      ),
    );
    return exitCodes.ok;
  });
}

/** `--since` takes a run or a plan; a run stands for the plan it applied or made. */
async function planOf(client: ConcordClient, runOrPlan: string): Promise<string> {
  return (await client.runs.get({ runId: runOrPlan }).catch(() => null))?.run.planId ?? runOrPlan;
}

export function addExplainCommands(program: Command): void {
  program
    .command('explain')
    .description('the evidence ledger of a tenant, or of one directory user')
    .requiredOption('--tenant <tenant>', 'id, domain or exact name')
    .option('--user <user>', 'object id, address or exact name')
    .action(action(explain));
  program
    .command('diff')
    .description('who joined, left, moved or was renamed since an earlier plan or run')
    .option('--since <run>', 'a run or plan')
    .option('--plan <plan>', 'the newer plan; else the newest')
    .action(action(diff));
}
