import { expect, test } from 'vitest';
import { add, all, aRunRow, databaseAt, migrateBy } from './steps.ts';

const plan = {
  plan_id: 'p1',
  status: 'ready',
  content_hash: 'h',
  row_count: 1,
  is_complete: 1,
  is_applicable: 1,
  counts: '{}',
  detail: '{}',
  created_by: 'Olga',
  created_at: 1,
};
const change = {
  ordinal: 0,
  change_id: 'ch1',
  managed_tenant_id: 'mt-1',
  client_id: 'k1',
  entra_tenant_id: 'entra-1',
  entra_object_id: 'o1',
  action: 'create',
  reason: 'nothingMatches',
  detail: '{}',
};
const { ordinal: _notInTheJournal, reason: _neither, detail: _norThis, ...journaled } = change;
const operation = { ...journaled, state: 'intended', attempts: 1, is_reversible: 1, intended: '{}', intended_at: 1 };

test('decisions and links of version 4 stay as they are, and plans and runs get their place', () => {
  const db = databaseAt(4);
  add(db, 'decision', {
    entra_tenant_id: 'e',
    entra_object_id: 'o',
    kind: 'dismiss',
    client_id: 'k',
    evidence_facts: '{}',
    decided_by: 'Olga',
    decided_at: 1,
  });
  const before = all(db, 'SELECT * FROM decision');
  migrateBy(db, 5);
  expect(all(db, 'SELECT * FROM decision')).toEqual(before);
  expect(all(db, 'SELECT count(*) AS n FROM sync_plan')).toEqual([{ n: 0 }]);
});

test('a row of a plan never changes, and goes only with its plan', () => {
  const db = databaseAt(5);
  const planKey = add(db, 'sync_plan', plan);
  add(db, 'planned_change', { ...change, plan_key: planKey });
  expect(() => db.exec(`UPDATE planned_change SET action = 'skip'`)).toThrow('does not change');
  expect(() => add(db, 'planned_change', { ...change, plan_key: planKey, ordinal: 1 })).toThrow('UNIQUE');
  db.exec('DELETE FROM sync_plan');
  expect(all(db, 'SELECT * FROM planned_change')).toEqual([]);
});

test('a workflow has one unfinished run, and a run applies a change once', () => {
  const db = databaseAt(5);
  const runKey = add(db, 'sync_run', aRunRow);
  expect(() => add(db, 'sync_run', { ...aRunRow, run_id: 'run-2' })).toThrow('UNIQUE');
  add(db, 'sync_run', { ...aRunRow, run_id: 'run-3', status: 'completed' });
  add(db, 'operation', { ...operation, operation_id: 'op-1', run_key: runKey });
  expect(() => add(db, 'operation', { ...operation, operation_id: 'op-2', run_key: runKey })).toThrow('UNIQUE');
});
