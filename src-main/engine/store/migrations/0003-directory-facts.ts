/**
 * Migration 3: directory users as last read, the reads that brought them, cursors and group members.
 * Frozen. `facts` holds what the provider told about one account, whole, so that a new fact needs no migration; what
 * lists and rules ask for is in columns. Keys are integers because every index of 100,000 rows carries them, and every
 * index begins with what one tenant's users share, so that saving a page touches a few pages of the file. An address row is written only together with its user, hence neither foreign key nor check: they would cost more than the row.
 */
export const directoryFacts = `
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
CREATE INDEX directory_read_by_tenant ON directory_read (managed_tenant_key, read_number);

CREATE TABLE directory_cursor (
  managed_tenant_key INTEGER PRIMARY KEY REFERENCES managed_tenant ON DELETE CASCADE,
  connection_type TEXT NOT NULL,
  cursor TEXT NOT NULL,
  read_number INTEGER NOT NULL,
  saved_at INTEGER NOT NULL
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
CREATE UNIQUE INDEX directory_user_identity ON directory_user (managed_tenant_key, entra_object_id);
CREATE INDEX directory_user_by_tenant
  ON directory_user (managed_tenant_key, sort_name, directory_user_key, presence, account_enabled);

CREATE TABLE directory_user_address (
  domain TEXT NOT NULL,
  local_part TEXT NOT NULL,
  directory_user_key INTEGER NOT NULL,
  kind TEXT NOT NULL,
  PRIMARY KEY (domain, local_part, directory_user_key)
) STRICT, WITHOUT ROWID;
CREATE INDEX directory_user_address_former ON directory_user_address (directory_user_key) WHERE kind = 'former';

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

CREATE VIRTUAL TABLE directory_user_search USING fts5(
  words, scope, content='', contentless_delete=1, prefix='2 3', tokenize="unicode61 remove_diacritics 2"
);
CREATE TABLE directory_user_unsearched (row_key INTEGER PRIMARY KEY) STRICT;
INSERT INTO search_progress (search_index, last_key) VALUES ('directory_user_search', 0);
CREATE TRIGGER directory_user_search_forgets AFTER DELETE ON directory_user BEGIN
  DELETE FROM directory_user_search WHERE rowid = OLD.directory_user_key;
END;
`;
