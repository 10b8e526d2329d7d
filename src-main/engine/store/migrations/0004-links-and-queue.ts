/**
 * Migration 4: contact links, the reconciliation queue and the memory of decisions.
 * Frozen. The unique indexes are the promises: one link row per identity, one active link per contact, one open queue
 * item per identity. `decision` can only grow: the triggers hold even against a careless statement of our own.
 */
export const linksAndQueue = `
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
CREATE UNIQUE INDEX contact_link_one_active ON contact_link (contact_id) WHERE status = 'active';
CREATE INDEX contact_link_by_contact ON contact_link (contact_id);
CREATE INDEX contact_link_by_client ON contact_link (client_id);

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
CREATE UNIQUE INDEX queue_item_one_open ON queue_item (entra_tenant_id, entra_object_id) WHERE status = 'open';
CREATE INDEX queue_item_by_identity ON queue_item (entra_tenant_id, entra_object_id, queue_item_key);
CREATE INDEX queue_item_by_age
  ON queue_item (status, opened_at, queue_item_key, client_id, managed_tenant_id, reason, is_marked_unsure, push_state);
CREATE INDEX queue_item_by_client ON queue_item (client_id, status);
CREATE INDEX queue_item_by_push ON queue_item (push_state) WHERE push_state <> 'none';

CREATE TABLE queue_candidate (
  queue_item_key INTEGER NOT NULL REFERENCES queue_item ON DELETE CASCADE,
  position INTEGER NOT NULL,
  contact_id TEXT NOT NULL,
  score REAL NOT NULL,
  detail TEXT NOT NULL CHECK (json_valid(detail)),
  PRIMARY KEY (queue_item_key, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX queue_candidate_by_contact ON queue_candidate (contact_id);

CREATE VIRTUAL TABLE queue_item_search USING fts5(
  words, scope, content='', contentless_delete=1, prefix='2 3', tokenize="unicode61 remove_diacritics 2"
);
CREATE TRIGGER queue_item_search_forgets AFTER DELETE ON queue_item BEGIN
  DELETE FROM queue_item_search WHERE rowid = OLD.queue_item_key;
END;

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
CREATE INDEX decision_by_identity ON decision (entra_tenant_id, entra_object_id, decision_number);
CREATE TRIGGER decision_never_changes BEFORE UPDATE ON decision BEGIN
  SELECT RAISE(ABORT, 'decisions are append-only');
END;
CREATE TRIGGER decision_never_goes BEFORE DELETE ON decision BEGIN
  SELECT RAISE(ABORT, 'decisions are append-only');
END;
`;
