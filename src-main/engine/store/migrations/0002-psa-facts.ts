/**
 * Migration 2: clients and contacts as last read from the PSA, with their search indexes.
 * Frozen. `facts` is the row as the PSA port told it, whole; the columns, addresses and phones beside it are what lists
 * and look-ups ask for, written by the same statement. `contact.client_id` has no foreign key on purpose: these are facts of a remote system, and an incremental
 * read may name a client that our last client read had not seen yet. `search_progress` and the `_unsearched` tables say
 * which rows a search index has still to take up: indexing happens after a bulk read, not inside it.
 */
export const psaFacts = `
CREATE TABLE psa_read (
  kind TEXT PRIMARY KEY CHECK (kind IN ('clients', 'contacts')),
  read_number INTEGER NOT NULL,
  started_at INTEGER NOT NULL,
  finished_at INTEGER,
  last_full_at INTEGER,
  last_read_at INTEGER
) STRICT;

CREATE TABLE search_progress (
  search_index TEXT PRIMARY KEY,
  last_key INTEGER NOT NULL
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
CREATE INDEX client_by_name ON client (sort_name, client_key, is_inactive);
CREATE INDEX client_by_entra_tenant ON client (entra_tenant_id) WHERE entra_tenant_id IS NOT NULL;

CREATE VIRTUAL TABLE client_search USING fts5(
  words, scope, content='', contentless_delete=1, prefix='2 3', tokenize="unicode61 remove_diacritics 2"
);
CREATE TRIGGER client_search_forgets AFTER DELETE ON client BEGIN
  DELETE FROM client_search WHERE rowid = OLD.client_key;
END;

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
CREATE INDEX contact_by_name ON contact (sort_name, contact_key, is_inactive);
CREATE INDEX contact_by_client ON contact (client_id, sort_name, contact_key, is_inactive);

CREATE TABLE contact_email (
  contact_key INTEGER NOT NULL REFERENCES contact ON DELETE CASCADE,
  position INTEGER NOT NULL,
  is_primary INTEGER NOT NULL CHECK (is_primary IN (0, 1)),
  address TEXT NOT NULL,
  domain TEXT NOT NULL,
  PRIMARY KEY (contact_key, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX contact_email_by_address ON contact_email (address);

CREATE TABLE contact_phone (
  contact_key INTEGER NOT NULL REFERENCES contact ON DELETE CASCADE,
  position INTEGER NOT NULL,
  digits TEXT NOT NULL,
  PRIMARY KEY (contact_key, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX contact_phone_by_digits ON contact_phone (digits);

CREATE VIRTUAL TABLE contact_search USING fts5(
  words, scope, content='', contentless_delete=1, prefix='2 3', tokenize="unicode61 remove_diacritics 2"
);
CREATE TABLE contact_unsearched (row_key INTEGER PRIMARY KEY) STRICT;
INSERT INTO search_progress (search_index, last_key) VALUES ('contact_search', 0);
CREATE TRIGGER contact_search_forgets AFTER DELETE ON contact BEGIN
  DELETE FROM contact_search WHERE rowid = OLD.contact_key;
END;
`;
