/** The cancel window at a real terminal: the command line in a pseudo-terminal, with Ctrl+C as its operator presses it. */
import { spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runNode } from '../support/cli.ts';
import { approvedPlan } from '../support/engine.ts';
import { type ApplyWorld, anApplyWorld } from './apply-world.ts';

let world: ApplyWorld;
let planId: string;
let name: string;

beforeAll(async () => {
  world = await anApplyWorld(['Harrow']);
  const { client, ended } = world.engine;
  const run = await ended(await client.plans.preflight({ scope: { kind: 'estate' } }));
  const [person] = (await client.plans.rows({ planId: run.planId ?? '', actions: ['create'], limit: 1 })).rows;
  name = person?.displayName ?? '';
  // A namesake at the same client: the next plan asks about this person instead of creating a contact.
  await world.sandbox.control('psa.addContact', {
    fullName: name,
    email: 'namesake@elsewhere.example',
    clientId: person?.clientId,
  });
  planId = await approvedPlan(world.engine);
  await world.engine.close();
}, 120_000);

afterAll(() => world.stop());

const cli = (args: readonly string[]) => ['src-main/cli/main.ts', '--home', world.engine.home, ...args];

/** Runs a command in a pseudo-terminal and presses Ctrl+C once it has said `interruptAt`. */
function atTerminal(
  args: readonly string[],
  interruptAt: string | null,
): Promise<{ code: number | null; said: string }> {
  const command = [process.execPath, ...cli(args)].map((word) => `'${word}'`).join(' ');
  const child = spawn('script', ['-qec', command, '/dev/null'], { stdio: ['pipe', 'pipe', 'inherit'] });
  let said = '';
  let hasPressed = false;
  child.stdout.on('data', (chunk) => {
    said += String(chunk);
    if (interruptAt === null || hasPressed || !said.includes(interruptAt)) return;
    hasPressed = true;
    child.stdin.write('\x03');
  });
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('close', (code) => done({ code, said }));
  });
}

// `script` of util-linux makes the terminal; other systems spell it differently.
describe.skipIf(process.platform !== 'linux')('at a terminal', () => {
  test('a plan with creates is taken back by Ctrl+C inside the window: nothing is written, and it can be applied again', async () => {
    const before = world.writes();
    const { code, said } = await atTerminal(['apply', planId], 'Ctrl+C takes it back.');
    expect(said).toMatch(/One-way: \d+ contacts are created\. .* It goes to the PSA in \d s; Ctrl\+C takes it back\./);
    expect(said).toContain('was taken back before it began; nothing was sent.');
    expect(code).toBe(130);
    expect(world.writes()).toEqual(before);
  }, 60_000);

  test('it does not wait with --now', async () => {
    const { code, said } = await atTerminal(['apply', planId, '--now'], null);
    expect(said).not.toContain('Ctrl+C');
    expect(said).toMatch(/Run .* \(initial, completed\)/);
    expect(code).toBe(0);
  }, 60_000);

  test('an answer that creates is taken back the same way: the person is open again', async () => {
    const before = world.writes();
    const { stdout } = await runNode(cli(['queue', '--json']));
    const asked = (JSON.parse(stdout) as { queueItemId: string; displayName: string }[]).find(
      (row) => row.displayName === name,
    );
    const { code, said } = await atTerminal(['resolve', asked?.queueItemId ?? '', '--create'], 'Ctrl+C takes it back.');
    expect(said).toContain(`Taken back; nothing was sent. ${name} is open again.`);
    expect(code).toBe(130);
    expect(world.writes()).toEqual(before);
  }, 60_000);
});
