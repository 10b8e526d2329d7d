/**
 * One process per profile. The lock is an open exclusive transaction on a small SQLite file of its own: the operating
 * system lets go of it when the process ends, however it ends (`kill -9`, power cut), so a stale lock cannot exist.
 * The note beside it only makes the refusal readable; nothing is decided from it.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import SqliteDatabase from 'better-sqlite3';
import { EngineError } from '../domain/engine-error.ts';
import type { ProfileFiles } from './profile-files.ts';
import { translateStoreError } from './sqlite-errors.ts';

/** Who holds a profile, in words for the one who is refused. */
export interface ProfileHolder {
  /** `desktop app`, `web host`, `command line` … */
  readonly host: string;
  readonly pid: number;
  readonly since: number;
}

export interface ProfileLock {
  release(): void;
}

/** Takes the profile or throws `profile.inUse`, naming the holder. */
export function lockProfile(files: ProfileFiles, holder: ProfileHolder): ProfileLock {
  const lock = openExclusively(files);
  writeFileSync(files.lockNoteFile, JSON.stringify(holder));
  return {
    release() {
      rmSync(files.lockNoteFile, { force: true });
      lock.close();
    },
  };
}

function openExclusively(files: ProfileFiles): SqliteDatabase.Database {
  let lock: SqliteDatabase.Database | null = null;
  try {
    lock = new SqliteDatabase(files.lockFile, { timeout: 0 });
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock?.close();
    const failure = translateStoreError(error, { ...files, databaseFile: files.lockFile });
    if (failure instanceof EngineError && failure.code === 'store.busy') throw profileInUse(files, error);
    throw failure;
  }
}

function profileInUse(files: ProfileFiles, cause: unknown): EngineError {
  const holder = readNote(files.lockNoteFile);
  const who = holder
    ? `by Concord's ${holder.host} (process ${holder.pid}, since ${new Date(holder.since).toLocaleString()})`
    : 'by another Concord';
  return new EngineError(
    'profile.inUse',
    `The profile in ${files.home} is already open ${who}. Close that one first, or choose another data folder.`,
    { cause, details: { home: files.home, host: holder?.host ?? null, pid: holder?.pid ?? null } },
  );
}

/** The note, or null when it is missing or half written. */
function readNote(file: string): ProfileHolder | null {
  try {
    const note: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isHolder(note) ? note : null;
  } catch {
    return null;
  }
}

function isHolder(note: unknown): note is ProfileHolder {
  if (typeof note !== 'object' || note === null) return false;
  const { host, pid, since } = note as Record<string, unknown>;
  return typeof host === 'string' && typeof pid === 'number' && typeof since === 'number';
}
