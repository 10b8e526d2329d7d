/** `filters test`, `audit`, `serve`, `sandbox`, `demo`: the tools around the main job. */
import type { Command } from 'commander';
import { Option } from 'commander';
import { exitCodes } from '../exit-codes.ts';
import { printAnswer, stamp, table } from '../output.ts';
import { runSandbox } from '../sandbox-process.ts';
import { action, type GlobalOptions, withEngine } from '../session.ts';
import { demo } from './demo.ts';
import { findTenant } from './find-tenant.ts';
import { serve } from './serve.ts';

async function filtersTest(
  options: GlobalOptions & { readonly pattern?: string[]; readonly tenant?: string },
): Promise<number> {
  return withEngine(options, async ({ client, json }) => {
    const { rules } = await client.rules.get({});
    const filters = { ...rules.filters, customPatterns: [...rules.filters.customPatterns, ...(options.pattern ?? [])] };
    const managedTenantId = options.tenant ? (await findTenant(client, options.tenant)).managedTenantId : null;
    const answer = await client.rules.whoWouldThisHit({ filters, managedTenantId, limit: 500 });
    printAnswer(
      json,
      answer,
      () =>
        `${table(
          ['person', 'address', 'tenant', 'rule', 'new'],
          answer.rows.map((row) => [row.displayName, row.address, row.tenantName, row.rule, row.isNew ? 'new' : '']),
          'Nobody would be excluded.',
        )}\n${answer.excluded} of ${answer.considered} would be excluded.`,
    );
    return exitCodes.ok;
  });
}

async function auditVerify(options: GlobalOptions): Promise<number> {
  return withEngine(options, async ({ client, json }) => {
    const answer = await client.activity.verify({});
    printAnswer(json, answer, () => answer.sentence);
    return answer.isIntact ? exitCodes.ok : exitCodes.failed;
  });
}

async function auditExport(options: GlobalOptions & { readonly format: 'csv' | 'json' }): Promise<number> {
  return withEngine(options, async ({ client }) => {
    process.stdout.write(`${(await client.activity.export({ format: options.format })).text}\n`);
    return exitCodes.ok;
  });
}

interface ScheduleOptions extends GlobalOptions {
  readonly on?: boolean;
  readonly off?: boolean;
  readonly every?: string;
  readonly approval?: 'ask' | 'whenNothingIsHeld';
}

async function schedule(options: ScheduleOptions): Promise<number> {
  return withEngine(options, async ({ client, json }) => {
    const { schedule: saved } = (await client.rules.get({})).rules;
    const asked = {
      isOn: options.on ? true : options.off ? false : saved.isOn,
      intervalMinutes: options.every === undefined ? saved.intervalMinutes : Number(options.every),
      approval: options.approval ?? saved.approval,
    };
    if (JSON.stringify(asked) !== JSON.stringify(saved)) await client.rules.save({ schedule: asked });
    const { nextRunAt } = await client.engine.overview({});
    printAnswer(json, { ...asked, nextRunAt }, () =>
      asked.isOn
        ? `On, every ${asked.intervalMinutes} minutes; next ${stamp(nextRunAt)}. Runs while a console or \`concord serve\` is open.`
        : 'Off.',
    );
    return exitCodes.ok;
  });
}

export function addToolCommands(program: Command): void {
  program
    .command('filters')
    .description('who counts')
    .command('test')
    .description('who would the saved filters, plus these patterns, exclude? saves nothing')
    .option('--pattern <regex...>', 'try these patterns too')
    .option('--tenant <tenant>', 'one managed tenant only')
    .action(action(filtersTest));
  const audit = program.command('audit').description('the append-only, hash-chained log');
  audit
    .command('verify')
    .description('recompute the chain; names the first event that does not fit')
    .action(action(auditVerify));
  audit
    .command('export')
    .description('print the log')
    .addOption(new Option('--format <format>', 'as').choices(['csv', 'json']).default('json'))
    .action(action(auditExport));
  program
    .command('schedule')
    .description('show or set the recurring sync')
    .option('--on', 'switch it on')
    .option('--off', 'switch it off')
    .option('--every <minutes>', '15 to 43200')
    .addOption(new Option('--approval <how>', 'who approves its plans').choices(['ask', 'whenNothingIsHeld']))
    .action(action(schedule));
  program
    .command('serve')
    .description('the console as a web page on this machine’s loopback, with a one-time token')
    .option('--port <port>', 'a port; 0 is any free one', '0')
    .action(action(serve));
  program
    .command('sandbox')
    .description(
      'start the simulated Microsoft, CIPP and AlgaPSA; prints one JSON line with every URL and credential, runs until Ctrl+C',
    )
    .option('--scenario <name>', 'harbor-it, giant or broken', 'harbor-it')
    .option('--port <port>', 'first port; 0 is any free ones', '0')
    .option('--seed <number>', 'another world of the same shape')
    .action(action(runSandbox));
  program
    .command('demo')
    .description('the whole main job, headless, on a throw-away profile and sandbox')
    .option('--scenario <name>', 'which world', 'harbor-it')
    .action(action(demo));
}
