/**
 * Runs one program of the gate and says how it went. A step's own output is shown as it comes for the long ones, and
 * only when it fails for the short ones, so that the end of the log is about what matters.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..', '..');

/** Many tests start our programs as processes; each would strip the types of hundreds of files anew. */
const compileCache = join(root, 'node_modules', '.cache', 'compiled');

export interface Step {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Show the output while it runs, not only on failure. */
  readonly isLoud?: boolean;
  /** Ends the step as failed when it takes longer; nothing may hang the whole run. */
  readonly timeoutMs: number;
}

export interface StepResult {
  readonly isPassed: boolean;
  readonly seconds: number;
}

/** A tool below node_modules, run by the Node that runs us. */
export function tool(path: string): { command: string; args: string[] } {
  return { command: process.execPath, args: [join(root, 'node_modules', path)] };
}

export async function runStep(step: Step): Promise<StepResult> {
  const startedAt = Date.now();
  process.stdout.write(`▸ ${step.name}${step.isLoud ? '\n' : ' … '}`);
  const { code, output } = await runProgram(step);
  const seconds = (Date.now() - startedAt) / 1000;
  const isPassed = code === 0;
  if (!step.isLoud) process.stdout.write(isPassed ? `ok (${seconds.toFixed(1)} s)\n` : `failed\n${output}\n`);
  return { isPassed, seconds };
}

function runProgram(step: Step): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(step.command, step.args, {
      cwd: root,
      env: { ...process.env, NODE_COMPILE_CACHE: compileCache, ...step.env },
      stdio: ['ignore', step.isLoud ? 'inherit' : 'pipe', step.isLoud ? 'inherit' : 'pipe'],
      // A group of its own, so that a time-out ends the browsers and servers below it too.
      detached: process.platform !== 'win32',
    });
    let output = '';
    const collect = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
    const timer = setTimeout(() => {
      console.log(`${step.name} took longer than ${step.timeoutMs / 60_000} minutes and was ended.`);
      endGroup(child.pid);
    }, step.timeoutMs);
    const settle = (code: number) => {
      clearTimeout(timer);
      resolve({ code, output });
    };
    child.once('error', (error) => {
      output += error.message;
      settle(127);
    });
    child.once('close', (code) => settle(code ?? 1));
  });
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {
    console.log(`Process ${pid} was already gone.`);
  }
}
