/** A sandbox of its own for one test file: the real process, its control API, and what it says is true. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { SandboxLine } from '../../../src-main/cli/sandbox-process.ts';

/** A row of the sandbox's request log. */
export interface LoggedRequest {
  readonly service: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** True when it would change business data. */
  readonly write: boolean;
}

export interface SandboxContact {
  readonly contact_name_id: string;
  readonly client_id: string | null;
  readonly full_name: string;
  readonly email: string | null;
  readonly is_inactive: boolean;
}

/** The part of the sandbox's truth that scenarios recount. */
export interface SandboxState {
  readonly tenants: readonly {
    readonly entraTenantId: string;
    readonly displayName: string;
    readonly users: readonly { readonly id: string }[];
  }[];
  readonly psa: {
    readonly clients: readonly { readonly client_id: string; readonly client_name: string }[];
    readonly contacts: readonly SandboxContact[];
    readonly writeCounts: {
      readonly byContactId: Readonly<Record<string, number>>;
      readonly createdByEmail: Readonly<Record<string, number>>;
    };
  };
}

export interface Sandbox {
  readonly line: SandboxLine;
  control(verb: string, args?: Readonly<Record<string, unknown>>): Promise<unknown>;
  state(): Promise<SandboxState>;
  requests(): Promise<LoggedRequest[]>;
  clearRequests(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the simulated world; call `stop` when done. */
export async function startSandbox(scenario = 'harbor-it'): Promise<Sandbox> {
  const child: ChildProcess = spawn(process.execPath, ['src-sandbox/main.ts', '--scenario', scenario, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = new Promise<void>((done) => child.once('exit', () => done()));
  const line = await new Promise<SandboxLine>((done, fail) => {
    if (child.stdout)
      createInterface({ input: child.stdout }).once('line', (text) => done(JSON.parse(text) as SandboxLine));
    child.once('exit', (code) => fail(new Error(`The sandbox ended with ${code}.`)));
  });
  const at = (path: string) => `${line.control.url}/control/${path}`;
  const post = async (verb: string, args: Readonly<Record<string, unknown>> = {}) => {
    const answer = await fetch(at(verb), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(args),
    });
    if (!answer.ok) throw new Error(`control ${verb}: ${answer.status} ${await answer.text()}`);
    return ((await answer.json()) as { result: unknown }).result;
  };
  return {
    line,
    control: post,
    state: async () => (await fetch(at('state'))).json() as Promise<SandboxState>,
    requests: async () => (await fetch(at('requests'))).json() as Promise<LoggedRequest[]>,
    clearRequests: async () => void (await post('requests/clear')),
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
    },
  };
}
