/** The Electron shell as a program: its window, its second instance, its engine process and its end. */
import { execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { electronFlags, findElectron } from '../../resources/launch/find-electron.mjs';
import { test } from './fixtures/shell.ts';

const root = join(import.meta.dirname, '..', '..');

/** Process ids of the engine below this Electron, found by the file that it runs. */
function engineProcesses(parent: number): number[] {
  const lines = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n');
  return lines
    .map((line) => line.trim().split(/\s+/))
    .filter(
      ([, ppid, ...args]) => Number(ppid) === parent && /engine\.cjs|--utility-sub-type=node/.test(args.join(' ')),
    )
    .map(([pid]) => Number(pid));
}

test('the shell’s own process loads nothing of the engine', () => {
  const loadedFrom = (file: string): string[] => {
    const text = readFileSync(file, 'utf8');
    const next = [...text.matchAll(/require\("([.]{1,2}\/[^"]+)"\)/g)].map(([, path]) => join(file, '..', path ?? ''));
    return [text, ...next.flatMap(loadedFrom)];
  };
  const program = loadedFrom(join(root, 'out', 'main', 'index.cjs')).join('\n');
  expect(program).not.toContain('better-sqlite3');
  expect(program.length).toBeLessThan(100_000);
});

test('the page cannot navigate away or open a window', async ({ shell, page }) => {
  const address = page.url();
  await page.evaluate(() => {
    setTimeout(() => {
      document.title = `opened ${String(window.open('http://127.0.0.1:1/'))}`;
      window.location.href = 'http://127.0.0.1:1/';
    }, 0);
  });
  await expect(page).toHaveTitle('opened null');
  await page.waitForFunction(() => document.readyState === 'complete');
  expect(page.url()).toBe(address);
  expect(shell.app?.windows()).toHaveLength(1);
});

test('a second start on the same profile brings the first window to the front and ends', async ({ shell, home }) => {
  const electron = findElectron(root);
  if (electron === null || shell.app === null) throw new Error('this spec runs in Electron only');
  const second = spawn(electron.path, [root, ...electronFlags(), '--disable-gpu'], {
    env: { ...process.env, CONCORD_HOME: home },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  second.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const code = await new Promise((resolve) => second.once('exit', resolve));
  expect(code).toBe(0);
  expect(said).toContain('already open on this profile');
  expect(shell.app.windows()).toHaveLength(1);
});

test('the engine is a process of its own, comes back when it is killed, and ends with the window', async ({
  shell,
  page,
}) => {
  const parent = shell.app?.process().pid ?? 0;
  await expect.poll(() => engineProcesses(parent)).toHaveLength(1);
  const [before = 0] = engineProcesses(parent);
  process.kill(before, 'SIGKILL');
  await expect.poll(() => engineProcesses(parent).filter((pid) => pid !== before)).toHaveLength(1);
  const [after = 0] = engineProcesses(parent);
  await page.reload();
  await expect(page.locator('#root')).not.toBeEmpty();
  await shell.close();
  await expect.poll(() => isAlive(after)).toBe(false);
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
