/** `server …`: the PSA's own Entra integration as it stands there: its state, its mappings beside ours, and changes to them. */
import type { Command } from 'commander';
import type { MappingThere, WrittenThere } from '../../../shared/contract/server-entries.ts';
import { EngineError } from '../../engine/index.ts';
import { exitCodes } from '../exit-codes.ts';
import { printAnswer, printNote, table } from '../output.ts';
import { action, type ConcordClient, type GlobalOptions, withEngine } from '../session.ts';

const shownOf = (row: MappingThere) => ({
  entraTenantId: row.entraTenantId,
  shownState: row.thereState,
  shownClientId: row.thereClient?.clientId ?? null,
});

function mappingTable(rows: readonly MappingThere[], empty: string): string {
  return table(
    ['tenant', 'here', 'on the server', 'differs', 'what it means'],
    rows.map((row) => [
      row.tenantName,
      row.hereClient?.name ?? row.hereState,
      row.thereClient?.name ?? row.thereState ?? (row.isSeenThere ? 'nothing' : 'not seen'),
      row.difference === 'none' ? '' : 'yes',
      row.sentence,
    ]),
    empty,
  );
}

async function status(options: GlobalOptions): Promise<number> {
  return withEngine(options, async ({ client, json }) => {
    const answer = await client.server.status({});
    printAnswer(json, answer, () =>
      [answer.sentence, ...(answer.connection ? [`Its Microsoft connection: ${answer.connection}.`] : [])].join('\n'),
    );
    return answer.state === 'ready' ? exitCodes.ok : exitCodes.notConnected;
  });
}

async function mappings(options: GlobalOptions & { readonly differences?: boolean }): Promise<number> {
  return withEngine(options, async ({ client, json }) => {
    const answer = await client.server.mappings({});
    const differing = answer.rows.filter((row) => row.difference !== 'none');
    const rows = options.differences ? differing : answer.rows;
    printAnswer(
      json,
      { ...answer, rows },
      () =>
        `${mappingTable(rows, options.differences ? 'Nothing differs.' : 'Neither side knows a tenant.')}\n${differing.length} of ${answer.rows.length} differ.`,
    );
    return exitCodes.ok;
  });
}

async function discover(options: GlobalOptions): Promise<number> {
  return withEngine(options, async ({ client, json }) => {
    const answer = await client.server.discover({});
    printAnswer(json, answer, () =>
      [answer.sentence, ...answer.added.map((name) => `  new there: ${name}`)].join('\n'),
    );
    return exitCodes.ok;
  });
}

/** The row an operator typed: Microsoft's id, our id, the domain or the exact name. */
function findRow(rows: readonly MappingThere[], typed: string): MappingThere {
  const wanted = typed.trim().toLowerCase();
  const hits = rows.filter((row) =>
    [row.entraTenantId, row.managedTenantId, row.domain, row.tenantName].some((one) => one?.toLowerCase() === wanted),
  );
  const [only, ...others] = hits;
  if (!only) throw new EngineError('tenant.notFound', `Neither side knows a managed tenant “${typed}”.`);
  if (others.length > 0)
    throw new EngineError(
      'input.invalid',
      `“${typed}” fits ${hits.length} tenants: ${hits.map((row) => `${row.tenantName} (${row.entraTenantId})`).join(', ')}. Use the id.`,
    );
  return only;
}

/** By id or exact name, among the clients as last read. */
async function findClientId(client: ConcordClient, typed: string): Promise<string> {
  const wanted = typed.trim().toLowerCase();
  const { rows } = await client.tenants.clients({ search: typed.trim(), limit: 500 });
  const hits = rows.filter((row) => row.name.toLowerCase() === wanted);
  if (hits.length > 1) throw new EngineError('input.invalid', `“${typed}” fits ${hits.length} clients. Use the id.`);
  return hits[0]?.clientId ?? typed.trim();
}

function printWritten(json: boolean, written: WrittenThere, touched: readonly MappingThere[]): number {
  const names = new Set(touched.map((row) => row.entraTenantId));
  const rows = written.rows.filter((row) => names.has(row.entraTenantId));
  printAnswer(json, { ...written, rows }, () =>
    [written.sentence, ...written.notKept.map((one) => `  ${one.tenantName}: ${one.sentence}`), mappingTable(rows, '')]
      .filter(Boolean)
      .join('\n'),
  );
  return written.notKept.length === 0 ? exitCodes.ok : written.kept > 0 ? exitCodes.partial : exitCodes.failed;
}

async function confirm(options: GlobalOptions & { readonly all?: boolean }, typed: string[]): Promise<number> {
  return withEngine(options, async ({ client, json }) => {
    const { rows } = await client.server.mappings({});
    if (options.all === typed.length > 0)
      throw new EngineError(
        'input.invalid',
        'Name tenants, or use --all for every mapping of ours that the server lacks.',
      );
    const chosen = options.all
      ? rows.filter((row) => row.canHold && row.hereState === 'mapped')
      : typed.map((one) => findRow(rows, one));
    if (chosen.length === 0) {
      printAnswer(json, { kept: 0, notKept: [], rows: [] }, () => 'The server holds every mapping of ours already.');
      return exitCodes.ok;
    }
    return printWritten(json, await client.server.confirmMappings({ mappings: chosen.map(shownOf) }), chosen);
  });
}

async function remap(options: GlobalOptions, tenant: string, target: string): Promise<number> {
  return withEngine(options, async ({ client, json }) => {
    const row = findRow((await client.server.mappings({})).rows, tenant);
    const clientId = await findClientId(client, target);
    return printWritten(json, await client.server.remap({ ...shownOf(row), clientId }), [row]);
  });
}

async function unmap(options: GlobalOptions, tenant: string): Promise<number> {
  return withEngine(options, async ({ client, json }) => {
    const row = findRow((await client.server.mappings({})).rows, tenant);
    if (row.sharesClientWith.length > 0)
      printNote(
        `The server clears ${row.thereClient?.name ?? 'the client'}’s Entra columns, which ${row.sharesClientWith.join(', ')} still needs; confirm that one again afterwards.`,
      );
    return printWritten(json, await client.server.unmap(shownOf(row)), [row]);
  });
}

export function addServerMappingCommands(program: Command): void {
  const server = program
    .command('server')
    .description('the PSA’s own Entra integration: its mappings beside ours; needs a session (connect psa-session)');
  server.command('status').description('whether this server offers it to this session').action(action(status));
  server
    .command('mappings')
    .description('the server’s mappings beside ours, differences first; asks the server, writes nothing')
    .option('--differences', 'only where the two differ')
    .action(action(mappings));
  server
    .command('discover')
    .description('let the server discover its managed tenants; says what its list shows afterwards')
    .action(action(discover));
  server
    .command('confirm')
    .argument('[tenant...]')
    .description('make the server hold our mappings (or skips) of these tenants; read back')
    .option('--all', 'every mapping of ours that the server lacks or has otherwise')
    .action(
      action((options: GlobalOptions & { readonly all?: boolean }, tenants: string[]) => confirm(options, tenants)),
    );
  server
    .command('remap')
    .argument('<tenant>')
    .argument('<client>', 'a client’s id or exact name')
    .description('map a tenant to another client on the server; read back. Ours stays; contacts and links stay there')
    .action(action(remap));
  server
    .command('unmap')
    .argument('<tenant>')
    .description('take the server’s mapping away; read back. Ours stays; contacts and links stay there')
    .action(action(unmap));
}
