/**
 * Serves the page and the problem page under app://, with the strict policy as a header. Nothing else can be reached:
 * files are found by exact name, and the scheme knows one host.
 */
import { protocol } from 'electron';
import { PAGE_HEADERS, sentencePage } from '../web/page-policy.ts';
import { findRendererFiles, type RendererFiles } from '../web/renderer-files.ts';
import { PROBLEM_PATH, PROBLEM_STYLE, PROBLEM_STYLE_PATH, problemPage } from './problem-page.ts';

export const PAGE_ORIGIN = 'app://concord';
export const PAGE_ADDRESS = `${PAGE_ORIGIN}/`;
export const PROBLEM_ADDRESS = `${PAGE_ORIGIN}${PROBLEM_PATH}`;

const NO_FILES: RendererFiles = { find: () => null };

/** Has to run before Electron is ready: afterwards `app` would be an opaque origin without storage or fetch. */
export function declareAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/**
 * @param rendererDir the built page, or null where a dev server shows the page.
 * @param currentProblem the sentence that the problem page shows.
 */
export function serveAppScheme(rendererDir: string | null, currentProblem: () => string): void {
  const files = rendererDir === null ? NO_FILES : findRendererFiles(rendererDir);
  protocol.handle('app', async (request) => {
    const { host, pathname } = new URL(request.url);
    if (request.method !== 'GET') return answer(405, 'text/html; charset=utf-8', sentencePage('Concord', 'GET only.'));
    if (host !== 'concord') return notFound();
    if (pathname === PROBLEM_STYLE_PATH) return answer(200, 'text/css; charset=utf-8', PROBLEM_STYLE);
    if (pathname === PROBLEM_PATH) return answer(200, 'text/html; charset=utf-8', problemPage(currentProblem()));
    return answerFile(files, pathname);
  });
}

async function answerFile(files: RendererFiles, pathname: string): Promise<Response> {
  const file = files.find(pathname);
  return file === null ? notFound() : answer(200, file.contentType, new Uint8Array(await file.read()));
}

function notFound(): Response {
  return answer(404, 'text/html; charset=utf-8', sentencePage('Concord', 'There is nothing here.'));
}

function answer(status: number, contentType: string, body: string | Uint8Array<ArrayBuffer>): Response {
  return new Response(body, { status, headers: { ...PAGE_HEADERS, 'content-type': contentType } });
}
