/** Runs the real CLI as a child process on a profile of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sandbox } from './sandbox.ts';

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Standard output as JSON; throws where it is none. */
  json<Value>(): Value;
}

export interface Profile {
  readonly home: string;
  /** `input` goes to standard input, `env` over this process's environment. */
  run(
    args: readonly string[],
    options?: { readonly input?: string; readonly env?: Readonly<Record<string, string>> },
  ): Promise<CliResult>;
  /** Starts a command without waiting, to kill it half-way. */
  start(args: readonly string[]): ChildProcess;
  remove(): Promise<void>;
}

const entry = ['src-main/cli/main.ts'];

export async function aProfile(): Promise<Profile> {
  const home = await mkdtemp(join(tmpdir(), 'concord-scenario-'));
  const args = (given: readonly string[]) => [...entry, '--home', home, ...given];
  return {
    home,
    run: (given, options = {}) => runNode(args(given), options),
    start: (given) => spawn(process.execPath, args(given), { stdio: 'ignore', env: plainEnv({}) }),
    remove: () => rm(home, { recursive: true, force: true, maxRetries: 3 }),
  };
}

/** Nothing of the machine's own settings may leak into a scenario. */
function plainEnv(env: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(CONCORD|MICROSOFT|VAULT)_/.test(name));
  return { ...Object.fromEntries(inherited), ...env };
}

export function runNode(
  args: readonly string[],
  { input, env }: { readonly input?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<CliResult> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [...args], { stdio: ['pipe', 'pipe', 'pipe'], env: plainEnv(env ?? {}) });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk) => {
      stdout += String(chunk);
    });
    child.stderr.on('data', (chunk) => {
      stderr += String(chunk);
    });
    child.once('error', fail);
    child.once('close', (code) => done({ code, stdout, stderr, json: <Value>() => JSON.parse(stdout) as Value }));
    child.stdin.end(input ?? '');
  });
}

/** Connects CIPP (by token) and the PSA. */
export async function connect(profile: Profile, { line }: Sandbox): Promise<void> {
  for (const [args, input] of [
    [['connect', 'cipp', '--base-url', line.cipp.url], line.cipp.token],
    [['connect', 'psa', '--base-url', line.psa.url], line.psa.apiKey],
  ] as const) {
    const result = await profile.run(args, { input });
    if (result.code !== 0) throw new Error(`${args.join(' ')}: ${result.stderr}`);
  }
}
