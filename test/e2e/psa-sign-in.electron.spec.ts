/** The window in which an operator signs in to the PSA, against the sandbox's PSA. */
import { expect } from '@playwright/test';
import { bundleProgram, type ElectronProgram, outputOf } from './fixtures/electron-program.ts';
import { test } from './fixtures/shell.ts';

let program: ElectronProgram;

test.beforeAll(async () => {
  program = await bundleProgram({ main: 'test/e2e/fixtures/sign-in.program.ts' });
});
test.afterAll(() => program.remove());

test('it ends by itself when the PSA has signed the operator in, with the session cookie and nothing else', async ({
  sandbox,
}) => {
  const { session, url } = sandbox.line.psa;
  const app = await program.launch({ PSA_ADDRESS: `${url}/msp/dashboard` });
  const output = outputOf(app);
  const page = await app.firstWindow();
  expect(await page.evaluate(() => typeof Reflect.get(globalThis, 'require'))).toBe('undefined');
  await page.getByLabel('Email').fill(session.email);
  await page.getByLabel('Password').fill(session.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  const { cookies } = JSON.parse(await output);
  expect(cookies).toEqual([{ name: session.cookieName, value: expect.stringMatching(/.{10,}/) }]);
  const asked = await fetch(`${url}/msp/dashboard`, {
    headers: { cookie: `${cookies[0].name}=${cookies[0].value}` },
    redirect: 'manual',
  });
  expect(asked.status).toBe(200);
});

test('closing it means cancelled', async ({ sandbox }) => {
  const app = await program.launch({ PSA_ADDRESS: sandbox.line.psa.url });
  const output = outputOf(app);
  await (await app.firstWindow()).close();
  expect(JSON.parse(await output)).toEqual({ cookies: null });
});
