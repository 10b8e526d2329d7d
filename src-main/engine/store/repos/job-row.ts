/** A job as stored and as told; its words are defined at the head of `jobs/job-runner.ts`. */
import type { ErrorCode } from '../../../../shared/vocabulary/error-codes.ts';
import { asId, type JobId } from '../../../../shared/vocabulary/ids.ts';

export const jobStatuses = ['queued', 'running', 'waiting', 'paused', 'done', 'failed', 'dead', 'cancelled'] as const;
export type JobStatus = (typeof jobStatuses)[number];
export type UnfinishedStatus = 'queued' | 'running' | 'waiting' | 'paused';
export type FinishedStatus = Exclude<JobStatus, UnfinishedStatus>;

/** The last failure, kept on the row: the row is what an operator sees. */
export interface JobError {
  readonly code: ErrorCode;
  readonly sentence: string;
  readonly at: number;
  readonly attempt: number;
}

export interface Job {
  readonly jobId: JobId;
  readonly kind: string;
  /** Unique among unfinished jobs; null: no such promise. */
  readonly dedupeKey: string | null;
  /** Two jobs of one lane never run together. */
  readonly lane: string | null;
  readonly payload: unknown;
  readonly status: JobStatus;
  /** Lower runs first. */
  readonly priority: number;
  /** Not before this time. */
  readonly runAt: number;
  /** Attempts that ended in an error or go on now; a crash is not one. */
  readonly attempts: number;
  readonly maxAttempts: number;
  /** Crashes since the job last got anywhere. */
  readonly recoveries: number;
  readonly leasedBy: string | null;
  readonly leaseUntil: number | null;
  readonly heartbeatAt: number | null;
  /** What an operator asked of a running job; its handler is told at the next heartbeat. */
  readonly requested: 'cancel' | 'pause' | null;
  readonly progress: unknown;
  readonly result: unknown;
  readonly lastError: JobError | null;
  readonly createdAt: number;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
}

export interface JobRow {
  job_key: number;
  job_id: string;
  kind: string;
  dedupe_key: string | null;
  lane: string | null;
  payload: string;
  status: JobStatus;
  priority: number;
  run_at: number;
  attempts: number;
  max_attempts: number;
  recoveries: number;
  leased_by: string | null;
  lease_until: number | null;
  heartbeat_at: number | null;
  requested: 'cancel' | 'pause' | null;
  progress: string | null;
  result: string | null;
  last_error: string | null;
  created_at: number;
  started_at: number | null;
  finished_at: number | null;
}

export function fromRow(row: JobRow): Job {
  return {
    jobId: asId(row.job_id),
    kind: row.kind,
    dedupeKey: row.dedupe_key,
    lane: row.lane,
    payload: JSON.parse(row.payload),
    status: row.status,
    priority: row.priority,
    runAt: row.run_at,
    attempts: row.attempts,
    maxAttempts: row.max_attempts,
    recoveries: row.recoveries,
    leasedBy: row.leased_by,
    leaseUntil: row.lease_until,
    heartbeatAt: row.heartbeat_at,
    requested: row.requested,
    progress: parse(row.progress),
    result: parse(row.result),
    lastError: parse(row.last_error) as JobError | null,
    createdAt: row.created_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
  };
}

function parse(text: string | null): unknown {
  return text === null ? null : JSON.parse(text);
}

export function toJson(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value);
}
