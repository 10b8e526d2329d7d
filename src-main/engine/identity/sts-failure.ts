/**
 * Reads what MSAL threw into plain facts. MSAL's classes do not classify (`contracts/microsoft.md` 0.1.8, 5.8): numbers come
 * from `errorNo` (a number at run time), else from the text, else from a numeric `errorCode`.
 */
import { redactedSample } from '../http/redact.ts';

export interface StsFailure {
  /** OAuth `error`, or MSAL's own code such as `no_tokens_found`. */
  readonly errorCode: string;
  readonly subError: string;
  /** AADSTS numbers, the main one first. */
  readonly numbers: readonly number[];
  /** JSON of a claims challenge, to be passed to the interactive sign-in. */
  readonly claims: string | null;
  readonly correlationId: string | null;
  /** Microsoft's text, redacted and shortened; never decides anything. */
  readonly message: string;
}

export function readStsFailure(thrown: unknown): StsFailure {
  const errorCode = text(thrown, 'errorCode') ?? text(thrown, 'name') ?? '';
  const message = text(thrown, 'errorMessage') ?? text(thrown, 'message') ?? '';
  return {
    errorCode,
    subError: text(thrown, 'subError') ?? '',
    numbers: numbersOf({ errorNo: field(thrown, 'errorNo'), message, errorCode }),
    claims: text(thrown, 'claims'),
    correlationId: text(thrown, 'correlationId'),
    message: redactedSample(message, 300),
  };
}

function numbersOf(facts: {
  readonly errorNo: unknown;
  readonly message: string;
  readonly errorCode: string;
}): number[] {
  const found: number[] = [];
  const add = (value: unknown) => {
    const parsed =
      typeof value === 'number' ? value : typeof value === 'string' && /^\d{4,8}$/.test(value) ? Number(value) : null;
    if (parsed !== null && !found.includes(parsed)) found.push(parsed);
  };
  add(facts.errorNo);
  for (const match of facts.message.matchAll(/AADSTS(\d{4,8})/g)) add(match[1]);
  add(facts.errorCode);
  return found;
}

function field(thrown: unknown, name: string): unknown {
  return typeof thrown === 'object' && thrown !== null ? Reflect.get(thrown, name) : undefined;
}

function text(thrown: unknown, name: string): string | null {
  const value = field(thrown, name);
  return typeof value === 'string' && value !== '' ? value : null;
}
