/** What an operator typed as the address of a service, made into one we can call, or refused with the reason. */
import { EngineError } from '../domain/engine-error.ts';

/**
 * Adds a missing `https://`, drops path, query and trailing slash. Throws `input.invalid`: not an address, credentials in
 * it, or another scheme than http(s). Plain http is the adapters' decision.
 */
export function serviceAddress(typed: string, what: string): string {
  const trimmed = typed.trim();
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`;
  if (!URL.canParse(withScheme))
    throw new EngineError(
      'input.invalid',
      `“${trimmed}” is not the address of ${what}. It looks like https://name.example.com.`,
    );
  const url = new URL(withScheme);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new EngineError('input.invalid', `The address of ${what} must begin with https://.`);
  if (url.username || url.password)
    throw new EngineError('input.invalid', `Leave user names and passwords out of the address of ${what}.`);
  return url.origin;
}
