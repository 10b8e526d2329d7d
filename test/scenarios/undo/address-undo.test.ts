/** Undo of a changed primary address: the PSA keeps the address it is changed from, so one call alone does not give it back. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApplyWorld, anApplyWorld } from '../apply/apply-world.ts';
import { approvedPlan } from '../support/engine.ts';

let world: ApplyWorld;

beforeAll(async () => {
  world = await anApplyWorld(['Harrow']);
  await world.engine.ended(await world.engine.client.runs.apply({ planId: await approvedPlan(world.engine) }));
}, 120_000);

afterAll(() => world.stop());

test('a renamed address comes back, and the new one is gone', async () => {
  const { client, ended } = world.engine;
  const { rules } = await client.rules.get({});
  await client.rules.save({ fields: { ...rules.fields, email: true } });
  const { world: state, psa } = world.sandbox.state();
  const { links } = psa as { links: readonly { entra_object_id: string; contact_name_id: string }[] };
  const tenant = state.tenants.find((one) => one.displayName.includes('Harrow'));
  const user = tenant?.users.find((one) => one.accountEnabled && links.some((link) => link.entra_object_id === one.id));
  const contactId = links.find((link) => link.entra_object_id === user?.id)?.contact_name_id ?? '';
  const before = world.truth().contacts.get(contactId)?.facts;
  await world.sandbox.control('directory.changeUser', {
    tenant: tenant?.entraTenantId,
    user: user?.id,
    changes: { mail: 'married.name@harrowvalleycu.org' },
  });
  const run = await ended(await client.runs.apply({ planId: await approvedPlan(world.engine) }));
  expect(world.truth().contacts.get(contactId)?.facts.email).toBe('married.name@harrowvalleycu.org');
  const undone = await ended(await client.runs.undo({ runId: run.runId }));
  expect(undone).toMatchObject({ status: 'completed', stale: 0, failures: 0 });
  expect(world.truth().contacts.get(contactId)?.facts).toEqual(before);
}, 60_000);
