/**
 * Which addresses may leave this program for a browser: http and https only, because another scheme could start any
 * program. Runs in the oldest Electron of the tests too, which has no `URL.canParse`.
 */
export function parseAddress(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

/** `BROWSER=none` says that nobody sits here: tests and servers show the address instead of opening it. */
export function mayOpenBrowser(env: Readonly<Record<string, string | undefined>>): boolean {
  return env['BROWSER'] !== 'none';
}

export function isWebAddress(text: string): boolean {
  return ['http:', 'https:'].includes(parseAddress(text)?.protocol ?? '');
}
