/** The statements of the queue. Each that ends, extends or records a running job names the worker that leases it. */
import type { Db, SqlParams } from '../database.ts';
import type { Job, JobRow, JobStatus } from './job-row.ts';

const UNFINISHED = `('queued', 'running', 'waiting', 'paused')`;
const FREE = 'leased_by = NULL, lease_until = NULL, heartbeat_at = NULL';
const HELD = `job_id = @jobId AND leased_by = @workerId AND status = 'running'`;

export function jobStatements(db: Db) {
  const byId = db.prepare<[string], JobRow>('SELECT * FROM job WHERE job_id = ?');
  const byKey = db.prepare<[string], JobRow>(`SELECT * FROM job WHERE dedupe_key = ? AND status IN ${UNFINISHED}`);
  const put = db.prepare(`
    INSERT INTO job (job_id, kind, dedupe_key, lane, payload, status, priority, run_at, attempts, max_attempts, created_at)
    VALUES (@jobId, @kind, @dedupeKey, @lane, @payload, 'queued', @priority, @runAt, 0, @maxAttempts, @at)`);
  const next = db.prepare<[number], JobRow>(`
    SELECT * FROM job j WHERE status IN ('queued', 'waiting') AND run_at <= ?
      AND (lane IS NULL OR NOT EXISTS (SELECT 1 FROM job busy WHERE busy.lane = j.lane AND busy.status = 'running'))
    ORDER BY priority, run_at, job_key LIMIT 1`);
  const lease = db.prepare<SqlParams, JobRow>(`
    UPDATE job SET status = 'running', leased_by = @workerId, lease_until = @leaseUntil, heartbeat_at = @at,
      attempts = attempts + 1, started_at = coalesce(started_at, @at), requested = NULL
    WHERE job_id = @jobId AND status IN ('queued', 'waiting') RETURNING *`);
  const beat = db.prepare<SqlParams, { requested: Job['requested'] }>(
    `UPDATE job SET lease_until = @leaseUntil, heartbeat_at = @at WHERE ${HELD} RETURNING requested`,
  );
  const addStep = db.prepare<SqlParams>(`
    INSERT INTO job_step (job_key, name, result, attempt, finished_at)
    SELECT job_key, @name, @result, attempts, @at FROM job WHERE ${HELD}`);
  const steps = db.prepare<[string], { name: string; result: string | null }>(`
    SELECT name, s.result FROM job_step s JOIN job USING (job_key) WHERE job_id = ? ORDER BY s.finished_at, name`);
  const putProgress = db.prepare<SqlParams>(`UPDATE job SET progress = @progress, recoveries = 0 WHERE ${HELD}`);
  const gotSomewhere = db.prepare<SqlParams>(`UPDATE job SET recoveries = 0 WHERE ${HELD}`);
  const end = db.prepare<SqlParams>(`
    UPDATE job SET status = @status, result = @result, last_error = coalesce(@error, last_error), finished_at = @at,
      requested = NULL, ${FREE} WHERE ${HELD}`);
  const giveBack = db.prepare<SqlParams>(`
    UPDATE job SET status = @status, run_at = @runAt, attempts = attempts - @refund, last_error = coalesce(@error, last_error),
      requested = NULL, ${FREE} WHERE ${HELD}`);
  const orphans = db.prepare<[string, number], JobRow>(
    `SELECT * FROM job WHERE status = 'running' AND (leased_by <> ? OR lease_until < ?) ORDER BY job_key`,
  );
  const adopt = db.prepare<SqlParams>(`
    UPDATE job SET status = @status, run_at = min(run_at, @at), attempts = max(0, attempts - 1), recoveries = recoveries + 1,
      finished_at = iif(@status IN ('cancelled', 'dead'), @at, NULL), last_error = coalesce(@error, last_error),
      requested = NULL, ${FREE}
    WHERE job_key = @jobKey AND status = 'running' AND leased_by = @leasedBy`);
  const letGo = db.prepare<SqlParams>(`
    UPDATE job SET status = 'queued', run_at = @at, attempts = max(0, attempts - 1), ${FREE}
    WHERE status = 'running' AND leased_by = @workerId AND job_id NOT IN (SELECT value FROM json_each(@held))`);
  const stopIdle = db.prepare<SqlParams>(`
    UPDATE job SET status = @status, finished_at = iif(@status = 'cancelled', @at, NULL)
    WHERE job_id = @jobId AND status IN ('queued', 'waiting', 'paused')`);
  const ask = db.prepare<SqlParams>(
    `UPDATE job SET requested = @requested WHERE job_id = @jobId AND status = 'running'`,
  );
  const wake = db.prepare<SqlParams>(`
    UPDATE job SET status = 'queued', run_at = @at WHERE job_id = @jobId AND status IN ('queued', 'waiting', 'paused')`);
  const revive = db.prepare<SqlParams>(`
    UPDATE job SET status = 'queued', run_at = @at, attempts = 0, recoveries = 0, finished_at = NULL
    WHERE job_id = @jobId AND status IN ('failed', 'dead', 'cancelled')`);
  const soonest = db.prepare<[number], { runAt: number | null }>(
    `SELECT min(run_at) AS runAt FROM job WHERE status IN ('queued', 'waiting') AND run_at > ?`,
  );
  const notDue = db.prepare<[string, number], JobRow>(
    `SELECT * FROM job WHERE status = 'queued' AND kind = ? AND run_at > ? ORDER BY run_at, job_key`,
  );
  const counts = db.prepare<[], { status: JobStatus; n: number }>(
    'SELECT status, count(*) AS n FROM job GROUP BY status',
  );
  const prune = db.prepare<[number]>('DELETE FROM job WHERE finished_at IS NOT NULL AND finished_at < ?');

  return {
    byId,
    byKey,
    put,
    next,
    lease,
    beat,
    addStep,
    steps,
    putProgress,
    gotSomewhere,
    end,
    giveBack,
    orphans,
    adopt,
    letGo,
    stopIdle,
    ask,
    wake,
    revive,
    soonest,
    notDue,
    counts,
    prune,
  };
}
