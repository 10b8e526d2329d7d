import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fitToScreens, readWindowMemory, SMALLEST, saveWindowMemory } from './window-bounds.ts';

const screen = { x: 0, y: 0, width: 1920, height: 1080 };
const memory = { bounds: { x: 50, y: 60, width: 1300, height: 900 }, isMaximized: true };
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'concord-bounds-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the remembered window', () => {
  it('comes back as it was saved', () => {
    const file = join(folder, 'deep', 'bounds.json');
    expect(saveWindowMemory(file, memory)).toBe(true);
    expect(readWindowMemory(file)).toEqual(memory);
    expect(fitToScreens(memory, [screen])).toEqual(memory);
  });

  it('is forgotten when its screen is gone', () => {
    const away = { ...memory, bounds: { ...memory.bounds, x: 2500 } };
    expect(fitToScreens(away, [screen])).toBeNull();
    expect(fitToScreens(away, [screen, { ...screen, x: 1920 }])).not.toBeNull();
  });

  it('is never smaller than the smallest useful window', () => {
    const tiny = { ...memory, bounds: { ...memory.bounds, width: 10, height: 10 } };
    expect(fitToScreens(tiny, [screen])?.bounds).toMatchObject(SMALLEST);
  });

  it('is nothing when the file is missing, broken or from elsewhere', () => {
    const file = join(folder, 'bounds.json');
    expect(readWindowMemory(file)).toBeNull();
    for (const text of ['{', 'null', '{"bounds":null}', '{"bounds":{"x":"1","y":2,"width":3,"height":4}}']) {
      writeFileSync(file, text);
      expect(readWindowMemory(file)).toBeNull();
    }
  });
});
