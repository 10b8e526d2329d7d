/** `discover`, `tenants`, `clients`, `users`, `map`: from the list of customers to confirmed mappings. */
import type { Command } from 'commander';
import { Option } from 'commander';
import type { ClientView, MappingDecisionInput, TenantRow } from '../../../shared/contract/tenant-entries.ts';
import { EngineError } from '../../engine/index.ts';
import { exitCodes } from '../exit-codes.ts';
import { exitCodeOfRun, followRun } from '../follow-run.ts';
import { printAnswer, stamp, table } from '../output.ts';
import { action, type GlobalOptions, withEngine } from '../session.ts';
import { allTenants, findTenant } from './find-tenant.ts';

async function discover(options: GlobalOptions): Promise<number> {
  return withEngine(options, async ({ client, json }) => {
    const { runId } = await client.tenants.discover({});
    const run = await followRun(client, runId, { quiet: json });
    const { counts } = await client.tenants.list({ limit: 1 });
    printAnswer(
      json,
      { run, tenants: counts },
      () =>
        `${run.sentence}\n${counts.all} managed tenants: ${counts.autoMatched} auto-matched, ${counts.needsReview} need review, ${counts.mapped} mapped, ${counts.skipped} skipped.`,
    );
    return exitCodeOfRun(run);
  });
}

const stateWords = {
  autoMatched: 'auto-matched',
  needsReview: 'needs review',
  skipped: 'skipped',
  mapped: 'mapped',
  unmapped: 'unmapped',
} as const;

function clientCell(row: TenantRow): string {
  const best = row.candidates[0];
  if (row.client) return row.client.name;
  return best ? `? ${best.clientName} (${best.evidence.score})` : '-';
}

async function listTenants(
  options: GlobalOptions & { readonly state: 'all' | TenantRow['state'] | 'new' },
): Promise<number> {
  return withEngine(options, async ({ client, json }) => {
    const rows = await allTenants(client, options.state);
    printAnswer(json, rows, () =>
      table(
        ['tenant', 'domain', 'state', 'client', 'users', 'why'],
        rows.map((row) => [
          row.displayName,
          row.defaultDomain,
          stateWords[row.state],
          clientCell(row),
          row.userCount,
          row.because,
        ]),
        'No managed tenants. Run: concord discover',
      ),
    );
    return exitCodes.ok;
  });
}

async function listClients(options: GlobalOptions & { readonly search: string }): Promise<number> {
  return withEngine(options, async ({ client, json }) => {
    const rows: ClientView[] = [];
    for (;;) {
      const page = await client.tenants.clients({ search: options.search, offset: rows.length, limit: 500 });
      rows.push(...page.rows);
      if (page.rows.length === 0 || rows.length >= page.total) break;
    }
    printAnswer(json, rows, () =>
      table(
        ['client', 'id', 'website', 'contacts', 'mapped tenants'],
        rows.map((row) => [
          row.name,
          row.clientId,
          row.website,
          row.contactCount,
          row.mappedTenants.join(', ') || null,
        ]),
        'No clients read yet. Connect the PSA, then run: concord discover',
      ),
    );
    return exitCodes.ok;
  });
}

async function listUsers(
  options: GlobalOptions & { readonly show: 'all' | 'included' | 'excluded' },
  tenant: string,
): Promise<number> {
  return withEngine(options, async ({ client, json }) => {
    const { managedTenantId } = await findTenant(client, tenant);
    let first = await client.tenants.users({ managedTenantId, show: options.show, limit: 500 });
    if (first.asOf === null) {
      await client.tenants.readDirectory({ managedTenantId });
      first = await client.tenants.users({ managedTenantId, show: options.show, limit: 500 });
    }
    const rows = [...first.rows];
    while (rows.length < first.total) {
      const page = await client.tenants.users({ managedTenantId, show: options.show, offset: rows.length, limit: 500 });
      if (page.rows.length === 0) break;
      rows.push(...page.rows);
    }
    printAnswer(
      json,
      { ...first, rows },
      () =>
        `${table(
          ['name', 'address', 'enabled', 'excluded by', 'contact'],
          rows.map((row) => [
            row.displayName,
            row.mail ?? row.userPrincipalName,
            row.accountEnabled === false ? 'no' : 'yes',
            row.exclusion?.rule ?? null,
            row.linkedContact?.fullName ?? null,
          ]),
          'No directory users.',
        )}\n${first.included} count, ${first.excluded} excluded, as of ${stamp(first.asOf)}`,
    );
    return exitCodes.ok;
  });
}

interface MapOptions extends GlobalOptions {
  readonly auto?: boolean;
  readonly client?: string;
  readonly create?: boolean | string;
  readonly skip?: boolean;
  readonly unmap?: boolean;
}

function decisionOf(options: MapOptions): MappingDecisionInput['decision'] {
  if (options.client !== undefined) return { kind: 'map', clientId: options.client };
  if (options.create) return { kind: 'createClient', name: typeof options.create === 'string' ? options.create : null };
  if (options.skip) return { kind: 'skip' };
  if (options.unmap) return { kind: 'unmap' };
  throw new EngineError(
    'input.invalid',
    'Say what to do with this tenant: --client ID, --create [NAME], --skip or --unmap.',
  );
}

async function map(options: MapOptions, tenant: string | undefined): Promise<number> {
  return withEngine(options, async ({ client, json }) => {
    if (options.auto === (tenant !== undefined))
      throw new EngineError(
        'input.invalid',
        'Use either `concord map --auto` or `concord map TENANT --client ID | --create | --skip | --unmap`.',
      );
    const decisions: MappingDecisionInput[] = options.auto
      ? (await allTenants(client, 'autoMatched')).flatMap((row) =>
          row.candidates[0]
            ? [
                {
                  managedTenantId: row.managedTenantId,
                  decision: { kind: 'map' as const, clientId: row.candidates[0].clientId },
                },
              ]
            : [],
        )
      : [{ managedTenantId: (await findTenant(client, tenant ?? '')).managedTenantId, decision: decisionOf(options) }];
    const nothing = { mapped: 0, clientsCreated: 0, skipped: 0, unmapped: 0, refused: [] };
    const answer = decisions.length > 0 ? await client.tenants.confirm({ decisions }) : nothing;
    printAnswer(json, answer, () =>
      [
        `${answer.mapped} mapped, ${answer.clientsCreated} clients created, ${answer.skipped} skipped, ${answer.unmapped} unmapped.`,
        ...answer.refused.map((row) => `refused: ${row.displayName}: ${row.sentence}`),
      ].join('\n'),
    );
    return answer.refused.length > 0 ? exitCodes.partial : exitCodes.ok;
  });
}

export function addTenantCommands(program: Command): void {
  program
    .command('discover')
    .description('list managed tenants from the directory provider and refresh the PSA’s clients')
    .action(action(discover));
  program
    .command('tenants')
    .description('managed tenants with their match or mapping; writes nothing')
    .addOption(
      new Option('--state <state>', 'only these')
        .choices(['all', 'autoMatched', 'needsReview', 'skipped', 'mapped', 'new'])
        .default('all'),
    )
    .action(action(listTenants));
  program
    .command('clients')
    .description('clients of the PSA as last read')
    .option('--search <text>', 'part of the name', '')
    .action(action(listClients));
  program
    .command('users')
    .argument('<tenant>', 'id, domain or exact name')
    .description('directory users of one tenant, and who is excluded by which rule')
    .addOption(new Option('--show <which>', 'which users').choices(['all', 'included', 'excluded']).default('all'))
    .action(action(listUsers));
  program
    .command('map')
    .argument('[tenant]', 'id, domain or exact name')
    .description('confirm mappings: all auto-matched ones, or one tenant')
    .option('--auto', 'confirm every auto-matched tenant')
    .option('--client <id>', 'map to this client')
    .option('--create [name]', 'create the client in the PSA, then map')
    .option('--skip', 'skip until its evidence changes')
    .option('--unmap', 'take the mapping back; contacts and links stay')
    .action(action(map));
}
