/** `connect psa-session`, `poison` and `apply --there`: the PSA's own Entra integration from the terminal. */
import type { Command } from 'commander';
import { EngineError } from '../../engine/index.ts';
import { exitCodes } from '../exit-codes.ts';
import { exitCodeOfRun, followRun } from '../follow-run.ts';
import { printAnswer, table } from '../output.ts';
import { readSecret } from '../secret-input.ts';
import { action, type ConcordClient, type GlobalOptions, withEngine } from '../session.ts';
import { findTenant } from './find-tenant.ts';

/** `name=value; name2=value2`, as a browser's Cookie header has it. */
function parseCookies(header: string): { name: string; value: string }[] {
  const cookies = header.split(';').flatMap((part) => {
    const at = part.indexOf('=');
    return at > 0 ? [{ name: part.slice(0, at).trim(), value: part.slice(at + 1).trim() }] : [];
  });
  if (cookies.length > 0) return cookies;
  throw new EngineError(
    'input.invalid',
    'That is no cookie. It looks like authjs.session-token=…, copied from the browser that is signed in to the PSA.',
  );
}

async function connectSession(options: GlobalOptions): Promise<number> {
  const cookies = parseCookies(await readSecret('PSA session cookie', 'CONCORD_PSA_SESSION'));
  return withEngine(options, async ({ client, json }) => {
    await client.server.saveSession({ cookies });
    const status = await client.server.status({});
    printAnswer(json, status, () => status.sentence);
    return exitCodes.ok;
  });
}

async function poison(options: GlobalOptions & { readonly tenant?: string; readonly fix?: string }): Promise<number> {
  return withEngine(options, async ({ client, json }) => {
    const managedTenantId = options.tenant ? (await findTenant(client, options.tenant)).managedTenantId : null;
    const { rows, considered } = await client.server.poison({ managedTenantId });
    if (options.fix !== undefined) return fix(client, rows, { address: options.fix, json });
    printAnswer(
      json,
      { rows, considered },
      () =>
        `${table(
          ['client', 'person', 'address', 'why', 'what to do', 'from here'],
          rows.map((row) => [
            row.clientName,
            row.displayName,
            row.address,
            row.sentence,
            row.remedySentence,
            row.canApply ? 'yes' : '',
          ]),
          'Nobody would make the server fail a client.',
        )}\n${rows.length} of ${considered} people.`,
    );
    return exitCodes.ok;
  });
}

type PoisonRows = Awaited<ReturnType<ConcordClient['server']['poison']>>['rows'];

async function fix(
  client: ConcordClient,
  rows: PoisonRows,
  { address, json }: { readonly address: string; readonly json: boolean },
): Promise<number> {
  const row = rows.find((one) => one.address === address.trim().toLowerCase() || one.entraObjectId === address);
  if (!row) throw new EngineError('input.invalid', `“${address}” is not on the poison list.`);
  const answer = await client.server.applyRemedy({
    managedTenantId: row.managedTenantId,
    entraObjectId: row.entraObjectId,
  });
  printAnswer(json, answer, () => `${row.displayName}: done and read back (run ${answer.runId}, can be undone).`);
  return exitCodes.ok;
}

type Outcome = Awaited<ReturnType<ConcordClient['server']['outcome']>>;

/** Planned, reported and observed of a run on the server, tenant by tenant. */
export function outcomeText({ tenants }: Outcome): string {
  const three = (numbers: { planned: number; reported: number | null; observed: number }) =>
    `${numbers.planned}/${numbers.reported ?? '-'}/${numbers.observed}`;
  const rows = tenants.map((tenant) => [
    tenant.tenantName,
    tenant.status,
    three(tenant.created),
    three(tenant.linked),
    three(tenant.inactivated),
    tenant.errorMessage,
  ]);
  return `${table(['tenant', 'status', 'created', 'linked', 'inactivated', 'error'], rows, 'The server reported no tenant.')}
Each number: planned / reported by the server / observed by reading back.`;
}

/** Approves where needed, then lets the server's own workflow do the work. */
export async function applyThere(client: ConcordClient, planId: string, json: boolean): Promise<number> {
  const plan = await client.plans.get({ planId });
  if (plan.status === 'ready') await client.plans.approve({ planId, contentHash: plan.contentHash });
  const { runId } = await client.server.apply({ planId });
  const run = await followRun(client, runId, { quiet: json });
  const outcome = await client.server.outcome({ runId });
  printAnswer(json, { run, outcome }, () => `${run.sentence}\n${outcomeText(outcome)}`);
  return exitCodeOfRun(run);
}

export function addServerCommands(program: Command): void {
  program.commands
    .find((command) => command.name() === 'connect')
    ?.command('psa-session')
    .description(
      'the PSA session for “apply there”: cookie in CONCORD_PSA_SESSION or on stdin (the desktop app has a sign-in window)',
    )
    .action(action(connectSession));
  program
    .command('poison')
    .description('everyone who would make the PSA’s own sync fail a whole client, with the remedy')
    .option('--tenant <tenant>', 'one managed tenant')
    .option('--fix <address>', 'take this person’s row away, where it can be done from here')
    .action(action(poison));
}
