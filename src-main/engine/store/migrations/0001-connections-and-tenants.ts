/**
 * Migration 1: connections, settings, managed tenants and the mappings that operators decided.
 * Frozen: it imports nothing and never changes again. Closed unions that may still grow are not CHECKed here;
 * the types guard them, and a CHECK would cost a table rebuild for every new word.
 */
export const connectionsAndTenants = `
CREATE TABLE setting (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL CHECK (json_valid(value)),
  updated_at INTEGER NOT NULL
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
CREATE UNIQUE INDEX directory_connection_one_active ON directory_connection (is_active) WHERE is_active = 1;

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
CREATE UNIQUE INDEX psa_connection_one_active ON psa_connection (is_active) WHERE is_active = 1;

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
CREATE INDEX managed_tenant_by_name ON managed_tenant (sort_name, managed_tenant_key);

CREATE TABLE tenant_domain (
  managed_tenant_key INTEGER NOT NULL REFERENCES managed_tenant ON DELETE CASCADE,
  position INTEGER NOT NULL,
  domain TEXT NOT NULL,
  PRIMARY KEY (managed_tenant_key, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX tenant_domain_by_domain ON tenant_domain (domain);

CREATE VIRTUAL TABLE managed_tenant_search USING fts5(
  words, scope, content='', contentless_delete=1, prefix='2 3', tokenize="unicode61 remove_diacritics 2"
);

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
CREATE UNIQUE INDEX tenant_mapping_one_active ON tenant_mapping (managed_tenant_key) WHERE is_active = 1;
CREATE INDEX tenant_mapping_by_client ON tenant_mapping (client_id) WHERE is_active = 1;
CREATE INDEX tenant_mapping_history ON tenant_mapping (managed_tenant_key, mapping_key);
`;
