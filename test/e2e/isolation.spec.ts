/** What the page may not do, in both shells: the same promises whatever carries it. */
import { expect } from '@playwright/test';
import { test } from './fixtures/shell.ts';

test.use({ allowedComplaints: /Content Security Policy|Failed to load resource|Refused to|Trusted/ });

test('the page sees no Node, no Electron and no bridge object', async ({ page }) => {
  const seen = await page.evaluate(() => ({
    require: typeof Reflect.get(globalThis, 'require'),
    process: typeof Reflect.get(globalThis, 'process'),
    ours: Object.keys(globalThis).filter((name) => /electron|concord|ipc|bridge/i.test(name)),
  }));
  expect(seen).toEqual({ require: 'undefined', process: 'undefined', ours: [] });
});

test('inline scripts, foreign pictures, foreign requests and plain HTML sinks are refused', async ({ page }) => {
  const refused = await page.evaluate(async () => {
    const script = document.createElement('script');
    const trustedTypesHold = (() => {
      try {
        script.text = 'globalThis.injected = true';
        return false;
      } catch {
        return true;
      }
    })();
    const picture = await new Promise<string>((resolve) => {
      const image = new Image();
      image.onload = () => resolve('loaded');
      image.onerror = () => resolve('refused');
      image.src = 'http://127.0.0.1:1/picture.png';
    });
    const request = await fetch('http://127.0.0.1:1/').then(
      () => 'answered',
      () => 'refused',
    );
    return { trustedTypesHold, picture, request, injected: Reflect.has(globalThis, 'injected') };
  });
  expect(refused).toEqual({ trustedTypesHold: true, picture: 'refused', request: 'refused', injected: false });
});

test('the page is not told that it may use a camera or show notifications', async ({ page }) => {
  const camera = await page.evaluate(async () => {
    const { state } = await navigator.permissions.query({ name: 'camera' as PermissionName });
    return state;
  });
  expect(camera).not.toBe('granted');
});
