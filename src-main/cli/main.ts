#!/usr/bin/env node
/** `concord`: the console without a screen. Parses the command line, runs one command, exits with a code that means something. */
import { Command } from 'commander';
import { addConnectionCommands } from './commands/connect.ts';
import { addExplainCommands } from './commands/explain.ts';
import { addFlagCommands } from './commands/flags.ts';
import { addPlanCommands } from './commands/plans.ts';
import { addQueueCommands } from './commands/queue.ts';
import { addRuleCommands } from './commands/rules.ts';
import { addServerCommands } from './commands/server.ts';
import { addServerMappingCommands } from './commands/server-mappings.ts';
import { addTenantCommands } from './commands/tenants.ts';
import { addToolCommands } from './commands/tools.ts';
import { exitCodes } from './exit-codes.ts';
import { appVersion } from './version.ts';

const program = new Command('concord')
  .description('Reconcile customers’ Microsoft Entra tenants and users with the clients and contacts of your PSA.')
  .version(appVersion)
  .option('--home <dir>', 'the profile’s data folder (else CONCORD_HOME, else this system’s usual place)')
  .option('--json', 'one JSON document on standard output')
  .showHelpAfterError('(concord --help shows every command)')
  .configureHelp({ showGlobalOptions: true })
  .addHelpText(
    'after',
    '\nExit codes: 0 done, 1 failed, 2 usage, 3 done in part, 4 not connected, 5 unreachable, 6 waits for an operator, 7 profile unusable, 8 not found, 130 cancelled',
  )
  .exitOverride((error) => process.exit(error.exitCode === 0 ? exitCodes.ok : exitCodes.usage));

addConnectionCommands(program);
addTenantCommands(program);
addPlanCommands(program);
addExplainCommands(program);
addQueueCommands(program);
addRuleCommands(program);
addToolCommands(program);
addServerCommands(program);
addServerMappingCommands(program);
addFlagCommands(program);
/** A reader that has seen enough (`| head`) is no failure. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(exitCodes.ok);
  throw error;
});

void program.parseAsync();
