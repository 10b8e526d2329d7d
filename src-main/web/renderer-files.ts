/**
 * The built page, found once and served by exact name. A request names a key of this map or nothing: no path of the
 * request ever reaches the file system, so there is nothing to traverse. Source maps are for developers and stay out.
 */
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join, posix } from 'node:path';
import { contentTypeOf } from './page-policy.ts';

export interface RendererFile {
  readonly contentType: string;
  readonly cacheControl: string;
  read(): Promise<Buffer>;
}

export interface RendererFiles {
  /** @param path the decoded path of a URL, starting with a slash; `/` is the page itself. */
  find(path: string): RendererFile | null;
}

/** The page was not built, or was built elsewhere; the message says what to do. */
export class PageNotBuiltError extends Error {
  override readonly name = 'PageNotBuiltError';
}

export function findRendererFiles(folder: string): RendererFiles {
  const files = new Map<string, RendererFile>();
  for (const path of listFiles(folder, '')) {
    const ending = extname(path);
    if (ending === '.map') continue;
    files.set(`/${path}`, {
      contentType: contentTypeOf(ending),
      // The bundler puts a hash into the name of everything below assets/; the page names the current ones.
      cacheControl: path.startsWith('assets/') ? 'private, max-age=31536000, immutable' : 'no-store',
      read: () => readFile(join(folder, path)),
    });
  }
  if (!files.has('/index.html')) {
    throw new PageNotBuiltError(`There is no built page in ${folder}. Run "npm run build" and start again.`);
  }
  return { find: (path) => files.get(path === '/' ? '/index.html' : path) ?? null };
}

function listFiles(root: string, below: string): string[] {
  try {
    return readdirSync(join(root, below), { withFileTypes: true }).flatMap((entry) => {
      const path = posix.join(below, entry.name);
      return entry.isDirectory() ? listFiles(root, path) : [path];
    });
  } catch (error) {
    throw new PageNotBuiltError(`There is no built page in ${root}. Run "npm run build" and start again.`, {
      cause: error,
    });
  }
}
