/**
 * The line between the engine and the simulated PSA: a proxy that carries every request and can be told, request by request,
 * to cut it before or after its effect, to deliver it late, or to be away altogether. Because every request passes here, a
 * scenario knows exactly where in a push its accident happened, and a seed makes it happen there again.
 */
import { Agent, createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface LineRequest {
  /** 1 for the first request since the line was opened. */
  readonly number: number;
  readonly method: string;
  /** Path with its query. */
  readonly path: string;
  readonly body: string;
}

/** `late`: the caller is cut at once, the request arrives all the same, so many milliseconds later. */
export type Fate = 'pass' | 'cutBefore' | 'cutAfter' | { readonly lateMs: number };

export interface Watcher {
  /** Decides what happens to a request that has just come in. */
  fate(request: LineRequest): Fate;
  /** The PSA has done what was asked; its answer has not left yet. */
  onEffect?(request: LineRequest, answer: string): void;
  /** The answer has been handed to the caller's socket. */
  onAnswered?(request: LineRequest): void;
}

export interface Line {
  readonly url: string;
  watch(watcher: Watcher | null): void;
  /** Asked before each request is carried: it leaves when what is answered resolves; null holds nothing. */
  hold(gate: ((request: LineRequest) => Promise<void> | null) | null): void;
  /** While away, every connection is cut at once, as when the PSA is down. */
  setAway(isAway: boolean): void;
  /** Resolves when no late request is under way any more. */
  whenQuiet(): Promise<void>;
  close(): Promise<void>;
}

interface Carried {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Opens a line to the PSA at `target` on a loopback port of its own. */
export async function openLine(target: string): Promise<Line> {
  const agent = new Agent({ keepAlive: true });
  const { hostname, port } = new URL(target);
  const late = new Set<Promise<unknown>>();
  let watcher: Watcher | null = null;
  let gate: Parameters<Line['hold']>[0] = null;
  let isAway = false;
  let count = 0;

  function carry(message: IncomingMessage, body: Buffer): Promise<Carried> {
    const { method, url: path, headers } = message;
    return new Promise((resolve, reject) => {
      const outgoing = httpRequest({
        agent,
        hostname,
        port,
        method,
        path,
        headers: { ...headers, connection: 'keep-alive' },
      });
      outgoing.once('error', reject);
      outgoing.once('response', (answer) => {
        bodyOf(answer).then(
          (received) => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: received }),
          reject,
        );
      });
      outgoing.end(body);
    });
  }

  function deliverLate(message: IncomingMessage, body: Buffer, lateMs: number): void {
    const delivery = new Promise((resolve) => setTimeout(resolve, lateMs)).then(() => carry(message, body));
    late.add(delivery);
    void delivery.finally(() => late.delete(delivery)).catch(() => undefined);
  }

  async function handle(message: IncomingMessage, response: ServerResponse): Promise<void> {
    if (isAway) return void message.socket.destroy();
    const body = await bodyOf(message);
    count += 1;
    const request: LineRequest = {
      number: count,
      method: message.method ?? 'GET',
      path: message.url ?? '/',
      body: body.toString(),
    };
    await gate?.(request);
    const fate = watcher?.fate(request) ?? 'pass';
    if (typeof fate === 'object') deliverLate(message, body, fate.lateMs);
    if (fate === 'cutBefore' || typeof fate === 'object') return void message.socket.destroy();
    const answer = await carry(message, body);
    watcher?.onEffect?.(request, answer.body.toString());
    if (fate === 'cutAfter') return void message.socket.destroy();
    const { 'transfer-encoding': _chunked, connection: _hop, ...headers } = answer.headers;
    response.writeHead(answer.status, { ...headers, 'content-length': answer.body.length });
    response.end(answer.body, () => watcher?.onAnswered?.(request));
  }

  const server = createServer((message, response) => {
    // A caller that is killed in the middle of a request must not take the line down with it.
    handle(message, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    watch(next) {
      watcher = next;
    },
    hold(next) {
      gate = next;
    },
    setAway(next) {
      isAway = next;
    },
    async whenQuiet() {
      await Promise.allSettled([...late]);
    },
    async close() {
      agent.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
