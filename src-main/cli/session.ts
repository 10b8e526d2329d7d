/**
 * One CLI command's session: opens the engine on the profile, hands out the contract's client, closes everything. The CLI
 * is a thin host: it decides nothing that the engine does not.
 */
import { type ContractRouterClient, ORPCError } from '@orpc/contract';
import { createRouterClient } from '@orpc/server';
import type { Command } from 'commander';
import type { EngineFailure } from '../../shared/contract/entry.ts';
import type { ConcordContract } from '../../shared/contract/index.ts';
import { errorRemedies } from '../../shared/vocabulary/error-texts.ts';
import { createEngine, defaultHome, EngineError } from '../engine/index.ts';
import { webHostServices } from '../web/web-host-services.ts';
import { exitCodeFor, exitCodes } from './exit-codes.ts';
import { printNote } from './output.ts';
import { appVersion } from './version.ts';

export type ConcordClient = ContractRouterClient<ConcordContract>;

export interface GlobalOptions {
  readonly home?: string;
  readonly json?: boolean;
  /** Does not wait in the cancel window of one-way acts. */
  readonly now?: boolean;
}

export interface Session {
  readonly client: ConcordClient;
  readonly json: boolean;
  readonly home: string;
}

/** `--home`, else CONCORD_HOME, else this system's usual data folder. */
export function homeOf(options: GlobalOptions): string {
  return options.home ?? process.env['CONCORD_HOME'] ?? defaultHome(process.env, process.platform);
}

/**
 * Whether somebody can press Ctrl+C: only then a one-way act waits in its cancel window. A script (`--json`, or standard
 * output that is no terminal) has nobody who would.
 */
export function isAttended({ json, now }: GlobalOptions, stdout: { readonly isTTY?: boolean }): boolean {
  return stdout.isTTY === true && json !== true && now !== true;
}

const whenInterrupted = new Set<() => Promise<string>>();

/** Ctrl+C does this first and prints what it answers, until the returned function is called. Signals are the process's. */
export function onInterrupt(work: () => Promise<string>): () => void {
  whenInterrupted.add(work);
  return () => whenInterrupted.delete(work);
}

async function interrupt(): Promise<void> {
  for (const work of whenInterrupted)
    printNote(await work().catch((thrown: unknown) => (thrown instanceof Error ? thrown.message : String(thrown))));
}

/** Runs `work` on an engine of this profile and closes it, whatever happens. */
export async function withEngine<Result>(
  options: GlobalOptions,
  work: (session: Session) => Promise<Result>,
): Promise<Result> {
  const home = homeOf(options);
  const engine = await createEngine({
    home,
    hostKind: 'cli',
    host: webHostServices(),
    env: process.env,
    appVersion,
    isAttended: isAttended(options, process.stdout),
  });
  const stop = () =>
    void interrupt()
      .then(() => engine.close())
      .finally(() => process.exit(exitCodes.cancelled));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  try {
    return await work({
      client: createRouterClient(engine.router) as ConcordClient,
      json: options.json ?? false,
      home,
    });
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
    await engine.close();
  }
}

/** Makes a commander action of an async function that answers its exit code; failures become sentences and codes. */
export function action<Options extends GlobalOptions, Args extends unknown[]>(
  run: (options: Options, ...args: Args) => Promise<number>,
): (...args: unknown[]) => Promise<void> {
  return async (...args) => {
    const command = args.at(-1) as Command;
    const options = command.optsWithGlobals<Options>();
    process.exitCode = await run(options, ...(args.slice(0, -2) as Args)).catch((thrown: unknown) =>
      reportFailure(options, thrown),
    );
  };
}

/** Says what happened and what to do; with `--json` the same as an object. Answers the exit code. */
export function reportFailure(options: GlobalOptions, thrown: unknown): number {
  const failure = failureOf(thrown);
  if (options.json) process.stdout.write(`${JSON.stringify({ error: failure })}\n`);
  printNote(`concord: ${failure.sentence}`);
  printNote(`         ${failure.remedy}`);
  if (failure.code === 'internal.invariant') printNote(`         Support code ${failure.supportId}`);
  return exitCodeFor(failure.code);
}

function failureOf(thrown: unknown): EngineFailure {
  if (thrown instanceof ORPCError && thrown.code === 'ENGINE') return thrown.data as EngineFailure;
  if (thrown instanceof ORPCError && thrown.code === 'BAD_REQUEST')
    return failure('input.invalid', inputSentence(thrown));
  if (thrown instanceof EngineError) return failure(thrown.code, thrown.message);
  return failure('internal.invariant', thrown instanceof Error ? thrown.message : String(thrown));
}

function failure(code: EngineFailure['code'], sentence: string): EngineFailure {
  return { code, sentence, remedy: errorRemedies[code], supportId: '-', details: {} };
}

function inputSentence(error: ORPCError<string, unknown>): string {
  const issues = (error.data as { issues?: { path?: PropertyKey[]; message: string }[] } | undefined)?.issues ?? [];
  const named = issues.map((issue) => `${(issue.path ?? []).map(String).join('.') || 'input'}: ${issue.message}`);
  return named.length > 0 ? `That input is not valid (${named.join('; ')}).` : error.message;
}
