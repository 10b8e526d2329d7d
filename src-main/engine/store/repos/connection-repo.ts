/**
 * Connections to Microsoft or CIPP and to the PSA: what they are and how they fared, never their secrets.
 * At most one of each is active (a unique index holds it); earlier ones stay as history.
 */
import type { ErrorCode } from '../../../../shared/vocabulary/error-codes.ts';
import type { ConnectionType } from '../../../../shared/vocabulary/states.ts';
import type { Db } from '../database.ts';
import { flag, nullableFlag } from '../list-query.ts';

export type ConnectionStatus = 'connected' | 'failed' | 'disconnected';

export interface ConnectionError {
  readonly code: ErrorCode;
  readonly sentence: string;
}

export interface DirectoryConnection {
  readonly connectionId: string;
  readonly connectionType: ConnectionType;
  readonly status: ConnectionStatus;
  readonly cloudName: string | null;
  readonly loginHost: string | null;
  readonly graphHost: string | null;
  readonly cippBaseUrl: string | null;
  /** `publicClient`, `confidentialClient`, `apiToken`, `clientCredentials` … */
  readonly authKind: string;
  readonly accountUsername: string | null;
  readonly accountHomeTenantId: string | null;
  readonly connectedAt: number;
  readonly disconnectedAt: number | null;
  readonly lastCheckedAt: number | null;
  readonly lastError: ConnectionError | null;
}

export interface PsaConnection {
  readonly connectionId: string;
  readonly status: ConnectionStatus;
  readonly baseUrl: string;
  /** `apiKey` or `session`. */
  readonly authKind: string;
  /** Null: not found out yet. */
  readonly mayWrite: boolean | null;
  /** What the server offers, as the PSA port told it; its shape belongs to the port. */
  readonly capabilities: unknown;
  readonly connectedAt: number;
  readonly disconnectedAt: number | null;
  readonly lastCheckedAt: number | null;
  readonly lastError: ConnectionError | null;
}

/** Result of testing a connection. */
export interface ConnectionCheck {
  readonly status: ConnectionStatus;
  readonly checkedAt: number;
  readonly error: ConnectionError | null;
}

interface DirectoryRow {
  connection_id: string;
  connection_type: ConnectionType;
  status: ConnectionStatus;
  cloud_name: string | null;
  login_host: string | null;
  graph_host: string | null;
  cipp_base_url: string | null;
  auth_kind: string;
  account_username: string | null;
  account_home_tenant_id: string | null;
  connected_at: number;
  disconnected_at: number | null;
  last_checked_at: number | null;
  last_error: string | null;
}

export function directoryConnectionRepo(db: Db) {
  const active = db.prepare<[], DirectoryRow>('SELECT * FROM directory_connection WHERE is_active = 1');
  const history = db.prepare<[], DirectoryRow>('SELECT * FROM directory_connection ORDER BY connected_at DESC');
  const deactivate = db.prepare<[number]>(
    `UPDATE directory_connection SET is_active = 0, status = 'disconnected', disconnected_at = ? WHERE is_active = 1`,
  );
  const put = db.prepare(`
    INSERT INTO directory_connection (connection_id, connection_type, is_active, status, cloud_name, login_host, graph_host,
      cipp_base_url, auth_kind, account_username, account_home_tenant_id, connected_at, disconnected_at, last_checked_at, last_error)
    VALUES (@connectionId, @connectionType, 1, @status, @cloudName, @loginHost, @graphHost,
      @cippBaseUrl, @authKind, @accountUsername, @accountHomeTenantId, @connectedAt, @disconnectedAt, @lastCheckedAt, @lastError)
    ON CONFLICT (connection_id) DO UPDATE SET is_active = 1, status = excluded.status, cloud_name = excluded.cloud_name,
      login_host = excluded.login_host, graph_host = excluded.graph_host, cipp_base_url = excluded.cipp_base_url,
      auth_kind = excluded.auth_kind, account_username = excluded.account_username,
      account_home_tenant_id = excluded.account_home_tenant_id, connected_at = excluded.connected_at,
      disconnected_at = excluded.disconnected_at, last_checked_at = excluded.last_checked_at, last_error = excluded.last_error`);
  const check = checkStatement(db, 'directory_connection');

  return {
    getActive(): DirectoryConnection | null {
      const row = active.get([]);
      return row ? fromDirectoryRow(row) : null;
    },
    listHistory: (): DirectoryConnection[] => history.all([]).map(fromDirectoryRow),
    /** Makes this connection the active one; another active connection becomes history in the same step. */
    save(connection: DirectoryConnection): void {
      db.transaction(() => {
        deactivate.run([connection.connectedAt]);
        put.run({ ...connection, disconnectedAt: null, lastError: toJson(connection.lastError) });
      });
    },
    recordCheck: check,
    deactivate: (at: number): void => void deactivate.run([at]),
  };
}

interface PsaRow {
  connection_id: string;
  status: ConnectionStatus;
  base_url: string;
  auth_kind: string;
  may_write: number | null;
  capabilities: string | null;
  connected_at: number;
  disconnected_at: number | null;
  last_checked_at: number | null;
  last_error: string | null;
}

export function psaConnectionRepo(db: Db) {
  const active = db.prepare<[], PsaRow>('SELECT * FROM psa_connection WHERE is_active = 1');
  const deactivate = db.prepare<[number]>(
    `UPDATE psa_connection SET is_active = 0, status = 'disconnected', disconnected_at = ? WHERE is_active = 1`,
  );
  const put = db.prepare(`
    INSERT INTO psa_connection (connection_id, is_active, status, base_url, auth_kind, may_write, capabilities,
      connected_at, disconnected_at, last_checked_at, last_error)
    VALUES (@connectionId, 1, @status, @baseUrl, @authKind, @mayWrite, @capabilities,
      @connectedAt, NULL, @lastCheckedAt, @lastError)
    ON CONFLICT (connection_id) DO UPDATE SET is_active = 1, status = excluded.status, base_url = excluded.base_url,
      auth_kind = excluded.auth_kind, may_write = excluded.may_write, capabilities = excluded.capabilities,
      connected_at = excluded.connected_at, disconnected_at = NULL, last_checked_at = excluded.last_checked_at,
      last_error = excluded.last_error`);
  const check = checkStatement(db, 'psa_connection');

  return {
    getActive(): PsaConnection | null {
      const row = active.get([]);
      return row ? fromPsaRow(row) : null;
    },
    /** Makes this connection the active one; another active connection becomes history in the same step. */
    save(connection: PsaConnection): void {
      const { connectionId, status, baseUrl, authKind, connectedAt, lastCheckedAt } = connection;
      db.transaction(() => {
        deactivate.run([connectedAt]);
        put.run({
          connectionId,
          status,
          baseUrl,
          authKind,
          connectedAt,
          lastCheckedAt,
          mayWrite: nullableFlag(connection.mayWrite),
          capabilities: toJson(connection.capabilities),
          lastError: toJson(connection.lastError),
        });
      });
    },
    recordCheck: check,
    deactivate: (at: number): void => void deactivate.run([at]),
  };
}

/** Notes a test's outcome on the active connection; does nothing when there is none. */
function checkStatement(db: Db, table: 'directory_connection' | 'psa_connection'): (result: ConnectionCheck) => void {
  const update = db.prepare<[ConnectionStatus, number, string | null]>(
    `UPDATE ${table} SET status = ?, last_checked_at = ?, last_error = ? WHERE is_active = ${flag(true)}`,
  );
  return ({ status, checkedAt, error }) => void update.run([status, checkedAt, toJson(error)]);
}

function toJson(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value);
}

function parseError(text: string | null): ConnectionError | null {
  return text === null ? null : (JSON.parse(text) as ConnectionError);
}

function fromDirectoryRow(row: DirectoryRow): DirectoryConnection {
  return {
    connectionId: row.connection_id,
    connectionType: row.connection_type,
    status: row.status,
    cloudName: row.cloud_name,
    loginHost: row.login_host,
    graphHost: row.graph_host,
    cippBaseUrl: row.cipp_base_url,
    authKind: row.auth_kind,
    accountUsername: row.account_username,
    accountHomeTenantId: row.account_home_tenant_id,
    connectedAt: row.connected_at,
    disconnectedAt: row.disconnected_at,
    lastCheckedAt: row.last_checked_at,
    lastError: parseError(row.last_error),
  };
}

function fromPsaRow(row: PsaRow): PsaConnection {
  return {
    connectionId: row.connection_id,
    status: row.status,
    baseUrl: row.base_url,
    authKind: row.auth_kind,
    mayWrite: row.may_write === null ? null : row.may_write === 1,
    capabilities: row.capabilities === null ? null : JSON.parse(row.capabilities),
    connectedAt: row.connected_at,
    disconnectedAt: row.disconnected_at,
    lastCheckedAt: row.last_checked_at,
    lastError: parseError(row.last_error),
  };
}
