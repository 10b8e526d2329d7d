/**
 * Jobs as rows. Every statement that ends, extends or records a running job names the worker that leases it, so a worker
 * that lost its lease changes nothing. What a job means, and when to retry it, is decided in `jobs/`.
 */
import { asId, type JobId } from '../../../../shared/vocabulary/ids.ts';
import { assertNever } from '../../../../shared/vocabulary/states.ts';
import type { Db } from '../database.ts';
import { listOf, listPage, type Page, type PageRequest } from '../list-query.ts';
import {
  type FinishedStatus,
  fromRow,
  type Job,
  type JobError,
  type JobRow,
  type JobStatus,
  toJson,
} from './job-row.ts';
import { jobStatements } from './job-statements.ts';

export interface NewJob {
  readonly kind: string;
  readonly dedupeKey: string | null;
  readonly lane: string | null;
  readonly payload: unknown;
  readonly priority: number;
  readonly runAt: number;
  readonly maxAttempts: number;
}

/** A worker's hold on one job. */
export interface Lease {
  readonly jobId: JobId;
  readonly workerId: string;
}

export interface JobStep {
  readonly name: string;
  readonly result: unknown;
}

interface Needs {
  readonly db: Db;
  readonly newId: () => string;
  readonly now: () => number;
}

export function jobRepo({ db, newId, now }: Needs) {
  const {
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
  } = jobStatements(db);

  function find(jobId: JobId): Job | null {
    const row = byId.get([jobId]);
    return row ? fromRow(row) : null;
  }

  return {
    find,
    /** Adds a job; when an unfinished one has the same key, that one is returned and nothing is added. */
    enqueue(job: NewJob): { readonly job: Job; readonly isNew: boolean } {
      return db.transaction(() => {
        const known = job.dedupeKey === null ? undefined : byKey.get([job.dedupeKey]);
        if (known) return { job: fromRow(known), isNew: false };
        const jobId = asId<JobId>(newId());
        put.run({ ...job, jobId, payload: JSON.stringify(job.payload ?? null), at: now() });
        return { job: find(jobId) as Job, isNew: true };
      });
    },
    findUnfinishedByKey(dedupeKey: string): Job | null {
      const row = byKey.get([dedupeKey]);
      return row ? fromRow(row) : null;
    },
    /** Leases the next job that may run now: by priority, then age, its lane free. Null: nothing to do. */
    claim(workerId: string, leaseUntil: number): Job | null {
      return db.transaction(() => {
        const at = now();
        const candidate = next.get([at]);
        const row = candidate && lease.get({ jobId: candidate.job_id, workerId, leaseUntil, at });
        return row ? fromRow(row) : null;
      });
    },
    /** Extends the lease and tells what was asked of the job; null when the lease is no longer ours. */
    heartbeat({ jobId, workerId }: Lease, leaseUntil: number): { readonly requested: Job['requested'] } | null {
      return db.transactionForFacts(() => beat.get({ jobId, workerId, leaseUntil, at: now() }) ?? null);
    },
    /** Marks a step as finished for good; false when the lease is no longer ours. */
    saveStep(held: Lease, { name, result }: JobStep): boolean {
      return db.transaction(() => {
        const saved = addStep.run({ ...held, name, result: toJson(result), at: now() }).changes === 1;
        if (saved) gotSomewhere.run({ ...held });
        return saved;
      });
    },
    /** Finished steps by name, with what they returned. */
    steps: (jobId: JobId): Map<string, unknown> =>
      new Map(steps.all([jobId]).map(({ name, result }) => [name, result === null ? null : JSON.parse(result)])),
    setProgress: (held: Lease, progress: unknown): boolean =>
      db.transactionForFacts(() => putProgress.run({ ...held, progress: toJson(progress) }).changes === 1),
    finish(
      held: Lease,
      ending: { readonly status: FinishedStatus; readonly result: unknown; readonly error: JobError | null },
    ): boolean {
      const { status } = ending;
      return (
        end.run({ ...held, status, result: toJson(ending.result), error: toJson(ending.error), at: now() }).changes ===
        1
      );
    },
    /** Another attempt later; this one counts. */
    retry: (held: Lease, runAt: number, error: JobError): boolean =>
      giveBack.run({ ...held, status: 'queued', runAt, refund: 0, error: toJson(error) }).changes === 1,
    /** The handler chose to wait, or was stopped or paused: no attempt is used up. */
    release: (held: Lease, status: 'queued' | 'waiting' | 'paused', runAt: number): boolean =>
      giveBack.run({ ...held, status, runAt, refund: 1, error: null }).changes === 1,
    /**
     * Frees jobs that no living worker holds: leased by another worker id (the profile lock makes us the only process), or
     * whose lease ran out. A cancel or pause asked for before the crash is honoured, and a job that went down with its
     * process more than `mostCrashes` times without getting anywhere is dead: it may be what kills the process.
     */
    recover(workerId: string, mostCrashes: number): Job[] {
      return db.transaction(() => {
        const at = now();
        const freed: Job[] = [];
        for (const row of orphans.all([workerId, at])) {
          const isPoison = row.recoveries >= mostCrashes;
          const status = isPoison ? 'dead' : afterCrash(row.requested);
          const error = isPoison ? toJson(poisonError(row, at)) : null;
          adopt.run({ jobKey: row.job_key, leasedBy: row.leased_by, status, error, at });
          freed.push(find(asId(row.job_id)) as Job);
        }
        return freed;
      });
    },
    /** Gives back what this worker leases but no longer runs, because storing its end failed. Returns how many. */
    letGoAllBut: (workerId: string, held: readonly JobId[]): number =>
      letGo.run({ workerId, held: JSON.stringify(held), at: now() }).changes,
    /** Runs several of these calls, and what a handler stores with them, as one step that happens whole or not at all. */
    together: <Result>(work: () => Result): Result => db.transaction(work),
    /** A waiting job ends at once, a running one is asked to. Returns the status after the call; null: no such job. */
    requestCancel: (jobId: JobId): JobStatus | null => request(jobId, 'cancel'),
    requestPause: (jobId: JobId): JobStatus | null => request(jobId, 'pause'),
    /** Lets a paused or waiting job run now; false when it is neither. */
    resume: (jobId: JobId): boolean =>
      wake.run({ jobId, at: now() }).changes === 1 || ask.run({ jobId, requested: null }).changes === 1,
    /** An operator tries a failed, dead or cancelled job again; finished steps stay finished. */
    retryFinished: (jobId: JobId): boolean => revive.run({ jobId, at: now() }).changes === 1,
    /** Queued jobs of this kind whose time has not come, soonest first. */
    listNotDue: (kind: string): Job[] => notDue.all([kind, now()]).map(fromRow),
    /** When the next job may run that may not run at `after` yet; null when there is none. */
    nextRunAt: (after: number): number | null => soonest.get([after])?.runAt ?? null,
    counts: (): Partial<Record<JobStatus, number>> =>
      Object.fromEntries(counts.all([]).map(({ status, n }) => [status, n])),
    /** Newest first. */
    page(filter: { readonly status: JobStatus | null; readonly kind: string | null }, paging: PageRequest): Page<Job> {
      const spec = { ...listOf('job', 'job_key', ['job_key']), isDescending: true, equals: { ...filter } };
      const page = listPage<JobRow>(db, spec, paging);
      return { ...page, rows: page.rows.map(fromRow) };
    },
    /** Removes finished jobs older than this; their history up to then is kept on purpose. */
    prune: (finishedBefore: number): number => prune.run([finishedBefore]).changes,
  };

  function request(jobId: JobId, requested: 'cancel' | 'pause'): JobStatus | null {
    return db.transaction(() => {
      const status = requested === 'cancel' ? 'cancelled' : 'paused';
      if (stopIdle.run({ jobId, status, at: now() }).changes === 0) ask.run({ jobId, requested });
      return find(jobId)?.status ?? null;
    });
  }
}

/** What was asked of a job before its worker died still holds. */
function afterCrash(requested: Job['requested']): JobStatus {
  switch (requested) {
    case 'cancel':
      return 'cancelled';
    case 'pause':
      return 'paused';
    case null:
      return 'queued';
    default:
      return assertNever(requested);
  }
}

function poisonError(row: JobRow, at: number): JobError {
  return {
    code: 'internal.invariant',
    sentence: `Concord ended ${row.recoveries + 1} times at the same place of this work, so it is set aside. Nothing it had finished is lost.`,
    at,
    attempt: row.attempts,
  };
}
