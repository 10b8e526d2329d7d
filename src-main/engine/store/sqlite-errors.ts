/**
 * Translates what SQLite and the file system throw into `EngineError`s that an operator can act on. Anything already
 * translated passes through; a broken constraint is our own mistake. Paths are named because the operator needs them.
 */
import type { ErrorCode } from '../../../shared/vocabulary/error-codes.ts';
import { EngineError } from '../domain/engine-error.ts';

/** Where the profile lives, for the sentences. `newestBackup` is looked up only when something is broken. */
export interface StoreFiles {
  readonly databaseFile: string;
  readonly newestBackup: () => string | null;
}

const byPrefix: readonly (readonly [string, ErrorCode])[] = [
  ['SQLITE_BUSY', 'store.busy'],
  ['SQLITE_LOCKED', 'store.busy'],
  ['SQLITE_FULL', 'store.full'],
  ['ENOSPC', 'store.full'],
  ['SQLITE_READONLY', 'store.readOnly'],
  ['SQLITE_CANTOPEN', 'store.readOnly'],
  ['SQLITE_PERM', 'store.readOnly'],
  ['SQLITE_AUTH', 'store.readOnly'],
  ['SQLITE_IOERR', 'store.readOnly'],
  ['EACCES', 'store.readOnly'],
  ['EPERM', 'store.readOnly'],
  ['EROFS', 'store.readOnly'],
  ['ENOTDIR', 'store.readOnly'],
  ['EISDIR', 'store.readOnly'],
  ['EEXIST', 'store.readOnly'],
  ['SQLITE_CORRUPT', 'store.corrupt'],
  ['SQLITE_NOTADB', 'store.corrupt'],
];

/** Turns a thrown SQLite or file-system error into the failure it means; what is neither passes through untouched. */
export function translateStoreError(thrown: unknown, files: StoreFiles): unknown {
  const nativeCode = nativeCodeOf(thrown);
  if (nativeCode === null) return thrown;
  const known = byPrefix.find(([prefix]) => nativeCode.startsWith(prefix));
  if (known) return storeFailure(known[1], files, { cause: thrown, nativeCode });
  if (!nativeCode.startsWith('SQLITE_')) return thrown;
  const text = thrown instanceof Error ? thrown.message : nativeCode;
  return new EngineError('internal.invariant', `The store refused a statement: ${text}`, {
    cause: thrown,
    details: { nativeCode },
  });
}

interface FailureContext {
  readonly cause: unknown;
  readonly nativeCode: string | null;
}

/** One store failure with its sentence; exported for the checks that find damage without SQLite throwing. */
export function storeFailure(code: ErrorCode, files: StoreFiles, context: FailureContext): EngineError {
  return new EngineError(code, sentenceFor(code, files), {
    cause: context.cause,
    details: { file: files.databaseFile, nativeCode: context.nativeCode },
  });
}

function sentenceFor(code: ErrorCode, files: StoreFiles): string {
  const file = files.databaseFile;
  switch (code) {
    case 'store.busy':
      return `Another program is using ${file}. Close it (a backup tool or a database viewer, perhaps) and try again; nothing was lost.`;
    case 'store.full':
      return `The disk that holds ${file} is full. Free some space and try again; what was saved before is safe.`;
    case 'store.readOnly':
      return `Concord cannot write to ${file}. Check that the folder exists, that you may write there and that the disk is not read-only.`;
    default:
      return corruptSentence(files);
  }
}

function corruptSentence({ databaseFile, newestBackup }: StoreFiles): string {
  const backup = newestBackup();
  const start = `${databaseFile} is damaged or is not a Concord database. Nothing was changed.`;
  return backup === null
    ? `${start} There is no backup in this profile yet: restore the file from your own backup, or move it away to start with an empty profile.`
    : `${start} Close Concord, move the file away and put the newest backup in its place: ${backup}`;
}

function nativeCodeOf(thrown: unknown): string | null {
  if (!(thrown instanceof Error) || !('code' in thrown)) return null;
  return typeof thrown.code === 'string' ? thrown.code : null;
}
