CREATE TRIGGER audit_event_never_changes BEFORE UPDATE ON audit_event BEGIN
  SELECT RAISE(ABORT, 'the audit log is append-only');
END;

CREATE TRIGGER audit_event_never_goes BEFORE DELETE ON audit_event BEGIN
  SELECT RAISE(ABORT, 'the audit log is append-only');
END;

CREATE TRIGGER decision_never_changes BEFORE UPDATE ON decision BEGIN
  SELECT RAISE(ABORT, 'decisions are append-only');
END;

CREATE TRIGGER decision_never_goes BEFORE DELETE ON decision BEGIN
  SELECT RAISE(ABORT, 'decisions are append-only');
END;

CREATE TRIGGER planned_change_never_changes BEFORE UPDATE ON planned_change BEGIN
  SELECT RAISE(ABORT, 'a saved plan does not change');
END;

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

CREATE TABLE client (
  client_key INTEGER PRIMARY KEY,
  client_id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  sort_name TEXT NOT NULL,
  entra_tenant_id TEXT,
  is_inactive INTEGER NOT NULL CHECK (is_inactive IN (0, 1)),
  facts TEXT NOT NULL,
  seen_in_read INTEGER NOT NULL
) STRICT;

CREATE VIRTUAL TABLE client_search USING fts5(
  words, scope, content='', contentless_delete=1, prefix='2 3', tokenize="unicode61 remove_diacritics 2"
);

CREATE TABLE contact (
  contact_key INTEGER PRIMARY KEY,
  contact_id TEXT NOT NULL UNIQUE,
  client_id TEXT,
  full_name TEXT NOT NULL,
  sort_name TEXT NOT NULL,
  is_inactive INTEGER NOT NULL CHECK (is_inactive IN (0, 1)),
  facts TEXT NOT NULL,
  seen_in_read INTEGER NOT NULL
) STRICT;

CREATE TABLE contact_email (
  contact_key INTEGER NOT NULL REFERENCES contact ON DELETE CASCADE,
  position INTEGER NOT NULL,
  is_primary INTEGER NOT NULL CHECK (is_primary IN (0, 1)),
  address TEXT NOT NULL,
  domain TEXT NOT NULL,
  PRIMARY KEY (contact_key, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE contact_link (
  entra_tenant_id TEXT NOT NULL,
  entra_object_id TEXT NOT NULL,
  contact_id TEXT NOT NULL,
  client_id TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('active', 'inactive', 'orphaned')),
  origin TEXT NOT NULL CHECK (origin IN ('plan', 'operator', 'server')),
  inactivated_by_us INTEGER NOT NULL CHECK (inactivated_by_us IN (0, 1)),
  last_address TEXT,
  linked_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (entra_tenant_id, entra_object_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE contact_phone (
  contact_key INTEGER NOT NULL REFERENCES contact ON DELETE CASCADE,
  position INTEGER NOT NULL,
  digits TEXT NOT NULL,
  PRIMARY KEY (contact_key, position)
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE contact_search USING fts5(
  words, scope, content='', contentless_delete=1, prefix='2 3', tokenize="unicode61 remove_diacritics 2"
);

CREATE TABLE contact_unsearched (row_key INTEGER PRIMARY KEY) STRICT;

CREATE TABLE decision (
  decision_number INTEGER PRIMARY KEY AUTOINCREMENT,
  entra_tenant_id TEXT NOT NULL,
  entra_object_id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('linkExisting', 'createNew', 'dismiss', 'withdrawn')),
  contact_id TEXT,
  client_id TEXT NOT NULL,
  queue_item_id TEXT,
  evidence_facts TEXT NOT NULL CHECK (json_valid(evidence_facts)),
  note TEXT,
  decided_by TEXT NOT NULL,
  decided_at INTEGER NOT NULL
) STRICT;

CREATE TABLE directory_connection (
  connection_id TEXT PRIMARY KEY,
  connection_type TEXT NOT NULL CHECK (connection_type IN ('direct', 'cipp')),
  is_active INTEGER NOT NULL CHECK (is_active IN (0, 1)),
  status TEXT NOT NULL CHECK (status IN ('connected', 'failed', 'disconnected')),
  cloud_name TEXT,
  login_host TEXT,
  graph_host TEXT,
  cipp_base_url TEXT,
  auth_kind TEXT NOT NULL,
  account_username TEXT,
  account_home_tenant_id TEXT,
  connected_at INTEGER NOT NULL,
  disconnected_at INTEGER,
  last_checked_at INTEGER,
  last_error TEXT CHECK (last_error IS NULL OR json_valid(last_error))
) STRICT;

CREATE TABLE directory_cursor (
  managed_tenant_key INTEGER PRIMARY KEY REFERENCES managed_tenant ON DELETE CASCADE,
  connection_type TEXT NOT NULL,
  cursor TEXT NOT NULL,
  read_number INTEGER NOT NULL,
  saved_at INTEGER NOT NULL
) STRICT;

CREATE TABLE directory_group (
  managed_tenant_key INTEGER NOT NULL REFERENCES managed_tenant ON DELETE CASCADE,
  group_id TEXT NOT NULL,
  display_name TEXT NOT NULL,
  members_read_at INTEGER,
  PRIMARY KEY (managed_tenant_key, group_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE directory_group_member (
  managed_tenant_key INTEGER NOT NULL,
  group_id TEXT NOT NULL,
  entra_object_id TEXT NOT NULL,
  PRIMARY KEY (managed_tenant_key, group_id, entra_object_id),
  FOREIGN KEY (managed_tenant_key, group_id) REFERENCES directory_group ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE directory_read (
  read_number INTEGER PRIMARY KEY AUTOINCREMENT,
  managed_tenant_key INTEGER NOT NULL REFERENCES managed_tenant ON DELETE CASCADE,
  is_full INTEGER NOT NULL CHECK (is_full IN (0, 1)),
  started_at INTEGER NOT NULL,
  finished_at INTEGER,
  is_complete INTEGER NOT NULL CHECK (is_complete IN (0, 1)),
  is_proof INTEGER NOT NULL CHECK (is_proof IN (0, 1)),
  unproven_before INTEGER NOT NULL,
  added_count INTEGER NOT NULL,
  seen_count INTEGER NOT NULL,
  present_count INTEGER NOT NULL,
  previous_present_count INTEGER
) STRICT;

CREATE TABLE directory_user (
  directory_user_key INTEGER PRIMARY KEY,
  managed_tenant_key INTEGER NOT NULL REFERENCES managed_tenant ON DELETE CASCADE,
  entra_object_id TEXT NOT NULL,
  sort_name TEXT NOT NULL,
  account_enabled INTEGER CHECK (account_enabled IN (0, 1)),
  presence TEXT NOT NULL CHECK (presence IN ('present', 'missedOnce', 'gone')),
  gone_proof TEXT,
  gone_at INTEGER,
  facts TEXT NOT NULL,
  changed_at INTEGER NOT NULL,
  seen_in_read INTEGER NOT NULL
) STRICT;

CREATE TABLE directory_user_address (
  domain TEXT NOT NULL,
  local_part TEXT NOT NULL,
  directory_user_key INTEGER NOT NULL,
  kind TEXT NOT NULL,
  PRIMARY KEY (domain, local_part, directory_user_key)
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE directory_user_search USING fts5(
  words, scope, content='', contentless_delete=1, prefix='2 3', tokenize="unicode61 remove_diacritics 2"
);

CREATE TABLE directory_user_unsearched (row_key INTEGER PRIMARY KEY) STRICT;

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

CREATE TABLE job_step (
  job_key INTEGER NOT NULL REFERENCES job ON DELETE CASCADE,
  name TEXT NOT NULL,
  result TEXT CHECK (result IS NULL OR json_valid(result)),
  attempt INTEGER NOT NULL,
  finished_at INTEGER NOT NULL,
  PRIMARY KEY (job_key, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE managed_tenant (
  managed_tenant_key INTEGER PRIMARY KEY,
  managed_tenant_id TEXT NOT NULL UNIQUE,
  entra_tenant_id TEXT NOT NULL UNIQUE,
  display_name TEXT NOT NULL,
  sort_name TEXT NOT NULL,
  default_domain TEXT,
  initial_domain TEXT,
  sources TEXT NOT NULL CHECK (json_valid(sources)),
  is_partner INTEGER NOT NULL CHECK (is_partner IN (0, 1)),
  gdap TEXT CHECK (gdap IS NULL OR json_valid(gdap)),
  access TEXT NOT NULL,
  access_sentence TEXT,
  access_checked_at INTEGER,
  user_count INTEGER,
  discovered_at INTEGER NOT NULL,
  last_seen_at INTEGER NOT NULL,
  acknowledged_at INTEGER
) STRICT;

CREATE VIRTUAL TABLE managed_tenant_search USING fts5(
  words, scope, content='', contentless_delete=1, prefix='2 3', tokenize="unicode61 remove_diacritics 2"
);

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

CREATE TABLE psa_connection (
  connection_id TEXT PRIMARY KEY,
  is_active INTEGER NOT NULL CHECK (is_active IN (0, 1)),
  status TEXT NOT NULL CHECK (status IN ('connected', 'failed', 'disconnected')),
  base_url TEXT NOT NULL,
  auth_kind TEXT NOT NULL,
  may_write INTEGER CHECK (may_write IN (0, 1)),
  capabilities TEXT CHECK (capabilities IS NULL OR json_valid(capabilities)),
  connected_at INTEGER NOT NULL,
  disconnected_at INTEGER,
  last_checked_at INTEGER,
  last_error TEXT CHECK (last_error IS NULL OR json_valid(last_error))
) STRICT;

CREATE TABLE psa_read (
  kind TEXT PRIMARY KEY CHECK (kind IN ('clients', 'contacts')),
  read_number INTEGER NOT NULL,
  started_at INTEGER NOT NULL,
  finished_at INTEGER,
  last_full_at INTEGER,
  last_read_at INTEGER
) STRICT;

CREATE TABLE queue_candidate (
  queue_item_key INTEGER NOT NULL REFERENCES queue_item ON DELETE CASCADE,
  position INTEGER NOT NULL,
  contact_id TEXT NOT NULL,
  score REAL NOT NULL,
  detail TEXT NOT NULL CHECK (json_valid(detail)),
  PRIMARY KEY (queue_item_key, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE queue_item (
  queue_item_key INTEGER PRIMARY KEY,
  queue_item_id TEXT NOT NULL UNIQUE,
  status TEXT NOT NULL CHECK (status IN ('open', 'resolved', 'dismissed')),
  managed_tenant_id TEXT NOT NULL,
  client_id TEXT NOT NULL,
  entra_tenant_id TEXT NOT NULL,
  entra_object_id TEXT NOT NULL,
  reason TEXT NOT NULL,
  because TEXT NOT NULL,
  display_name TEXT NOT NULL,
  address TEXT,
  top_score REAL,
  candidate_count INTEGER NOT NULL,
  detail TEXT NOT NULL CHECK (json_valid(detail)),
  plan_id TEXT,
  change_id TEXT,
  opened_at INTEGER NOT NULL,
  refreshed_at INTEGER NOT NULL,
  reopened_because TEXT,
  is_marked_unsure INTEGER NOT NULL DEFAULT 0 CHECK (is_marked_unsure IN (0, 1)),
  resolution TEXT,
  resolved_contact_id TEXT,
  closed_by TEXT,
  closed_at INTEGER,
  note TEXT,
  push_state TEXT NOT NULL DEFAULT 'none' CHECK (push_state IN ('none', 'pending', 'pushed', 'conflict', 'failed')),
  push_detail TEXT CHECK (push_detail IS NULL OR json_valid(push_detail))
) STRICT;

CREATE VIRTUAL TABLE queue_item_search USING fts5(
  words, scope, content='', contentless_delete=1, prefix='2 3', tokenize="unicode61 remove_diacritics 2"
);

CREATE TABLE search_progress (
  search_index TEXT PRIMARY KEY,
  last_key INTEGER NOT NULL
) STRICT;

CREATE TABLE setting (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL CHECK (json_valid(value)),
  updated_at INTEGER NOT NULL
) STRICT;

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

CREATE TABLE tenant_domain (
  managed_tenant_key INTEGER NOT NULL REFERENCES managed_tenant ON DELETE CASCADE,
  position INTEGER NOT NULL,
  domain TEXT NOT NULL,
  PRIMARY KEY (managed_tenant_key, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE tenant_mapping (
  mapping_key INTEGER PRIMARY KEY,
  managed_tenant_key INTEGER NOT NULL REFERENCES managed_tenant ON DELETE CASCADE,
  is_active INTEGER NOT NULL CHECK (is_active IN (0, 1)),
  state TEXT NOT NULL CHECK (state IN ('mapped', 'skipped', 'unmapped')),
  client_id TEXT,
  evidence_hash TEXT NOT NULL,
  domains_when_decided TEXT NOT NULL CHECK (json_valid(domains_when_decided)),
  decided_by TEXT NOT NULL,
  decided_at INTEGER NOT NULL,
  superseded_at INTEGER,
  CHECK ((state = 'mapped') = (client_id IS NOT NULL))
) STRICT;

CREATE INDEX audit_event_by_kind ON audit_event (kind, seq);

CREATE INDEX audit_event_by_subject ON audit_event (subject_kind, subject_id, seq);

CREATE INDEX client_by_entra_tenant ON client (entra_tenant_id) WHERE entra_tenant_id IS NOT NULL;

CREATE INDEX client_by_name ON client (sort_name, client_key, is_inactive);

CREATE INDEX contact_by_client ON contact (client_id, sort_name, contact_key, is_inactive);

CREATE INDEX contact_by_name ON contact (sort_name, contact_key, is_inactive);

CREATE INDEX contact_email_by_address ON contact_email (address);

CREATE INDEX contact_link_by_client ON contact_link (client_id);

CREATE INDEX contact_link_by_contact ON contact_link (contact_id);

CREATE UNIQUE INDEX contact_link_one_active ON contact_link (contact_id) WHERE status = 'active';

CREATE INDEX contact_phone_by_digits ON contact_phone (digits);

CREATE INDEX decision_by_identity ON decision (entra_tenant_id, entra_object_id, decision_number);

CREATE UNIQUE INDEX directory_connection_one_active ON directory_connection (is_active) WHERE is_active = 1;

CREATE INDEX directory_read_by_tenant ON directory_read (managed_tenant_key, read_number);

CREATE INDEX directory_user_address_former ON directory_user_address (directory_user_key) WHERE kind = 'former';

CREATE INDEX directory_user_by_tenant
  ON directory_user (managed_tenant_key, sort_name, directory_user_key, presence, account_enabled);

CREATE UNIQUE INDEX directory_user_identity ON directory_user (managed_tenant_key, entra_object_id);

CREATE INDEX job_by_kind ON job (kind, job_key);

CREATE INDEX job_claimable ON job (status, priority, run_at, job_key);

CREATE INDEX job_finished ON job (finished_at) WHERE finished_at IS NOT NULL;

CREATE UNIQUE INDEX job_one_running_per_lane ON job (lane) WHERE lane IS NOT NULL AND status = 'running';

CREATE UNIQUE INDEX job_one_unfinished ON job (dedupe_key)
  WHERE dedupe_key IS NOT NULL AND status IN ('queued', 'running', 'waiting', 'paused');

CREATE INDEX managed_tenant_by_name ON managed_tenant (sort_name, managed_tenant_key);

CREATE INDEX notice_current ON notice (raised_at) WHERE cleared_at IS NULL;

CREATE INDEX operation_by_contact ON operation (contact_id, operation_key) WHERE contact_id IS NOT NULL;

CREATE INDEX operation_by_identity ON operation (entra_object_id, entra_tenant_id, operation_key);

CREATE INDEX operation_by_run ON operation (run_key, operation_key, state, managed_tenant_id);

CREATE UNIQUE INDEX operation_once ON operation (run_key, change_id);

CREATE INDEX operation_unfinished ON operation (state) WHERE state IN ('intended', 'sent');

CREATE INDEX planned_change_by_action ON planned_change (plan_key, action, ordinal, hold);

CREATE INDEX planned_change_by_client ON planned_change (plan_key, client_id, ordinal, action, hold);

CREATE UNIQUE INDEX planned_change_id ON planned_change (plan_key, change_id);

CREATE INDEX planned_change_identity ON planned_change (plan_key, entra_object_id);

CREATE INDEX planned_change_order ON planned_change (plan_key, ordinal, action, hold);

CREATE INDEX planned_change_to_apply ON planned_change (plan_key, managed_tenant_id, ordinal, client_id)
  WHERE hold IS NULL AND action IN ('create', 'link', 'update', 'inactivate', 'queue');

CREATE UNIQUE INDEX psa_connection_one_active ON psa_connection (is_active) WHERE is_active = 1;

CREATE INDEX queue_candidate_by_contact ON queue_candidate (contact_id);

CREATE INDEX queue_item_by_age
  ON queue_item (status, opened_at, queue_item_key, client_id, managed_tenant_id, reason, is_marked_unsure, push_state);

CREATE INDEX queue_item_by_client ON queue_item (client_id, status);

CREATE INDEX queue_item_by_identity ON queue_item (entra_tenant_id, entra_object_id, queue_item_key);

CREATE INDEX queue_item_by_push ON queue_item (push_state) WHERE push_state <> 'none';

CREATE UNIQUE INDEX queue_item_one_open ON queue_item (entra_tenant_id, entra_object_id) WHERE status = 'open';

CREATE INDEX sync_plan_by_age ON sync_plan (created_at, plan_key);

CREATE INDEX sync_plan_by_status ON sync_plan (status, plan_key);

CREATE INDEX sync_run_by_age ON sync_run (queued_at, run_key);

CREATE INDEX sync_run_by_plan ON sync_run (plan_id);

CREATE UNIQUE INDEX sync_run_one_unfinished ON sync_run (workflow_id)
  WHERE status IN ('queued', 'running', 'paused', 'held');

CREATE INDEX sync_run_tenant_history ON sync_run_tenant (managed_tenant_id, run_key);

CREATE INDEX tenant_domain_by_domain ON tenant_domain (domain);

CREATE INDEX tenant_mapping_by_client ON tenant_mapping (client_id) WHERE is_active = 1;

CREATE INDEX tenant_mapping_history ON tenant_mapping (managed_tenant_key, mapping_key);

CREATE UNIQUE INDEX tenant_mapping_one_active ON tenant_mapping (managed_tenant_key) WHERE is_active = 1;
