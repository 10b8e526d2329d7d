/**
 * The whole gate: `npm test`, and with `--without-e2e` the `npm run ready` of a developer. Runs every step even when one
 * failed, so that one run tells everything, and ends with `N passed, N failed`. A step that is not a test runner counts
 * as one test. One step at a time: the machine of the continuous integration has two cores.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findElectron, hasDisplay } from '../../resources/launch/find-electron.mjs';
import { addCounts, type Counts, countPlaywright, countVitest, NONE } from './counts.ts';
import { findOnPath } from './find-on-path.ts';
import { provideBrowser } from './provide-browser.ts';
import { root, runStep, type Step, tool } from './steps.ts';

const MINUTE_MS = 60_000;
/** Far above what a run takes on an idle machine; a busy one is slow, not broken. */
const LONGEST_RUN_MS = 20 * MINUTE_MS;
const results = join(root, 'test-results', 'run');
const notRun: string[] = [];
let counts: Counts = NONE;

async function check(name: string, path: string, args: readonly string[]): Promise<void> {
  const { command, args: first } = tool(path);
  const { isPassed } = await runStep({ name, command, args: [...first, ...args], timeoutMs: 3 * MINUTE_MS });
  counts = addCounts(counts, { passed: isPassed ? 1 : 0, failed: isPassed ? 0 : 1, skipped: 0 });
}

async function staticChecks(): Promise<void> {
  const folders = ['src-main', 'src-preload', 'src-renderer', 'src-sandbox', 'shared'];
  for (const project of ['tsconfig.json', 'tsconfig.node.json', 'tsconfig.web.json']) {
    await check(`types (${project})`, 'typescript-native/bin/tsc', ['--noEmit', '-p', project]);
  }
  await check('lint and format', '@biomejs/biome/bin/biome', ['check', '--error-on-warnings', '--max-diagnostics=60']);
  await check('import rules', 'dependency-cruiser/bin/dependency-cruiser.mjs', [
    '--config',
    '.dependency-cruiser.cjs',
    ...folders,
  ]);
  await check('dead code', 'knip/bin/knip.js', []);
}

/** A runner may fail without a failed test (it crashed, or an error came from outside tests): that is one failure. */
async function testRun(step: Step, count: (file: string) => Counts, report: string): Promise<void> {
  const { isPassed } = await runStep(step);
  const counted = count(report);
  counts = addCounts(counts, isPassed || counted.failed > 0 ? counted : { ...counted, failed: 1 });
}

async function vitest(project: string): Promise<void> {
  const report = join(results, `vitest-${project}.json`);
  const { command, args } = tool('vitest/vitest.mjs');
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${report}`];
  const step: Step = {
    name: `vitest: ${project}`,
    command,
    args: [...args, 'run', '--project', project, '--passWithNoTests', ...reporters],
    isLoud: true,
    timeoutMs: LONGEST_RUN_MS,
  };
  await testRun(step, countVitest, report);
}

async function playwright(project: string, wrapper: readonly string[]): Promise<void> {
  const report = join(results, `playwright-${project}.json`);
  const { command, args } = tool('@playwright/test/cli.js');
  const [first = command, ...rest] = [...wrapper, command];
  const step: Step = {
    name: `playwright: ${project}`,
    command: first,
    args: [...rest, ...args, 'test', '--project', project, '--reporter=list,json'],
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: report },
    isLoud: true,
    timeoutMs: LONGEST_RUN_MS,
  };
  await testRun(step, countPlaywright, report);
}

/** Null when a window can be shown; else why not. `xvfb-run` makes a display where there is none. */
function electronObstacle(): string | null {
  if (findElectron(root) === null) {
    return 'no Electron on this machine ("npx install-electron" gets it, or set ELECTRON_OVERRIDE_DIST_PATH)';
  }
  if (!hasDisplay() && findOnPath('xvfb-run') === null) return 'no display, and no xvfb-run to make one';
  return null;
}

async function endToEnd(hasBrowser: boolean): Promise<void> {
  if (hasBrowser) await playwright('web', []);
  const obstacle = electronObstacle();
  if (obstacle === null) await playwright('electron', hasDisplay() ? [] : ['xvfb-run', '-a']);
  else notRun.push(`The end-to-end tests in Electron were not run: ${obstacle}.`);
}

async function main(): Promise<void> {
  const startedAt = Date.now();
  rmSync(results, { recursive: true, force: true });
  mkdirSync(results, { recursive: true });
  await staticChecks();
  await vitest('node');
  const browser = await provideBrowser();
  if (browser === null) {
    notRun.push(
      'The component tests and the end-to-end tests in a browser were not run: there is no Chrome, Chromium or Edge here and none could be had. Install one, or name it in CONCORD_BROWSER.',
    );
    counts = addCounts(counts, { passed: 0, failed: 1, skipped: 0 });
  } else {
    await vitest('browser');
  }
  if (!process.argv.includes('--without-e2e')) await endToEnd(browser !== null);
  for (const line of notRun) console.log(line);
  if (counts.skipped > 0) console.log(`${counts.skipped} skipped`);
  console.log(`took ${((Date.now() - startedAt) / MINUTE_MS).toFixed(1)} minutes`);
  console.log(`${counts.passed} passed, ${counts.failed} failed`);
  process.exitCode = counts.failed > 0 ? 1 : 0;
}

await main();
