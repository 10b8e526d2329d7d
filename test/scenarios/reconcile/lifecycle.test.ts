/** People join, leave, are renamed, disabled and enabled again, and sources go wrong: what the next plans say, end to end. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PlanHeader, PlanRow } from '../../../shared/contract/plan-entries.ts';
import { approvedPlan, mappedEngine, type RunningEngine } from '../support/engine.ts';
import { type Sandbox, startSandbox } from '../support/sandbox.ts';

let sandbox: Sandbox;
let engine: RunningEngine;
let people: PlanRow[];

async function plan(): Promise<PlanHeader> {
  const run = await engine.ended(await engine.client.plans.preflight({ scope: { kind: 'estate' } }));
  expect(run.errorMessage).toBeNull();
  return engine.client.plans.get({ planId: run.planId ?? '' });
}

async function rowOf(planId: string, entraObjectId: string): Promise<PlanRow | undefined> {
  const rows: PlanRow[] = [];
  for (;;) {
    const page = await engine.client.plans.rows({ planId, offset: rows.length, limit: 500 });
    rows.push(...page.rows);
    if (page.rows.length === 0 || rows.length >= page.total)
      return rows.find((row) => row.entraObjectId === entraObjectId);
  }
}

const tenantOf = async (row: PlanRow) =>
  (await engine.client.tenants.get({ managedTenantId: row.managedTenantId })).entraTenantId;

async function change(verb: string, row: PlanRow, more: Readonly<Record<string, unknown>> = {}): Promise<void> {
  await sandbox.control(`directory.${verb}`, { tenant: await tenantOf(row), user: row.entraObjectId, ...more });
}

async function apply(): Promise<void> {
  const planId = await approvedPlan(engine);
  expect((await engine.ended(await engine.client.runs.apply({ planId }))).status).toBe('completed');
}

beforeAll(async () => {
  sandbox = await startSandbox();
  engine = await mappedEngine(sandbox);
  const planId = await approvedPlan(engine);
  const linked = await engine.client.plans.rows({ planId, actions: ['link'], limit: 500 });
  people = linked.rows.filter((row) => row.tenantName.startsWith('Pemberton'));
  await engine.ended(await engine.client.runs.apply({ planId }));
}, 180_000);

afterAll(async () => {
  await engine.remove();
  await sandbox.stop();
});

function person(index: number): PlanRow {
  const row = people[index];
  if (!row) throw new Error(`Pemberton has fewer than ${index + 1} linked people.`);
  return row;
}

test('a disabled account makes its contact inactive once; enabled again, the contact comes back', async () => {
  await change('disableUser', person(0));
  expect(await rowOf((await plan()).planId, person(0).entraObjectId)).toMatchObject({
    action: 'inactivate',
    reason: 'disabledUpstream',
  });
  await apply();
  expect(await rowOf((await plan()).planId, person(0).entraObjectId)).toMatchObject({
    action: 'noChange',
    reason: 'alreadyInactive',
  });
  await change('enableUser', person(0));
  expect(await rowOf((await plan()).planId, person(0).entraObjectId)).toMatchObject({
    action: 'update',
    reason: 'enabledAgain',
  });
  await apply();
  const { contacts } = (await sandbox.state()).psa;
  expect(contacts.find((contact) => contact.contact_name_id === person(0).contact?.contactId)?.is_inactive).toBe(false);
}, 120_000);

test('a renamed account is a rename of the linked contact, never a second contact', async () => {
  const { rules } = await engine.client.rules.get({});
  await engine.client.rules.save({ fields: { ...rules.fields, email: true } });
  await change('renameUser', person(1), {
    mail: 'brand.new.name@pembertonrobotics.co.uk',
    userPrincipalName: 'brand.new.name@pembertonrobotics.co.uk',
  });
  const before = (await sandbox.state()).psa.contacts.length;
  expect(await rowOf((await plan()).planId, person(1).entraObjectId)).toMatchObject({
    action: 'update',
    reason: 'linkedRenamed',
  });
  await apply();
  const { contacts } = (await sandbox.state()).psa;
  expect(contacts.length).toBe(before);
  expect(contacts.find((contact) => contact.contact_name_id === person(1).contact?.contactId)?.email).toBe(
    'brand.new.name@pembertonrobotics.co.uk',
  );
}, 120_000);

test('a plan that only asks can be applied, once: then its question is in the queue', async () => {
  if ((await plan()).isApplicable) await apply();
  const namesake = person(4);
  await sandbox.control('psa.addContact', {
    fullName: 'Ottoline Quillfeather',
    email: 'ottoline@private.example',
    clientId: namesake.clientId,
  });
  const hired = (await sandbox.control('directory.addUser', {
    tenant: await tenantOf(namesake),
    person: {
      displayName: 'Ottoline Quillfeather',
      mail: 'o.quillfeather@pembertonrobotics.co.uk',
      userPrincipalName: 'o.quillfeather@pembertonrobotics.co.uk',
    },
  })) as { id: string };
  const asking = await plan();
  const { create, link, update, inactivate } = asking.counts;
  expect([create, link, update, inactivate]).toEqual([0, 0, 0, 0]);
  expect(asking.isApplicable).toBe(true);
  await apply();
  const { rows } = await engine.client.queue.list({ search: 'quillfeather' });
  expect(rows.map((row) => row.entraObjectId)).toEqual([hired.id]);
  expect((await plan()).isApplicable).toBe(false);
}, 120_000);

test('an emptied source holds its client before the first write, and proves nothing', async () => {
  await sandbox.control('directory.emptyTenant', { tenant: await tenantOf(person(2)) });
  const held = await plan();
  const hold = held.holds.find((one) => one.clientId === person(2).clientId);
  const problem = held.problems.find((one) => one.managedTenantId === person(2).managedTenantId);
  expect(hold ?? problem, 'neither held nor a problem').toBeDefined();
  expect(held.counts.inactivate - held.heldCounts.inactivate).toBe(0);
  await sandbox.control('directory.restoreTenant', { tenant: await tenantOf(person(2)) });
}, 120_000);

test('a halved source holds its client before the first write', async () => {
  await sandbox.control('directory.halveTenant', { tenant: await tenantOf(person(2)) });
  const held = await plan();
  expect(held.holds.some((hold) => hold.clientId === person(2).clientId) || held.problems.length > 0).toBe(true);
  expect(held.counts.inactivate - held.heldCounts.inactivate).toBe(0);
  await sandbox.control('directory.restoreTenant', { tenant: await tenantOf(person(2)) });
}, 120_000);

test('a source that really shrank is believed once an operator says so, and whoever left is then proposed to go', async () => {
  const { clientId, managedTenantId } = person(2);
  await sandbox.control('directory.halveTenant', { tenant: await tenantOf(person(2)) });
  const held = await plan();
  expect(held.holds.find((hold) => hold.clientId === clientId)).toMatchObject({ reason: 'sourceHalved' });
  // Left alone, it stays held however often it is read.
  expect((await plan()).holds.find((hold) => hold.clientId === clientId)).toMatchObject({ reason: 'sourceHalved' });
  const { planId } = await plan();
  await engine.client.plans.allowHold({ planId, clientId, reason: 'They sold half of the company.' });
  const believed = await plan();
  expect(believed.holds.filter((hold) => hold.clientId === clientId).map(({ reason }) => reason)).not.toContain(
    'sourceHalved',
  );
  const gone = await engine.client.plans.rows({ planId: believed.planId, actions: ['inactivate'], limit: 500 });
  expect(gone.rows.filter((row) => row.managedTenantId === managedTenantId).length).toBeGreaterThan(0);
  await sandbox.control('directory.restoreTenant', { tenant: await tenantOf(person(2)) });
  await plan();
}, 120_000);

test('swapped domains hold the client; "allow once" with a typed reason makes a new plan and is kept in the log', async () => {
  const { tenants } = await sandbox.state();
  const other = tenants.find((tenant) => tenant.displayName.startsWith('Lumen'));
  await sandbox.control('directory.swapDomains', { tenant: await tenantOf(person(2)), with: other?.entraTenantId });
  await engine.ended(await engine.client.tenants.discover({}));
  const held = await plan();
  const hold = held.holds.find((one) => one.clientId === person(2).clientId);
  expect(hold).toMatchObject({ reason: 'domainsSwapped' });
  const allowed = await engine.client.plans.allowHold({
    planId: held.planId,
    clientId: person(2).clientId,
    reason: 'They bought a new domain last week.',
  });
  expect(allowed.planId).not.toBe(held.planId);
  expect(allowed.holds.find((one) => one.clientId === person(2).clientId)).toMatchObject({
    override: { reason: 'They bought a new domain last week.' },
  });
  expect((await engine.client.plans.get({ planId: held.planId })).refusal).not.toBeNull();
  const { rows } = await engine.client.activity.list({ search: 'holdAllowed' });
  expect(rows[0]?.chosen).toContain('They bought a new domain last week.');
}, 120_000);

test('one plan on unchanged facts equals the next, byte for byte', async () => {
  const [first, second] = [await plan(), await plan()];
  expect(second.contentHash).toBe(first.contentHash);
  expect(second.planId).not.toBe(first.planId);
}, 120_000);

test('a dismissed question stays dismissed until its evidence changes, and then says what changed', async () => {
  const { rows } = await engine.client.queue.list({ reason: 'nameOnlyMatch', limit: 50 });
  const [item] = rows;
  if (!item) throw new Error('No name-only question is open.');
  await engine.client.queue.resolve({ queueItemId: item.queueItemId, resolution: { kind: 'dismiss' } });
  expect(await rowOf((await plan()).planId, item.entraObjectId)).toMatchObject({ action: 'skip', reason: 'dismissed' });
  const { candidates } = await engine.client.queue.get({ queueItemId: item.queueItemId });
  await sandbox.control('psa.changeContact', {
    contactId: candidates[0]?.contact.contactId,
    changes: { email: 'somewhere.else@example.org' },
  });
  const asked = await rowOf((await plan()).planId, item.entraObjectId);
  expect(asked?.action).toBe('queue');
  expect(asked?.because).toMatch(/changed|since|was/i);
}, 120_000);
