/**
 * The log that adapters write to: facts first, then a sentence, the order a pino logger takes. Facts are ids, names, counts
 * and times only; whoever logs a remote text passes it through `redactText` first, so a token can never reach a file.
 */
export type LogFacts = Readonly<Record<string, string | number | boolean | null>>;

export interface Log {
  debug(facts: LogFacts, message: string): void;
  info(facts: LogFacts, message: string): void;
  warn(facts: LogFacts, message: string): void;
}

const nothing = (): void => undefined;

/** For hosts and tests that want no log. */
export const silentLog: Log = { debug: nothing, info: nothing, warn: nothing };
