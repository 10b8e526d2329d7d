/** One name per key press, so that maps of shortcuts read like the help page. Pure. */

export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** `j`, `?`, `Enter`, `Space`, `mod+k` (Ctrl or Cmd), `mod+shift+z`; empty for combinations that are not ours. */
export function keyName(press: KeyPress): string {
  if (press.altKey) return '';
  const isModified = press.ctrlKey || press.metaKey;
  const key = press.key === ' ' ? 'Space' : press.key.length === 1 ? press.key.toLowerCase() : press.key;
  if (!isModified) return press.shiftKey && /^[a-z]$/.test(key) ? '' : key;
  return press.shiftKey ? `mod+shift+${key}` : `mod+${key}`;
}
