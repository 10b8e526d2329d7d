/**
 * The sandbox as a child process: the product starts the simulated world but never imports it. Runs from sources in a
 * checkout and from the built file in a package.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { EngineError } from '../engine/index.ts';
import { exitCodes } from './exit-codes.ts';
import type { GlobalOptions } from './session.ts';

/** What the sandbox prints on its first line: every address and credential of the simulated world. */
export interface SandboxLine {
  readonly scenario: string;
  readonly seed: number;
  readonly identity: {
    readonly url: string;
    readonly partnerTenantId: string;
    readonly clientId: string;
    readonly clientSecret: string;
    readonly operator: { readonly upn: string; readonly password: string };
  };
  readonly graph: { readonly url: string };
  readonly cipp: {
    readonly url: string;
    readonly token: string;
    readonly tenantId: string;
    readonly clientId: string;
    readonly clientSecret: string;
  };
  readonly psa: {
    readonly url: string;
    readonly apiKey: string;
    /** The platform's master workspace, for feature flags, and the workspace of `apiKey`. */
    readonly masterApiKey: string;
    readonly tenantId: string;
  };
  readonly control: { readonly url: string };
}

export interface SandboxOptions {
  readonly scenario: string;
  readonly port?: string;
  readonly seed?: string;
}

function sandboxEntry(): string {
  const here = import.meta.dirname;
  const candidates = [resolve(here, '../../src-sandbox/main.ts'), resolve(here, 'sandbox.cjs')];
  const found = candidates.find((file) => existsSync(file));
  if (!found) throw new EngineError('internal.invariant', 'The sandbox is not part of this installation.');
  return found;
}

function spawnSandbox(options: SandboxOptions, stdio: 'inherit' | 'pipe'): ChildProcess {
  const args = [
    '--scenario',
    options.scenario,
    '--port',
    options.port ?? '0',
    ...(options.seed ? ['--seed', options.seed] : []),
  ];
  return spawn(process.execPath, [sandboxEntry(), ...args], { stdio: ['ignore', stdio, 'inherit'] });
}

/** `concord sandbox`: in the foreground until interrupted; answers the child's exit code. */
export async function runSandbox(options: GlobalOptions & SandboxOptions): Promise<number> {
  const child = spawnSandbox(options, 'inherit');
  const stop = () => child.kill('SIGTERM');
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return new Promise((done) => child.once('exit', (code) => done(code ?? exitCodes.ok)));
}

export interface RunningSandbox {
  readonly line: SandboxLine;
  stop(): Promise<void>;
}

/** Uses the sandbox that CONCORD_SANDBOX names (a file or the line itself), else starts one for the length of the command. */
export async function startSandbox(options: SandboxOptions): Promise<RunningSandbox> {
  const given = process.env['CONCORD_SANDBOX'];
  if (given) {
    const line = JSON.parse(existsSync(given) ? readFileSync(given, 'utf8') : given) as SandboxLine;
    return { line, stop: async () => undefined };
  }
  const child = spawnSandbox(options, 'pipe');
  const exited = new Promise<void>((done) => child.once('exit', () => done()));
  const line = await new Promise<SandboxLine>((done, fail) => {
    if (child.stdout)
      createInterface({ input: child.stdout }).once('line', (text) => done(JSON.parse(text) as SandboxLine));
    child.once('exit', (code) =>
      fail(new EngineError('host.portInUse', `The sandbox did not start (exit code ${code}).`)),
    );
  });
  return {
    line,
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
    },
  };
}
