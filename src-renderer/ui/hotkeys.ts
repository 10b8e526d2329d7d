/**
 * Single-key shortcuts of a screen. They are silent while the operator types, while a dialog is open, when another part
 * used the key, and when the setting switches letters off (dictation fires them; WCAG 2.1.4).
 */
import { createContext, useContext, useEffect, useRef } from 'react';
import { type KeyPress, keyName } from './key-names.ts';

/** False when the operator switched single-letter keys off. */
export const SingleLetterKeysContext = createContext(true);

const typingPlaces = 'input, textarea, select, [contenteditable], [role=combobox], [role=listbox], [role=menu]';
const openLayer = '[role=dialog], [role=alertdialog]';

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest(typingPlaces) !== null;
}

function isOnControl(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('button, a[href], summary') !== null;
}

/** Enter and Space belong to the button that has the focus. */
function belongsToControl(event: KeyboardEvent): boolean {
  return (event.key === 'Enter' || event.key === ' ') && isOnControl(event.target);
}

export type HotkeyMap = Readonly<Record<string, () => void>>;

/** @param keys by name: `j`, `1`, `Enter`, `Space`, `/`, `?`, `mod+z`. Unlisted keys are left alone. */
export function useHotkeys(keys: HotkeyMap, isOn = true): void {
  const lettersAreOn = useContext(SingleLetterKeysContext);
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  }, [keys]);
  useEffect(() => {
    if (!isOn) return;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const name = keyName(event satisfies KeyPress);
      const act = latest.current[name];
      if (!act) return;
      const isModified = name.startsWith('mod+');
      if (!isModified && (!lettersAreOn || isTyping(event.target) || belongsToControl(event))) return;
      if (document.querySelector(openLayer)) return;
      event.preventDefault();
      act();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [isOn, lettersAreOn]);
}
