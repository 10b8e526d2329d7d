/**
 * The web host: the same page and the same engine, on a loopback port, for machines without Electron or a display.
 * It serves the built page, one WebSocket endpoint and the entrance that turns a one-time token into a cookie;
 * everything else is 404. It never listens on another interface than 127.0.0.1.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { AnyRouter } from '@orpc/server';
import { RPCHandler } from '@orpc/server/ws';
import { WebSocketServer } from 'ws';
import { PAGE_HEADERS, sentencePage } from './page-policy.ts';
import { findRendererFiles, type RendererFiles } from './renderer-files.ts';
import { createSessionGate, type GateVerdict, newSecret, type SessionGate } from './session-gate.ts';

export interface WebHostOptions {
  /** The engine, or anything with a router of the contract. */
  readonly engine: { readonly router: AnyRouter };
  /** Folder of the built page (`out/renderer`). */
  readonly rendererDir: string;
  /** 0 lets the system choose. */
  readonly port: number;
  /** First one-time token; made up when left out. */
  readonly token?: string;
}

export interface WebHost {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  /** The address to open once: it holds a one-time token. */
  readonly address: string;
  /** Another such address, for another browser or after the first was used. */
  issueAddress(): string;
  close(): Promise<void>;
}

/** Another program (or another Concord) has the port. */
export class PortInUseError extends Error {
  override readonly name = 'PortInUseError';
  readonly code = 'host.portInUse';

  constructor(port: number, options: ErrorOptions) {
    super(`Port ${port} is in use by another program. Choose another one with --port, or leave it out.`, options);
  }
}

const LOOPBACK = '127.0.0.1';
const ENGINE_PATH = '/engine';
const ENTRANCE_PATH = '/enter';
const LARGEST_MESSAGE_BYTES = 16 * 1024 * 1024;

const REFUSALS: Readonly<Record<Exclude<GateVerdict, 'admitted'>, { status: number; sentence: string }>> = {
  wrongHost: { status: 421, sentence: 'This address does not belong to Concord.' },
  foreignOrigin: { status: 403, sentence: 'Another page asked for this. Open the address that Concord printed.' },
  noSession: {
    status: 401,
    sentence:
      'This browser has not been let in. Open the address with the token that Concord printed; each one works once, so ask for a new one if it was used.',
  },
};

/** @throws PortInUseError, PageNotBuiltError, or the operating system's refusal to listen. */
export async function serveWebHost(options: WebHostOptions): Promise<WebHost> {
  const files = findRendererFiles(options.rendererDir);
  const server = createServer();
  const port = await listen(server, options.port);
  const firstToken = options.token ?? newSecret();
  const gate = createSessionGate({ port, firstToken });
  const origin = `http://${LOOPBACK}:${port}`;
  const addressWith = (token: string) => `${origin}${ENTRANCE_PATH}?token=${encodeURIComponent(token)}`;

  server.on('request', (request, response) => {
    answer({ request, response, gate, files }).catch((error: unknown) => response.destroy(asError(error)));
  });
  const sockets = attachEngine(server, gate, options.engine.router);

  return {
    origin,
    address: addressWith(firstToken),
    issueAddress: () => addressWith(gate.issueToken()),
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? new PortInUseError(port, { cause: error }) : error);
    });
    server.listen(port, LOOPBACK, () => resolve((server.address() as AddressInfo).port));
  });
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly gate: SessionGate;
  readonly files: RendererFiles;
}

async function answer({ request, response, gate, files }: Exchange): Promise<void> {
  const target = parseTarget(request);
  const isEntrance = target?.pathname === ENTRANCE_PATH;
  const verdict = isEntrance ? gate.judgeEntrance(request.headers) : gate.judge(request.headers);
  if (verdict !== 'admitted') return refuse(response, verdict);
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return send(response, { status: 405, body: 'Concord answers GET and HEAD only.', extra: { allow: 'GET, HEAD' } });
  }
  if (target !== null && isEntrance) return enter({ request, response, gate, files }, target);
  const file = target === null ? null : files.find(target.pathname);
  if (file === null) return send(response, { status: 404, body: 'There is nothing here.' });
  const bytes = request.method === 'HEAD' ? '' : await file.read();
  response.writeHead(200, {
    ...PAGE_HEADERS,
    'content-type': file.contentType,
    'cache-control': file.cacheControl,
  });
  response.end(bytes);
}

/** A browser that is already in is simply shown the page: reloading the printed address must not lock anyone out. */
function enter({ request, response, gate }: Exchange, target: URL): void {
  const cookie = gate.exchange(target.searchParams.get('token') ?? '');
  if (cookie === null && gate.judge(request.headers) !== 'admitted') return refuse(response, 'noSession');
  response.writeHead(303, {
    ...PAGE_HEADERS,
    'cache-control': 'no-store',
    location: '/',
    ...(cookie === null ? {} : { 'set-cookie': cookie }),
  });
  response.end();
}

function parseTarget(request: IncomingMessage): URL | null {
  const raw = request.url ?? '';
  if (!raw.startsWith('/') || raw.startsWith('//')) return null;
  return URL.canParse(raw, 'http://concord') ? new URL(raw, 'http://concord') : null;
}

function refuse(response: ServerResponse, verdict: Exclude<GateVerdict, 'admitted'>): void {
  const { status, sentence } = REFUSALS[verdict];
  send(response, { status, body: sentence });
}

function send(
  response: ServerResponse,
  { status, body, extra = {} }: { status: number; body: string; extra?: Record<string, string> },
): void {
  response.writeHead(status, {
    ...PAGE_HEADERS,
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    ...extra,
  });
  response.end(sentencePage('Concord', body));
}

function attachEngine(server: Server, gate: SessionGate, router: AnyRouter): WebSocketServer {
  const handler = new RPCHandler(router);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: LARGEST_MESSAGE_BYTES, perMessageDeflate: false });
  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    const verdict = gate.judgeHandshake(request.headers);
    if (verdict !== 'admitted') return refuseHandshake(stream, REFUSALS[verdict].status);
    if (parseTarget(request)?.pathname !== ENGINE_PATH) return refuseHandshake(stream, 404);
    sockets.handleUpgrade(request, stream, head, (socket) => {
      void handler.upgrade(socket, { context: {} });
    });
  });
  return sockets;
}

function refuseHandshake(stream: Duplex, status: number): void {
  stream.end(`HTTP/1.1 ${status} Refused\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
