/** Files only their owner may read: 0600 in a 0700 folder, replaced whole (temp, fsync, rename) so that a crash leaves old or new. */
import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { EngineError } from '../domain/engine-error.ts';

/** Null when the file is not there; throws `secrets.unavailable` when it is there and cannot be read. */
export async function readPrivateFile(path: string): Promise<string | null> {
  const outcome = await readFile(path, 'utf8').then(
    (text) => ({ text }),
    (thrown: unknown) => ({ thrown }),
  );
  if ('text' in outcome) return outcome.text;
  if (codeOf(outcome.thrown) === 'ENOENT') return null;
  throw new EngineError(
    'secrets.unavailable',
    'The saved secrets of this profile cannot be read. Check who owns its folder.',
    {
      cause: outcome.thrown,
    },
  );
}

/** Throws `store.readOnly`, `store.full` or `secrets.unavailable`; the file before it is untouched then. */
export async function writePrivateFile(path: string, text: string): Promise<void> {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  const failure = await replaceFile(path, temporary, text).then(
    () => null,
    (thrown: unknown) => ({ thrown }),
  );
  if (failure === null) return;
  await rm(temporary, { force: true }).catch(() => undefined);
  throw writeError(failure.thrown);
}

async function replaceFile(path: string, temporary: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const file = await open(temporary, 'wx', 0o600);
  try {
    await file.writeFile(text, 'utf8');
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
  await syncFolder(dirname(path));
}

/** Makes the rename itself durable; Windows has no such call and needs none. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null);
  if (handle === null) return;
  await handle.sync().catch(() => undefined);
  await handle.close();
}

function writeError(thrown: unknown): EngineError {
  const code = codeOf(thrown);
  const options = { cause: thrown };
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM') {
    return new EngineError(
      'store.readOnly',
      'The secrets could not be saved: the profile folder is read-only.',
      options,
    );
  }
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new EngineError('store.full', 'The secrets could not be saved: the disk is full.', options);
  }
  return new EngineError('secrets.unavailable', 'The secrets could not be saved in the profile folder.', options);
}

function codeOf(thrown: unknown): string | null {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : null;
}
