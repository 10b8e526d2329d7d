/** Power goes in the middle of applying: the next start finishes the run, and nothing is created twice. */
import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PlanHeader } from '../../../shared/contract/plan-entries.ts';
import type { RunView } from '../../../shared/contract/run-entries.ts';
import { aProfile, connect, type Profile } from '../support/cli.ts';
import { type Sandbox, startSandbox } from '../support/sandbox.ts';

let sandbox: Sandbox;
let profile: Profile;

beforeAll(async () => {
  sandbox = await startSandbox();
  profile = await aProfile();
  await connect(profile, sandbox);
  for (const args of [['discover'], ['map', '--auto']]) expect((await profile.run(args)).code).toBe(0);
}, 120_000);

afterAll(async () => {
  await sandbox.stop();
  await profile.remove();
});

const writesSeen = async () => (await sandbox.requests()).filter((request) => request.write).length;

test('a killed apply finishes at the next start with nothing created twice', async () => {
  const { plan } = (await profile.run(['preflight', '--json'])).json<{ plan: PlanHeader }>();
  const before = (await sandbox.state()).psa.contacts.length;
  await sandbox.clearRequests();
  let kills = 0;
  for (const writes of [5, 25, 60]) {
    const child = profile.start(['apply', plan.planId]);
    const ended = once(child, 'exit');
    while ((await writesSeen()) < writes && child.exitCode === null)
      await new Promise((resolve) => setTimeout(resolve, 15));
    kills += child.kill('SIGKILL') ? 1 : 0;
    await ended;
  }
  expect(kills).toBe(3);
  const { run } = (await profile.run(['apply', plan.planId, '--json'])).json<{ run: RunView }>();
  expect(run).toMatchObject({ status: 'completed', failures: 0, stale: 0 });
  expect(run.counters.created).toBe(plan.counts.create);
  const { contacts, writeCounts } = (await sandbox.state()).psa;
  expect(Object.entries(writeCounts.createdByEmail).filter(([, times]) => times > 1)).toEqual([]);
  expect(contacts.length - before).toBe(plan.counts.create);
}, 240_000);
