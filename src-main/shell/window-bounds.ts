/**
 * Remembers where the operator put the window. Bounds that no longer fit any screen (a monitor was unplugged) are
 * forgotten; an unreadable file is worth nothing and stops nothing.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

export interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface WindowMemory {
  readonly bounds: Bounds;
  readonly isMaximized: boolean;
}

export const SMALLEST = { width: 960, height: 640 } as const;
export const DEFAULT_SIZE = { width: 1280, height: 800 } as const;

/** How much of the window must lie on a screen for it to be found with the mouse. */
const VISIBLE_PX = 100;

/** The remembered window if it still fits one of `screens`, else null. */
export function fitToScreens(memory: WindowMemory | null, screens: readonly Bounds[]): WindowMemory | null {
  if (memory === null) return null;
  const { x, y } = memory.bounds;
  const width = Math.max(memory.bounds.width, SMALLEST.width);
  const height = Math.max(memory.bounds.height, SMALLEST.height);
  const isReachable = screens.some(
    (screen) =>
      Math.min(x + width, screen.x + screen.width) - Math.max(x, screen.x) >= VISIBLE_PX &&
      y >= screen.y &&
      y <= screen.y + screen.height - VISIBLE_PX,
  );
  return isReachable ? { bounds: { x, y, width, height }, isMaximized: memory.isMaximized } : null;
}

export function readWindowMemory(file: string): WindowMemory | null {
  try {
    return parseMemory(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}

/** Failing to remember a window is not worth a message. Answers whether it was written. */
export function saveWindowMemory(file: string, memory: WindowMemory): boolean {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(memory));
    return true;
  } catch {
    return false;
  }
}

function parseMemory(value: unknown): WindowMemory | null {
  if (typeof value !== 'object' || value === null || !('bounds' in value)) return null;
  const { bounds } = value;
  if (typeof bounds !== 'object' || bounds === null) return null;
  const [x, y, width, height] = ['x', 'y', 'width', 'height'].map((key) => Reflect.get(bounds, key));
  if (![x, y, width, height].every((number) => Number.isInteger(number))) return null;
  return { bounds: { x, y, width, height }, isMaximized: 'isMaximized' in value && value.isMaximized === true };
}
