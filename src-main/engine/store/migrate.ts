/**
 * Brings a database to this build's schema: refuses a newer one and a foreign one, copies an existing one before touching
 * it, and runs each missing migration in a transaction of its own, its version number included.
 */
import { closeSync, copyFileSync, existsSync, fsyncSync, openSync, readSync } from 'node:fs';
import { EngineError, InvariantError } from '../domain/engine-error.ts';
import type { Db } from './database.ts';
import { type Migration, migrations, schemaVersion } from './migrations/chain.ts';
import { nextBackupFile, type ProfileFiles, pruneBackups } from './profile-files.ts';
import { storeFailure } from './sqlite-errors.ts';

/** 'CONC': tells a Concord database from any other SQLite file. */
const APPLICATION_ID = 0x434f4e43;
const HEADER_BYTES = 100;

/**
 * Looks at the file's header without opening it as a database, so that a newer or foreign file is not touched at all.
 * Throws `store.newerThanApp` or `store.corrupt`.
 */
export function refuseUnreadableFile(files: ProfileFiles): void {
  const header = readHeader(files.databaseFile);
  if (header === null) return;
  if (header.toString('latin1', 0, 15) !== 'SQLite format 3')
    throw storeFailure('store.corrupt', files, { cause: undefined, nativeCode: 'SQLITE_NOTADB' });
  refuseNewer(header.readUInt32BE(60), files);
}

function refuseNewer(version: number, { databaseFile }: ProfileFiles): void {
  if (version <= schemaVersion) return;
  throw new EngineError(
    'store.newerThanApp',
    `${databaseFile} was written by a newer Concord (data version ${version}, this one reads up to ${schemaVersion}). Update Concord to open this profile; nothing was changed.`,
    { details: { file: databaseFile, found: version, supported: schemaVersion } },
  );
}

/** Null for a missing or empty file: both become a new database. */
function readHeader(file: string): Buffer | null {
  if (!existsSync(file)) return null;
  const handle = openSync(file, 'r');
  try {
    const header = Buffer.alloc(HEADER_BYTES);
    return readSync(handle, header, 0, HEADER_BYTES, 0) === 0 ? null : header;
  } finally {
    closeSync(handle);
  }
}

/** Migrates an open database; `now` stamps the backup's name. Returns the version found. */
export function migrateFile(db: Db, files: ProfileFiles, now: number): number {
  const found = versionOf(db);
  refuseNewer(found, files);
  if (found === 0 && hasTables(db))
    throw storeFailure('store.corrupt', files, { cause: undefined, nativeCode: 'not a Concord database' });
  if (found > 0 && found < schemaVersion) copyBeforeMigrating({ db, files, now, found });
  migrateTo(db, schemaVersion);
  return found;
}

/** Runs the chain up to `version`; for tests any number, in the product always the last. */
export function migrateTo(db: Db, version: number): void {
  for (const migration of migrations) {
    if (migration.version > versionOf(db) && migration.version <= version) runMigration(db, migration);
  }
}

function runMigration(db: Db, migration: Migration): void {
  db.transaction(() => {
    if (versionOf(db) !== migration.version - 1)
      throw new InvariantError(`Migration ${migration.version} met a database of version ${versionOf(db)}.`);
    db.exec(migration.sql);
    db.pragma(`application_id = ${APPLICATION_ID}`);
    db.pragma(`user_version = ${migration.version}`);
  });
}

interface Copying {
  readonly db: Db;
  readonly files: ProfileFiles;
  readonly now: number;
  readonly found: number;
}

/** The profile lock makes us the only writer, so after a full checkpoint the file alone is the whole database. */
function copyBeforeMigrating({ db, files, now, found }: Copying): void {
  if (db.pragma('wal_checkpoint(TRUNCATE)') !== 0)
    throw storeFailure('store.busy', files, { cause: undefined, nativeCode: 'checkpoint' });
  const backup = nextBackupFile(files, `before-version-${found + 1}`, now);
  copyFileSync(files.databaseFile, backup);
  const handle = openSync(backup, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  pruneBackups(files);
}

function versionOf(db: Db): number {
  return Number(db.pragma('user_version'));
}

function hasTables(db: Db): boolean {
  return db.prepare<[], { n: number }>('SELECT count(*) AS n FROM sqlite_schema').get([])?.n !== 0;
}
