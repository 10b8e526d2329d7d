/**
 * Secrets reach the CLI by environment or standard input, never by argument: arguments show up in process lists and shell
 * histories. Standard input is read only when it is not a terminal.
 */
import { EngineError } from '../engine/index.ts';

/** The first line of standard input, read to its end; null when a person sits there. */
async function firstLineOfStdin(): Promise<string | null> {
  if (process.stdin.isTTY) return null;
  let text = '';
  for await (const chunk of process.stdin) text += String(chunk);
  return text.split(/\r?\n/, 1)[0]?.trim() || null;
}

/** Reads one secret from `env[name]`, else from standard input. Throws `input.invalid` naming both ways. */
export async function readSecret(what: string, name: string): Promise<string> {
  const value = process.env[name]?.trim() || (await firstLineOfStdin());
  if (value) return value;
  throw new EngineError(
    'input.invalid',
    `No ${what} was given. Set ${name}, or pipe it in: printf %s "$SECRET" | concord …`,
  );
}
