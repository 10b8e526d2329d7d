/** A person recreated in Entra takes over the contact of the account that left; undo gives the former link back, byte for byte. */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { QueueRow } from '../../../shared/contract/queue-entries.ts';
import { type ApplyWorld, anApplyWorld, approvedInFull, retitle, until } from '../apply/apply-world.ts';

let world: ApplyWorld;
let item: QueueRow;
let contactId: string;
let former: string;
let before: { readonly contacts: string; readonly links: string };

/** Business facts of every contact, and every link but for when its row was last written. */
function snapshot() {
  const { contacts } = world.truth();
  const db = new Database(join(world.engine.home, 'concord.db'), { readonly: true });
  const links = db.prepare('SELECT * FROM contact_link ORDER BY entra_tenant_id, entra_object_id').all() as {
    updated_at?: number;
  }[];
  db.close();
  for (const link of links) delete link.updated_at;
  return { contacts: JSON.stringify([...contacts]), links: JSON.stringify(links) };
}

const linkedTo = async () => {
  const { candidates } = await world.engine.client.queue.get({ queueItemId: item.queueItemId });
  return candidates.find((candidate) => candidate.contact.contactId === contactId)?.contact.linkedTo ?? null;
};

beforeAll(async () => {
  world = await anApplyWorld(['Harrow']);
  const { engine, sandbox } = world;
  const first = await approvedInFull(engine);
  const { rows } = await engine.client.plans.rows({ planId: first, actions: ['create'], limit: 500 });
  await engine.ended(await engine.client.runs.apply({ planId: first }));
  const tenant = sandbox.state().world.tenants.find((one) => one.displayName.includes('Harrow'));
  const row = rows[0];
  const left = tenant?.users.find((user) => user.id === row?.entraObjectId);
  const held = [...world.truth().contacts.values()].find(({ facts }) => facts.email === row?.address);
  if (!held || !tenant || !left) throw new Error('Nobody of Harrow was created and linked.');
  contactId = held.contactId;
  former = left.id;
  const { id: _old, ...person } = left;
  await sandbox.control('directory.disableUser', { tenant: tenant.entraTenantId, user: former });
  await sandbox.control('directory.addUser', {
    tenant: tenant.entraTenantId,
    person: { ...person, accountEnabled: true },
  });
  // A plan of questions alone cannot be approved.
  await retitle(world, 'Harrow', 1);
  await engine.ended(await engine.client.runs.apply({ planId: await approvedInFull(engine) }));
  const open = await engine.client.queue.list({ search: left.displayName ?? '', limit: 50 });
  const asked = open.rows.find((one) => one.reason === 'contactLinkedToAnother');
  if (!asked) throw new Error('The recreated person is not asked about.');
  item = asked;
  before = snapshot();
}, 180_000);

afterAll(() => world.stop());

test('the answer gives the contact to the new account', async () => {
  const { client } = world.engine;
  const { queueItemId } = item;
  await client.queue.resolve({ queueItemId, resolution: { kind: 'linkExisting', contactId } });
  await until(async () => (await client.queue.get({ queueItemId })).push === 'done');
  const after = snapshot();
  expect(after.links).not.toBe(before.links);
  expect(JSON.parse(after.links)).toContainEqual(
    expect.objectContaining({ entra_object_id: former, status: 'orphaned' }),
  );
});

test('undo gives it back to the former one, and the question comes back', async () => {
  const { client, ended } = world.engine;
  const { rows } = await client.runs.list({ types: ['resolve'], limit: 1 });
  const runId = rows[0]?.runId ?? '';
  expect(await client.runs.previewUndo({ runId })).toMatchObject({ reversible: 1, oneWay: 0 });
  expect((await ended(await client.runs.undo({ runId }))).status).toBe('completed');
  expect(snapshot()).toEqual(before);
  expect((await client.queue.get({ queueItemId: item.queueItemId })).status).toBe('open');
  expect(await linkedTo()).not.toBeNull();
});

test('a former holder who has another contact by now keeps that one', async () => {
  const { client, ended } = world.engine;
  const { queueItemId } = item;
  await client.queue.resolve({ queueItemId, resolution: { kind: 'linkExisting', contactId } });
  await until(async () => (await client.queue.get({ queueItemId })).push === 'done');
  const db = new Database(join(world.engine.home, 'concord.db'));
  const free = db
    .prepare('SELECT contact_id FROM contact WHERE contact_id NOT IN (SELECT contact_id FROM contact_link) LIMIT 1')
    .get() as { contact_id: string };
  db.prepare(`UPDATE contact_link SET contact_id = ?, status = 'active' WHERE entra_object_id = ?`).run(
    free.contact_id,
    former,
  );
  db.close();
  const { rows } = await client.runs.list({ types: ['resolve'], limit: 1 });
  await ended(await client.runs.undo({ runId: rows[0]?.runId ?? '' }));
  const held = (JSON.parse(snapshot().links) as { entra_object_id: string; contact_id: string }[]).filter(
    (link) => link.entra_object_id === former || link.contact_id === contactId,
  );
  expect(held).toMatchObject([{ entra_object_id: former, contact_id: free.contact_id }]);
});
