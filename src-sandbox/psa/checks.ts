/**
 * Small body checker that collects issues in the shape of the product's validator (code, path, message), so that a client
 * sees `details` it can show. It knows no resource: contact-schema.ts and client-schema.ts say what is allowed.
 */
import { ApiError } from './envelope.ts';
import { isUuid } from './ids.ts';

type Issue = { code: string; path: (string | number)[]; message: string; keys?: string[] };
export type Path = (string | number)[];

/** One value's check: returns the value to keep, and reports what is wrong. */
export type Check<T> = (value: unknown, path: Path, issues: Issue[]) => T;

function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value;
}

function wrongType(expected: string, value: unknown, path: Path): Issue {
  return value === undefined
    ? { code: 'invalid_type', path, message: 'Required' }
    : { code: 'invalid_type', path, message: `Expected ${expected}, received ${typeName(value)}` };
}

export function text(rules: { min?: number; max?: number; minMessage?: string; trim?: boolean } = {}): Check<string> {
  return (value, path, issues) => {
    if (typeof value !== 'string') {
      issues.push(wrongType('string', value, path));
      return '';
    }
    const kept = rules.trim ? value.trim() : value;
    if (rules.min !== undefined && kept.length < rules.min) {
      const message = rules.minMessage ?? `String must contain at least ${rules.min} character(s)`;
      issues.push({ code: 'too_small', path, message });
    }
    if (rules.max !== undefined && kept.length > rules.max) {
      issues.push({ code: 'too_big', path, message: `String must contain at most ${rules.max} character(s)` });
    }
    return kept;
  };
}

const EMAIL_PATTERN = /^[^\s@"(),:;<>[\]\\]+@[^\s@.]+(\.[^\s@.]+)+$/;

export function email(): Check<string> {
  return (value, path, issues) => {
    const kept = text({ trim: true, max: 255 })(value, path, issues).toLowerCase();
    if (typeof value === 'string' && !EMAIL_PATTERN.test(kept)) {
      issues.push({ code: 'invalid_string', path, message: 'Invalid email address' });
    }
    return kept;
  };
}

export function uuid(): Check<string> {
  return (value, path, issues) => {
    if (typeof value !== 'string') issues.push(wrongType('string', value, path));
    else if (!isUuid(value)) issues.push({ code: 'invalid_string', path, message: 'Invalid uuid' });
    return typeof value === 'string' ? value : '';
  };
}

export function flag(): Check<boolean> {
  return (value, path, issues) => {
    if (typeof value !== 'boolean') issues.push(wrongType('boolean', value, path));
    return value === true;
  };
}

export function amount(rules: { min?: number; integer?: boolean } = {}): Check<number> {
  return (value, path, issues) => {
    if (typeof value !== 'number' || Number.isNaN(value)) {
      issues.push(wrongType('number', value, path));
      return 0;
    }
    if (rules.integer && !Number.isInteger(value)) issues.push(wrongType('integer', value, path));
    if (rules.min !== undefined && value < rules.min) {
      issues.push({ code: 'too_small', path, message: `Number must be greater than or equal to ${rules.min}` });
    }
    return value;
  };
}

export function oneOf<T extends string>(allowed: readonly T[]): Check<T> {
  return (value, path, issues) => {
    const found = allowed.find((entry) => entry === value);
    if (found !== undefined) return found;
    const expected = allowed.map((entry) => `'${entry}'`).join(' | ');
    const message =
      value === undefined ? 'Required' : `Invalid enum value. Expected ${expected}, received '${String(value)}'`;
    issues.push({ code: value === undefined ? 'invalid_type' : 'invalid_enum_value', path, message });
    return allowed[0] as T; // only reached with an issue on record, so the value is never used
  };
}

export function listOf<T>(item: Check<T>): Check<T[]> {
  return (value, path, issues) => {
    if (!Array.isArray(value)) {
      issues.push(wrongType('array', value, path));
      return [];
    }
    return value.map((entry, index) => item(entry, [...path, index], issues));
  };
}

/** Absent stays absent; null is accepted and kept only when `nullable`. */
type Field = { check: Check<unknown>; required: boolean; nullable: boolean };

export function required(check: Check<unknown>): Field {
  return { check, required: true, nullable: false };
}

export function optional(check: Check<unknown>): Field {
  return { check, required: false, nullable: false };
}

export function nullish(check: Check<unknown>): Field {
  return { check, required: false, nullable: true };
}

/** An object with named fields. `unknownKeys` decides between a 400 and silence (contacts versus clients). */
export function shape(fields: Record<string, Field>, unknownKeys: 'refuse' | 'drop'): Check<Record<string, unknown>> {
  return (value, path, issues) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      issues.push(wrongType('object', value, path));
      return {};
    }
    const given = new Map<string, unknown>(Object.entries(value));
    if (unknownKeys === 'refuse')
      refuseUnknown(
        [...given.keys()].filter((key) => !(key in fields)),
        path,
        issues,
      );
    const kept: Record<string, unknown> = {};
    for (const [key, field] of Object.entries(fields)) {
      const entry = given.get(key);
      if (entry === undefined && !field.required) continue;
      kept[key] = entry === null && field.nullable ? null : field.check(entry, [...path, key], issues);
    }
    return kept;
  };
}

function refuseUnknown(keys: string[], path: Path, issues: Issue[]): void {
  if (keys.length === 0) return;
  const names = keys.map((key) => `'${key}'`).join(', ');
  issues.push({ code: 'unrecognized_keys', path, keys, message: `Unrecognized key(s) in object: ${names}` });
}

/** Every field optional, the rest as it is: the product's update schemas are made this way. */
export function partial(fields: Record<string, Field>): Record<string, Field> {
  return Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, { ...field, required: false }]));
}

/** Runs a check and throws the product's 400 when anything is wrong. */
export function parseOrRefuse<T>(check: Check<T>, value: unknown, message = 'Validation failed'): T {
  const issues: Issue[] = [];
  const kept = check(value, [], issues);
  if (issues.length > 0) throw new ApiError('VALIDATION_ERROR', message, { details: issues });
  return kept;
}
