/**
 * Migration 5: plans as documents, runs that execute them, and the journal of every operation.
 * Frozen. `planned_change` rows never change after the plan is saved: what became of a row is in `operation`, and
 * (run, change) is unique there, which is why nothing is applied twice.
 */
export const plansAndRuns = `
CREATE TABLE sync_plan (
  plan_key INTEGER PRIMARY KEY,
  plan_id TEXT NOT NULL UNIQUE,
  status TEXT NOT NULL CHECK (status IN ('ready', 'approved', 'applied', 'discarded', 'superseded')),
  managed_tenant_id TEXT,
  client_id TEXT,
  content_hash TEXT NOT NULL,
  row_count INTEGER NOT NULL,
  is_complete INTEGER NOT NULL CHECK (is_complete IN (0, 1)),
  is_applicable INTEGER NOT NULL CHECK (is_applicable IN (0, 1)),
  counts TEXT NOT NULL CHECK (json_valid(counts)),
  detail TEXT NOT NULL CHECK (json_valid(detail)),
  created_by TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  approved_by TEXT,
  approved_at INTEGER,
  closed_at INTEGER
) STRICT;
CREATE INDEX sync_plan_by_age ON sync_plan (created_at, plan_key);
CREATE INDEX sync_plan_by_status ON sync_plan (status, plan_key);

CREATE TABLE planned_change (
  change_key INTEGER PRIMARY KEY,
  plan_key INTEGER NOT NULL REFERENCES sync_plan ON DELETE CASCADE,
  ordinal INTEGER NOT NULL,
  change_id TEXT NOT NULL,
  managed_tenant_id TEXT NOT NULL,
  client_id TEXT NOT NULL,
  entra_tenant_id TEXT NOT NULL,
  entra_object_id TEXT NOT NULL,
  action TEXT NOT NULL,
  reason TEXT NOT NULL,
  exclusion TEXT,
  contact_id TEXT,
  hold TEXT,
  detail TEXT NOT NULL
) STRICT;
CREATE INDEX planned_change_order ON planned_change (plan_key, ordinal, action, hold);
CREATE UNIQUE INDEX planned_change_id ON planned_change (plan_key, change_id);
CREATE INDEX planned_change_identity ON planned_change (plan_key, entra_object_id);
CREATE INDEX planned_change_by_action ON planned_change (plan_key, action, ordinal, hold);
CREATE INDEX planned_change_by_client ON planned_change (plan_key, client_id, ordinal, action, hold);
CREATE INDEX planned_change_to_apply ON planned_change (plan_key, managed_tenant_id, ordinal, client_id)
  WHERE hold IS NULL AND action IN ('create', 'link', 'update', 'inactivate', 'queue');
CREATE TRIGGER planned_change_never_changes BEFORE UPDATE ON planned_change BEGIN
  SELECT RAISE(ABORT, 'a saved plan does not change');
END;

CREATE TABLE sync_plan_count (
  plan_key INTEGER NOT NULL REFERENCES sync_plan ON DELETE CASCADE,
  client_id TEXT NOT NULL,
  action TEXT NOT NULL,
  is_held INTEGER NOT NULL CHECK (is_held IN (0, 1)),
  row_count INTEGER NOT NULL,
  PRIMARY KEY (plan_key, client_id, action, is_held)
) STRICT, WITHOUT ROWID;

CREATE TABLE sync_run (
  run_key INTEGER PRIMARY KEY,
  run_id TEXT NOT NULL UNIQUE,
  workflow_id TEXT NOT NULL,
  run_type TEXT NOT NULL,
  status TEXT NOT NULL,
  place TEXT NOT NULL CHECK (place IN ('here', 'there')),
  trigger_kind TEXT NOT NULL CHECK (trigger_kind IN ('manual', 'scheduled')),
  plan_id TEXT,
  managed_tenant_id TEXT,
  client_id TEXT,
  undo_of_run_id TEXT,
  started_by TEXT NOT NULL,
  queued_at INTEGER NOT NULL,
  started_at INTEGER,
  finished_at INTEGER,
  total_tenants INTEGER NOT NULL,
  created INTEGER NOT NULL DEFAULT 0,
  linked INTEGER NOT NULL DEFAULT 0,
  updated INTEGER NOT NULL DEFAULT 0,
  ambiguous INTEGER NOT NULL DEFAULT 0,
  inactivated INTEGER NOT NULL DEFAULT 0,
  skipped INTEGER NOT NULL DEFAULT 0,
  stale INTEGER NOT NULL DEFAULT 0,
  failed INTEGER NOT NULL DEFAULT 0,
  error TEXT CHECK (error IS NULL OR json_valid(error)),
  summary TEXT CHECK (summary IS NULL OR json_valid(summary))
) STRICT;
CREATE UNIQUE INDEX sync_run_one_unfinished ON sync_run (workflow_id)
  WHERE status IN ('queued', 'running', 'paused', 'held');
CREATE INDEX sync_run_by_age ON sync_run (queued_at, run_key);
CREATE INDEX sync_run_by_plan ON sync_run (plan_id);

CREATE TABLE sync_run_tenant (
  run_key INTEGER NOT NULL REFERENCES sync_run ON DELETE CASCADE,
  managed_tenant_id TEXT NOT NULL,
  client_id TEXT,
  status TEXT NOT NULL,
  planned_count INTEGER NOT NULL,
  created INTEGER NOT NULL DEFAULT 0,
  linked INTEGER NOT NULL DEFAULT 0,
  updated INTEGER NOT NULL DEFAULT 0,
  ambiguous INTEGER NOT NULL DEFAULT 0,
  inactivated INTEGER NOT NULL DEFAULT 0,
  skipped INTEGER NOT NULL DEFAULT 0,
  stale INTEGER NOT NULL DEFAULT 0,
  failed INTEGER NOT NULL DEFAULT 0,
  error TEXT CHECK (error IS NULL OR json_valid(error)),
  started_at INTEGER,
  finished_at INTEGER,
  PRIMARY KEY (run_key, managed_tenant_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX sync_run_tenant_history ON sync_run_tenant (managed_tenant_id, run_key);

CREATE TABLE operation (
  operation_key INTEGER PRIMARY KEY,
  operation_id TEXT NOT NULL UNIQUE,
  run_key INTEGER NOT NULL REFERENCES sync_run ON DELETE CASCADE,
  change_id TEXT NOT NULL,
  managed_tenant_id TEXT NOT NULL,
  client_id TEXT NOT NULL,
  entra_tenant_id TEXT NOT NULL,
  entra_object_id TEXT NOT NULL,
  action TEXT NOT NULL,
  state TEXT NOT NULL,
  contact_id TEXT,
  attempts INTEGER NOT NULL,
  is_reversible INTEGER NOT NULL CHECK (is_reversible IN (0, 1)),
  undo_of_operation_id TEXT,
  intended TEXT NOT NULL CHECK (json_valid(intended)),
  before TEXT CHECK (before IS NULL OR json_valid(before)),
  sent TEXT CHECK (sent IS NULL OR json_valid(sent)),
  answered TEXT CHECK (answered IS NULL OR json_valid(answered)),
  observed TEXT CHECK (observed IS NULL OR json_valid(observed)),
  undone TEXT CHECK (undone IS NULL OR json_valid(undone)),
  sentence TEXT,
  intended_at INTEGER NOT NULL,
  sent_at INTEGER,
  answered_at INTEGER,
  finished_at INTEGER,
  undone_at INTEGER
) STRICT;
CREATE UNIQUE INDEX operation_once ON operation (run_key, change_id);
CREATE INDEX operation_by_run ON operation (run_key, operation_key, state, managed_tenant_id);
CREATE INDEX operation_by_contact ON operation (contact_id, operation_key) WHERE contact_id IS NOT NULL;
CREATE INDEX operation_by_identity ON operation (entra_object_id, entra_tenant_id, operation_key);
CREATE INDEX operation_unfinished ON operation (state) WHERE state IN ('intended', 'sent');
`;
