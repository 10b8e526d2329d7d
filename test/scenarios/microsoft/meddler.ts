/**
 * A login service that misbehaves: it passes everything on to the sandbox's, except where a test says otherwise. Shapes that
 * the sandbox, being a faithful Microsoft, never sends.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface MeddledRequest {
  readonly path: string;
  readonly form: URLSearchParams;
}

export interface MeddledAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Meddler {
  readonly url: string;
  readonly requests: MeddledRequest[];
  /** Null = pass on; `hang` = never answer. `pass` asks the real one, for another path too. */
  meddle: (
    request: MeddledRequest,
    pass: (path?: string) => Promise<MeddledAnswer>,
  ) => Promise<MeddledAnswer | 'hang' | null> | MeddledAnswer | 'hang' | null;
  stop(): Promise<void>;
}

export async function aMeddler(target: string): Promise<Meddler> {
  const requests: MeddledRequest[] = [];
  const server = createServer((message, response) => void answer(message, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const meddler: Meddler = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    meddle: () => null,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };

  async function answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of message) body += String(chunk);
    const request = { path: message.url ?? '/', form: new URLSearchParams(body) };
    requests.push(request);
    const pass = async (path = request.path): Promise<MeddledAnswer> => {
      const headers = { 'content-type': message.headers['content-type'] ?? '' };
      const sent = message.method === 'POST' ? { method: 'POST', headers, body } : {};
      const passed = await fetch(`${target}${path}`, sent);
      const type = passed.headers.get('content-type') ?? '';
      return { status: passed.status, headers: { 'content-type': type }, body: await passed.text() };
    };
    const result = (await meddler.meddle(request, pass)) ?? (await pass());
    if (result === 'hang') return;
    response.writeHead(result.status, { ...result.headers }).end(result.body);
  }
  return meddler;
}

export function json(body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): MeddledAnswer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}
