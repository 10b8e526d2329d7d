/** Reads the JSON arguments of control verbs; a wrong one is an error in words, never a silent default. */

export type ControlArguments = Record<string, unknown>;
export type ControlVerb = (args: ControlArguments) => unknown;

/** A caller's mistake: answered 400 with this sentence. */
export class ControlError extends Error {
  override readonly name = 'ControlError';
}

export function textOf(args: ControlArguments, name: string): string {
  const value = args[name];
  if (typeof value !== 'string' || value === '') throw new ControlError(`"${name}" must be a text.`);
  return value;
}

export const optionalTextOf = (args: ControlArguments, name: string): string | null =>
  args[name] === undefined || args[name] === null ? null : textOf(args, name);

export function numberOf(args: ControlArguments, name: string, fallback: number): number {
  const value = args[name];
  if (value === undefined) return fallback;
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0)
    throw new ControlError(`"${name}" must be a number of 0 or more.`);
  return value;
}

export function flagOf(args: ControlArguments, name: string, fallback: boolean): boolean {
  const value = args[name];
  if (value === undefined) return fallback;
  if (typeof value !== 'boolean') throw new ControlError(`"${name}" must be true or false.`);
  return value;
}

export function choiceOf<T extends string>(args: ControlArguments, name: string, choices: readonly [T, ...T[]]): T {
  const value = args[name] ?? choices[0];
  const choice = choices.find((candidate) => candidate === value);
  if (choice === undefined) throw new ControlError(`"${name}" must be one of ${choices.join(', ')}.`);
  return choice;
}

export function recordOf(args: ControlArguments, name: string): Record<string, unknown> {
  const value = args[name];
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new ControlError(`"${name}" must be an object.`);
  return { ...value };
}
