/** `concord demo --json`: its counts are recounted here from the sandbox's own state, before and after. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runNode } from '../support/cli.ts';
import { type Sandbox, type SandboxState, startSandbox } from '../support/sandbox.ts';

interface DemoAnswer {
  scenario: string;
  tenants: { discovered: number; autoMatched: number; needsReview: number; unmatched: number };
  mappings: { confirmed: number };
  plan: Record<'create' | 'link' | 'update' | 'inactivate' | 'queue' | 'skip' | 'noChange', number>;
  run: { status: string } & Record<'created' | 'linked' | 'updated' | 'ambiguous' | 'inactivated' | 'skipped', number>;
  queue: { open: number };
  verified: { compared: number; mismatches: number };
  secondPlan: { changes: number };
  seconds: number;
}

let sandbox: Sandbox;
let before: SandboxState;
let after: SandboxState;
let answer: DemoAnswer;
let exitCode: number | null;

beforeAll(async () => {
  sandbox = await startSandbox();
  before = await sandbox.state();
  const result = await runNode(['src-main/cli/main.ts', 'demo', '--json'], {
    env: { CONCORD_SANDBOX: JSON.stringify(sandbox.line) },
  });
  exitCode = result.code;
  answer = result.json<DemoAnswer>();
  after = await sandbox.state();
}, 180_000);

afterAll(() => sandbox.stop());

test('ends well, with nothing left to change and nothing read back differently', () => {
  expect(exitCode).toBe(0);
  expect(answer).toMatchObject({
    scenario: 'harbor-it',
    run: { status: 'completed' },
    verified: { mismatches: 0 },
    secondPlan: { changes: 0 },
  });
});

test('discovers every customer and sorts each into exactly one pile', () => {
  const { discovered, autoMatched, needsReview, unmatched } = answer.tenants;
  expect(discovered).toBe(before.tenants.length);
  expect(autoMatched + needsReview + unmatched).toBe(discovered);
});

test('creates exactly as many contacts as the PSA has more', () => {
  expect(after.psa.contacts.length - before.psa.contacts.length).toBe(answer.run.created);
  expect(answer.plan.create).toBe(answer.run.created);
});

test('creates no address twice', () => {
  expect(Object.values(after.psa.writeCounts.createdByEmail).filter((times) => times > 1)).toEqual([]);
});

test('changes exactly the contacts that were updated or made inactive', () => {
  const facts = (state: SandboxState) =>
    new Map(
      state.psa.contacts.map((contact) => [
        contact.contact_name_id,
        JSON.stringify([contact.full_name, contact.email, contact.is_inactive]),
      ]),
    );
  const [then, now] = [facts(before), facts(after)];
  const written = Object.keys(after.psa.writeCounts.byContactId).filter((id) => then.has(id));
  expect(written.length).toBe(answer.run.updated + answer.run.inactivated);
  expect([...then.keys()].filter((id) => !now.has(id))).toEqual([]);
});

test('plans every person of every mapped tenant once', () => {
  const planned = Object.values(answer.plan).reduce((sum, count) => sum + count, 0);
  const people = after.tenants.reduce((sum, tenant) => sum + tenant.users.length, 0);
  expect(planned).toBeLessThanOrEqual(people);
  expect(answer.run.ambiguous).toBe(answer.queue.open);
  expect(answer.verified.compared).toBe(
    answer.run.created + answer.run.linked + answer.run.updated + answer.run.inactivated,
  );
});
