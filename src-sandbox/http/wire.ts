/**
 * What lies between a caller and every simulated service: latency, dropped connections and the request log. It wraps raw
 * node:http handlers, so the PSA simulator, which keeps its own HTTP edge, is treated like the others.
 * Invariant: each request is logged exactly once, also when its connection is cut.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Answer, readRequest, type SandboxRequest, text } from './answer.ts';
import { changesBusinessData } from './business-write.ts';
import { type ServiceName, serviceNames } from './service-name.ts';

export type LoggedRequest = {
  /** 1 for the first request since start or clear, across all services. */
  number: number;
  service: ServiceName;
  method: string;
  /** Path with its query. */
  path: string;
  /** 0 when the connection was cut before an answer. */
  status: number;
  at: number;
  endedAt: number;
  /** True when the request would change business data; tokens and reads by POST are not writes. */
  write: boolean;
  /** The Entra tenant the answer was about; null when none or unknown. */
  entraTenantId: string | null;
  dropped: 'before' | 'after' | null;
};

export type RawHandler = (message: IncomingMessage, response: ServerResponse) => void | Promise<void>;
type Drop = { service: ServiceName; countdown: number; when: 'before' | 'after' };

export type Wire = {
  /** Puts log, latency and faults around a handler. */
  wrap(service: ServiceName, handler: RawHandler): RawHandler;
  requests(): LoggedRequest[];
  clearRequests(): void;
  setLatency(service: ServiceName | 'all', latencyMs: number): void;
  /** Cuts the connection of the n-th request from now on: before it has any effect, or after, instead of the answer. */
  dropAt(service: ServiceName, requestNumber: number, when: 'before' | 'after'): void;
  /** Forgets latency and pending drops. */
  calm(): void;
};

const LOG_LIMIT = 200_000;
/** What each answer was about; beside the answer, so that no caller can see or use it. */
const aboutOf = new WeakMap<ServerResponse, string>();

const pause = (latencyMs: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, latencyMs));

/** Lets the handler work to the end but cuts the connection where the answer would have left. */
function swallowAnswer(message: IncomingMessage, response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const cut = (): ServerResponse => {
      message.socket.destroy();
      resolve();
      return response;
    };
    response.writeHead = (() => response) as ServerResponse['writeHead']; // overloads cannot be written as a lambda
    response.flushHeaders = () => undefined;
    response.write = (() => true) as ServerResponse['write'];
    response.end = cut as ServerResponse['end'];
  });
}

export function createWire(now: () => number): Wire {
  let log: LoggedRequest[] = [];
  let count = 0;
  let drops: Drop[] = [];
  const latency = new Map<ServiceName, number>();

  const dropFor = (service: ServiceName): Drop['when'] | null => {
    let hit: Drop['when'] | null = null;
    for (const drop of drops) {
      if (drop.service !== service) continue;
      drop.countdown -= 1;
      if (drop.countdown === 0) hit = drop.when;
    }
    drops = drops.filter((drop) => drop.countdown > 0);
    return hit;
  };

  const open = (service: ServiceName, message: IncomingMessage): LoggedRequest => {
    count += 1;
    const path = message.url ?? '/';
    const method = (message.method ?? 'GET').toUpperCase();
    const entry: LoggedRequest = {
      number: count,
      service,
      method,
      path,
      status: 0,
      at: now(),
      endedAt: 0,
      write: changesBusinessData(service, method, path),
      entraTenantId: null,
      dropped: null,
    };
    log.push(entry);
    if (log.length > LOG_LIMIT) log.shift();
    return entry;
  };

  return {
    wrap: (service, handler) => async (message, response) => {
      const entry = open(service, message);
      entry.dropped = dropFor(service);
      const latencyMs = latency.get(service) ?? 0;
      if (latencyMs > 0) await pause(latencyMs);
      response.once('close', () => {
        entry.endedAt = now();
      });
      if (entry.dropped === 'before') {
        message.socket.destroy();
        return;
      }
      if (entry.dropped === 'after') {
        const cut = swallowAnswer(message, response);
        await handler(message, response);
        await cut;
        return;
      }
      response.once('finish', () => {
        entry.status = response.statusCode;
        entry.entraTenantId = aboutOf.get(response) ?? null;
      });
      await handler(message, response);
    },
    requests: () => log,
    clearRequests: () => {
      log = [];
      count = 0;
    },
    setLatency: (service, latencyMs) => {
      for (const name of service === 'all' ? serviceNames : [service]) latency.set(name, latencyMs);
    },
    dropAt: (service, requestNumber, when) => {
      drops.push({ service, countdown: requestNumber, when });
    },
    calm: () => {
      drops = [];
      latency.clear();
    },
  };
}

/** Turns a function from request to answer into a raw handler. A bug in a handler is a 500 that says so. */
export function answering(handle: (request: SandboxRequest) => Answer | Promise<Answer>): RawHandler {
  return async (message, response) => {
    let result: Answer;
    try {
      result = await handle(await readRequest(message));
    } catch (error) {
      result = text(500, `The sandbox itself failed: ${error instanceof Error ? error.message : String(error)}`);
    }
    if (result.hang) return;
    for (const [name, value] of Object.entries(result.headers)) response.setHeader(name, value);
    if (result.about !== null) aboutOf.set(response, result.about);
    response.writeHead(result.status, { 'content-length': Buffer.byteLength(result.body) });
    response.end(result.body);
  };
}
