/** Undo of a mixed run: every reversible class comes back byte for byte, creates are one-way and say so, edits made since stay. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunView } from '../../../shared/contract/run-entries.ts';
import { approvedPlan, mappedEngine, type RunningEngine } from '../support/engine.ts';
import { type Sandbox, type SandboxState, startSandbox } from '../support/sandbox.ts';

let sandbox: Sandbox;
let engine: RunningEngine;
let before: Map<string, string>;
let run: RunView;
let edited: string;

/** What people see of each contact: no stamps, no ids of phone rows. */
function snapshot(state: SandboxState): Map<string, string> {
  return new Map(
    state.psa.contacts.map((contact) => {
      const { updated_at: _stamp, ...facts } = contact as unknown as Record<string, unknown>;
      return [contact.contact_name_id, JSON.stringify(facts).replace(/"contact_phone_number_id":"[^"]*",?/g, '')];
    }),
  );
}

beforeAll(async () => {
  sandbox = await startSandbox();
  engine = await mappedEngine(sandbox);
  const { rules } = await engine.client.rules.get({});
  await engine.client.rules.save({ fields: { ...rules.fields, displayName: true, role: true, phone: true } });
  const planId = await approvedPlan(engine);
  before = snapshot(await sandbox.state());
  run = await engine.ended(await engine.client.runs.apply({ planId }));
}, 180_000);

afterAll(async () => {
  await engine.remove();
  await sandbox.stop();
});

test('the run really was a mixed one', () => {
  expect(run.status).toBe('completed');
  expect(run.counters.created).toBeGreaterThan(10);
  expect(run.counters.linked).toBeGreaterThan(10);
  const after = run.counters;
  expect(after.updated + after.inactivated).toBeGreaterThan(0);
});

test('what is one-way is said before it is pushed', async () => {
  const preview = await engine.client.runs.previewUndo({ runId: run.runId });
  expect(preview.oneWay).toBe(run.counters.created);
  expect(preview.reversible).toBeGreaterThan(0);
});

test('undo gives back every contact that existed, but the one somebody edited since', async () => {
  const { rows } = await engine.client.runs.operations({ runId: run.runId, limit: 500 });
  const touched = rows.find(
    (row) =>
      row.action !== 'create' && row.fields.some((field) => field.field === 'role' || field.field === 'fullName'),
  );
  edited = touched?.contactId ?? '';
  expect(edited).not.toBe('');
  const field = touched?.fields.some((change) => change.field === 'role') ? 'role' : 'full_name';
  await sandbox.control('psa.changeContact', { contactId: edited, changes: { [field]: 'Edited By Hand' } });
  const undone = await engine.ended(await engine.client.runs.undo({ runId: run.runId }));
  expect(undone.status).toBe('partial');
  expect(undone.stale).toBe(1);
  const after = snapshot(await sandbox.state());
  const different = [...before].filter(([id, facts]) => after.get(id) !== facts).map(([id]) => id);
  expect(different).toEqual([edited]);
}, 180_000);

test('created contacts stay, inactive, and nothing was deleted', async () => {
  const { contacts } = (await sandbox.state()).psa;
  const created = contacts.filter((contact) => !before.has(contact.contact_name_id));
  expect(created.length).toBe(run.counters.created);
  expect(created.every((contact) => contact.is_inactive)).toBe(true);
});

test('undoing twice undoes only what is left', async () => {
  const preview = await engine.client.runs.previewUndo({ runId: run.runId });
  expect(preview.reversible + preview.oneWay).toBe(1);
});
