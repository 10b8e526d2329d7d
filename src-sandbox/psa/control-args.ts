/**
 * Reads the arguments of control verbs. A verb that was given nonsense throws a sentence that says what it wanted: a test
 * that misspells an argument must not pass by accident.
 */

import type { RequestMatch } from './faults.ts';
import { asRecord } from './http.ts';

export type ControlArgs = Record<string, unknown>;

export function textArg(args: ControlArgs, name: string): string {
  const value = args[name];
  if (typeof value !== 'string' || value === '') throw new Error(`the verb needs "${name}" as text`);
  return value;
}

export function optionalText(args: ControlArgs, name: string): string | null {
  return args[name] === undefined || args[name] === null ? null : textArg(args, name);
}

export function numberArg(args: ControlArgs, name: string, fallback: number | null = null): number {
  const value = args[name] ?? fallback;
  if (typeof value !== 'number' || Number.isNaN(value)) throw new Error(`the verb needs "${name}" as a number`);
  return value;
}

export function flagArg(args: ControlArgs, name: string, fallback: boolean): boolean {
  const value = args[name] ?? fallback;
  if (typeof value !== 'boolean') throw new Error(`the verb needs "${name}" as true or false`);
  return value;
}

export function choiceArg<T extends string>(args: ControlArgs, name: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === args[name]);
  if (found === undefined) throw new Error(`"${name}" must be one of ${choices.join(', ')}`);
  return found;
}

export function recordArg(args: ControlArgs, name: string): Record<string, unknown> {
  const value = args[name];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error(`the verb needs "${name}" as an object`);
  }
  return asRecord(value);
}

/** `match`: absent, `"PUT /api/v1/contacts"`, `"/contacts"`, `"write /contacts"`, or `{ method, path }`. */
export function matchArg(args: ControlArgs): RequestMatch {
  const value = args['match'];
  if (value === undefined || value === null) return { method: null, path: null };
  if (typeof value === 'string') {
    const [first = '', rest = ''] = value.trim().split(/\s+/, 2);
    if (first.startsWith('/')) return { method: null, path: first };
    return { method: first.toUpperCase(), path: rest === '' ? null : rest };
  }
  const record = asRecord(value);
  const method = optionalText(record, 'method');
  return { method: method === null ? null : method.toUpperCase(), path: optionalText(record, 'path') };
}
