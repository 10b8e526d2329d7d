/**
 * `npm run demo`: starts the sandbox (a simulated Microsoft, CIPP and AlgaPSA), and Concord on a fresh profile that
 * knows it. Both are gone when you leave. `--web` opens it in the browser, `--scenario NAME` chooses another world.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { runToTheEnd, showConcord, startChild } from './launch.mjs';

const DEFAULT_SCENARIO = 'harbor-it';

/** Takes `--scenario NAME` out of the arguments; the rest is for the host. */
function readArguments(args) {
  const at = args.indexOf('--scenario');
  if (at < 0) return { scenario: DEFAULT_SCENARIO, rest: args };
  return { scenario: args[at + 1] ?? DEFAULT_SCENARIO, rest: args.toSpliced(at, 2) };
}

/** Starts the sandbox and waits for its line of addresses and credentials. */
async function startSandbox(scenario) {
  const child = startChild(
    process.execPath,
    ['src-sandbox/main.ts', '--scenario', scenario, '--port', '0', '--with-stdin'],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  for await (const line of createInterface({ input: child.stdout })) return line;
  throw new Error('The sandbox ended before it was ready; its message is above.');
}

const { scenario, rest } = readArguments(process.argv.slice(2));
const home = await mkdtemp(join(tmpdir(), 'concord-demo-'));

await runToTheEnd(async () => {
  const sandboxFile = join(home, 'sandbox.json');
  await writeFile(sandboxFile, await startSandbox(scenario), { mode: 0o600 });
  return showConcord({
    env: { ...process.env, CONCORD_HOME: home, CONCORD_SANDBOX: sandboxFile },
    args: rest,
    notice: (place) =>
      `Concord demo, on the simulated world "${scenario}" and a throw-away profile (${home}), opens in ${place}`,
  });
});
await rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
