/** `connect`, `disconnect`, `status`: credentials in by environment or standard input, never by argument. */
import { type Command, Option } from 'commander';
import type { CheckStepView, SignInEvent } from '../../../shared/contract/connection-entries.ts';
import { exitCodeFor, exitCodes } from '../exit-codes.ts';
import { printAnswer, printNote, stamp, table } from '../output.ts';
import { readSecret } from '../secret-input.ts';
import { action, type ConcordClient, type GlobalOptions, withEngine } from '../session.ts';

const marks = { pass: 'ok', warn: '!!', fail: 'XX', skip: '--' } as const;

function stepsText(steps: readonly CheckStepView[]): string {
  return steps
    .map(
      (step) =>
        `${marks[step.status]}  ${step.sentence}${step.remedy ? `\n    ${step.remedy}` : ''}${step.link ? `\n    ${step.link}` : ''}`,
    )
    .join('\n');
}

interface CippOptions extends GlobalOptions {
  readonly baseUrl: string;
  readonly tenantId?: string;
  readonly clientId?: string;
  readonly loginHost?: string;
}

async function connectCipp(options: CippOptions): Promise<number> {
  const { baseUrl, tenantId, clientId, loginHost } = options;
  const auth =
    tenantId && clientId
      ? ({
          kind: 'clientCredentials',
          tenantId,
          clientId,
          clientSecret: await readSecret('CIPP client secret', 'CONCORD_CIPP_CLIENT_SECRET'),
          loginHost: loginHost ?? null,
        } as const)
      : ({ kind: 'token', token: await readSecret('CIPP token', 'CONCORD_CIPP_TOKEN') } as const);
  return withEngine(options, async ({ client, json }) => {
    const answer = await client.connections.connectCipp({ baseUrl, auth });
    printAnswer(json, answer, () => `${stepsText(answer.steps)}\nConnected: ${answer.connection.label}`);
    return exitCodes.ok;
  });
}

async function connectPsa(options: GlobalOptions & { readonly baseUrl: string }): Promise<number> {
  const apiKey = await readSecret('PSA API key', 'CONCORD_PSA_API_KEY');
  return withEngine(options, async ({ client, json }) => {
    const answer = await client.connections.connectPsa({ baseUrl: options.baseUrl, apiKey });
    printAnswer(json, answer, () => `${stepsText(answer.steps)}\nConnected: ${answer.connection.baseUrl}`);
    return exitCodes.ok;
  });
}

interface DirectOptions extends GlobalOptions {
  readonly deviceCode?: boolean;
  readonly clientId?: string;
  readonly tenantId?: string;
  readonly cloud: 'global' | 'usGovL4' | 'usGovL5' | 'china';
  readonly loginHost?: string;
  readonly graphHost?: string;
}

async function connectDirect(options: DirectOptions): Promise<number> {
  const { loginHost, graphHost } = options;
  const cloud = loginHost && graphHost ? ({ name: 'sandbox', loginHost, graphHost } as const) : { name: options.cloud };
  return withEngine(options, async ({ client, json }) => {
    const events = await client.connections.signInDirect({
      mode: options.deviceCode ? 'deviceCode' : 'browser',
      cloud,
      clientId: options.clientId ?? null,
      clientSecret: process.env['CONCORD_MICROSOFT_CLIENT_SECRET'] ?? null,
      tenantId: options.tenantId ?? null,
    });
    return followSignIn(events, json);
  });
}

/** What the operator has to see while a sign-in goes on; null for what needs no words. */
function signInNote(event: SignInEvent): string | null {
  switch (event.kind) {
    case 'browserOpened':
      return event.opened
        ? `Your browser shows the sign-in page. If not, open:\n${event.url}`
        : `Open this address to sign in:\n${event.url}`;
    case 'deviceCode':
      return `Open ${event.verificationUri} and enter the code ${event.userCode} (until ${stamp(event.expiresAt)}).`;
    case 'proving':
      return 'Signed in; proving that customers can be listed.';
    case 'failed':
      return `concord: ${event.failure.sentence}\n         ${event.failure.remedy}`;
    default:
      return null;
  }
}

async function followSignIn(events: AsyncIterable<SignInEvent>, json: boolean): Promise<number> {
  for await (const event of events) {
    const note = signInNote(event);
    if (note !== null) printNote(note);
    if (event.kind === 'failed') {
      if (json) process.stdout.write(`${JSON.stringify({ error: event.failure })}\n`);
      return exitCodeFor(event.failure.code);
    }
    if (event.kind === 'connected')
      printAnswer(json, event, () => `${stepsText(event.steps)}\nConnected: ${event.connection.label}`);
  }
  return exitCodes.ok;
}

async function disconnect(options: GlobalOptions, which: 'directory' | 'psa'): Promise<number> {
  return withEngine(options, async ({ client, json }) => {
    if (which === 'psa') await client.connections.disconnectPsa({});
    else await client.connections.disconnectDirectory({});
    printAnswer(json, { disconnected: which }, () => 'Disconnected. Mappings, queue and history are kept.');
    return exitCodes.ok;
  });
}

async function statusAnswer(client: ConcordClient) {
  const [engine, connections, overview] = await Promise.all([
    client.engine.status({}),
    client.connections.get({}),
    client.engine.overview({}),
  ]);
  return { engine, connections, overview };
}

async function status(options: GlobalOptions): Promise<number> {
  return withEngine(options, async ({ client, json, home }) => {
    const { engine, connections, overview } = await statusAnswer(client);
    printAnswer(json, { home, engine, connections, overview }, () =>
      [
        `Profile     ${home}${engine.sandbox ? `  (sandbox: ${engine.sandbox.scenario})` : ''}`,
        `Secrets     vault protected by: ${engine.vaultProtection}`,
        `Directory   ${connections.directory ? `${connections.directory.label} (${connections.directory.status})` : 'not connected'}`,
        `PSA         ${connections.psa ? `${connections.psa.baseUrl} (${connections.psa.status}, may write: ${connections.psa.mayWrite})` : 'not connected'}`,
        `Tenants     ${overview.counts.managedTenants}: ${overview.counts.mapped} mapped, ${overview.counts.autoMatched} auto-matched, ${overview.counts.needsReview} need review, ${overview.counts.skipped} skipped`,
        `Queue       ${overview.counts.queueOpen} open`,
        `Last run    ${overview.lastRun ? overview.lastRun.sentence : 'none yet'}`,
        '',
        table(
          ['needs you', 'what'],
          overview.attention.map((item) => [item.title, item.detail]),
          'Nothing needs you.',
        ),
      ].join('\n'),
    );
    return exitCodes.ok;
  });
}

async function check(options: GlobalOptions): Promise<number> {
  return withEngine(options, async ({ client, json }) => {
    const answer = await client.connections.check({});
    printAnswer(json, answer, () => [stepsText(answer.directory), stepsText(answer.psa)].filter(Boolean).join('\n'));
    return [...answer.directory, ...answer.psa].some((step) => step.status === 'fail')
      ? exitCodes.notConnected
      : exitCodes.ok;
  });
}

export function addConnectionCommands(program: Command): void {
  const connect = program
    .command('connect')
    .description('connect to Microsoft (direct), CIPP or the PSA; proves before it stores');
  connect
    .command('cipp')
    .description(
      'CIPP: token in CONCORD_CIPP_TOKEN or on stdin; or --tenant-id and --client-id with CONCORD_CIPP_CLIENT_SECRET',
    )
    .requiredOption('--base-url <url>', 'the CIPP API’s address (the function app, not the portal)')
    .option('--tenant-id <id>', 'client credentials: the MSP’s own Entra tenant')
    .option('--client-id <id>', 'client credentials: the API client’s id')
    .option('--login-host <url>', 'client credentials: a sandbox’s sign-in address on loopback')
    .action(action(connectCipp));
  connect
    .command('psa')
    .description('AlgaPSA: API key in CONCORD_PSA_API_KEY or on stdin')
    .requiredOption('--base-url <url>', 'the PSA’s base address')
    .action(action(connectPsa));
  connect
    .command('direct')
    .description(
      'Microsoft: opens the system browser and waits; client secret, if any, in CONCORD_MICROSOFT_CLIENT_SECRET',
    )
    .option('--device-code', 'sign in on another device instead')
    .option('--client-id <id>', 'the app registration; else found in secrets and environment in the guide’s order')
    .option('--tenant-id <id>', 'the MSP’s own tenant')
    .addOption(
      new Option('--cloud <name>', 'which Microsoft cloud')
        .choices(['global', 'usGovL4', 'usGovL5', 'china'])
        .default('global'),
    )
    .option('--login-host <url>', 'a sandbox’s sign-in address on loopback')
    .option('--graph-host <url>', 'a sandbox’s Graph address on loopback')
    .action(action(connectDirect));
  const off = program.command('disconnect').description('forget credentials; mappings and history stay');
  off
    .command('directory')
    .description('forget Microsoft or CIPP')
    .action(action((options: GlobalOptions) => disconnect(options, 'directory')));
  off
    .command('psa')
    .description('forget the PSA')
    .action(action((options: GlobalOptions) => disconnect(options, 'psa')));
  program.command('status').description('connections, counts and what needs you').action(action(status));
  program.command('check').description('test every layer of both connections').action(action(check));
}
