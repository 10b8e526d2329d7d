/**
 * Waits for Microsoft's answer on a free port of 127.0.0.1, for one sign-in. Reads query and form_post, because identity
 * providers differ; whoever does not know the state is turned away and the wait goes on, so a stranger can neither take
 * over nor end a sign-in. Ends by itself: answer, abort or time-out, each with the port closed.
 */
import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { EngineError } from '../domain/engine-error.ts';
import { loopbackHeaders, loopbackPage } from './loopback-page.ts';

const MAX_FORM_BYTES = 64 * 1024;

export interface LoopbackAnswer {
  readonly code: string | null;
  readonly clientInfo: string | null;
  readonly error: string | null;
  readonly errorDescription: string | null;
  readonly subError: string | null;
}

export interface LoopbackListener {
  /** `http://localhost:<port>`: Entra ignores the port of a registered http://localhost, but not a path. */
  readonly redirectUri: string;
  /** Rejects with `identity.signInCancelled` or `identity.signInTimedOut`. */
  readonly answer: Promise<LoopbackAnswer>;
  close(): Promise<void>;
}

export async function openLoopback(options: {
  readonly state: string;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}): Promise<LoopbackListener> {
  let settle: { resolve(answer: LoopbackAnswer): void; reject(error: EngineError): void } | null = null;
  const answer = new Promise<LoopbackAnswer>((resolve, reject) => {
    settle = { resolve, reject };
  });
  // Whoever opened this may fail before awaiting the answer; that must not become an unhandled rejection.
  answer.catch(() => undefined);
  const server = createServer((request, response) => {
    handle(request, response, options.state)
      .then((found) => {
        if (found !== null) settle?.resolve(found);
      })
      .catch(() => void response.destroy());
  });
  const port = await listenOnLoopback(server);

  const onAbort = () => settle?.reject(new EngineError('identity.signInCancelled', 'The sign-in was cancelled.'));
  const timer = setTimeout(() => {
    const minutes = Math.max(1, Math.round(options.timeoutMs / 60_000));
    const sentence = `The sign-in was not finished in the browser within ${minutes} min. Start it again, or use a device code.`;
    settle?.reject(new EngineError('identity.signInTimedOut', sentence));
  }, options.timeoutMs);
  if (options.signal.aborted) onAbort();
  else options.signal.addEventListener('abort', onAbort, { once: true });

  return {
    redirectUri: `http://localhost:${port}`,
    answer,
    async close() {
      clearTimeout(timer);
      options.signal.removeEventListener('abort', onAbort);
      await closeServer(server);
    },
  };
}

async function listenOnLoopback(server: Server): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') {
    throw new EngineError('identity.signInFailed', 'No port could be opened for the sign-in. Use a device code.');
  }
  return address.port;
}

/** Answers being sent may finish; idle connections are dropped. */
function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => server.closeAllConnections(), 500);
    server.close(() => {
      clearTimeout(force);
      resolve();
    });
    server.closeIdleConnections();
  });
}

/** The answer when this request carries it, else null after saying no. */
async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  state: string,
): Promise<LoopbackAnswer | null> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const refusal = refusalOf(request, url);
  if (refusal !== null) {
    refuse(response, refusal);
    return null;
  }
  const parameters = request.method === 'POST' ? await readForm(request) : url.searchParams;
  const states = parameters?.getAll('state') ?? [];
  const [given, ...more] = states;
  if (parameters === null || given === undefined || more.length > 0 || !sameText(given, state)) {
    refuse(response, 400);
    return null;
  }
  await new Promise<void>((resolve) => {
    response.once('close', resolve);
    response.writeHead(200, loopbackHeaders).end(loopbackPage);
  });
  return {
    code: parameters.get('code'),
    clientInfo: parameters.get('client_info'),
    error: parameters.get('error'),
    errorDescription: parameters.get('error_description'),
    subError: parameters.get('error_subcode'),
  };
}

function refusalOf(request: IncomingMessage, url: URL): number | null {
  // A name that merely resolves here (DNS rebinding) is not this listener.
  if (!/^(localhost|127\.0\.0\.1):\d+$/.test(request.headers.host ?? '')) return 400;
  if (url.pathname !== '/') return 404;
  if (request.method === 'GET') return null;
  if (request.method !== 'POST') return 405;
  const type = request.headers['content-type'] ?? '';
  return type.startsWith('application/x-www-form-urlencoded') ? null : 415;
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { ...loopbackHeaders, 'content-type': 'text/plain; charset=utf-8' });
  response.end('Concord waits here for an answer of Microsoft. This is not one.\n');
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > MAX_FORM_BYTES) return null;
    chunks.push(bytes);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}

function sameText(left: string, right: string): boolean {
  const a = Buffer.from(left);
  const b = Buffer.from(right);
  return a.length === b.length && timingSafeEqual(a, b);
}
