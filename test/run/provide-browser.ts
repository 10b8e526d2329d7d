/**
 * Gets a browser for the tests when this machine has none: Playwright's own download first, then Debian's package where
 * we are root. Null when neither works; the caller says which tests did not run.
 */
import { existsSync } from 'node:fs';
import { findBrowser } from './find-browser.ts';
import { runStep, tool } from './steps.ts';

const DOWNLOAD_TIMEOUT_MS = 180_000;

export async function provideBrowser(): Promise<string | null> {
  return findBrowser() ?? (await downloadWithPlaywright()) ?? (await installFromDebian());
}

async function downloadWithPlaywright(): Promise<string | null> {
  const { command, args } = tool('playwright/cli.js');
  await runStep({
    name: 'no Chrome, Chromium or Edge here: asking Playwright to download one',
    command,
    args: [...args, 'install', ...(isRoot() ? ['--with-deps'] : []), 'chromium'],
    timeoutMs: DOWNLOAD_TIMEOUT_MS,
  });
  return findBrowser();
}

async function installFromDebian(): Promise<string | null> {
  if (!isRoot() || !existsSync('/usr/bin/apt-get')) return null;
  await runStep({
    name: 'installing Debian’s chromium',
    command: '/bin/sh',
    args: ['-c', 'apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core'],
    env: { DEBIAN_FRONTEND: 'noninteractive' },
    timeoutMs: DOWNLOAD_TIMEOUT_MS,
  });
  return findBrowser();
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}
