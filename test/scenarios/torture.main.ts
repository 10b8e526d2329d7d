/**
 * `npm run torture`: kills a real engine at random points of applying and deciding, and cuts its line at every request of a push,
 * in two workers side by side. Prints the figures and the seed of every failure; exit code 0 only when nothing was lost, done
 * twice, done without a plan, or left stuck.
 *
 *   npm run torture -- --kills 1000 --seed 20261102 --one-of 1 --json
 */
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundleVictim } from './torture/bundle-victim.ts';
import { describeComplaints, figuresOf, isClean, type WorkerReport } from './torture/figures.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '1000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    /** Cut only one of so many requests. */
    'one-of': { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
});

const fates = ['cutBefore', 'cutAfter'] as const;
const made = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', `concord-torture-${process.pid}`);

function runWorker(victim: string, order: Readonly<Record<string, unknown>>): Promise<WorkerReport> {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'torture', 'worker.child.ts'), JSON.stringify(order)],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, TORTURE_VICTIM: victim, NODE_COMPILE_CACHE: join(made, 'compiled') },
    },
  );
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += String(chunk);
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(JSON.parse(output) as WorkerReport);
      else reject(new Error(`A torture worker ended with ${code}; its seed is ${String(order['seed'])}.`));
    });
  });
}

async function main(): Promise<void> {
  const startedAt = Date.now();
  const kills = Number(values.kills);
  const shares = [Math.ceil(kills / 2), Math.floor(kills / 2)];
  const victim = await bundleVictim(made);
  const reports = await Promise.all(
    fates.map((fate, index) =>
      runWorker(victim, {
        seed: `${values.seed}-${fate}`,
        kills: shares[index] ?? 0,
        fate,
        oneOf: Number(values['one-of']),
      }),
    ),
  );
  const figures = figuresOf(reports);
  for (const line of describeComplaints(reports)) process.stderr.write(`${line}\n`);
  process.stdout.write(values.json ? `${JSON.stringify(figures)}\n` : `${sentence(reports, Date.now() - startedAt)}\n`);
  process.exitCode = isClean(figures) ? 0 : 1;
}

function sentence(reports: readonly WorkerReport[], tookMs: number): string {
  const { kills, drops, lost, twice, foreign, stuck, seeds } = figuresOf(reports);
  const decisions = reports.reduce((sum, report) => sum + report.decisions, 0);
  return [
    `${kills} kills with ${decisions} decisions answered, ${drops} cut lines over the ${reports[0]?.requests ?? 0} requests of a push of ${reports[0]?.changes ?? 0} changes, in ${(tookMs / 60_000).toFixed(1)} minutes (seed ${values.seed}).`,
    `lost ${lost}, twice ${twice}, foreign ${foreign}, stuck ${stuck}`,
    ...(seeds.length > 0 ? [`seeds: ${seeds.join(' ')}`] : []),
  ].join('\n');
}

await main().finally(() => rmSync(made, { recursive: true, force: true }));
