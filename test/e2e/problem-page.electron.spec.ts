/** An engine that cannot open its profile is explained in the window, and tried again when the cause is gone. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { endProcess, firstLine } from './fixtures/sandbox.ts';
import { test } from './fixtures/shell.ts';
import { openElectronShell } from './fixtures/shells.ts';

const WEB_HOST = join(import.meta.dirname, '..', '..', 'out', 'main', 'web-host.cjs');

test('a profile that the web host has open is refused in words, and opens once it is free', async ({ home }) => {
  const other = spawn(process.execPath, [WEB_HOST, '--home', home, '--json'], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    await firstLine(other);
    const shell = await openElectronShell({ home, env: {}, onPage: () => undefined });
    const { page } = shell;
    await expect(page.getByRole('heading', { name: 'Concord cannot start' })).toBeVisible();
    await expect(page.getByRole('alert')).toContainText(/already open/i);
    await page.getByRole('link', { name: 'Try again' }).click();
    await expect(page.getByRole('alert')).toContainText(/already open/i);
    await endProcess(other);
    await page.getByRole('link', { name: 'Try again' }).click();
    await expect(page.locator('#root')).not.toBeEmpty();
    await shell.close();
  } finally {
    await endProcess(other);
  }
});
