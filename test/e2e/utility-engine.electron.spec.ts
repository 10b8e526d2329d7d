/** The way in which the packaged app runs its engine: a utility process, called, killed, replaced and ended. */
import { expect } from '@playwright/test';
import { bundleProgram, type ElectronProgram, outputOf } from './fixtures/electron-program.ts';
import { test } from './fixtures/shell.ts';

let program: ElectronProgram;

test.beforeAll(async () => {
  program = await bundleProgram({
    main: 'test/e2e/fixtures/utility.program.ts',
    engine: 'test/builders/stub-engine-process.ts',
  });
});
test.afterAll(() => program.remove());

test('an engine in a utility process answers, is replaced when it dies, and ends when told to', async () => {
  const output = outputOf(await program.launch({}));
  expect(JSON.parse(await output)).toEqual({
    greeting: 'hello page',
    isNewProcess: true,
    isOwnProcess: true,
    states: ['starting', 'running', 'restarting', 'running', 'stopped'],
  });
});
