/** The window in which an operator signs in to the PSA, against the sandbox's PSA. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, expect } from '@playwright/test';
import { build } from 'vite';
import { electronFlags, findElectron } from '../../resources/launch/find-electron.mjs';
import { BROWSER_FLAGS } from '../run/find-browser.ts';
import { test } from './fixtures/shell.ts';

const root = join(import.meta.dirname, '..', '..');
let folder: string;

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'concord-sign-in-'));
  writeFileSync(join(folder, 'package.json'), '{"name":"concord-sign-in","main":"main.cjs"}');
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    build: {
      ssr: join(root, 'test', 'e2e', 'fixtures', 'sign-in-program.ts'),
      target: 'node18',
      outDir: folder,
      emptyOutDir: false,
      rolldownOptions: { external: ['electron'], output: { format: 'cjs', entryFileNames: 'main.cjs' } },
    },
  });
});

test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Opens the window for `address`; `answer` resolves to what the program prints at its end. */
async function openSignIn(address: string): Promise<{ app: ElectronApplication; answer: Promise<string> }> {
  const electron = findElectron(root);
  if (electron === null) throw new Error('this spec runs in Electron only');
  const app = await _electron.launch({
    executablePath: electron.path,
    args: [folder, ...electronFlags(), '--disable-gpu', ...BROWSER_FLAGS],
    env: { ...process.env, PSA_ADDRESS: address } as Record<string, string>,
  });
  let printed = '';
  app.process().stdout?.on('data', (chunk: Buffer) => {
    printed += chunk.toString();
  });
  const answer = new Promise<string>((resolve) => app.process().once('exit', () => resolve(printed)));
  return { app, answer };
}

test('it ends by itself when the PSA has signed the operator in, with the session cookie and nothing else', async ({
  sandbox,
}) => {
  const { session, url } = sandbox.line.psa;
  const { app, answer } = await openSignIn(`${url}/msp/dashboard`);
  const page = await app.firstWindow();
  expect(await page.evaluate(() => typeof Reflect.get(globalThis, 'require'))).toBe('undefined');
  await page.getByLabel('Email').fill(session.email);
  await page.getByLabel('Password').fill(session.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  const { cookies } = JSON.parse(await answer);
  expect(cookies).toEqual([{ name: session.cookieName, value: expect.stringMatching(/.{10,}/) }]);
  const asked = await fetch(`${url}/msp/dashboard`, {
    headers: { cookie: `${cookies[0].name}=${cookies[0].value}` },
    redirect: 'manual',
  });
  expect(asked.status).toBe(200);
});

test('closing it means cancelled', async ({ sandbox }) => {
  const { app, answer } = await openSignIn(sandbox.line.psa.url);
  const page = await app.firstWindow();
  await page.close();
  expect(JSON.parse(await answer)).toEqual({ cookies: null });
});
