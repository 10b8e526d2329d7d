import { expect, test } from 'vitest';
import { add, all, aRunRow, databaseAt, migrateBy } from './steps.ts';

const job = {
  kind: 'k',
  payload: '{}',
  status: 'queued',
  priority: 0,
  run_at: 0,
  attempts: 0,
  max_attempts: 3,
  created_at: 1,
};
const event = {
  at: 1,
  actor: 'Olga',
  kind: 'k',
  subject_kind: 's',
  subject_id: 'i',
  detail: '{}',
  prev_hash: '0',
  hash: '1',
};

test('runs of version 5 stay as they are, and jobs and the audit log get their place', () => {
  const db = databaseAt(5);
  add(db, 'sync_run', aRunRow);
  const before = all(db, 'SELECT * FROM sync_run');
  migrateBy(db, 6);
  expect(all(db, 'SELECT * FROM sync_run')).toEqual(before);
  expect(all(db, 'SELECT count(*) AS n FROM job')).toEqual([{ n: 0 }]);
});

test('a key has one unfinished job, a lane one running job, and only a running job has a worker', () => {
  const db = databaseAt(6);
  const running = { ...job, status: 'running', leased_by: 'w' };
  add(db, 'job', { ...job, job_id: 'a', dedupe_key: 'x' });
  expect(() => add(db, 'job', { ...job, job_id: 'b', dedupe_key: 'x' })).toThrow('UNIQUE');
  add(db, 'job', { ...job, job_id: 'c', dedupe_key: 'x', status: 'done' });
  add(db, 'job', { ...running, job_id: 'd', lane: 'client:1' });
  expect(() => add(db, 'job', { ...running, job_id: 'e', lane: 'client:1' })).toThrow('UNIQUE');
  expect(() => add(db, 'job', { ...job, job_id: 'f', leased_by: 'w' })).toThrow('CHECK');
  expect(() => add(db, 'job', { ...job, job_id: 'g', status: 'running' })).toThrow('CHECK');
});

test('the audit log can only be added to', () => {
  const db = databaseAt(6);
  add(db, 'audit_event', event);
  expect(() => db.exec('UPDATE audit_event SET at = 2')).toThrow('append-only');
  expect(() => db.exec('DELETE FROM audit_event')).toThrow('append-only');
});
