/**
 * Migration 6: the durable job queue, the audit chain and notices for the operator.
 * Frozen. `audit_event` can only grow and every row carries the hash of the one before it, so a change of any byte
 * shows. A job's `dedupe_key` is unique only while the job is unfinished.
 */
export const jobsAndAudit = `
CREATE TABLE job (
  job_key INTEGER PRIMARY KEY,
  job_id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  dedupe_key TEXT,
  lane TEXT,
  payload TEXT NOT NULL CHECK (json_valid(payload)),
  status TEXT NOT NULL
    CHECK (status IN ('queued', 'running', 'waiting', 'paused', 'done', 'failed', 'dead', 'cancelled')),
  priority INTEGER NOT NULL,
  run_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  max_attempts INTEGER NOT NULL,
  recoveries INTEGER NOT NULL DEFAULT 0,
  leased_by TEXT,
  lease_until INTEGER,
  heartbeat_at INTEGER,
  requested TEXT CHECK (requested IN ('cancel', 'pause')),
  progress TEXT CHECK (progress IS NULL OR json_valid(progress)),
  result TEXT CHECK (result IS NULL OR json_valid(result)),
  last_error TEXT CHECK (last_error IS NULL OR json_valid(last_error)),
  created_at INTEGER NOT NULL,
  started_at INTEGER,
  finished_at INTEGER,
  CHECK ((status = 'running') = (leased_by IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX job_one_unfinished ON job (dedupe_key)
  WHERE dedupe_key IS NOT NULL AND status IN ('queued', 'running', 'waiting', 'paused');
CREATE UNIQUE INDEX job_one_running_per_lane ON job (lane) WHERE lane IS NOT NULL AND status = 'running';
CREATE INDEX job_claimable ON job (status, priority, run_at, job_key);
CREATE INDEX job_by_kind ON job (kind, job_key);
CREATE INDEX job_finished ON job (finished_at) WHERE finished_at IS NOT NULL;

CREATE TABLE job_step (
  job_key INTEGER NOT NULL REFERENCES job ON DELETE CASCADE,
  name TEXT NOT NULL,
  result TEXT CHECK (result IS NULL OR json_valid(result)),
  attempt INTEGER NOT NULL,
  finished_at INTEGER NOT NULL,
  PRIMARY KEY (job_key, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE audit_event (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  kind TEXT NOT NULL,
  subject_kind TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  detail TEXT NOT NULL CHECK (json_valid(detail)),
  prev_hash TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;
CREATE INDEX audit_event_by_subject ON audit_event (subject_kind, subject_id, seq);
CREATE INDEX audit_event_by_kind ON audit_event (kind, seq);
CREATE TRIGGER audit_event_never_changes BEFORE UPDATE ON audit_event BEGIN
  SELECT RAISE(ABORT, 'the audit log is append-only');
END;
CREATE TRIGGER audit_event_never_goes BEFORE DELETE ON audit_event BEGIN
  SELECT RAISE(ABORT, 'the audit log is append-only');
END;

CREATE TABLE notice (
  notice_key INTEGER PRIMARY KEY,
  notice_id TEXT NOT NULL UNIQUE,
  dedupe_key TEXT NOT NULL UNIQUE,
  severity TEXT NOT NULL CHECK (severity IN ('info', 'warning', 'error')),
  title TEXT NOT NULL,
  body TEXT NOT NULL,
  route TEXT,
  raised_at INTEGER NOT NULL,
  cleared_at INTEGER
) STRICT;
CREATE INDEX notice_current ON notice (raised_at) WHERE cleared_at IS NULL;
`;
