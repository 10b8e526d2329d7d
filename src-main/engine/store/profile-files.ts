/**
 * Which files a profile folder holds. One place decides the names; nobody else joins paths inside a profile's store.
 * Never open or read `profile.lock` with `fs`: closing such a handle would drop the lock of this whole process (POSIX).
 */
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { StoreFiles } from './sqlite-errors.ts';

export interface ProfileFiles extends StoreFiles {
  readonly home: string;
  readonly lockFile: string;
  readonly lockNoteFile: string;
  readonly backupFolder: string;
}

const KEPT_BACKUPS = 5;

export function profileFiles(home: string): ProfileFiles {
  const backupFolder = path.join(home, 'backups');
  return {
    home,
    databaseFile: path.join(home, 'concord.db'),
    lockFile: path.join(home, 'profile.lock'),
    lockNoteFile: path.join(home, 'profile.lock.json'),
    backupFolder,
    newestBackup: () => listBackups(backupFolder).at(-1) ?? null,
  };
}

/** Backups, oldest first: their names begin with the time they were made. */
function listBackups(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => name.endsWith('.db'));
  return names.sort((a, b) => a.localeCompare(b, 'en')).map((name) => path.join(folder, name));
}

/** A fresh name in the backup folder, which it makes when missing; `why` becomes part of the name. */
export function nextBackupFile(files: ProfileFiles, why: string, now: number): string {
  mkdirSync(files.backupFolder, { recursive: true });
  const stamp = new Date(now).toISOString().replace(/[:.]/g, '-');
  return path.join(files.backupFolder, `${stamp}-${why}.db`);
}

/** Removes all but the newest backups. */
export function pruneBackups(files: ProfileFiles): void {
  for (const file of listBackups(files.backupFolder).slice(0, -KEPT_BACKUPS)) rmSync(file, { force: true });
}
