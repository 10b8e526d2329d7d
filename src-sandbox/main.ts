/**
 * The sandbox as a program: starts one simulated world, prints one JSON line with every address and credential, and runs
 * until it is told to stop. Logs nothing else on stdout, so the line can be read by a machine.
 */
import { parseArgs } from 'node:util';
import { startSandbox } from './sandbox.ts';
import { isScenarioName, scenarioNames } from './scenarios/build-world.ts';

const HELP = `Starts a simulated world: Microsoft sign-in, Graph, CIPP and an AlgaPSA on 127.0.0.1.

  --scenario NAME   ${scenarioNames.join(' | ')}   (default harbor-it)
  --port N          first of five consecutive ports; 0 = any free ones (default 0)
  --seed N          which world of that scenario (default 1)
  --latency MS      added to every answer (default 0)
  --with-stdin      stop when standard input closes (so that no orphan survives its parent)
  --help

Prints one JSON line with every URL and credential. See src-sandbox/README.md.`;

/** A whole number of 0 or more, or a sentence. */
function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new Error(`--${name} needs a whole number, not "${text}".`);
  return value;
}

function explain(error: unknown, port: string): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  if (code === 'EADDRINUSE') {
    return `Another program already uses a port from ${port} on 127.0.0.1. Choose other ones with --port, or --port 0 for any free ones.`;
  }
  if (code === 'EACCES') return `This account may not open port ${port}. Choose one above 1023, or --port 0.`;
  return error instanceof Error ? error.message : String(error);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      scenario: { type: 'string', default: 'harbor-it' },
      port: { type: 'string', default: '0' },
      seed: { type: 'string', default: '1' },
      latency: { type: 'string', default: '0' },
      'with-stdin': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  if (!isScenarioName(values.scenario)) {
    throw new Error(`There is no scenario "${values.scenario}". Known ones: ${scenarioNames.join(', ')}.`);
  }
  const sandbox = await startSandbox({
    scenario: values.scenario,
    seed: wholeNumber('seed', values.seed),
    port: wholeNumber('port', values.port),
    latencyMs: wholeNumber('latency', values.latency),
  }).catch((error: unknown) => {
    throw new Error(explain(error, values.port), { cause: error });
  });
  console.log(JSON.stringify(sandbox.info));

  const stop = (): void => {
    void sandbox.stop().then(() => process.exit(0));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  if (values['with-stdin']) {
    process.stdin.once('end', stop);
    process.stdin.once('close', stop);
    process.stdin.resume();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
