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

export function isWebAddress(text: string): boolean {
  return ['http:', 'https:'].includes(parseAddress(text)?.protocol ?? '');
}
