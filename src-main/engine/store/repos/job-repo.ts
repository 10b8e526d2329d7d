/**
 * Jobs: the rows of the durable queue. Every statement that a worker makes about its job names the worker in its WHERE, so a
 * job that was taken over cannot be finished twice. What a job means is its handler's business.
 */
import type { ErrorCode } from '../../../../shared/vocabulary/error-codes.ts';
import { asId, type JobId } from '../../../../shared/vocabulary/ids.ts';
import type { Db } from '../database.ts';

export type JobStatus = 'queued' | 'running' | 'waiting' | 'paused' | 'done' | 'failed' | 'dead' | 'cancelled';

export interface JobError {
  readonly code: ErrorCode;
  readonly sentence: string;
  readonly at: number;
}

export interface Job {
  readonly jobId: JobId;
  readonly kind: string;
  /** Unique among unfinished jobs; null where a job may exist twice. */
  readonly key: string | null;
  readonly lane: string | null;
  readonly payload: unknown;
  readonly status: JobStatus;
  readonly runAt: number;
  /** Failures so far, not starts: being killed costs nothing. */
  readonly attempts: number;
  readonly maxAttempts: number;
  readonly progress: unknown;
  readonly result: unknown;
  readonly lastError: JobError | null;
}

export interface JobRequest {
  readonly kind: string;
  readonly key: string | null;
  readonly lane: string | null;
  readonly payload: unknown;
  readonly runAt: number;
  readonly maxAttempts: number;
  /** Higher first. */
  readonly priority: number;
}

interface JobRow {
  job_id: string;
  kind: string;
  dedupe_key: string | null;
  lane: string | null;
  payload: string;
  status: JobStatus;
  run_at: number;
  attempts: number;
  max_attempts: number;
  progress: string | null;
  result: string | null;
  last_error: string | null;
}

export type JobRepo = ReturnType<typeof jobRepo>;

interface Needs {
  readonly db: Db;
  readonly newId: () => string;
  readonly now: () => number;
}

const COLUMNS = 'job_id, kind, dedupe_key, lane, payload, status, run_at, attempts, max_attempts, progress, result, last_error';

export function jobRepo({ db, newId, now }: Needs) {
  const byId = db.prepare<[string], JobRow>(`SELECT ${COLUMNS} FROM job WHERE job_id = ?`);
  const byKey = db.prepare<[string], JobRow>(
    `SELECT ${COLUMNS} FROM job WHERE dedupe_key = ? AND status IN ('queued', 'running', 'waiting', 'paused')`,
  );
  const add = db.prepare(`
    INSERT INTO job (job_id, kind, dedupe_key, lane, payload, status, priority, run_at, attempts, max_attempts, created_at)
    VALUES (@jobId, @kind, @key, @lane, @payload, 'queued', @priority, @runAt, 0, @maxAttempts, @at)`);
  const claimable = db.prepare<[number], { job_id: string }>(`
    SELECT job_id FROM job AS j
    WHERE status IN ('queued', 'waiting') AND run_at <= ?
      AND (lane IS NULL OR NOT EXISTS (SELECT 1 FROM job AS other WHERE other.lane = j.lane AND other.status = 'running'))
    ORDER BY priority DESC, run_at, job_key LIMIT 1`);
  const claim = db.prepare(`
    UPDATE job SET status = 'running', leased_by = @workerId, lease_until = @leaseUntil, heartbeat_at = @now,
      started_at = coalesce(started_at, @now) WHERE job_id = @jobId AND status IN ('queued', 'waiting')`);
  const due = db.prepare<[], { at: number | null }>(
    `SELECT min(run_at) AS at FROM job AS j WHERE status IN ('queued', 'waiting')
       AND (lane IS NULL OR NOT EXISTS (SELECT 1 FROM job AS other WHERE other.lane = j.lane AND other.status = 'running'))`,
  );
  const beat = db.prepare(
    `UPDATE job SET heartbeat_at = @now, lease_until = @leaseUntil WHERE status = 'running' AND leased_by = @workerId`,
  );
  const takeOver = db.prepare(
    `UPDATE job SET status = 'queued', leased_by = NULL, lease_until = NULL, run_at = @now
     WHERE status = 'running' AND leased_by <> @workerId`,
  );
  const putProgress = db.prepare('UPDATE job SET progress = @progress WHERE job_id = @jobId AND leased_by = @workerId');
  const finish = db.prepare(`
    UPDATE job SET status = @status, leased_by = NULL, lease_until = NULL, result = @result, last_error = @error, finished_at = @at
    WHERE job_id = @jobId AND leased_by = @workerId`);
  const release = db.prepare(`
    UPDATE job SET status = @status, leased_by = NULL, lease_until = NULL, run_at = @runAt, attempts = @attempts,
      last_error = coalesce(@error, last_error) WHERE job_id = @jobId AND leased_by = @workerId`);
  const move = db.prepare(`
    UPDATE job SET status = @status, run_at = @at WHERE job_id = @jobId AND status IN ('queued', 'waiting', 'paused')`);
  const cancel = db.prepare(`
    UPDATE job SET status = 'cancelled', finished_at = @at WHERE job_id = @jobId AND status IN ('queued', 'waiting', 'paused')`);
  const stepOf = db.prepare<[string, string], { result: string | null }>(
    'SELECT result FROM job_step WHERE job_key = (SELECT job_key FROM job WHERE job_id = ?) AND name = ?',
  );
  const putStep = db.prepare(`
    INSERT INTO job_step (job_key, name, result, attempt, finished_at)
    SELECT job_key, @name, @result, @attempt, @at FROM job WHERE job_id = @jobId`);
  const active = db.prepare<[], { n: number }>(
    `SELECT count(*) AS n FROM job WHERE status IN ('queued', 'running', 'waiting')`,
  );

  function find(jobId: JobId): Job | null {
    const row = byId.get([jobId]);
    return row ? fromRow(row) : null;
  }

  return {
    find,
    findUnfinished(key: string): Job | null {
      const row = byKey.get([key]);
      return row ? fromRow(row) : null;
    },
    /** Adds a job, or answers the unfinished one with the same key. */
    enqueue(request: JobRequest): { readonly jobId: JobId; readonly isNew: boolean } {
      return db.transaction(() => {
        const known = request.key === null ? undefined : byKey.get([request.key]);
        if (known) return { jobId: asId<JobId>(known.job_id), isNew: false };
        const jobId = newId();
        add.run({ ...request, jobId, payload: JSON.stringify(request.payload), at: now() });
        return { jobId: asId<JobId>(jobId), isNew: true };
      });
    },
    /** The most urgent due job whose lane is free, now leased to this worker; null when there is none. */
    claim({ workerId, now: at, leaseUntil }: { readonly workerId: string; readonly now: number; readonly leaseUntil: number }): Job | null {
      return db.transaction(() => {
        const next = claimable.get([at]);
        if (!next) return null;
        claim.run({ jobId: next.job_id, workerId, now: at, leaseUntil });
        return find(asId(next.job_id));
      });
    },
    /** When the next job of a free lane is due; null when none waits. */
    nextDueAt: (): number | null => due.get([])?.at ?? null,
    heartbeat: (lease: { readonly workerId: string; readonly now: number; readonly leaseUntil: number }): void => void beat.run({ ...lease }),
    /** Gives every job that another worker held back to the queue; right only under the profile lock. */
    takeOver: (taker: { readonly workerId: string; readonly now: number }): void => void takeOver.run({ ...taker }),
    recordProgress({ jobId, workerId, progress }: { readonly jobId: JobId; readonly workerId: string; readonly progress: unknown }): void {
      putProgress.run({ jobId, workerId, progress: JSON.stringify(progress ?? null) });
    },
    finish(end: {
      readonly jobId: JobId;
      readonly workerId: string;
      readonly status: 'done' | 'failed' | 'dead' | 'cancelled';
      readonly result: unknown;
      readonly error: JobError | null;
      readonly at: number;
    }): void {
      finish.run({ ...end, result: toJson(end.result), error: toJson(end.error) });
    },
    /** Lets go of a claimed job without an end: to go on later, or to stay paused. `attempts` counts failures. */
    release(release_: {
      readonly jobId: JobId;
      readonly workerId: string;
      readonly status: 'queued' | 'waiting' | 'paused';
      readonly runAt: number;
      readonly attempts: number;
      readonly error: JobError | null;
    }): void {
      release.run({ ...release_, error: toJson(release_.error) });
    },
    /** Moves a job that nobody runs between waiting states. */
    move: (jobId: JobId, status: 'queued' | 'paused', at: number): void => void move.run({ jobId, status, at }),
    cancelWaiting: (jobId: JobId, at: number): void => void cancel.run({ jobId, at }),
    findStep(jobId: JobId, name: string): { readonly result: unknown } | null {
      const row = stepOf.get([jobId, name]);
      return row ? { result: row.result === null ? null : JSON.parse(row.result) } : null;
    },
    recordStep(step: { readonly jobId: JobId; readonly name: string; readonly result: unknown; readonly attempt: number; readonly at: number }): void {
      putStep.run({ ...step, result: toJson(step.result) });
    },
    /** Jobs that run or will run by themselves. */
    countActive: (): number => active.get([])?.n ?? 0,
  };
}

function toJson(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value);
}

function fromRow(row: JobRow): Job {
  return {
    jobId: asId(row.job_id),
    kind: row.kind,
    key: row.dedupe_key,
    lane: row.lane,
    payload: JSON.parse(row.payload),
    status: row.status,
    runAt: row.run_at,
    attempts: row.attempts,
    maxAttempts: row.max_attempts,
    progress: row.progress === null ? null : JSON.parse(row.progress),
    result: row.result === null ? null : JSON.parse(row.result),
    lastError: row.last_error === null ? null : (JSON.parse(row.last_error) as JobError),
  };
}
