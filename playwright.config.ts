import { defineConfig } from '@playwright/test';

// The same specs in both shells; the `shell` fixture of test/e2e decides by the project's metadata. One worker: each
// test has an engine, a sandbox and a browser of its own, and the machines that run this have two cores.
export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-results/e2e',
  timeout: 120_000,
  expect: { timeout: 15_000 },
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  reporter: 'list',
  use: { actionTimeout: 15_000, screenshot: 'only-on-failure', trace: 'off' },
  projects: [
    { name: 'web', metadata: { shell: 'web' }, testIgnore: ['**/*.electron.spec.ts', '**/screenshots.spec.ts'] },
    { name: 'electron', metadata: { shell: 'electron' }, testIgnore: ['**/*.web.spec.ts', '**/screenshots.spec.ts'] },
    { name: 'screenshots', metadata: { shell: 'web' }, testMatch: '**/screenshots.spec.ts' },
  ],
});
